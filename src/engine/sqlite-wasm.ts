import initSqlite from "@sqlite.org/sqlite-wasm"
import type { TargetProfile } from "../targets/target.ts"
import {
  acceptDoubleQuoted,
  authorize,
  type Connection,
  close,
  errorOf,
  type Mode,
  type Module,
  open,
  prepare,
  run,
} from "./connection.ts"
import { effectsOf } from "./effects.ts"
import type {
  Answered,
  Described,
  Engine,
  EngineError,
  PlanStep,
  PreparedStatement,
  SqlValue,
  StatementDescription,
} from "./engine.ts"
import { heapOf, textAt, unitsBefore } from "./heap.ts"
import { mostOperations, type Pointer, type RawSqlite } from "./raw.ts"
import { columnsOf, makeReady, outOfMemory, prepareAllowed, runReady, write } from "./ready.ts"
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
  return { connection, build, facts: undefined, statements: new Set() }
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
  /** those that `prepare` gave and nobody closed */
  readonly statements: Set<Pointer>
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
    prepare: (sql) => attempt(session, () => prepareToRun(session, sql), failed),
    trial: (sql) => attempt(session, () => trial(session, sql), itself),
    transaction: (work) => transaction(session, work),
    inTransaction: () => inTransaction(session),
    plan: (sql) => {
      const steps = attempt(session, () => query(session, "ours", `EXPLAIN QUERY PLAN ${sql}`, []), failed)
      return steps.ok ? steps.rows.map(planStep) : []
    },
    close: () => closeSession(session),
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

function execute(session: Session, sql: string): EngineError | undefined {
  return withStrings(session, () => executeAll(session, sql, { operations: mostOperations, mode: "ours" }))
}

/**
 * Steps of a trial: what takes longer is not found out. The target's own table is there, because who lists tables meets it.
 */
const trialOperations = 200_000

function trial(session: Session, sql: string): EngineError | undefined {
  const { connection, facts } = session
  const begun = control(session, "BEGIN")
  if (begun !== undefined) return begun
  const { reservedPrefix } = connection.target.denied
  if (reservedPrefix !== undefined) query(session, "ours", `CREATE TABLE ${reservedPrefix}METADATA (key, value)`, [])
  const error = withStrings(session, () => executeAll(session, sql, { operations: trialOperations, mode: "run" }))
  const isOpen = inTransaction(session)
  const refused = control(session, "ROLLBACK")
  if (isOpen && refused === undefined) session.facts = facts // the schema is as it was
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

type Strings = "refused" | "taken"

function describe(session: Session, sql: string, strings: Strings): Described {
  if (strings === "taken") return withStrings(session, () => describeOnce(session, sql))
  acceptDoubleQuoted(session.connection, false)
  const strict = describeOnce(session, sql)
  if (strict.ok || !maySpeakOfStrings(session, sql, strict.error)) return strict
  const lenient = withStrings(session, () => describeOnce(session, sql))
  return lenient.ok ? lenient : strict
}

/** What `describe` says, without looking: only whether it is refused. */
function refuses(session: Session, sql: string, strings: Strings): EngineError | undefined {
  if (strings === "taken") return withStrings(session, () => refusesOnce(session, sql))
  acceptDoubleQuoted(session.connection, false)
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

function parametersOf({ module }: Connection, statement: Pointer): readonly (string | undefined)[] {
  const { sqlite, heap } = module
  return Array.from({ length: sqlite.sqlite3_bind_parameter_count(statement) }, (_, index) =>
    textAt(heap.bytes(), sqlite.sqlite3_bind_parameter_name(statement, index + 1)),
  )
}

function query(session: Session, mode: Mode, sql: string, binds: readonly SqlValue[], operations?: number): Answered {
  const { connection } = session
  const { sqlite } = connection.module
  acceptDoubleQuoted(connection, false)
  const ready = makeReady(connection, mode, sql)
  if ("message" in ready) return failed(ready)
  if (mode === "run" && sqlite.sqlite3_stmt_readonly(ready.statement) === 0) session.facts = undefined
  const answered = runReady(connection, ready, binds, operations)
  sqlite.sqlite3_finalize(ready.statement)
  return answered
}

function prepareToRun(session: Session, sql: string): ReturnType<Engine["prepare"]> {
  const { statements, connection } = session
  const { sqlite } = connection.module
  const takeStrings = (): void => acceptDoubleQuoted(connection, connection.target.doubleQuotedStrings)
  // those of views, triggers and CHECKs are read when a statement that needs them is prepared
  takeStrings()
  const ready = makeReady(connection, "run", sql)
  if ("message" in ready) return failed(ready)
  const { statement } = ready
  statements.add(statement)
  const once = (binds: readonly SqlValue[], operations?: number): Answered => {
    if (!statements.has(statement)) return failed({ message: "the statement is closed", offset: undefined })
    if (sqlite.sqlite3_stmt_readonly(statement) === 0) session.facts = undefined
    // SQLite may prepare it anew
    takeStrings()
    const answered = runReady(connection, ready, binds, operations)
    sqlite.sqlite3_reset(statement)
    sqlite.sqlite3_clear_bindings(statement)
    return answered
  }
  const value: PreparedStatement = {
    run: (binds, operations) => attempt(session, () => once(binds, operations), failed),
    close: () => {
      if (statements.delete(statement)) sqlite.sqlite3_finalize(statement)
    },
  }
  return { ok: true, value }
}

function closeSession({ connection, statements }: Session): void {
  for (const statement of statements) connection.module.sqlite.sqlite3_finalize(statement)
  statements.clear()
  close(connection)
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
  if (!inTransaction(session)) return { message: "the transaction was rolled back inside", offset: undefined }
  const refused = control(session, "COMMIT")
  if (refused !== undefined) control(session, "ROLLBACK")
  return refused
}

function inTransaction({ connection: { module, database } }: Session): boolean {
  return module.sqlite.sqlite3_get_autocommit(database) === 0
}

function control(session: Session, sql: "BEGIN" | "COMMIT" | "ROLLBACK"): EngineError | undefined {
  session.facts = undefined
  const answered = attempt(session, () => query(session, "ours", sql, []), failed)
  return answered.ok ? undefined : answered.error
}
