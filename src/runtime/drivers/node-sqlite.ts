import { type ErrorText, errorText } from "../map-error.ts"
import { interactiveDriver } from "../sync-driver.ts"
import type { InteractiveDriver } from "../transaction.ts"
import { type NodeSqliteLike, nodeStatements } from "./node-statements.ts"
import { framed } from "./transaction-frame.ts"

export type { NodeSqliteLike, NodeStatementLike } from "./node-statements.ts"

export interface NodeSqliteOptions {
  /** SQLITE_LIMIT_LENGTH of the connection, bytes. https://sqlite.org/limits.html */
  readonly maxValueBytes?: number
}

const defaultMaxValueBytes = 1_000_000_000

/** A sync driver over a `DatabaseSync`. Make it once per database: it keeps prepared statements. */
export function nodeSqlite(db: NodeSqliteLike, options: NodeSqliteOptions = {}): InteractiveDriver<"sync"> {
  const statements = nodeStatements(db)
  return interactiveDriver({
    maxValueBytes: options.maxValueBytes ?? defaultMaxValueBytes,
    rows: (statement, binds) => statements.rows(statement, binds),
    changes: (statement, binds) => statements.changes(statement, binds),
    atomically: (_statements, work) =>
      framed({ inTransaction: () => inTransaction(db), exec: (sql) => db.exec(sql) }, work),
    errorText: nodeErrorText,
  })
}

/** Before Node 22.16 the only way to know is to begin one. */
function inTransaction(db: NodeSqliteLike): boolean {
  if (db.isTransaction !== undefined) return db.isTransaction
  try {
    db.exec("BEGIN; COMMIT")
    return false
  } catch (error) {
    if (error instanceof Error && error.message.includes("within a transaction")) return true
    throw error
  }
}

/** Extended result codes that a message does not tell apart. https://sqlite.org/rescode.html */
const codes: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  20: "SQLITE_MISMATCH",
  1555: "SQLITE_CONSTRAINT_PRIMARYKEY",
  1811: "SQLITE_CONSTRAINT_TRIGGER",
  2579: "SQLITE_CONSTRAINT_ROWID",
}

/** Node gives SQLite's result code as a number. https://nodejs.org/api/errors.html#err_sqlite_error */
function nodeErrorText(error: unknown): ErrorText {
  const number = Number(Object(error).errcode)
  return { text: errorText(error).text, code: codes[number] ?? codes[number & 0xff] ?? "" }
}
