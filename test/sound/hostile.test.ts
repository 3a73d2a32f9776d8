import { describe, expect, test } from "vitest"
import type { CheckedQuery, ResultColumn } from "../../src/analyze/checked-query.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import type { SqlValue } from "../../src/engine/engine.ts"
import { type AttackInput, attackQueries, compileQueries } from "./attack.ts"
import { inspectGenerated } from "./pack-generated.ts"
import { source, sources } from "./sources.ts"

/* An attack that nothing fails proves nothing: types that are made to lie must be caught. */

const schema = `CREATE TABLE things (
  id INTEGER PRIMARY KEY,
  word TEXT,
  mood TEXT NOT NULL CHECK (mood IN ('good', 'bad')),
  amount REAL NOT NULL,
  doc TEXT NOT NULL CHECK (json_valid(doc))
) STRICT;`
const query = "-- name: things\nSELECT id, word, mood, amount, doc, json_object('word', word) AS made FROM things;"
const input: AttackInput = {
  schema: [{ path: "schema.sql", text: schema }],
  queries: [{ path: "query.sql", text: query }],
  target: "sqlite",
  rounds: 20,
  seed: 1,
  mostInteger: 40n,
}

type Doctor = (query: CheckedQuery) => CheckedQuery

function withColumns(query: CheckedQuery, change: (column: ResultColumn) => ResultColumn): CheckedQuery {
  const [step, ...more] = query.steps
  return { ...query, steps: [{ ...step, columns: step.columns.map(change) }, ...more] }
}

function withType(name: string, change: Partial<ValueType>): Doctor {
  return (query) =>
    withColumns(query, (column) =>
      column.sqlName === name ? { ...column, type: { ...column.type, ...change } } : column,
    )
}

function withCardinality(value: CheckedQuery["cardinality"]["value"]): Doctor {
  return (query) => ({ ...query, cardinality: { ...query.cardinality, value } })
}

async function violations(doctor: Doctor): Promise<readonly string[]> {
  const queries = await compileQueries(input)
  expect(queries).toHaveLength(1)
  return (await attackQueries(queries.map(doctor), input)).violations
}

describe("a lie is caught", () => {
  test("the truth is not", async () => {
    expect(await violations((query) => query)).toEqual([])
  })

  const lies: readonly (readonly [what: string, said: string, doctor: Doctor])[] = [
    ["never NULL", "`word` is NULL", withType("word", { nullable: false })],
    ["another storage class", "`amount` is real", withType("amount", { storage: new Set(["integer"]) })],
    ["text that is a number", "`id` is integer", withType("id", { storage: new Set(["text"]) })],
    ["a literal too few", "`mood` is bad, which is none of", withType("mood", { literals: ["good"] })],
    ["a boolean", "`id` is", withType("id", { logical: "boolean" })],
    [
      "text that is JSON",
      "`mood` is text that is not JSON",
      withType("mood", { json: { kind: "unknown" }, literals: undefined }),
    ],
    ["a shape of JSON", "`doc` is JSON", withType("doc", { json: { kind: "array", element: { kind: "unknown" } } })],
    [
      "no null inside JSON",
      "`made` is JSON",
      withType("made", {
        json: {
          kind: "object",
          fields: [{ name: "word", type: { kind: "scalar", scalar: "string", nullable: false, literals: undefined } }],
        },
      }),
    ],
    ["one row at most", "rows, proved optional", withCardinality("optional")],
    ["a row in any case", "no row, proved one", withCardinality("one")],
  ]
  test.each(lies)("%s", async (_what, said, doctor) => {
    expect((await violations(doctor)).join("\n")).toContain(said)
  })
})

describe("a fault of generated code is caught", () => {
  /** A call of a query of the pack, as if SQLite had answered it. */
  async function call(
    name: string,
    values: readonly SqlValue[],
    rows: readonly (readonly SqlValue[])[],
    doctor?: Doctor,
  ) {
    const queries = await compileQueries({
      schema: sources("sql/migrations"),
      queries: [source("sql/queries/claims.sql")],
      target: "d1",
    })
    const [query] = queries.filter((query) => query.name === name)
    if (query === undefined) throw new Error(`no query ${name}`)
    return inspectGenerated({ query: doctor?.(query) ?? query, values, rows })
  }
  const beyond = 9_007_199_254_740_993n

  test("a row is refused that SQLite has answered", async () => {
    expect(await call("reapExpired", [0, 1], [["wf-1"], [null]])).toEqual(["`decode` refuses [null]"])
  })

  test("an integer that no number holds must be refused", async () => {
    expect(await call("heartbeat", [0, 1, "wf-1", 1], [[beyond]])).toEqual([])
    expect(await call("countByPriority", [0], [[beyond, "low", 1n]])).toEqual([])
  })

  test("parameters are refused that SQLite has taken", async () => {
    expect(await call("reapExpired", ["0", 1], [])).toEqual(["`bind` refuses legal parameters"])
  })

  test("other SQL than was compiled", async () => {
    const doctored: Doctor = (query) => ({
      ...query,
      steps: [{ ...query.steps[0], variants: [{ ...query.steps[0].variants[0], sql: "SELECT 1" }] }],
    })
    expect(await call("reapExpired", [0, 1], [], doctored)).toEqual(["gen/ is old: run `npx tsx src/cli/main.ts`"])
  })
})
