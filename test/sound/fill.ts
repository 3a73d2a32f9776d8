import { columnType } from "../../src/analyze/column-type.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import {
  type Catalog,
  type Column,
  type ForeignKey,
  fold,
  type Relation,
  type Table,
  type VirtualTable,
} from "../../src/catalog/catalog.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { documentFor, type Hints, hintFor } from "./hints.ts"
import type { Random } from "./random.ts"
import { isDeclaredTime, storedValue } from "./values.ts"

/** How rows of one table are made. */
interface FillTable {
  readonly name: string
  readonly insert: string
  readonly columns: readonly FillColumn[]
  readonly parents: readonly Parent[]
}

interface FillColumn {
  readonly name: string
  /** undefined: a column of an FTS5 table */
  readonly type: ValueType | undefined
  readonly mayLackParent: boolean
  readonly hasCollation: boolean
}

/** A foreign key: what it may hold. */
interface Parent {
  readonly columns: readonly string[]
  readonly sql: string
}

/** What is known of a schema before any row is made, parents first. */
export type FillPlan = readonly FillTable[]

export function planFill(engine: Engine, catalog: Catalog): FillPlan {
  return parentsFirst(catalog).map((relation) => {
    const columns = relation.columns.filter((column) => !column.hidden && !column.generated)
    const names = columns.map(({ name }) => quoted(name)).join(", ")
    const places = columns.map((_, index) => `?${index + 1}`).join(", ")
    return {
      name: relation.name,
      insert: `INSERT OR IGNORE INTO ${quoted(relation.name)} (${names}) VALUES (${places})`,
      columns: columns.map((column) => fillColumn(relation, column)),
      parents: relation.kind === "table" ? relation.foreignKeys.map((key) => parentOf(engine, relation, key)) : [],
    }
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function parentsFirst(catalog: Catalog): readonly (Table | VirtualTable)[] {
  const stored = [...catalog.relations.values()].filter(isStored)
  const done: (Table | VirtualTable)[] = []
  const visit = (relation: Table | VirtualTable, path: readonly Relation[]): void => {
    if (done.includes(relation) || path.includes(relation)) return
    for (const key of relation.kind === "table" ? relation.foreignKeys : []) {
      const parent = stored.find((candidate) => fold(candidate.name) === fold(key.references))
      if (parent !== undefined) visit(parent, [...path, relation])
    }
    done.push(relation)
  }
  for (const relation of stored) visit(relation, [])
  return done
}

/** SQLite's own tables take no rows. */
function isStored(relation: Relation): relation is Table | VirtualTable {
  if (relation.name.startsWith("sqlite_")) return false
  return relation.kind === "table" || (relation.kind === "virtual" && relation.module === "fts5")
}

function fillColumn(relation: Table | VirtualTable, column: Column): FillColumn {
  const place = { file: { path: "", text: "" }, span: { start: 0, end: 0 } }
  return {
    name: fold(column.name),
    type: relation.kind === "virtual" ? undefined : columnType(relation, column, place),
    mayLackParent: !column.notNull,
    hasCollation: column.collation !== undefined,
  }
}

function parentOf(engine: Engine, table: Table, key: ForeignKey): Parent {
  const pairs = engine.query(`SELECT "from", "to" FROM pragma_foreign_key_list(?1) WHERE "table" = ?2 ORDER BY seq`, [
    table.name,
    key.references,
  ])
  const names = key.columns.map((column) => {
    const pair = pairs.ok ? pairs.rows.find((row) => row[0] === column) : undefined
    return typeof pair?.[1] === "string" ? pair[1] : column
  })
  return {
    columns: key.columns.map(fold),
    sql: `SELECT ${names.map(quoted).join(", ")} FROM ${quoted(key.references)}`,
  }
}

/** Random legal rows for every table: none, one, or several. What the schema refuses is left out. */
export function fillTables(engine: Engine, plan: FillPlan, random: Random, hints: Hints, extremes: boolean): void {
  for (const table of plan) {
    const wanted = random.pick([0, 1, 1, 3, 6])
    for (let tries = 0, made = 0; made < wanted && tries < wanted * 40; tries++) {
      if (insertRow(engine, table, random, hints, extremes)) made++
    }
  }
}

function insertRow(engine: Engine, table: FillTable, random: Random, hints: Hints, extremes: boolean): boolean {
  const parents = parentValues(engine, table, random)
  const values = table.columns.map((column) => {
    const parent = parents.get(column.name)
    if (parent !== undefined && !(parent !== null && column.mayLackParent && random.chance(0.3))) return parent
    return valueFor(column, random, hints, extremes)
  })
  if (!engine.query(table.insert, values).ok) return false
  const changed = engine.query("SELECT changes()", [])
  return changed.ok && changed.rows[0]?.[0] !== 0n
}

function valueFor({ type, hasCollation }: FillColumn, random: Random, hints: Hints, extremes: boolean): SqlValue {
  if (type === undefined) return random.chance(0.2) ? null : random.pick(["hello world", "time out", "a b c", ""])
  const holds = hasCollation && type.storage.has("text") && random.chance(0.3)
  const hint = random.chance(0.25) ? hinted(random, hints, type) : undefined
  if (hint !== undefined) return hint
  return holds ? random.pick(["a", "A", "B"]) : storedValue(random, type, extremes)
}

/** What the SQL compares with; not where a type says more than the storage class, and never beside the user's schema. */
function hinted(random: Random, hints: Hints, type: ValueType): SqlValue | undefined {
  if (type.json?.kind === "ref") return undefined
  if (type.json !== undefined) return documentFor(random, hints)
  const isPlain = type.literals === undefined && type.logical === "plain" && !isDeclaredTime(type)
  return isPlain ? hintFor(random, hints, type.storage) : undefined
}

/** Values of a random parent row for the columns of foreign keys. */
function parentValues(engine: Engine, table: FillTable, random: Random): ReadonlyMap<string, SqlValue> {
  const found = new Map<string, SqlValue>()
  for (const { sql, columns } of table.parents) {
    const rows = engine.query(sql, [])
    if (!rows.ok || rows.rows.length === 0) continue
    const row = random.pick(rows.rows)
    for (const [index, column] of columns.entries()) found.set(column, row[index] ?? null)
  }
  return found
}

/** Every value that the tables hold, for parameters that should find something. */
export function poolOf(engine: Engine, plan: FillPlan): readonly SqlValue[] {
  return plan.flatMap(({ name }) => {
    const answer = engine.query(`SELECT * FROM ${quoted(name)} LIMIT 8`, [])
    return answer.ok ? answer.rows.flat().filter((value) => value !== null) : []
  })
}
