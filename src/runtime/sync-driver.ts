import { bindsOf } from "./binds.ts"
import type {
  Answer,
  BatchResult,
  BindValue,
  Driver,
  ExecStatement,
  Prepared,
  PreparedStep,
  RawRow,
  SqlFacts,
} from "./driver.ts"
import { type ErrorText, errorText, mapError } from "./map-error.ts"
import { allRows, oneRow, optionalRow } from "./rows.ts"
import { boundSteps, statementsOf } from "./sent.ts"
import { syncTransaction } from "./sync-transaction.ts"
import type { InteractiveDriver } from "./transaction.ts"

/** What a database that answers at once offers to become a driver. It throws its own errors: they are mapped here. */
export interface SyncDatabase {
  /** of a text or BLOB, in bytes */
  readonly maxValueBytes: number
  rows(statement: SqlFacts, binds: readonly BindValue[]): readonly RawRow[]
  /** Rows changed by the statement itself. Rows that it answers are read to the end. */
  changes(statement: SqlFacts, binds: readonly BindValue[]): number
  /**
   * Runs these statements, all or nothing: a transaction, or a savepoint of the one that is open. Throws what `work`
   * threw, once it is undone.
   */
  atomically<T>(statements: readonly SqlFacts[], work: () => T): T
  /** Reads an error whose message does not tell all. */
  readonly errorText?: (error: unknown) => ErrorText
}

/** The driver over such a database, with its transactions. */
export function interactiveDriver(db: SyncDatabase): InteractiveDriver<"sync"> {
  const driver = syncDriver(db)
  return { ...driver, transaction: (work) => syncTransaction(db, driver, work) }
}

function syncDriver(db: SyncDatabase): Driver<"sync"> {
  function rows<P>(statement: ExecStatement<P>, params: P): readonly RawRow[] {
    const binds = bindsOf(statement, params, db.maxValueBytes)
    return asked(db, [statement], () => db.rows(statement, binds))
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
      const binds = bindsOf(statement, params, db.maxValueBytes)
      return asked(db, [statement], () => db.changes(statement, binds))
    },
    batch(calls) {
      return runBatch(db, calls)
    },
    attempt(call) {
      try {
        return runBatch(db, [call])[0]
      } catch (error) {
        const refusal = call.refused(error)
        if (refusal !== undefined) return refusal
        if (call.replay?.isDue(error) !== true) throw error
        return runBatch(db, [call.replay.call])[0]
      }
    },
  }
}

function asked<T>(db: SyncDatabase, statements: readonly SqlFacts[], ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    throw mapError(statements, error, (db.errorText ?? errorText)(error))
  }
}

function runBatch<const T extends readonly Prepared<unknown>[]>(db: SyncDatabase, calls: T): BatchResult<T>
function runBatch(db: SyncDatabase, calls: readonly Prepared<unknown>[]): unknown[] {
  if (calls.length === 0) return []
  const bound = calls.map((call) => ({ call, steps: boundSteps(call, db.maxValueBytes) }))
  const facts = statementsOf(calls)
  if (bound.every(({ steps }) => steps.length === 0)) return calls.map((call) => call.read([]))
  const answers = asked(db, facts, () =>
    db.atomically(facts, () =>
      bound.map(({ call, steps }) => ({
        call,
        answers: steps.map(({ step, binds }) => asked(db, [step.statement], () => answerOf(db, step, binds))),
      })),
    ),
  )
  return answers.map(({ call, answers }) => call.read(answers))
}

/** Throws ConflictError where its guard does not hold. */
function answerOf(db: SyncDatabase, step: PreparedStep, binds: readonly BindValue[]): Answer {
  const { wants, statement, guard } = step
  const answer: Answer =
    wants === "rows"
      ? { rows: db.rows(statement, binds), changes: 0 }
      : { rows: [], changes: db.changes(statement, binds) }
  const refused = guard?.refuses(wants === "rows" ? answer.rows.length : answer.changes)
  if (refused !== undefined) throw refused
  return answer
}
