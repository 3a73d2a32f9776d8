import { expect, test } from "vitest"
import { inspectQuery } from "../../src/project/inspect-line.ts"
import { seeded } from "../../src/verify/random.ts"
import { isSoak } from "../sound/sources.ts"
import { generatedSchema, statementOf } from "./generate.ts"
import { groundOf, observe } from "./observe.ts"

/*
 * Statements nobody wrote, over a small schema: each is answered, and no value that SQLite gives back on random legal rows
 * breaks the answer. The seed is fixed so that a run can be repeated; INSPECT_SEED and INSPECT_COUNT dig elsewhere,
 * `npm run test:soak` deeper.
 */
const seed = Number(process.env["INSPECT_SEED"] ?? 5)
const count = Number(process.env["INSPECT_COUNT"] ?? (isSoak ? 3000 : 250))
const rounds = isSoak ? 20 : 5

test(`of ${count} random statements none is answered with a lie`, async () => {
  const ground = await groundOf(generatedSchema)
  const statements = Array.from({ length: count }, (_, index) => {
    const sql = statementOf(seeded(seed * 1_000_003 + index))
    return { sql, answer: inspectQuery(sql, ground) }
  })
  const accepted = statements.filter(({ sql }) => ground.engine.describe(sql).ok).length
  ground.engine.close()
  const bugs = statements.filter(({ answer }) => answer.error?.code === "internal-error")
  expect(bugs.map(({ sql, answer }) => `${answer.error?.message}; ${sql}`)).toEqual([])
  const observed = await observe(generatedSchema, statements, { rounds, seed })
  const rows = observed.reduce((sum, one) => sum + one.rows, 0)
  process.stdout.write(
    `inspect: seed ${seed}, ${count} random statements, ${accepted} accepted, ${rounds} rounds, ${rows} rows\n`,
  )
  expect(observed.flatMap(({ lies }) => lies)).toEqual([])
  expect(accepted).toBeGreaterThan(count / 2)
}, 1_200_000)
