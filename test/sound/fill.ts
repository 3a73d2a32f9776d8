import { columnType } from "../../src/analyze/column-type.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import {
  type Catalog,
  type Column,
  fold,
  type Relation,
  type Table,
  type VirtualTable,
} from "../../src/catalog/catalog.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { documentFor, type Hints, hintFor } from "./hints.ts"
import type { Random } from "./random.ts"
import { isDeclaredTime, storedValue } from "./values.ts"

/** Random legal rows for every table, parents first: none, one, or several. What the schema refuses is left out. */
export function fillTables(engine: Engine, catalog: Catalog, random: Random, hints: Hints, extremes: boolean): void {
  for (const relation of parentsFirst(catalog)) {
    const wanted = random.pick([0, 1, 1, 3, 6])
    for (let tries = 0, made = 0; made < wanted && tries < wanted * 40; tries++) {
      if (insertRow(engine, relation, random, hints, extremes)) made++
    }
  }
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

function isStored(relation: Relation): relation is Table | VirtualTable {
  return relation.kind === "table" || (relation.kind === "virtual" && relation.module === "fts5")
}

function insertRow(
  engine: Engine,
  relation: Table | VirtualTable,
  random: Random,
  hints: Hints,
  extremes: boolean,
): boolean {
  const columns = relation.columns.filter((column) => !column.hidden && !column.generated)
  const parents = relation.kind === "table" ? parentValues(engine, relation, random) : new Map<string, SqlValue>()
  const values = columns.map((column) => {
    const parent = parents.get(fold(column.name))
    if (parent !== undefined && !(parent !== null && !column.notNull && random.chance(0.3))) return parent
    return valueFor(relation, column, random, hints, extremes)
  })
  const names = columns.map((column) => `"${column.name.replaceAll('"', '""')}"`).join(", ")
  const before = count(engine, relation.name)
  engine.query(
    `INSERT OR IGNORE INTO "${relation.name}" (${names}) VALUES (${columns.map((_, index) => `?${index + 1}`).join(", ")})`,
    values,
  )
  return count(engine, relation.name) > before
}

function valueFor(
  relation: Table | VirtualTable,
  column: Column,
  random: Random,
  hints: Hints,
  extremes: boolean,
): SqlValue {
  if (relation.kind === "virtual")
    return random.chance(0.2) ? null : random.pick(["hello world", "time out", "a b c", ""])
  const type = columnType(relation, column, { file: { path: "", text: "" }, span: { start: 0, end: 0 } })
  const holds = column.collation !== undefined && type.storage.has("text") && random.chance(0.3)
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
function parentValues(engine: Engine, table: Table, random: Random): ReadonlyMap<string, SqlValue> {
  const found = new Map<string, SqlValue>()
  for (const key of table.foreignKeys) {
    const to = engine.query(`SELECT "from", "to" FROM pragma_foreign_key_list(?1) WHERE "table" = ?2 ORDER BY seq`, [
      table.name,
      key.references,
    ])
    const names = key.columns.map((column) => {
      const pair = to.ok ? to.rows.find((row) => row[0] === column) : undefined
      return typeof pair?.[1] === "string" ? pair[1] : column
    })
    const rows = engine.query(`SELECT ${names.map((name) => `"${name}"`).join(", ")} FROM "${key.references}"`, [])
    if (!rows.ok || rows.rows.length === 0) continue
    const row = random.pick(rows.rows)
    for (const [index, column] of key.columns.entries()) found.set(fold(column), row[index] ?? null)
  }
  return found
}

function count(engine: Engine, table: string): number {
  const answer = engine.query(`SELECT count(*) FROM "${table}"`, [])
  return answer.ok ? Number(answer.rows[0]?.[0] ?? 0) : 0
}

/** Every value that the tables hold, for parameters that should find something. */
export function poolOf(engine: Engine, catalog: Catalog): readonly SqlValue[] {
  return [...catalog.relations.values()].filter(isStored).flatMap((relation) => {
    const answer = engine.query(`SELECT * FROM "${relation.name}" LIMIT 8`, [])
    return answer.ok ? answer.rows.flat().filter((value) => value !== null) : []
  })
}
