import type { CheckedQuery, Parameter } from "../../src/analyze/checked-query.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Config } from "../../src/project/config.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { type FillPlan, fillTables, planFill, poolOf } from "./fill.ts"
import { type Hints, hintsOf } from "./hints.ts"
import { type Random, seeded } from "./random.ts"
import { boundValue, violation } from "./values.ts"

/** One execution of a query. */
export interface Call {
  readonly query: CheckedQuery
  /** by index of `query.parameters` */
  readonly values: readonly SqlValue[]
  readonly rows: readonly (readonly SqlValue[])[]
}

export interface AttackInput {
  readonly schema: readonly SourceFile[]
  readonly queries: readonly SourceFile[]
  readonly target: Config["target"]
  readonly rounds: number
  readonly seed: number
  /** largest integer that is bound by chance: what a recursive query counts up to */
  readonly mostInteger: bigint
  /** legal rows made with knowledge of the schema, where CHECKs leave few to chance; one round in four goes without */
  readonly fill?: (engine: Engine, random: Random) => void
  /** values that belong together, by name of the parameter in SQL; chance does the rest */
  readonly choose?: (query: CheckedQuery, engine: Engine, random: Random) => ReadonlyMap<string, SqlValue>
  /** most calls of a query in a round while it answers no row, or has columns that have shown only NULL; otherwise one */
  readonly patience?: number
  /** what else must hold for a call: sentences about what does not */
  readonly inspect?: (call: Call) => readonly string[]
}

export interface AttackResult {
  readonly violations: readonly string[]
  readonly queries: number
  readonly rows: number
  readonly columns: number
  /** queries that SQLite refused whenever they ran: a constraint, an overflow */
  readonly refused: readonly string[]
  /** `query.column` that never showed a value other than NULL */
  readonly unseen: readonly string[]
  /** `query.column` that may be NULL by its type and never was */
  readonly neverNull: readonly string[]
}

/** Runs the final SQL of every query on random legal rows with random legal parameters, and holds each value against its printed type. */
export async function attack(input: AttackInput): Promise<AttackResult> {
  return attackQueries(await compileQueries(input), input)
}

/** The queries without an error, as a project of these files has them. */
export async function compileQueries(
  input: Pick<AttackInput, "schema" | "queries" | "target">,
): Promise<readonly CheckedQuery[]> {
  const compiled = await compileSources(input, {
    target: input.target,
    casing: "camel",
    rules: new Map(),
    validation: "generated",
    runtime: "wonder-sql/runtime",
    outDir: "gen",
  })
  return compiled.value.checked.flatMap((file) => file.queries)
}

/** What a round and all rounds before it have found. */
interface Findings {
  readonly violations: string[]
  readonly answered: Set<string>
  readonly seen: Set<string>
  readonly seenNull: Set<string>
  rows: number
}

export async function attackQueries(queries: readonly CheckedQuery[], input: AttackInput): Promise<AttackResult> {
  const findings: Findings = { violations: [], answered: new Set(), seen: new Set(), seenNull: new Set(), rows: 0 }
  if (queries.length > 0) {
    const ground = { plan: await planOf(input.schema), hints: hintsOf([...input.schema, ...input.queries]) }
    for (let round = 0; round < input.rounds && findings.violations.length <= 5; round++)
      await attackOnce(queries, input, ground, round, findings)
  }
  const columns = queries.flatMap((query) =>
    query.steps.flatMap((step) =>
      step.columns.map(({ sqlName, type }) => ({ name: `${query.name}.${sqlName}`, type })),
    ),
  )
  const { violations, answered, seen, seenNull, rows } = findings
  return {
    violations,
    queries: queries.length,
    rows,
    columns: columns.length,
    refused: queries.filter(({ name }) => !answered.has(name)).map(({ name }) => name),
    unseen: columns.filter(({ name }) => !seen.has(name)).map(({ name }) => name),
    neverNull: columns.filter(({ name, type }) => type.nullable && !seenNull.has(name)).map(({ name }) => name),
  }
}

async function planOf(schema: readonly SourceFile[]): Promise<FillPlan> {
  const engine = await createEngine(targets.sqlite)
  const statements = schema.flatMap((file) => parseSchemaFile(file).value)
  const plan = planFill(engine, loadCatalog(statements, engine).value)
  engine.close()
  return plan
}

/** What every round stands on. */
interface Ground {
  readonly plan: FillPlan
  readonly hints: Hints
}

