import type { TargetProfile } from "../targets/target.ts"
import { type Access, type Answer, answer, rule } from "./access.ts"
import { type Touched, touch, untouched } from "./effects.ts"
import type { EngineError, SqlValue } from "./engine.ts"
import { type Heap, pointerAt, textAt, textOf, unitsBefore, type Written } from "./heap.ts"
import {
  limitIds,
  mostOperations,
  openFlags,
  option,
  type Pointer,
  type RawSqlite,
  result,
  storage,
  transient,
} from "./raw.ts"

/** The initialised module and what all connections share. */
export interface Module {
  readonly sqlite: RawSqlite
  readonly heap: Heap
  /** the one authorizer callback; its data pointer is the key of `connections` */
  readonly authorizer: Pointer
  /** the one progress callback: it stops what still runs when it is called */
  readonly stop: Pointer
  readonly connections: Map<number, Connection>
}

/**
 * Whose statement is being prepared: `ours` may do everything and is not noted; `describe` sets nothing; `run` is
 * about to be run.
 */
export type Mode = "ours" | "describe" | "run"

/** One open database. The engine's own state: nothing outside `src/engine` holds one. */
export interface Connection {
  readonly module: Module
  readonly target: TargetProfile
  readonly database: Pointer
  /** 8 bytes for out-parameters: statement, tail */
  readonly out: Pointer
  mode: Mode
  /** see `acceptDoubleQuoted`; undefined: as SQLite was built */
  doubleQuoted: boolean | undefined
  touched: Touched
  /** how often the authorizer was called */
  accesses: number
  /** the target's words for what it refused, where SQLite's are not the same */
  refusal: string | undefined
}

/** A prepared statement; `tail` is the offset of what follows in the text, in bytes. */
export interface Prepared {
  readonly statement: Pointer
  readonly tail: number
}

/** Opens an empty database in memory with a target's limits and rules; throws where memory does not suffice. */
export function open(module: Module, target: TargetProfile): Connection {
  const { sqlite, heap } = module
  const out = sqlite.malloc(8)
  const name = heap.write(":memory:")
  if (out === 0 || name === undefined || sqlite.sqlite3_open_v2(name.at, out, openFlags, 0) !== result.ok) {
    throw new Error("out of memory: no further in-memory database can be opened")
  }
  const database = pointerAt(heap.bytes(), out)
  const connection: Connection = {
    module,
    target,
    database,
    out,
    mode: "ours",
    doubleQuoted: undefined,
    touched: untouched(),
    accesses: 0,
    refusal: undefined,
  }
  configure(connection)
  module.connections.set(database, connection)
  sqlite.sqlite3_set_authorizer(database, module.authorizer, database)
  return connection
}

function configure({ module, target, database }: Connection): void {
  const { sqlite } = module
  for (const { name, id } of limitIds) {
    const limit = target.limits[name]
    if (limit !== undefined) sqlite.sqlite3_limit(database, id, limit.most)
  }
  sqlite.sqlite3__wasm_db_config_ip(database, option.foreignKeys, target.foreignKeys ? 1 : 0, 0)
  sqlite.sqlite3__wasm_db_config_ip(database, option.defensive, target.defensive ? 1 : 0, 0)
}

/** Ends a connection; later calls of its engine answer with an error. */
export function close({ module, database, out }: Connection): void {
  if (!module.connections.delete(database)) return
  module.sqlite.sqlite3_close_v2(database)
  module.sqlite.free(out)
}

/** Whether `"x"` is text where no column x exists. https://sqlite.org/quirks.html#dblquote */
export function acceptDoubleQuoted(connection: Connection, accept: boolean): void {
  // a change makes SQLite prepare every statement anew
  if (connection.doubleQuoted === accept) return
  connection.doubleQuoted = accept
  const { module, database } = connection
  module.sqlite.sqlite3__wasm_db_config_ip(database, option.doubleQuotedDml, accept ? 1 : 0, 0)
  module.sqlite.sqlite3__wasm_db_config_ip(database, option.doubleQuotedDdl, accept ? 1 : 0, 0)
}

