import { afterAll, beforeAll, expect, test } from "vitest"
import { inspectQuery } from "../../src/project/inspect-line.ts"
import { seeded } from "../sound/random.ts"
import { generatedSchema, statementOf } from "./generate.ts"
import { type Ground, groundOf, observe } from "./observe.ts"

/*
 * Statements nobody wrote, over a small schema: each is answered, and no value that SQLite gives back on random legal rows
 * breaks the answer. The seed is fixed so that a run can be repeated; INSPECT_SEED and INSPECT_COUNT dig elsewhere.
 */
const seed = Number(process.env["INSPECT_SEED"] ?? 5)
const count = Number(process.env["INSPECT_COUNT"] ?? 600)
let ground: Ground

beforeAll(async () => {
  ground = await groundOf(generatedSchema)
})
afterAll(() => ground.engine.close())

test(`of ${count} random statements none is answered with a lie`, () => {
  const found: string[] = []
  let accepted = 0
  let rows = 0
  for (let index = 0; index < count; index++) {
    const sql = statementOf(seeded(seed * 1_000_003 + index))
    const answer = inspectQuery(sql, ground)
    if (ground.engine.describe(sql).ok) accepted++
    if (answer.error?.code === "internal-error") found.push(`${answer.error.message}; ${sql}`)
    if (answer.error !== null) continue
    const observed = observe(ground, sql, answer, 3, seed)
    rows += observed.rows
    for (const lie of observed.lies) found.push(`${lie}; seed ${seed}, statement ${index}: ${sql}`)
  }
  process.stdout.write(`inspect: seed ${seed}, ${count} random statements, ${accepted} accepted, ${rows} rows\n`)
  expect(found).toEqual([])
  expect(accepted).toBeGreaterThan(count / 2)
}, 600_000)