async function attackOnce(
  queries: readonly CheckedQuery[],
  input: AttackInput,
  { plan, hints }: Ground,
  round: number,
  findings: Findings,
): Promise<void> {
  const random = seeded(input.seed * 100_003 + round)
  const engine = await createEngine(targets.sqlite)
  for (const file of input.schema) engine.execute(file.text)
  engine.execute("PRAGMA foreign_keys = ON")
  if (input.fill !== undefined && round % 4 !== 3) input.fill(engine, random)
  else fillTables(engine, plan, random, hints, round % 3 === 2)
  const pool = [...poolOf(engine, plan), ...hints.texts, ...hints.integers]
  for (const query of random.shuffled(queries)) {
    let rows = 0
    for (let calls = 0; calls < (input.patience ?? 1); calls++) {
      engine.execute("SAVEPOINT attack")
      const call = run(engine, query, parameterValues(query, engine, random, pool, input))
      if (call !== undefined) judge(call, input, round, findings)
      // a statement may have ended the savepoint (`OR ROLLBACK`): then both of these do nothing
      if (random.chance(0.9)) engine.execute("ROLLBACK TO attack")
      engine.execute("RELEASE attack")
      rows += call?.rows.length ?? 0
      if (!wantsMore(query, rows, findings)) break
    }
  }
  engine.close()
}

function wantsMore(query: CheckedQuery, rows: number, { seen }: Findings): boolean {
  const { columns } = query.steps[0]
  return columns.length > 0 && (rows === 0 || columns.some(({ sqlName }) => !seen.has(`${query.name}.${sqlName}`)))
}

function parameterValues(
  query: CheckedQuery,
  engine: Engine,
  random: Random,
  pool: readonly SqlValue[],
  input: AttackInput,
): readonly SqlValue[] {
  const chosen = input.choose?.(query, engine, random) ?? new Map<string, SqlValue>()
  return query.parameters.map(({ sqlName, type }: Parameter) => {
    const value = chosen.get(sqlName)
    return value === undefined ? boundValue(random, type, pool, input.mostInteger) : value
  })
}

function run(engine: Engine, query: CheckedQuery, values: readonly SqlValue[]): Call | undefined {
  const [variant] = query.steps[0].variants
  const binds = variant.binds.map(({ parameter }) => values[parameter] ?? null)
  const answer = engine.query(variant.sql, binds, 200_000)
  // refused by a constraint, an overflow, a stopped loop: the types promise nothing
  return answer.ok ? { query, values, rows: answer.rows } : undefined
}

function judge(call: Call, input: AttackInput, round: number, findings: Findings): void {
  const { query, rows, values } = call
  findings.answered.add(query.name)
  for (const { sqlName } of query.steps[0].columns) note(call, sqlName, findings)
  findings.rows += rows.length
  const wrong = [...wrongCount(call), ...wrongValues(call), ...(input.inspect?.(call) ?? [])]
  if (wrong.length === 0) return
  const where = `seed ${input.seed}, round ${round}, parameters ${JSON.stringify(values, digits)}`
  findings.violations.push(...wrong.map((what) => `${query.source.file.path} ${query.name}: ${what}; ${where}`))
}

function note({ query, rows }: Call, sqlName: string, { seen, seenNull }: Findings): void {
  const index = query.steps[0].columns.findIndex((column) => column.sqlName === sqlName)
  const name = `${query.name}.${sqlName}`
  if (rows.some((row) => row[index] !== null)) seen.add(name)
  if (rows.some((row) => row[index] === null)) seenNull.add(name)
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value
}

function wrongCount({ query, rows }: Call): readonly string[] {
  const promise = query.cardinality.value
  const count = rows.length
  if (promise !== "many" && promise !== "exec" && count > 1) return [`${count} rows, proved ${promise}`]
  // `:one` may be the author's word over a proof of at most one row
  const isProved = promise === "one" && !query.cardinality.why.text.includes("is written")
  return isProved && count === 0 ? ["no row, proved one"] : []
}

function wrongValues({ query, rows }: Call): readonly string[] {
  return rows.flatMap((row) =>
    query.steps[0].columns.flatMap(({ sqlName, type }, index) => {
      const wrong = wrongValue(type, row[index] ?? null)
      return wrong === undefined ? [] : [`\`${sqlName}\` is ${wrong}`]
    }),
  )
}

/** What an annotation or an alias mark states is the author's promise, not ours; of a NULL and of a type apart. */
function wrongValue(type: ValueType, value: SqlValue): string | undefined {
  const isAuthors = (text: string): boolean => text === "an annotation says so" || text.startsWith("the alias ends in")
  if (isAuthors(value === null ? type.why.nullable.text : type.why.type.text)) return undefined
  return violation(type, value)
}