/** What SQLite asks while it prepares a statement. */
export function authorize(
  module: Module,
  [key, code, ...texts]: readonly [Pointer, number, Pointer, Pointer, Pointer, Pointer],
): Answer {
  const connection = module.connections.get(key)
  if (connection === undefined || connection.mode === "ours") return answer.allow
  const heap = module.heap.bytes()
  const [first, second, schema, inside] = texts.map((at) => textAt(heap, at))
  const access: Access = { code, first: first ?? "", second, schema, inside }
  touch(connection.touched, access)
  connection.accesses++
  const ruling = rule(connection.target, access, connection.mode === "run")
  if (ruling.answer === answer.refuse) connection.refusal ??= ruling.words
  return ruling.answer
}

/** Prepares the statement that starts at `from` (bytes) of a text. `statement` is 0 where no statement is left. */
export function prepare(connection: Connection, mode: Mode, written: Written, from: number): Prepared | number {
  const { module, database, out } = connection
  connection.mode = mode
  connection.touched = untouched()
  connection.accesses = 0
  connection.refusal = undefined
  const size = written.bytes - from + 1
  const code = module.sqlite.sqlite3_prepare_v2(database, written.at + from, size, out, out + 4)
  connection.mode = "ours"
  if (code !== result.ok) return code
  const heap = module.heap.bytes()
  return { statement: pointerAt(heap, out), tail: pointerAt(heap, out + 4) - written.at }
}

/** SQLite's message for the error just met, or the target's; offset in UTF-16 units of the whole text. */
export function errorOf(connection: Connection, code: number, sql: string, written: Written, from = 0): EngineError {
  const { module, database, target, refusal } = connection
  const heap = module.heap.bytes()
  const offset = module.sqlite.sqlite3_error_offset(database)
  const message = refusal ?? textAt(heap, module.sqlite.sqlite3_errmsg(database)) ?? "unknown error"
  const { sqlBytes } = target.limits
  const tooLong = code === result.toobig && sqlBytes !== undefined && written.bytes > sqlBytes.most
  if (code === result.interrupt)
    return { message: "the statement runs for too long: does its recursion end?", offset: undefined, interrupted: true }
  return {
    message: tooLong ? "statement too long" : message,
    offset: offset < 0 ? undefined : unitsBefore(heap, sql, written, from + offset),
  }
}

/** Runs a prepared statement to its end and finalizes it. Undefined when it worked, else SQLite's code. */
export function run(
  { module, database }: Connection,
  statement: Pointer,
  onRow: () => void,
  operations: number = mostOperations,
): number | undefined {
  const { sqlite } = module
  sqlite.sqlite3_progress_handler(database, operations, module.stop, 0)
  let code = sqlite.sqlite3_step(statement)
  for (; code === result.row; code = sqlite.sqlite3_step(statement)) onRow()
  return code === result.done ? undefined : code
}

/** Binds a value: number as REAL, bigint as INTEGER. False when memory does not suffice. */
export function bind({ module }: Connection, statement: Pointer, index: number, value: SqlValue): boolean {
  const { sqlite, heap } = module
  if (value === null) return sqlite.sqlite3_bind_null(statement, index) === result.ok
  if (typeof value === "number") return sqlite.sqlite3_bind_double(statement, index, value) === result.ok
  if (typeof value === "bigint") return sqlite.sqlite3_bind_int64(statement, index, value) === result.ok
  if (typeof value === "string") {
    const text = heap.write(value)
    if (text === undefined) return false
    return sqlite.sqlite3_bind_text(statement, index, text.at, text.bytes, transient) === result.ok
  }
  const at = sqlite.malloc(Math.max(1, value.length))
  if (at === 0) return false
  heap.bytes().set(value, at)
  const code = sqlite.sqlite3_bind_blob(statement, index, at, value.length, transient)
  sqlite.free(at)
  return code === result.ok
}

/** A value of the current row, in its storage class. */
export function valueAt({ module }: Connection, statement: Pointer, column: number): SqlValue {
  const { sqlite, heap } = module
  switch (sqlite.sqlite3_column_type(statement, column)) {
    case storage.integer:
      return sqlite.sqlite3_column_int64(statement, column)
    case storage.real:
      return sqlite.sqlite3_column_double(statement, column)
    case storage.text: {
      const at = sqlite.sqlite3_column_text(statement, column)
      return textOf(heap.bytes(), at, sqlite.sqlite3_column_bytes(statement, column))
    }
    case storage.blob: {
      const at = sqlite.sqlite3_column_blob(statement, column)
      return heap.bytes().slice(at, at + sqlite.sqlite3_column_bytes(statement, column))
    }
    default:
      return null
  }
}
