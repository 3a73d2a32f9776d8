import initSqlite from "@sqlite.org/sqlite-wasm"
import type { TargetProfile } from "../targets/target.ts"
import { ruleSyntax } from "./access.ts"
import {
  acceptDoubleQuoted,
  authorize,
  bind,
  type Connection,
  close,
  errorOf,
  type Mode,
  type Module,
  open,
  type Prepared,
  prepare,
  run,
  valueAt,
} from "./connection.ts"
import { effectsOf } from "./effects.ts"
import type {
  Described,
  DescribedColumn,
  Engine,
  EngineError,
  PlanStep,
  SqlValue,
  StatementDescription,
} from "./engine.ts"
import { heapOf, textAt, unitsBefore, type Written } from "./heap.ts"
import { mostOperations, type Pointer, type RawSqlite } from "./raw.ts"
import { readFacts, type SchemaFacts } from "./schema-facts.ts"
import { type Initialise, sqlite347 } from "./sqlite-347.ts"
import { type Judge, withJudge } from "./with-judge.ts"

/** Its types leave out that it takes Emscripten's options. */
const newest: Initialise = initSqlite

/** The modules of this process, by the function that starts them. One that failed is started anew. */
const loading = new Map<Initialise, Promise<Module>>()

/**
 * A fresh in-memory SQLite with the limits and allow-lists of a target. Where the target may run an older SQLite, that one
 * has to agree. A WASM module is initialised once per process; an engine after that costs a fraction of a millisecond.
 * Only memory can make it reject. https://sqlite.org/wasm/doc/trunk/c-api.md
 */
export async function createEngine(target: TargetProfile): Promise<Engine> {
  if (target.judge === undefined) return engineOn(sessionOn(open(await moduleOf(newest), target), newest))
  const [main, judge] = await Promise.all([moduleOf(newest), moduleOf(sqlite347)])
  const judging = sessionOn(open(judge, target), sqlite347)
  return withJudge(engineOn(sessionOn(open(main, target), newest)), judgeOn(judging))
}

function moduleOf(initialise: Initialise): Promise<Module> {
  const known = loading.get(initialise) ?? load(initialise)
  loading.set(initialise, known)
  return known
}

function sessionOn(connection: Connection, build: Initialise): Session {
  return { connection, build, facts: undefined }
}

async function load(initialise: Initialise): Promise<Module> {
  const { wasm } = await initialise({ print: () => undefined, printErr: () => undefined })
  const sqlite: RawSqlite = wasm.exports
  const connections = new Map<number, Connection>()
  const callback = (...args: readonly [Pointer, number, Pointer, Pointer, Pointer, Pointer]): number =>
    authorize(module, args)
  const authorizer = Number(wasm.installFunction("i(pipppp)", callback))
  const stop = Number(wasm.installFunction("i(p)", () => 1))
  const module: Module = { stop, sqlite, heap: heapOf(sqlite, () => wasm.heap8u()), authorizer, connections }
  return module
}

/** What an engine keeps beside its connection. */
interface Session {
  readonly connection: Connection
  readonly build: Initialise
  /** undefined after anything that may have changed the schema */
  facts: SchemaFacts | undefined
}

function judgeOn(session: Session): Judge {
  const asked = (work: () => EngineError | undefined): EngineError | undefined => attempt(session, work, itself)
  return {
    execute: (sql) => asked(() => execute(session, sql)),
    refuses: (sql, strings) => asked(() => refuses(session, sql, strings)),
    trial: (sql) => asked(() => trial(session, sql)),
    transaction: (work) => transaction(session, work),
    close: () => close(session.connection),
  }
}

function engineOn(session: Session): Engine {
  const { connection } = session
  return {
    target: connection.target,
    execute: (sql) => attempt(session, () => execute(session, sql), itself),
    describe: (sql, strings = "refused") => attempt(session, () => describe(session, sql, strings), failed),
    query: (sql, binds, operations) => attempt(session, () => query(session, "run", sql, binds, operations), failed),
    trial: (sql) => attempt(session, () => trial(session, sql), itself),
    transaction: (work) => transaction(session, work),
    plan: (sql) => {
      const steps = attempt(session, () => query(session, "ours", `EXPLAIN QUERY PLAN ${sql}`, []), failed)
      return steps.ok ? steps.rows.map(planStep) : []
    },
    close: () => close(connection),
  }
}

function itself(error: EngineError): EngineError {
  return error
}

function planStep(row: readonly SqlValue[]): PlanStep {
  return { id: Number(row[0]), parent: Number(row[1]), detail: String(row[3]) }
}

function failed(error: EngineError): { readonly ok: false; readonly error: EngineError } {
  return { ok: false, error }
}

