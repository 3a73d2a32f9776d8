import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { inferStatement } from "../../src/analyze/statement-types.ts"
import { cutWith } from "../../src/project/check-statement.ts"
import { inspectQuery } from "../../src/project/inspect-line.ts"
import { parseQueryFile } from "../../src/syntax/parse-file.ts"
import { families, large, largeSchema } from "./large.ts"
import { type Ground, groundOf } from "./observe.ts"

/*
 * Analysis ends, and its work grows with the text: steps are counted, not seconds.
 */
let ground: Ground
beforeAll(async () => {
  ground = await groundOf(largeSchema)
})
afterAll(() => ground.engine.close())

function stepsOf(sql: string): number {
  const [statement] = parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value
  if (statement === undefined) throw new Error("no statement")
  return inferStatement(statement, ground.catalog).steps
}

describe("twice the text is at most 2.2 times the steps", () => {
  test.each(families)("%s", (_name, sqlOf, size) => {
    expect(ground.engine.describe(sqlOf(size * 2)).ok).toBe(true)
    const [once, twice] = [stepsOf(sqlOf(size)), stepsOf(sqlOf(size * 2))]
    expect(once).toBeGreaterThan(size / 2)
    expect(twice / once).toBeLessThanOrEqual(2.2)
  })
})

describe("what is deeper or wider than anyone writes is answered or refused, never an exception", () => {
  test.each(large)("%s", (_name, sql) => {
    const answer = inspectQuery(sql, ground)
    const described = ground.engine.describe(sql)
    expect(answer.error?.code).not.toBe("internal-error")
    expect(answer.error === null).toBe(described.ok)
    expect(answer.columns).toHaveLength(described.ok ? described.value.columns.length : 0)
  })
})
