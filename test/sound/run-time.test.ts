import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { Catalog } from "../../src/catalog/catalog.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { isStraight } from "../../src/runtime/drivers/straight-program.ts"
import { retryClass } from "../../src/runtime/retry-class.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { compileQueries } from "./attack.ts"
import { type FillPlan, fillTables, planFill, poolOf } from "./fill.ts"
import { type Hints, hintsOf } from "./hints.ts"
import { type Random, seeded } from "./random.ts"
import { root, seed, setting, source, sources, tell } from "./sources.ts"
import { boundValue } from "./values.ts"

/*
 * What the run time relies on. A query that is called idempotent runs twice with the same values: the second run must
 * leave every table as the first left it, and answer the same rows; so must a batch of queries that would be sent again.
 * A program that goes only forward must answer at most one row.
 */
const rounds = setting("SOUND_ROUNDS", 12)
const golden = join(root, "test/golden")
const pack = { name: "the pack", schema: sources("sql/migrations"), queries: sources("sql/queries") }
const goldens = readdirSync(golden)
  .filter((name) => existsSync(join(golden, name, "query.sql")) && existsSync(join(golden, name, "schema.sql")))
  .map((name) => ({
    name,
    schema: [source(`test/golden/${name}/schema.sql`)],
    queries: [source(`test/golden/${name}/query.sql`)],
  }))

interface Subject {
  readonly name: string
  readonly schema: readonly SourceFile[]
  readonly queries: readonly SourceFile[]
}

interface Ground {
  readonly schema: readonly SourceFile[]
  readonly plan: FillPlan
  readonly catalog: Catalog
  readonly hints: Hints
}

const compiled: { readonly subject: Subject; readonly queries: readonly CheckedQuery[] }[] = []
beforeAll(async () => {
  for (const subject of [pack, ...goldens])
    compiled.push({ subject, queries: await compileQueries({ ...subject, target: "sqlite" }) })
}, 120_000)

describe(`what the run time relies on (SOUND_SEED=${seed} SOUND_ROUNDS=${rounds})`, () => {
  test("every idempotent query of the goldens and of the pack, and batches of them, may run twice", async () => {
    const found = { queries: 0, runs: 0, changed: 0, batches: 0 }
    for (const { subject, queries } of compiled) {
      const proved = queries.filter(isProved)
      if (proved.length === 0) continue
      found.queries += proved.length
      const ground = await groundOf(subject)
      for (let round = 0; round < rounds; round++) {
        const random = seeded(seed * 100_003 + round)
        for (const unit of [...proved.map((query) => [query]), ...batchesOf(queries, random)]) {
          const outcome = await twice(unit, ground, random)
          if (outcome === undefined) continue
          const names = unit.map(({ name }) => name).join(", ")
          expect(outcome.second, `${subject.name}: ${names}, round ${round}, ${outcome.values}`).toEqual(outcome.first)
          found.runs += 1
          found.changed += outcome.changed
          if (unit.length > 1) found.batches += 1
        }
      }
    }
    tell(
      `retry: ${found.queries} idempotent queries, ${found.runs} run twice, ${found.batches} of them in batches, ${found.changed} changed something`,
    )
    expect(found.queries).toBeGreaterThan(15)
    expect(found.batches).toBeGreaterThan(10)
    expect(found.changed * 4).toBeGreaterThan(found.runs)
  }, 120_000)

  test("a program that goes only forward answers at most one row", async () => {
    const found = { straight: 0, looping: 0, rows: 0 }
    for (const { subject, queries } of compiled) {
      const reads = queries.filter(({ steps: [{ columns }] }) => columns.length > 0)
      const ground = await groundOf(subject)
      const random = seeded(seed)
      const engine = await filledEngine(ground, random)
      for (const query of reads) {
        const [{ sql, binds }] = query.steps[0].variants
        const program = engine.query(
          `EXPLAIN ${sql}`,
          binds.map(() => null),
        )
        const straight = program.ok && isStraight(program.rows.map((row) => row.map(plainNumber)))
        found[straight ? "straight" : "looping"] += 1
        for (let round = 0; straight && round < rounds; round++) {
          const rows = answerOf(engine, { query, values: valuesFor(query, engine, ground, random) })
          const count = Array.isArray(rows) ? rows.length : 0
          expect(count, `${subject.name}: ${query.name}`).toBeLessThanOrEqual(1)
          found.rows += count
        }
      }
      engine.close()
    }
    tell(`programs: ${found.straight} straight with ${found.rows} rows, ${found.looping} with loops`)
    expect(Math.min(found.straight, found.looping, found.rows)).toBeGreaterThan(15)
  }, 120_000)
})

