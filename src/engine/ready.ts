import { ruleSyntax } from "./access.ts"
import { bind, type Connection, errorOf, type Mode, type Prepared, prepare, run, valueAt } from "./connection.ts"
import type { Answered, DescribedColumn, EngineError, SqlValue } from "./engine.ts"
import { textAt, type Written } from "./heap.ts"
import type { Pointer } from "./raw.ts"

/** What an engine says when memory does not suffice. */
export const outOfMemory: EngineError = { message: "out of memory", offset: undefined }

/** A text where SQLite reads it. SQLite reads it up to a NUL: what follows would be dropped without a word. */
export function write({ module }: Connection, sql: string): Written | EngineError {
  const nul = sql.indexOf("\0")
  if (nul >= 0) return { message: "the text has a NUL character, which ends it for SQLite", offset: nul }
  return module.heap.write(sql) ?? outOfMemory
}

/** Prepares one statement, and refuses what the target would refuse later, or in its own grammar. */
export function prepareAllowed(
  connection: Connection,
  mode: Mode,
  sql: string,
  written: Written,
  from: number,
): Prepared | EngineError {
  const prepared = prepare(connection, mode, written, from)
  if (typeof prepared === "number") return errorOf(connection, prepared, sql, written, from)
  if (mode === "ours" || prepared.statement === 0) return prepared
  const refusal = isDeniedVacuum(connection, prepared.statement)
    ? "cannot VACUUM from within a transaction"
    : ruleSyntax(connection.target, sql)
  if (refusal === undefined) return prepared
  connection.module.sqlite.sqlite3_finalize(prepared.statement)
  return { message: refusal, offset: undefined }
}

/** VACUUM asks the authorizer nothing; it fails only when it runs. */
function isDeniedVacuum({ module, target }: Connection, statement: Pointer): boolean {
  if (!target.denied.vacuum || module.sqlite.sqlite3_stmt_readonly(statement) !== 0) return false
  const text = textAt(module.heap.bytes(), module.sqlite.sqlite3_sql(statement))
  return /^(?:[\s\ufeff;]+|--[^\n]*|\/\*[\s\S]*?\*\/)*VACUUM\b/i.test(text ?? "")
}

/** Names, declared types and origins of the result columns. */
export function columnsOf({ module }: Connection, statement: Pointer): readonly DescribedColumn[] {
  const { sqlite, heap } = module
  return Array.from({ length: sqlite.sqlite3_column_count(statement) }, (_, index): DescribedColumn => {
    const texts = [
      sqlite.sqlite3_column_name(statement, index),
      sqlite.sqlite3_column_decltype(statement, index),
      sqlite.sqlite3_column_table_name(statement, index),
      sqlite.sqlite3_column_origin_name(statement, index),
    ]
    const [name, declaredType, table, column] = texts.map((at) => textAt(heap.bytes(), at))
    const origin = table === undefined || column === undefined ? undefined : { table, column }
    return { name: name ?? "", declaredType, origin }
  })
}

/** A statement that may be run. The text is no longer at `written`; its length counts. */
export interface Ready {
  readonly statement: Pointer
  readonly sql: string
  readonly written: Written
  readonly columns: readonly string[]
}

/** Prepares one statement to be run; whoever asked for it finalizes it. */
export function makeReady(connection: Connection, mode: Mode, sql: string): Ready | EngineError {
  const written = write(connection, sql)
  if ("message" in written) return written
  const prepared = prepareAllowed(connection, mode, sql, written, 0)
  if ("message" in prepared) return prepared
  const { statement } = prepared
  if (statement === 0) return { message: "SQL code did not contain a statement.", offset: undefined }
  return { statement, sql, written, columns: columnsOf(connection, statement).map((column) => column.name) }
}

/** Runs it to its end. */
export function runReady(
  connection: Connection,
  { statement, columns, sql, written }: Ready,
  binds: readonly SqlValue[],
  operations?: number,
): Answered {
  if (!binds.every((value, index) => bind(connection, statement, index + 1, value)))
    return { ok: false, error: { message: "a value cannot be bound", offset: undefined } }
  const rows: (readonly SqlValue[])[] = []
  const takeRow = (): void => void rows.push(columns.map((_, index) => valueAt(connection, statement, index)))
  const code = run(connection, statement, takeRow, operations)
  if (code === undefined) return { ok: true, columns, rows }
  return { ok: false, error: { ...errorOf(connection, code, sql, written), offset: undefined } }
}
