import { analyze } from "../../src/analyze/analyze.ts"
import { type Catalog, fold, type Table, type VirtualTable } from "../../src/catalog/catalog.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { cutWith } from "../../src/project/check-statement.ts"
import type { Inspected } from "../../src/project/inspect-line.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { type Random, seeded } from "../sound/random.ts"
import { boundValue, jsonTexts, kindOf, misfit, randomValue, storageOf } from "./values.ts"

/** What random rows showed of one statement. */
export interface Observed {
  /** answers that break what was printed, each with what repeats it */
  readonly lies: readonly string[]
  readonly rows: number
  /** runs that SQLite did not refuse */
  readonly runs: number
  /** by column: storage classes that were seen, `null` among them */
  readonly seen: readonly ReadonlySet<string>[]
  /** numbers of rows that were answered */
  readonly counts: ReadonlySet<number>
}

/** A schema to run statements on. */
export interface Ground {
  readonly engine: Engine
  readonly catalog: Catalog
  readonly schema: string
}

export async function groundOf(schema: string): Promise<Ground> {
  const engine = await createEngine(targets.sqlite)
  const parsed = parseSchemaFile({ path: "schema.sql", text: schema }, cutWith(engine))
  return { engine, catalog: loadCatalog(parsed.value, engine).value, schema }
}

/** Runs a statement over random legal rows, each round on others, and holds every value against what was printed. */
export function observe(ground: Ground, sql: string, answer: Inspected, rounds: number, seed: number): Observed {
  const lies: string[] = []
  const seen = answer.columns.map(() => new Set<string>())
  const counts = new Set<number>()
  let rows = 0
  let runs = 0
  const { engine } = ground
  const indexes = parameterIndexes(ground, sql)
  const sent = finalOf(ground, sql)
  for (let round = 0; round < rounds && lies.length < 4; round++) {
    const random = seeded(seed * 100_003 + round)
    engine.execute("SAVEPOINT attack")
    const pool = fill(ground, sql, random, round % 3 === 2)
    for (let run = 0; run < 3; run++) {
      const asSent = run === 2 ? sent : undefined
      const bound = answer.params.map((param) => boundValue(random, param, pool, asSent !== undefined))
      const binds = asSent === undefined ? placed(bound, indexes) : bound
      engine.execute("SAVEPOINT once")
      const result = engine.query(asSent ?? sql, binds, 100_000)
      engine.execute("ROLLBACK TO once")
      if (!result.ok) continue
      runs++
      rows += result.rows.length
      counts.add(result.rows.length)
      for (const lie of liesOf(answer, result.rows, seen))
        lies.push(`${lie}; round ${round}.${run}, binds ${words(binds)}`)
    }
    engine.execute("ROLLBACK TO attack")
    engine.execute("RELEASE attack")
  }
  return { lies: [...new Set(lies)], rows, runs, seen, counts }
}

function words(binds: readonly SqlValue[]): string {
  return JSON.stringify(binds, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))
}

function liesOf(
  answer: Inspected,
  rows: readonly (readonly SqlValue[])[],
  seen: readonly Set<string>[],
): readonly string[] {
  const lies: string[] = []
  const { cardinality } = answer
  if ((cardinality === "one" || cardinality === "optional") && rows.length > 1)
    lies.push(`${rows.length} rows, printed ${cardinality}`)
  if (cardinality === "one" && rows.length === 0) lies.push("no row, printed one")
  if (cardinality === "exec" && rows.length > 0) lies.push("rows, printed exec")
  for (const row of rows) {
    for (const [index, column] of answer.columns.entries()) {
      const value = row[index] ?? null
      seen[index]?.add(value === null ? "null" : storageOf(value))
      const wrong = misfit(column, value)
      if (wrong !== undefined) lies.push(`\`${column.name}\` ${column.type}${column.nullable ? "?" : ""} is ${wrong}`)
    }
  }
  return lies
}

/** SQLite's own numbers of the parameters, in the order of the answer. */
function parameterIndexes(ground: Ground, sql: string): readonly number[] {
  const [statement] = parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value
  return [...new Set(statement?.placeholders.map((placeholder) => placeholder.index) ?? [])].sort((a, b) => a - b)
}