/** Nothing leaves the engine as an exception. One from inside SQLite leaves it in an unknown state: start it anew. */
function attempt<T>(session: Session, work: () => T, otherwise: (error: EngineError) => T): T {
  const { module, database } = session.connection
  if (module.connections.get(database) !== session.connection)
    return otherwise({ message: "the engine is closed", offset: undefined })
  try {
    return work()
  } catch (error) {
    loading.delete(session.build)
    const message = error instanceof Error ? error.message : String(error)
    return otherwise({ message: `SQLite failed: ${message}`, offset: undefined })
  }
}

const outOfMemory: EngineError = { message: "out of memory", offset: undefined }

/** SQLite reads a text up to a NUL: what follows would be dropped without a word. */
function write({ module }: Connection, sql: string): Written | EngineError {
  const nul = sql.indexOf("\0")
  if (nul >= 0) return { message: "the text has a NUL character, which ends it for SQLite", offset: nul }
  return module.heap.write(sql) ?? outOfMemory
}

function execute(session: Session, sql: string): EngineError | undefined {
  return withStrings(session, () => executeAll(session, sql, { operations: mostOperations, mode: "ours" }))
}

/**
 * Steps of a trial: what takes longer is not found out. The target's own table is there, because who lists tables meets it.
 */
const trialOperations = 200_000

function trial(session: Session, sql: string): EngineError | undefined {
  const { connection } = session
  const begun = control(session, "BEGIN")
  if (begun !== undefined) return begun
  const { reservedPrefix } = connection.target.denied
  if (reservedPrefix !== undefined) query(session, "ours", `CREATE TABLE ${reservedPrefix}METADATA (key, value)`, [])
  const error = withStrings(session, () => executeAll(session, sql, { operations: trialOperations, mode: "run" }))
  control(session, "ROLLBACK")
  return error?.interrupted === true ? undefined : error
}

interface Running {
  readonly operations: number
  /** whose statements are those that SQLite prepares while it runs one: for full text tables, for `pragma_table_info` */
  readonly mode: Mode
}

function executeAll(session: Session, sql: string, { operations, mode }: Running): EngineError | undefined {
  const { connection } = session
  session.facts = undefined
  const written = write(connection, sql)
  if ("message" in written) return written
  for (let from = 0; from < written.bytes; ) {
    const prepared = prepareAllowed(connection, "run", sql, written, from)
    if ("message" in prepared) return prepared
    if (prepared.statement === 0) return undefined
    connection.mode = mode
    const code = run(connection, prepared.statement, () => undefined, operations)
    connection.mode = "ours"
    const error = code === undefined ? undefined : errorOf(connection, code, sql, written)
    connection.module.sqlite.sqlite3_finalize(prepared.statement)
    if (error !== undefined) return { ...error, offset: undefined }
    from = prepared.tail
  }
  return undefined
}

