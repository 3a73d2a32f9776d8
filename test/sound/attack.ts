import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import type { Catalog } from "../../src/catalog/catalog.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Config } from "../../src/project/config.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { fillTables, poolOf } from "./fill.ts"
import { type Random, seeded } from "./random.ts"
import { boundValue, violation } from "./values.ts"

export interface AttackInput {
  readonly schema: readonly SourceFile[]
  readonly queries: readonly SourceFile[]
  readonly target: Config["target"]
  readonly rounds: number
  readonly seed: number
  /** further legal rows, where CHECKs leave few to chance */
  readonly fill?: (engine: Engine, random: Random) => void
  /** largest integer that is bound: what a recursive query counts up to */
  readonly mostInteger: bigint
  /** parameters for which chance is too wild, by `query.parameter` */
  readonly binds?: ReadonlyMap<string, (random: Random) => SqlValue>
}

export interface AttackResult {
  readonly violations: readonly string[]
  readonly queries: number
  readonly rows: number
  /** `query.column` that never showed a value other than NULL */
  readonly unseen: readonly string[]
  readonly columns: number
}

/** Runs the final SQL of every query on random legal rows with random legal parameters, and holds each value against its printed type. */
export async function attack(input: AttackInput): Promise<AttackResult> {
  const compiled = await compileSources(input, {
    target: input.target,
    casing: "camel",
    rules: new Map(),
    validation: "generated",
    runtime: "wonder-sql/runtime",
    outDir: "gen",
  })
  const queries = compiled.value.checked.flatMap((file) => file.queries)
  const violations: string[] = []
  const seen = new Set<string>()
  let rows = 0
  for (let round = 0; round < input.rounds; round++) {
    const seed = input.seed * 100_003 + round
    const random = seeded(seed)
    const { engine, catalog } = await freshDatabase(input.schema)
    if (input.fill !== undefined && round % 4 !== 0) input.fill(engine, random)
    else fillTables(engine, catalog, random, round % 3 === 2)
    const pool = poolOf(engine, catalog)
    for (const query of queries) {
      engine.execute("SAVEPOINT attack")
      rows += runQuery(engine, query, random, pool, input, seed, seen, violations)
      engine.execute(random.chance(0.2) ? "RELEASE attack" : "ROLLBACK TO attack")
    }
    engine.close()
    if (violations.length > 5) break
  }
  const all = queries.flatMap((query) =>
    query.steps.flatMap((step) => step.columns.map((column) => `${query.name}.${column.sqlName}`)),
  )
  return {
    violations,
    queries: queries.length,
    rows,
    unseen: all.filter((name) => !seen.has(name)),
    columns: all.length,
  }
}

async function freshDatabase(
  schema: readonly SourceFile[],
): Promise<{ readonly engine: Engine; readonly catalog: Catalog }> {
  const engine = await createEngine(targets.sqlite)
  engine.execute("PRAGMA foreign_keys = ON")
  const catalog = loadCatalog(
    schema.flatMap((file) => parseSchemaFile(file).value),
    engine,
  ).value
  return { engine, catalog }
}

function runQuery(
  engine: Engine,
  query: CheckedQuery,
  random: Random,
  pool: readonly SqlValue[],
  input: AttackInput,
  seed: number,
  seen: Set<string>,
  violations: string[],
): number {
  const [step] = query.steps
  const [variant] = step.variants
  const binds = variant.binds.map((bind) => {
    const parameter = query.parameters[bind.parameter]
    if (parameter === undefined) return null
    const chosen = input.binds?.get(`${query.name}.${parameter.name}`)
    return chosen === undefined ? boundValue(random, parameter.type, pool, input.mostInteger) : chosen(random)
  })
  const answer = engine.query(variant.sql, binds, 200_000)
  if (!answer.ok) return 0 // a constraint, an overflow: the types promise nothing
  const say = (what: string): number =>
    violations.push(
      `${query.source.file.path} ${query.name}: ${what}; seed ${seed}; binds ${JSON.stringify(binds, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))}`,
    )
  const count = answer.rows.length
  const promise = query.cardinality.value
  // `:one` may be the author's word over a proof of at most one row
  if (promise !== "many" && promise !== "exec" && count > 1) say(`${count} rows, proved ${promise}`)
  if (promise === "one" && count === 0 && !query.cardinality.why.text.includes("is written")) say("no row, proved one")
  for (const row of answer.rows) {
    for (const [index, column] of step.columns.entries()) {
      const value = row[index] ?? null
      if (value !== null) seen.add(`${query.name}.${column.sqlName}`)
      const wrong = isAuthorsWord(column.type) ? undefined : violation(column.type, value)
      if (wrong !== undefined) say(`\`${column.sqlName}\` is ${wrong}`)
    }
  }
  return count
}

/** A type that an annotation or an alias mark states is the author's promise, not ours. */
function isAuthorsWord(type: ValueType): boolean {
  const words = [type.why.type.text, type.why.nullable.text]
  return words.some((text) => text === "an annotation says so" || text.startsWith("the alias ends in"))
}
