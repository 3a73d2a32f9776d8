import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { hasErrors } from "../../src/diagnostics/diagnostic.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"
import { compileCase, readCase } from "./case.ts"

/*
 * Why an integer parameter becomes `+CAST(?1 AS INTEGER)` and not a bare CAST: the plan and the meaning, on the SQL that
 * the golden case `cast-keeps-json-comparison-exact` compiles to. Documents 1 and 2 hold 3 and "3".
 * https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison
 */
let engine: Engine
let sql: ReadonlyMap<string, string>

beforeAll(async () => {
  const golden = readCase("cast-keeps-json-comparison-exact")
  const { value, diagnostics } = await compileCase(golden)
  expect(hasErrors(diagnostics)).toBe(false)
  const queries = value.checked.flatMap((file) => file.queries)
  sql = new Map(queries.map((query) => [query.name, query.steps[0].variants[0].sql]))
  engine = await createEngine(targets.d1)
  const statements = golden.schema.text.split(";\n").filter((statement) => statement.trim() !== "")
  for (const statement of statements) expect(engine.execute(statement)).toBeUndefined()
  expect(engine.execute(`INSERT INTO docs (body) VALUES ('{"n":3}'), ('{"n":"3"}')`)).toBeUndefined()
})

afterAll(() => engine.close())

function sqlOf(name: string): string {
  const text = sql.get(name)
  if (text === undefined) throw new Error(`no query ${name}`)
  return text
}

function found(text: string, bind: SqlValue): readonly unknown[] {
  const answer = engine.query(text, [bind])
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.rows.map((row) => Number(row[0]))
}

function planOf(text: string): string {
  return engine
    .plan(text)
    .map((step) => step.detail)
    .join("; ")
}

describe.each([
  ["a number, bound as REAL by every driver", "byNumber", 3],
  ["a bigint, bound as TEXT", "byBigint", "3"],
] as const)("%s", (_, name, bind) => {
  test("the index on the expression is used", () => {
    expect(planOf(sqlOf(name))).toMatch(/^SEARCH docs USING (?:COVERING )?INDEX docs_n/)
  })

  test('JSON "3" does not equal 3', () => {
    expect(found(sqlOf(name), bind)).toEqual([1])
  })
})

describe("a bare CAST", () => {
  test("has INTEGER affinity, so the index is lost", () => {
    expect(sqlOf("byBigint")).toContain("= +CAST(?1 AS INTEGER)")
    expect(planOf(sqlOf("byBigint").replace("+CAST", "CAST"))).toMatch(/^SCAN docs/)
  })

  test('and JSON "3" equals 3', () => {
    expect(found(sqlOf("byBigint").replace("+CAST", "CAST"), "3")).toEqual([1, 2])
  })
})

test("a number that is only compared needs no CAST at all", () => {
  expect(sqlOf("byNumber")).not.toContain("CAST")
})

test("without the CAST a bigint, bound as TEXT, would find the text", () => {
  expect(found(sqlOf("byBigint").replace("+CAST(?1 AS INTEGER)", "?1"), "3")).toEqual([2])
})
