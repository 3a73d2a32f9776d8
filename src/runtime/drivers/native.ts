import { bindsOf } from "../binds.ts"
import type {
  Answer,
  BatchResult,
  BindValue,
  Driver,
  ExecStatement,
  Prepared,
  RawRow,
  StatementFacts,
} from "../driver.ts"
import type { QueryError } from "../errors.ts"
import { mapError } from "../map-error.ts"
import { allRows, oneRow, optionalRow } from "../rows.ts"
import { type NativeDatabase, type StatementCache, statementCache } from "./native-statements.ts"

export type { NativeBinds, NativeDatabase, NativeStatement } from "./native-statements.ts"

export interface NativeOptions {
  /** SQLITE_LIMIT_LENGTH of the connection, bytes. https://sqlite.org/limits.html */
  readonly maxValueBytes?: number
}

const defaultMaxValueBytes = 1_000_000_000

/**
 * A sync driver over a `libsql` or `better-sqlite3` database. Make it once per database: it keeps prepared statements.
 * libsql cuts text at NUL when it reads (SQLite itself keeps it); this driver lets none in.
 */
export function native(db: NativeDatabase, options: NativeOptions = {}): Driver<"sync"> {
  const maxValueBytes = options.maxValueBytes ?? defaultMaxValueBytes
  const statements = statementCache(db)

  function rows<P>(statement: ExecStatement<P>, params: P): readonly RawRow[] {
    const binds = bindsOf(statement, params, maxValueBytes)
    return asked(statement, () => statements.rows(statement, binds))
  }
  return {
    mode: "sync",
    one(statement, params) {
      return oneRow(statement, rows(statement, params))
    },
    optional(statement, params) {
      return optionalRow(statement, rows(statement, params))
    },
    many(statement, params) {
      return allRows(statement, rows(statement, params))
    },
    exec(statement, params) {
      const binds = bindsOf(statement, params, maxValueBytes)
      return asked(statement, () => statements.changes(statement, binds))
    },
    batch(calls) {
      return runBatch(db, statements, calls, maxValueBytes)
    },
  }
}

function asked<T>(statement: StatementFacts, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    throw mapError([statement], error)
  }
}

function runBatch<T extends readonly Prepared<unknown>[]>(
  db: NativeDatabase,
  statements: StatementCache,
  calls: T,
  maxValueBytes: number,
): BatchResult<T>
function runBatch(
  db: NativeDatabase,
  statements: StatementCache,
  calls: readonly Prepared<unknown>[],
  maxValueBytes: number,
): unknown[] {
  if (calls.length === 0) return []
  const steps = calls.map((call) => ({ call, binds: call.bind(maxValueBytes) }))
  const answers = atomically(db, calls, () =>
    steps.map(({ call, binds }) => asked(call.statement, () => answer(statements, call, binds))),
  )
  return answers.map(({ call, answered }) => call.read(answered))
}

function answer(
  statements: StatementCache,
  call: Prepared<unknown>,
  binds: readonly BindValue[],
): { readonly call: Prepared<unknown>; readonly answered: Answer } {
  if (call.call === "exec") return { call, answered: { rows: [], changes: statements.changes(call.statement, binds) } }
  return { call, answered: { rows: statements.rows(call.statement, binds), changes: 0 } }
}

const inside = {
  begin: "SAVEPOINT wonder_sql_batch",
  commit: "RELEASE wonder_sql_batch",
  undo: "ROLLBACK TO wonder_sql_batch; RELEASE wonder_sql_batch",
}
const outside = { begin: "BEGIN IMMEDIATE", commit: "COMMIT", undo: "ROLLBACK" }

/** In a transaction of its own, or in a savepoint of the one that is open. https://sqlite.org/lang_savepoint.html */
function atomically<T>(db: NativeDatabase, calls: readonly Prepared<unknown>[], work: () => T): T {
  const frame = db.inTransaction ? inside : outside
  try {
    db.exec(frame.begin)
    const result = work()
    db.exec(frame.commit)
    return result
  } catch (error) {
    throw undone(
      db,
      frame.undo,
      mapError(
        calls.map((call) => call.statement),
        error,
      ),
    )
  }
}

/** OR ROLLBACK and some failures have ended the transaction already. https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction */
function undone(db: NativeDatabase, undo: string, error: QueryError): QueryError {
  try {
    if (db.inTransaction) db.exec(undo)
    return error
  } catch (failure) {
    error.message += `; undoing it failed too: ${String(failure)}`
    return error
  }
}