function placed(bound: readonly SqlValue[], indexes: readonly number[]): readonly SqlValue[] {
  const binds: SqlValue[] = Array.from({ length: Math.max(0, ...indexes) }, () => null)
  for (const [position, index] of indexes.entries()) binds[index - 1] = bound[position] ?? null
  return binds
}

/** The text that generated code sends, where the statement makes a query. */
function finalOf(ground: Ground, sql: string): string | undefined {
  const [statement] = parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value
  const described = ground.engine.describe(sql)
  if (statement === undefined || !described.ok || statement.annotation !== undefined) return undefined
  const span = { start: statement.span.start, end: statement.span.start }
  const lists = { params: [], columns: [], examples: [], ignores: [] }
  const none = { ...lists, cardinality: undefined, doc: "", retry: undefined, consistency: undefined }
  const named = { ...statement, annotation: { span, name: { text: "query", span }, ...none } }
  const options = { casing: "preserve", target: targets.sqlite } as const
  const step = analyze(named, ground.catalog, described.value, options).value?.steps[0]
  const bigint = step?.columns.some((column) => column.type.logical === "bigint") // travels as TEXT
  return bigint === true ? undefined : step?.variants[0].sql
}

/** Random legal rows in every table; what the schema refuses is left out. Answers every value stored, and the literals. */
function fill(ground: Ground, sql: string, random: Random, wild: boolean): readonly SqlValue[] {
  const literals = literalsOf(`${ground.schema}\n${sql}`)
  const stored = [...ground.catalog.relations.values()].filter(isStored)
  for (let pass = 0; pass < 2; pass++) {
    for (const relation of stored) {
      const wanted = random.pick([0, 1, 1, 3, 6])
      for (let made = 0; made < wanted; made++) insertRow(ground.engine, relation, random, wild, literals)
    }
  }
  const values = stored.flatMap((relation) => {
    const answer = ground.engine.query(`SELECT * FROM "${relation.name.replaceAll('"', '""')}" LIMIT 8`, [])
    return answer.ok ? answer.rows.flat().filter((value) => value !== null) : []
  })
  return [...values, ...literals]
}

function isStored(relation: { readonly kind: string }): relation is Table | VirtualTable {
  return (
    relation.kind === "table" || (relation.kind === "virtual" && "module" in relation && relation.module === "fts5")
  )
}

function insertRow(
  engine: Engine,
  relation: Table | VirtualTable,
  random: Random,
  wild: boolean,
  literals: readonly SqlValue[],
): void {
  const columns = relation.columns.filter((column) => !column.hidden && !column.generated)
  if (columns.length === 0 || fold(relation.name).startsWith("sqlite_")) return
  const values = columns.map((column) => {
    if (random.chance(column.notNull ? 0.1 : 0.3)) return null // NOT NULL is SQLite's to refuse
    const kind = relation.kind === "virtual" ? "text" : kindOf(column.declaredType, relation.strict)
    const fitting = literals.filter(
      (value) =>
        kind === "any" ||
        (kind === "text" ? typeof value === "string" : kind === "integer" && typeof value === "bigint"),
    )
    return fitting.length > 0 && random.chance(0.4) ? random.pick(fitting) : randomValue(random, kind, wild)
  })
  const names = columns.map((column) => `"${column.name.replaceAll('"', '""')}"`)
  engine.query(
    `INSERT OR IGNORE INTO "${relation.name.replaceAll('"', '""')}" (${names.join(", ")}) VALUES (${columns.map((_, index) => `?${index + 1}`).join(", ")})`,
    values,
  )
}

/** Words and numbers of the text: conditions that name them find something. */
function literalsOf(text: string): readonly SqlValue[] {
  const strings = [...text.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? "").replaceAll("''", "'"))
  const numbers = [...text.matchAll(/(?<![\w.?])\d{1,15}(?![\w.])/g)].map((match) => BigInt(match[0]))
  return [...new Set<SqlValue>([...strings, ...numbers, ...(/json/i.test(text) ? jsonTexts : [])])]
}
