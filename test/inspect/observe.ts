import { analyze } from "../../src/analyze/analyze.ts"
import { anyStorage, plain, reason, storageOf } from "../../src/analyze/lattice.ts"
import type { StorageClass, ValueType } from "../../src/analyze/value-type.ts"
import { type Catalog, fold } from "../../src/catalog/catalog.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Engine } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { cutWith } from "../../src/project/check-statement.ts"
import type { Inspected } from "../../src/project/inspect-line.ts"
import type { TypedName } from "../../src/project/type-word.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { arenaOf } from "../../src/verify/arena.ts"
import { noDocuments } from "../../src/verify/documents.ts"
import { scriptOf } from "../../src/verify/script.ts"
import type { Subject } from "../../src/verify/subject.ts"
import { type Verified, verification } from "../../src/verify/verify.ts"

/** What random rows showed of one statement. */
export interface Observed {
  /** answers that break what was printed, each with SQL that shows it */
  readonly lies: readonly string[]
  readonly rows: number
  /** runs that SQLite did not refuse */
  readonly calls: number
}

/** A schema to run statements on. */
export interface Ground {
  readonly engine: Engine
  readonly catalog: Catalog
  readonly schema: string
}

/** A statement and what the machine contract answers. */
export interface Answered {
  readonly sql: string
  readonly answer: Inspected
}

export async function groundOf(schema: string): Promise<Ground> {
  const engine = await createEngine(targets.sqlite)
  const parsed = parseSchemaFile({ path: "schema.sql", text: schema }, cutWith(engine))
  return { engine, catalog: loadCatalog(parsed.value, engine).value, schema }
}

/**
 * Runs statements over random legal rows, as they are written and as generated code would send them, and holds every value
 * against the words that were printed. Those with an error are not run.
 */
export async function observe(
  schema: string,
  statements: readonly Answered[],
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): Promise<readonly Observed[]> {
  const ground = await groundOf(schema)
  const subjects = statements.map((statement) => subjectsOf(ground, statement))
  const { round, result } = verification({
    arena: arenaOf(ground.engine),
    catalog: ground.catalog,
    subjects: subjects.flat(),
    documents: noDocuments,
    generated: () => undefined,
    foreignKeys: false,
    hostile: false,
    rounds,
    seed,
  })
  for (let index = 0; index < rounds; index++) round(index)
  const verified = result()
  ground.engine.close()
  return subjects.map((own) => observedOf(own, verified))
}

function observedOf(subjects: readonly Subject[], { violations, subjects: coverage }: Verified): Observed {
  const own = coverage.filter(({ subject }) => subjects.includes(subject))
  // a column that its declared type does not bind may be written to: that is for `verify` to say, not for this
  const lies = violations.filter(({ subject, stored }) => subjects.includes(subject) && stored === undefined)
  return {
    lies: lies.map(({ says, example }) => `${says}; ${scriptOf(example).join(" ")}`),
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    calls: own.reduce((sum, { calls }) => sum + calls, 0),
  }
}

function subjectsOf(ground: Ground, { sql, answer }: Answered): readonly Subject[] {
  if (answer.error !== null) return []
  const [statement] = parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value
  const described = ground.engine.describe(sql)
  if (statement === undefined || !described.ok) return []
  const indexes = [...new Set(statement.placeholders.map(({ index }) => index))].sort((a, b) => a - b)
  const { reads, writes, readonly } = described.value.effects
  const file = { path: "query.sql", text: sql }
  const whole = { start: 0, end: sql.length }
  const written: Subject = {
    name: sql,
    query: "query",
    step: undefined,
    source: { file, span: whole },
    sql,
    binds: Array.from({ length: Math.max(0, ...indexes) }, (_, slot) => indexes.indexOf(slot + 1)),
    integersAs: "integer",
    parameters: answer.params.map((typed) => ({
      sqlName: typed.name,
      name: typed.name,
      type: typeOf(typed),
      example: undefined,
    })),
    columns: answer.columns.map((typed) => ({
      sqlName: typed.name,
      name: typed.name,
      type: typeOf(typed),
      span: whole,
    })),
    cardinality: { value: answer.cardinality, why: printed },
    readonly,
    tables: new Set([...reads, ...writes].map(({ table }) => fold(table))),
    writes: [],
  }
  const final = finalOf(ground, sql)
  if (final === undefined) return [written]
  return [
    written,
    {
      ...written,
      name: `${sql} (final)`,
      sql: final,
      binds: answer.params.map((_, index) => index),
      integersAs: "real",
    },
  ]
}

/** The text that generated code sends, where the statement makes a query. An int64 column travels as TEXT there. */
function finalOf(ground: Ground, sql: string): string | undefined {
  const [statement] = parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value
  const described = ground.engine.describe(sql)
  if (statement === undefined || !described.ok || statement.annotation !== undefined) return undefined
  const span = { start: statement.span.start, end: statement.span.start }
  const lists = { params: [], columns: [], examples: [], ignores: [] }
  const none = { ...lists, cardinality: undefined, doc: "", retry: undefined, rows: undefined, consistency: undefined }
  const named = { ...statement, annotation: { span, name: { text: "query", span }, ...none } }
  const options = { casing: "preserve", target: targets.sqlite } as const
  const step = analyze(named, ground.catalog, described.value, options).value?.steps[0]
  const isBigint = step?.columns.some((column) => column.type.logical === "bigint")
  return isBigint === true ? undefined : step?.variants[0].sql
}

const printed = reason("it was printed", { path: "query.sql", text: "" }, { start: 0, end: 0 })

const storages: Readonly<Record<string, readonly StorageClass[]>> = {
  INTEGER: ["integer"],
  REAL: ["real"],
  NUMERIC: ["integer", "real"],
  TEXT: ["text"],
  BLOB: ["blob"],
  BOOLEAN: ["integer"],
  JSON: ["integer", "real", "text"],
  NULL: [],
}

/** The words of the contract as a type. */
function typeOf({ type, nullable, values }: TypedName): ValueType {
  const word = type.replace("[]", "")
  const known = storages[word]
  return {
    ...plain(known === undefined ? anyStorage : storageOf(...known), nullable, printed),
    logical: word === "BOOLEAN" ? "boolean" : "plain",
    json: word === "JSON" ? { kind: "unknown" } : undefined,
    literals: values,
    array: type.endsWith("[]"),
  }
}
