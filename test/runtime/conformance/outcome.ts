import type { Driver, InteractiveDriver, StagedDriver } from "../../../src/runtime/index.ts"
import { type Op, runAsync, runSync } from "./program.ts"

/** What a case sees of a database: the driver, and SQL as it is. */
export interface Bench {
  readonly db: Driver<"async">
  /** rows of a statement without parameters, as the database gives them */
  readonly ask: (sql: string) => Promise<readonly (readonly unknown[])[]>
  /** how a call of the real driver (sync or not) ends: never `throws` on an async one */
  readonly ending: "throws" | "rejects"
  /** runs a call on the real driver and says how it ended */
  /** runs a program as one transaction with a callback */
  readonly isStaged: boolean
  readonly compose: (ops: readonly Op[]) => Promise<void>
  readonly end: (call: (db: Driver<"sync"> | Driver<"async">) => unknown) => Promise<string>
}

export interface Case {
  readonly name: string
  readonly run: (bench: Bench) => Promise<unknown>
  /** the value, encoded; or, for a failure, the fields of the error that must be so */
  readonly value?: unknown
  readonly error?: Readonly<Record<string, unknown>>
  /** what not every build of SQLite has */
  readonly needs?: Need
}

/** https://sqlite.org/fts5.html */
export type Need = "fts5"

/** What the suite runs on. */
export type Subject =
  | "d1"
  | "d1 session"
  | "d1 sessions"
  | "durable-object"
  | "native: libsql"
  | "native: better-sqlite3"
  | "node-sqlite"
  | "libsql-client"

export type Outcomes = Readonly<Record<string, Outcome>>

/** How a case ended, as JSON can carry it out of a Worker. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: Readonly<Record<string, unknown>> }

/** Runs cases one after the other, each on empty tables. */
export async function outcomesOf(
  cases: readonly Case[],
  bench: Bench,
  empty: () => Promise<unknown>,
): Promise<Outcomes> {
  const outcomes: Record<string, Outcome> = {}
  for (const test of cases) {
    await empty()
    outcomes[test.name] = await outcomeOf(test, bench)
  }
  return outcomes
}

type AnyDriver = InteractiveDriver<"sync"> | InteractiveDriver<"async"> | StagedDriver

/** A bench over a driver: how a call ends is read off the driver itself. */
export function benchOf(driver: AnyDriver, ask: Bench["ask"], isStaged = false): Bench {
  if (driver.mode === "sync")
    return {
      ...{ db: asAsync(driver), ask, ending: "throws" },
      end: async (call) => ended(() => call(driver)),
      isStaged: false,
      compose: async (ops) => driver.transaction((tx) => runSync(tx, ops)),
    }
  const later: StagedDriver = driver
  return {
    ...{ db: driver, ask, ending: "rejects" },
    end: async (call) => ended(() => call(driver)),
    isStaged,
    compose: (ops) => later.transaction((tx) => runAsync(tx, ops)),
  }
}

async function ended(call: () => unknown): Promise<string> {
  let answer: unknown
  try {
    answer = call()
  } catch {
    return "throws"
  }
  return Promise.resolve(answer).then(
    () => "answers",
    () => "rejects",
  )
}

/** The same cases, written once for promises. */
function asAsync(driver: Driver<"sync">): Driver<"async"> {
  return {
    mode: "async",
    one: async (statement, params) => driver.one(statement, params),
    optional: async (statement, params) => driver.optional(statement, params),
    many: async (statement, params) => driver.many(statement, params),
    exec: async (statement, params) => driver.exec(statement, params),
    batch: async (calls) => driver.batch(calls),
    attempt: async (call) => driver.attempt(call),
  }
}

async function outcomeOf(test: Case, bench: Bench): Promise<Outcome> {
  try {
    return { kind: "value", value: encode(await test.run(bench)) }
  } catch (error) {
    return { kind: "error", error: errorFields(error) }
  }
}

/** An error's own fields, for comparison across drivers. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: "not an Error", message: String(error) }
  const fields = Object.fromEntries(Object.entries(error).filter(([key]) => key !== "cause" && key !== "sql"))
  const encoded = encode({ ...fields, name: error.name, message: error.message, hasCause: error.cause !== undefined })
  return Object.fromEntries(Object.entries(encoded ?? {}))
}

/** A value in JSON, without losing bigints, bytes and `undefined`. */
function encode(value: unknown): unknown {
  if (value === undefined) return "<undefined>"
  if (typeof value === "bigint") return `${value}n`
  if (typeof value === "number" && !Number.isFinite(value)) return `<${value}>`
  if (value instanceof Uint8Array) return `<${value.constructor.name} ${[...value].join(" ")}>`
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, encode(field)]))
}
