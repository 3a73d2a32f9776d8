import { beforeAll, describe, expect, test } from "vitest"
import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { Catalog } from "../../src/catalog/catalog.ts"
import type { SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { applySchema } from "../../src/project/applied-schema.ts"
import { isStraight } from "../../src/runtime/drivers/straight-program.ts"
import { retryClass } from "../../src/runtime/retry-class.ts"
import { targets } from "../../src/targets/index.ts"
import { type Arena, arenaOf, quoted } from "../../src/verify/arena.ts"
import { callOf } from "../../src/verify/call.ts"
import { noDocuments } from "../../src/verify/documents.ts"
import { type Random, seeded } from "../../src/verify/random.ts"
import { leave } from "../../src/verify/step.ts"
import { type Subject, subjectsOf } from "../../src/verify/subject.ts"
import { makeWorld, valuesFor, type Workshop, workshopOf } from "../../src/verify/world.ts"
import { goldenNames } from "../golden/case.ts"
import { compiledOf, depth, golden, type Project, pack } from "./run.ts"
import { tell } from "./sources.ts"

/*
 * What the run time relies on. A query that is called idempotent runs twice with the same values: the second run must
 * leave every table as the first left it, and answer the same rows; so must a batch of queries that would be sent again.
 * A program that goes only forward must answer at most one row.
 */
const { rounds, seed } = depth(8)

interface Ground {
  readonly arena: Arena
  readonly workshop: Workshop
  readonly catalog: Catalog
  readonly subjects: ReadonlyMap<CheckedQuery, readonly Subject[]>
}

const compiled: { readonly name: string; readonly project: Project; readonly queries: readonly CheckedQuery[] }[] = []
beforeAll(async () => {
  const projects = [["the pack", pack] as const, ...goldenNames.map((name) => [name, golden(name)] as const)]
  for (const [name, project] of projects) {
    const { checked } = await compiledOf(project)
    compiled.push({ name, project, queries: checked.flatMap((file) => file.queries) })
  }
}, 120_000)

describe(`what the run time relies on (SOUND_SEED=${seed} SOUND_ROUNDS=${rounds})`, () => {
  test(
    "every idempotent query of the goldens and of the pack, and batches of them, may run twice",
    async () => {
      const found = { queries: 0, runs: 0, changed: 0, batches: 0 }
      for (const { name, project, queries } of compiled) {
        const proved = queries.filter(isProved)
        if (proved.length === 0) continue
        found.queries += proved.length
        const ground = await groundOf(project, queries)
        for (let round = 0; round < rounds; round++) {
          const random = seeded(seed * 100_003 + round)
          for (const unit of [...proved.map((query) => [query]), ...batchesOf(queries, random)]) {
            const outcome = twice(unit, ground, random)
            if (outcome === undefined) continue
            const names = unit.map((query) => query.name).join(", ")
            expect(outcome.second, `${name}: ${names}, round ${round}, ${outcome.values}`).toEqual(outcome.first)
            found.runs += 1
            found.changed += outcome.changed
            if (unit.length > 1) found.batches += 1
          }
        }
        ground.arena.engine.close()
      }
      tell(
        `retry: ${found.queries} idempotent queries, ${found.runs} run twice, ${found.batches} of them in batches, ${found.changed} changed something`,
      )
      expect(found.queries).toBeGreaterThan(15)
      expect(found.batches).toBeGreaterThan(10)
      expect(found.changed * 4).toBeGreaterThan(found.runs)
    },
    120_000 + rounds * 2000,
  )

  test(
    "a program that goes only forward answers at most one row",
    async () => {
      const found = { straight: 0, looping: 0, rows: 0 }
      for (const { name, project, queries } of compiled) {
        const ground = await groundOf(project, queries)
        const reads = [...ground.subjects.values()].flat().filter(({ columns }) => columns.length > 0)
        const straight = reads.filter((subject) => isStraightSubject(ground, subject))
        found.straight += straight.length
        found.looping += reads.length - straight.length
        for (let round = 0; straight.length > 0 && round < rounds; round++)
          found.rows += rowsOfStraight(ground, straight, seeded(seed * 100_003 + round), name)
        ground.arena.engine.close()
      }
      tell(`programs: ${found.straight} straight with ${found.rows} rows, ${found.looping} with loops`)
      expect(Math.min(found.straight, found.looping, found.rows)).toBeGreaterThan(15)
    },
    120_000 + rounds * 2000,
  )
})

function isStraightSubject({ arena }: Ground, subject: Subject): boolean {
  const program = arena.engine.query(
    `EXPLAIN ${subject.sql}`,
    subject.binds.map(() => null),
  )
  return program.ok && isStraight(program.rows.map((row) => row.map(plainNumber)))
}

function rowsOfStraight(
  { arena, workshop }: Ground,
  subjects: readonly Subject[],
  random: Random,
  name: string,
): number {
  const world = makeWorld(workshop, true, random)
  let found = 0
  for (const subject of subjects) {
    const rows = answerOf(arena, subject, valuesFor(workshop, world, subject))
    const count = Array.isArray(rows) ? rows.length : 0
    expect(count, `${name}: ${subject.name}`).toBeLessThanOrEqual(1)
    found += count
  }
  leave(arena)
  return found
}

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

/** As generated code tells the run time. */
function factsOf({ form, retry, steps }: CheckedQuery): Parameters<typeof retryClass>[0][number] {
  const tables = {
    reads: steps.flatMap(({ effects }) => effects.reads.map(({ table }) => table)),
    writes: steps.flatMap(({ effects }) => effects.writes.map(({ table }) => table)),
  }
  const facts = { readonly: steps.every(({ effects }) => effects.readonly), retry: retry.value, tables }
  return form === "transaction" ? Object.assign(facts, { steps }) : facts
}

async function groundOf({ schema }: Project, queries: readonly CheckedQuery[]): Promise<Ground> {
  const engine = await createEngine(targets.sqlite)
  const { catalog } = applySchema(schema, engine, new Map())
  engine.execute("PRAGMA foreign_keys = ON")
  const arena = arenaOf(engine)
  const subjects = new Map(queries.map((query) => [query, subjectsOf(query)] as const))
  const all = [...subjects.values()].flat()
  const workshop = workshopOf({ arena, catalog, subjects: all, documents: noDocuments, hostile: false })
  return { arena, workshop, catalog, subjects }
}

interface Twice {
  readonly first: unknown
  readonly second: unknown
  readonly changed: 0 | 1
  readonly values: string
}

/** Undefined where SQLite refuses the values. */
function twice(unit: readonly CheckedQuery[], ground: Ground, random: Random): Twice | undefined {
  const { arena, workshop, catalog, subjects } = ground
  const world = makeWorld(workshop, true, random)
  const calls = unit.flatMap((query) => {
    const [first, ...others] = subjects.get(query) ?? []
    if (first === undefined) return []
    const values = valuesFor(workshop, world, first) // the steps of a transaction share their parameters
    return [first, ...others].map((subject) => ({ subject, values }))
  })
  const before = JSON.stringify(tablesOf(arena, catalog), digits)
  const run = (): unknown => {
    const answers = calls.map(({ subject, values }) => answerOf(arena, subject, values))
    return answers.includes(undefined) ? undefined : { answers, tables: tablesOf(arena, catalog) }
  }
  const first = run()
  const second = first === undefined ? undefined : run()
  leave(arena)
  if (first === undefined) return undefined
  const after = JSON.stringify(Object(first).tables, digits)
  const values = JSON.stringify(
    calls.map((call) => call.values),
    digits,
  )
  return { first, second, changed: after === before ? 0 : 1, values }
}

function answerOf(arena: Arena, subject: Subject, values: readonly SqlValue[]): unknown {
  const call = callOf(arena, subject, values)
  return typeof call === "string" ? undefined : call.rows
}

function tablesOf(arena: Arena, catalog: Catalog): unknown {
  const tables = [...catalog.relations.values()].filter(({ kind, name }) => kind === "table" && !/^sqlite_/.test(name))
  return tables.map(({ name }) => {
    const answer = arena.run(`SELECT * FROM ${quoted(name)}`)
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
