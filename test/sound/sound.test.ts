import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { type AttackInput, type AttackResult, attack } from "./attack.ts"
import { root, seed, setting, source, tell } from "./sources.ts"

/** Rounds a case; every round is a fresh database. `SOUND_ROUNDS=200 SOUND_SEED=7 npx vitest run test/sound` digs deeper. */
const rounds = setting("SOUND_ROUNDS", 12)
const golden = join(root, "test/golden")

const cases = readdirSync(golden).filter((name) => existsSync(join(golden, name, "query.sql")))

function inputOf(name: string): AttackInput {
  const folder = `test/golden/${name}`
  const schema = existsSync(join(golden, name, "schema.sql")) ? [source(`${folder}/schema.sql`)] : []
  return {
    schema,
    queries: [source(`${folder}/query.sql`)],
    target: "sqlite",
    rounds,
    seed,
    mostInteger: 40n,
    patience: 4,
  }
}

describe(`no printed type is a lie (SOUND_SEED=${seed} SOUND_ROUNDS=${rounds})`, () => {
  const results: (AttackResult & { readonly name: string })[] = []

  test.each(cases)(
    "%s",
    async (name) => {
      const result = await attack(inputOf(name))
      results.push({ ...result, name })
      expect(result.violations).toEqual([])
    },
    60_000 + rounds * 1000,
  )

  afterAll(() => {
    const sum = (count: (result: AttackResult) => number): number =>
      results.reduce((total, result) => total + count(result), 0)
    const list = (names: (result: AttackResult) => readonly string[]): string =>
      results.flatMap((result) => names(result).map((name) => `${result.name}: ${name}`)).join(", ")
    const columns = sum((result) => result.columns)
    const seen = columns - sum((result) => result.unseen.length)
    const never = sum((result) => result.neverNull.length)
    tell(
      `sound: ${results.length} goldens, seed ${seed}, ${rounds} rounds: ${sum((result) => result.queries)} queries, ${sum((result) => result.rows)} rows, ${seen} of ${columns} columns seen, ${never} never NULL though they might be`,
    )
    if (rounds < 50) return
    tell(`refused whenever they ran: ${list((result) => result.refused)}`)
    tell(`unseen: ${list((result) => result.unseen)}`)
    tell(`never NULL: ${list((result) => result.neverNull)}`)
  })
})