function plainNumber(value: SqlValue): unknown {
  return typeof value === "bigint" ? Number(value) : value
}

/** The author's promise is not ours. */
function isProved({ retry }: CheckedQuery): boolean {
  return retry.value === "idempotent" && !retry.why.text.includes("is written")
}

/** A few random batches that the run time would send again. */
function batchesOf(queries: readonly CheckedQuery[], random: Random): readonly (readonly CheckedQuery[])[] {
  const able = queries.filter((query) => isProved(query) || query.retry.value === "read-only")
  const facts = new Map(able.map((query) => [query, factsOf(query)] as const))
  const tries = Array.from({ length: 4 }, () => random.shuffled([...able, ...able, ...able]).slice(0, 3))
  return tries.filter((batch) => retryClass(batch.flatMap((query) => facts.get(query) ?? [])) === "idempotent")
}

function factsOf({ retry, steps: [{ effects }] }: CheckedQuery): Parameters<typeof retryClass>[0][number] {
  const names = (all: readonly { readonly table: string }[]): readonly string[] => all.map(({ table }) => table)
  return {
    readonly: effects.readonly,
    retry: retry.value,
    tables: { reads: names(effects.reads), writes: names(effects.writes) },
  }
}

async function groundOf({ schema, queries }: Subject): Promise<Ground> {
  const engine = await createEngine(targets.sqlite)
  const catalog = loadCatalog(
    schema.flatMap((file) => parseSchemaFile(file).value),
    engine,
  ).value
  const plan = planFill(engine, catalog)
  engine.close()
  return { schema, plan, catalog, hints: hintsOf([...schema, ...queries]) }
}

interface Twice {
  readonly first: unknown
  readonly second: unknown
  readonly changed: 0 | 1
  readonly values: string
}

async function filledEngine({ schema, plan, hints }: Ground, random: Random): Promise<Engine> {
  const engine = await createEngine(targets.sqlite)
  for (const file of schema) engine.execute(file.text)
  engine.execute("PRAGMA foreign_keys = ON")
  fillTables(engine, plan, random, hints, random.chance(0.3))
  return engine
}

function valuesFor(query: CheckedQuery, engine: Engine, { plan, hints }: Ground, random: Random): readonly SqlValue[] {
  const pool = [...poolOf(engine, plan), ...hints.texts, ...hints.integers]
  return query.parameters.map(({ type }) => boundValue(random, type, pool, 40n))
}

/** Undefined where SQLite refuses the values. */
async function twice(unit: readonly CheckedQuery[], ground: Ground, random: Random): Promise<Twice | undefined> {
  const engine = await filledEngine(ground, random)
  const calls = unit.map((query) => ({ query, values: valuesFor(query, engine, ground, random) }))
  const { catalog } = ground
  const before = JSON.stringify(tablesOf(engine, catalog), digits)
  const run = (): unknown => {
    const answers = calls.map((call) => answerOf(engine, call))
    return answers.includes(undefined) ? undefined : { answers, tables: tablesOf(engine, catalog) }
  }
  const first = run()
  const second = first === undefined ? undefined : run()
  engine.close()
  if (first === undefined) return undefined
  const after = JSON.stringify(Object(first).tables, digits)
  const values = JSON.stringify(
    calls.map((call) => call.values),
    digits,
  )
  return { first, second, changed: after === before ? 0 : 1, values }
}

function answerOf(
  engine: Engine,
  { query, values }: { readonly query: CheckedQuery; readonly values: readonly SqlValue[] },
): unknown {
  const [variant] = query.steps[0].variants
  const binds = variant.binds.map(({ parameter }): SqlValue => values[parameter] ?? null)
  const answer = engine.query(variant.sql, binds)
  return answer.ok ? answer.rows : undefined
}

function tablesOf(engine: Engine, catalog: Catalog): unknown {
  const tables = [...catalog.relations.values()].filter(({ kind, name }) => kind === "table" && !/^sqlite_/.test(name))
  return tables.map(({ name }) => {
    const answer = engine.query(`SELECT * FROM "${name}"`, [])
    return {
      name,
      rows: answer.ok ? answer.rows.map((row) => JSON.stringify(row, digits)).sort() : answer.error.message,
    }
  })
}

function digits(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`
  return value instanceof Uint8Array ? [...value] : value
}
