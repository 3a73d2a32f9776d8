import type { LimitName } from "../targets/line.ts"

/** A place in the WASM heap; 0 is NULL. */
export type Pointer = number

/** The part of SQLite's C interface that the engine calls, as the WASM build exports it. https://sqlite.org/c3ref/funclist.html */
export interface RawSqlite {
  sqlite3_open_v2(name: Pointer, database: Pointer, flags: number, vfs: Pointer): number
  sqlite3_close_v2(database: Pointer): number
  sqlite3_limit(database: Pointer, id: number, value: number): number
  sqlite3__wasm_db_config_ip(database: Pointer, option: number, value: number, out: Pointer): number
  sqlite3_set_authorizer(database: Pointer, callback: Pointer, data: Pointer): number
  sqlite3_prepare_v2(database: Pointer, sql: Pointer, bytes: number, statement: Pointer, tail: Pointer): number
  sqlite3_progress_handler(database: Pointer, operations: number, callback: Pointer, data: Pointer): void
  sqlite3_step(statement: Pointer): number
  sqlite3_sql(statement: Pointer): Pointer
  sqlite3_reset(statement: Pointer): number
  sqlite3_clear_bindings(statement: Pointer): number
  sqlite3_finalize(statement: Pointer): number
  sqlite3_errmsg(database: Pointer): Pointer
  sqlite3_error_offset(database: Pointer): number
  sqlite3_get_autocommit(database: Pointer): number
  sqlite3_stmt_readonly(statement: Pointer): number
  sqlite3_column_count(statement: Pointer): number
  sqlite3_column_name(statement: Pointer, column: number): Pointer
  sqlite3_column_decltype(statement: Pointer, column: number): Pointer
  sqlite3_column_table_name(statement: Pointer, column: number): Pointer
  sqlite3_column_origin_name(statement: Pointer, column: number): Pointer
  sqlite3_column_type(statement: Pointer, column: number): number
  sqlite3_column_int64(statement: Pointer, column: number): bigint
  sqlite3_column_double(statement: Pointer, column: number): number
  sqlite3_column_text(statement: Pointer, column: number): Pointer
  sqlite3_column_blob(statement: Pointer, column: number): Pointer
  sqlite3_column_bytes(statement: Pointer, column: number): number
  sqlite3_bind_parameter_count(statement: Pointer): number
  sqlite3_bind_parameter_name(statement: Pointer, index: number): Pointer
  sqlite3_bind_null(statement: Pointer, index: number): number
  sqlite3_bind_int64(statement: Pointer, index: number, value: bigint): number
  sqlite3_bind_double(statement: Pointer, index: number, value: number): number
  sqlite3_bind_text(statement: Pointer, index: number, text: Pointer, bytes: number, free: number): number
  sqlite3_bind_blob(statement: Pointer, index: number, blob: Pointer, bytes: number, free: number): number
  malloc(bytes: number): Pointer
  free(at: Pointer): void
}

/** Codes that the engine tells apart. https://sqlite.org/rescode.html */
export const result = { ok: 0, nomem: 7, interrupt: 9, toobig: 18, row: 100, done: 101 } as const

/** https://sqlite.org/c3ref/c_blob.html */
export const storage = { integer: 1, real: 2, text: 3, blob: 4, null: 5 } as const

/** Those that SQLite counts as the target does. https://sqlite.org/c3ref/c_limit_attached.html */
export const limitIds: readonly { readonly name: LimitName; readonly id: number }[] = [
  { name: "valueBytes", id: 0 },
  { name: "sqlBytes", id: 1 },
  { name: "columns", id: 2 },
  { name: "expressionDepth", id: 3 },
  { name: "compoundTerms", id: 4 },
  { name: "functionArguments", id: 6 },
  { name: "attached", id: 7 },
  { name: "likePatternBytes", id: 8 },
  { name: "variables", id: 9 },
  { name: "triggerDepth", id: 10 },
]

/** https://sqlite.org/c3ref/c_dbconfig_defensive.html */
export const option = { foreignKeys: 1002, defensive: 1010, doubleQuotedDml: 1013, doubleQuotedDdl: 1014 } as const

/** Read-write, create. */
export const openFlags = 0x6

/** Operations of SQLite's virtual machine that one statement may take, so that endless recursion ends: some seconds. */
export const mostOperations = 100_000_000

/** The bytes of a text or blob are copied before the call returns. */
export const transient = -1
