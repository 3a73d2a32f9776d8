import { interactiveDriver } from "../sync-driver.ts"
import type { InteractiveDriver } from "../transaction.ts"
import { type NativeDatabase, nativeStatements } from "./native-statements.ts"
import { framed } from "./transaction-frame.ts"

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
export function native(db: NativeDatabase, options: NativeOptions = {}): InteractiveDriver<"sync"> {
  const statements = nativeStatements(db)
  const transactional = { inTransaction: () => db.inTransaction, exec: (sql: string) => db.exec(sql) }
  return interactiveDriver({
    maxValueBytes: options.maxValueBytes ?? defaultMaxValueBytes,
    rows: (statement, binds) => statements.rows(statement, binds),
    changes: (statement, binds) => statements.changes(statement, binds),
    atomically: (_statements, work) => framed(transactional, work),
  })
}
