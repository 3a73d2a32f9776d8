import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, test } from "vitest"
import type { SourceFile } from "../../src/source/source-file.ts"
import { attack } from "./attack.ts"
import type { Random } from "./random.ts"

const root = resolve(import.meta.dirname, "../..")
/** rounds a case; every round is a fresh database. `SOUND_ROUNDS=200 SOUND_SEED=7 npx vitest run test/sound` digs deeper. */
const rounds = Number(process.env["SOUND_ROUNDS"] ?? 8)
const seed = Number(process.env["SOUND_SEED"] ?? Math.floor(Date.now() / 1000) % 100_000)

function source(path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), "utf8") }
}

function sources(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => source(`${folder}/${file}`))
}

/** A semaphore grows row by row: a capacity of billions would fill the memory. */
const tame = new Map([["growSemaphore.capacity", (random: Random) => random.below(5)]])

const cases = readdirSync(join(root, "test/golden"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, "test/golden", entry.name, "query.sql")))
  .map((entry) => entry.name)
  .sort()

describe(`no printed type is a lie (seed ${seed}, ${rounds} rounds)`, () => {
  test.each(cases)("%s", async (name) => {
    const folder = `test/golden/${name}`
    const schema = existsSync(join(root, folder, "schema.sql")) ? [source(`${folder}/schema.sql`)] : []
    const result = await attack({
      schema,
      queries: [source(`${folder}/query.sql`)],
      target: "sqlite",
      rounds,
      seed,
      mostInteger: 40n,
    })
    expect(result.violations).toEqual([])
  })

  test("the workflow pack", async () => {
    const result = await attack({
      schema: sources("sql/migrations"),
      queries: sources("sql/queries"),
      target: "d1",
      rounds,
      seed,
      mostInteger: 4_000_000_000_000n,
      binds: tame,
    })
    console.info(
      `pack: ${result.queries} queries, ${result.rows} rows seen, ${result.unseen.length} of ${result.columns} columns unseen: ${result.unseen.join(", ")}`,
    )
    expect(result.violations).toEqual([])
  })
})