/** Prepares one statement, and refuses what the target would refuse later, or in its own grammar. */
function prepareAllowed(
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

type Strings = "refused" | "taken"

function describe(session: Session, sql: string, strings: Strings): Described {
  if (strings === "taken") return withStrings(session, () => describeOnce(session, sql))
  const strict = describeOnce(session, sql)
  if (strict.ok || !maySpeakOfStrings(session, sql, strict.error)) return strict
  const lenient = withStrings(session, () => describeOnce(session, sql))
  return lenient.ok ? lenient : strict
}

/** What `describe` says, without looking: only whether it is refused. */
function refuses(session: Session, sql: string, strings: Strings): EngineError | undefined {
  if (strings === "taken") return withStrings(session, () => refusesOnce(session, sql))
  const strict = refusesOnce(session, sql)
  if (strict === undefined || !maySpeakOfStrings(session, sql, strict)) return strict
  return withStrings(session, () => refusesOnce(session, sql)) && strict
}

/** No `"` in the text: then the double-quoted string is in a view or trigger, where the schema may have it. */
function maySpeakOfStrings({ connection }: Session, sql: string, { message }: EngineError): boolean {
  return connection.target.doubleQuotedStrings && !sql.includes('"') && /^(?:error in |no such column)/.test(message)
}

/** Work with double-quoted strings taken, where the target takes them. */
function withStrings<T>({ connection }: Session, work: () => T): T {
  if (!connection.target.doubleQuotedStrings) return work()
  acceptDoubleQuoted(connection, true)
  const done = work()
  acceptDoubleQuoted(connection, false)
  return done
}

function refusesOnce({ connection }: Session, sql: string): EngineError | undefined {
  const written = write(connection, sql)
  if ("message" in written) return written
  const prepared = prepareAllowed(connection, "describe", sql, written, 0)
  if ("message" in prepared) return prepared
  connection.module.sqlite.sqlite3_finalize(prepared.statement)
  return written.bytes > fewBytes ? tooManyOperations(connection, sql) : undefined
}

/** A text of so many bytes makes no program that is too long. */
const fewBytes = 10_000

/** EXPLAIN lists the operations. SQLite grows their array by doubling, which no limit of another build says exactly. */
function tooManyOperations(connection: Connection, sql: string): EngineError | undefined {
  const most = connection.target.limits.vdbeOps?.most
  const written = most === undefined ? outOfMemory : write(connection, `EXPLAIN ${sql}`)
  if (most === undefined || "message" in written) return undefined
  const prepared = prepare(connection, "ours", written, 0)
  if (typeof prepared === "number") return undefined
  let operations = 0
  run(connection, prepared.statement, () => operations++)
  connection.module.sqlite.sqlite3_finalize(prepared.statement)
  return operations > most ? outOfMemory : undefined
}

function describeOnce(session: Session, sql: string): Described {
  const { connection } = session
  const { sqlite, heap } = connection.module
  session.facts ??= readFacts((ours) => rowsOf(session, ours))
  const written = write(connection, sql)
  if ("message" in written) return failed(written)
  const prepared = prepareAllowed(connection, "describe", sql, written, 0)
  if ("message" in prepared) return failed(prepared)
  const { statement } = prepared
  if (statement === 0) return failed({ message: "SQL code did not contain a statement.", offset: undefined })
  const readonly = sqlite.sqlite3_stmt_readonly(statement) !== 0
  const value: StatementDescription = {
    columns: columnsOf(connection, statement),
    parameters: parametersOf(connection, statement),
    effects: effectsOf(connection.touched, session.facts, sql, readonly),
    tail: unitsBefore(heap.bytes(), sql, written, prepared.tail),
  }
  sqlite.sqlite3_finalize(statement)
  return { ok: true, value }
}

function columnsOf({ module }: Connection, statement: Pointer): readonly DescribedColumn[] {
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

function parametersOf({ module }: Connection, statement: Pointer): readonly (string | undefined)[] {
  const { sqlite, heap } = module
  return Array.from({ length: sqlite.sqlite3_bind_parameter_count(statement) }, (_, index) =>
    textAt(heap.bytes(), sqlite.sqlite3_bind_parameter_name(statement, index + 1)),
  )
}

type Answered = ReturnType<Engine["query"]>

function query(session: Session, mode: Mode, sql: string, binds: readonly SqlValue[], operations?: number): Answered {
  const { connection } = session
  const { sqlite } = connection.module
  const written = write(connection, sql)
  if ("message" in written) return failed(written)
  const prepared = prepareAllowed(connection, mode, sql, written, 0)
  if ("message" in prepared) return failed(prepared)
  const { statement } = prepared
  if (statement === 0) return failed({ message: "SQL code did not contain a statement.", offset: undefined })
  if (mode === "run" && sqlite.sqlite3_stmt_readonly(statement) === 0) session.facts = undefined
  const columns = columnsOf(connection, statement).map((column) => column.name)
  const rows: (readonly SqlValue[])[] = []
  const bound = binds.every((value, index) => bind(connection, statement, index + 1, value))
  const code = bound
    ? run(
        connection,
        statement,
        () => rows.push(columns.map((_, index) => valueAt(connection, statement, index))),
        operations,
      )
    : undefined
  const error = code === undefined ? undefined : errorOf(connection, code, sql, written)
  sqlite.sqlite3_finalize(statement)
  if (!bound) return failed({ message: "a value cannot be bound", offset: undefined })
  return error === undefined ? { ok: true, columns, rows } : failed({ ...error, offset: undefined })
}

function rowsOf(session: Session, sql: string): readonly (readonly SqlValue[])[] {
  const answered = query(session, "ours", sql, [])
  return answered.ok ? answered.rows : []
}

/** An exception of `work` is the caller's own: it rolls back and goes on. */
function transaction(session: Session, work: () => void): EngineError | undefined {
  const begun = control(session, "BEGIN")
  if (begun !== undefined) return begun
  let finished = false
  try {
    work()
    finished = true
  } finally {
    if (!finished) control(session, "ROLLBACK")
  }
  const { module, database } = session.connection
  if (module.sqlite.sqlite3_get_autocommit(database) !== 0) {
    return { message: "the transaction was rolled back inside", offset: undefined }
  }
  const refused = control(session, "COMMIT")
  if (refused !== undefined) control(session, "ROLLBACK")
  return refused
}

function control(session: Session, sql: "BEGIN" | "COMMIT" | "ROLLBACK"): EngineError | undefined {
  session.facts = undefined
  const answered = attempt(session, () => query(session, "ours", sql, []), failed)
  return answered.ok ? undefined : answered.error
}
