import { build } from "esbuild"
import Database from "libsql"
import { Miniflare } from "miniflare"
import { beforeAll, describe, expect, it } from "vitest"
import { native } from "../../src/runtime/drivers/native.ts"
import type { Driver } from "../../src/runtime/index.ts"
import { cases } from "./conformance/cases.ts"
import { type Bench, type Case, type Outcome, outcomeOf } from "./conformance/outcome.ts"
import { reset, schema } from "./conformance/schema.ts"

/** D1 takes 2,000,000 bytes in a value, so that is what both are asked to take. */
const maxValueBytes = 2_000_000

describe("d1", () => check(runOnD1))
describe("libsql", () => check(runOnLibsql))

describe("the suite", () => {
  it("has at least 80 cases, half of them failures, each with a name of its own", () => {
    const failures = cases.filter((test) => test.error !== undefined)
    expect(new Set(cases.map((test) => test.name)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(80)
    expect(failures.length * 2).toBeGreaterThanOrEqual(cases.length)
  })
})

type Outcomes = Readonly<Record<string, Outcome>>

function check(run: () => Promise<Outcomes>): void {
  let outcomes: Outcomes = {}
  beforeAll(async () => {
    outcomes = await run()
  }, 120_000)
  for (const test of cases) it(test.name, () => compare(test, outcomes[test.name]))
}

function compare(test: Case, outcome: Outcome | undefined): void {
  if (test.error === undefined) expect(outcome).toEqual({ kind: "value", value: test.value })
  else expect(outcome).toMatchObject({ kind: "error", error: test.error })
}

async function runOnD1(): Promise<Outcomes> {
  const bundle = await build({
    entryPoints: [new URL("./conformance/worker.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
  })
  const miniflare = new Miniflare({
    modules: true,
    script: bundle.outputFiles[0]?.text ?? "",
    compatibilityDate: "2026-04-01",
    d1Databases: { DB: "conformance" },
  })
  try {
    const response = await miniflare.dispatchFetch("http://worker/")
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    return JSON.parse(text)
  } finally {
    await miniflare.dispose()
  }
}

async function runOnLibsql(): Promise<Outcomes> {
  const database = new Database(":memory:")
  database.exec("PRAGMA foreign_keys = ON")
  for (const sql of schema) database.exec(sql)
  const driver = native(database, { maxValueBytes })
  const ask: Bench["ask"] = async (sql) => {
    const statement = database.prepare<Record<string, never>>(sql)
    if (statement.reader) return statement.raw().all({}).filter(Array.isArray)
    statement.run({})
    return []
  }
  const end: Bench["end"] = async (call) => {
    try {
      call(driver)
      return "answers"
    } catch {
      return "throws"
    }
  }
  const outcomes: Record<string, Outcome> = {}
  for (const test of cases) {
    for (const sql of reset) database.exec(sql)
    outcomes[test.name] = await outcomeOf(test, { db: asAsync(driver), ask, ending: "throws", end })
  }
  database.close()
  return outcomes
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
  }
}
