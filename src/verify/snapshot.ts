import { fold } from "../catalog/catalog.ts"
import type { Answered, SqlValue } from "../engine/engine.ts"
import { type Arena, quoted } from "./arena.ts"
import type { FillPlan, FillTable } from "./fill-plan.ts"

/** A row by folded name of the column. */
export type NamedRow = ReadonlyMap<string, SqlValue>

/** What the tables hold at one moment, as it is stored. */
export interface Snapshot {
  /** some rows of every table, by folded name */
  readonly tables: ReadonlyMap<string, readonly NamedRow[]>
  /** texts and numbers of the columns of a name, whose `_` and case do not count */
  readonly byName: ReadonlyMap<string, readonly (string | number)[]>
  /** paths into the JSON documents among them, and their keys */
  readonly paths: readonly string[]
  readonly keys: readonly string[]
  /** values inside them, as JSON text */
  readonly inner: readonly string[]
}

export function snapshotOf(arena: Arena, { tables }: FillPlan): Snapshot {
  const read = new Map(tables.map((table) => [fold(table.name), rowsOf(arena, table)]))
  const rows = [...read.values()].flat()
  return { tables: read, byName: valuesByName(rows), ...insideOf(rows) }
}

function rowsOf(arena: Arena, { name }: FillTable): readonly NamedRow[] {
  return namedRows(arena.run(`SELECT * FROM ${quoted(name)} LIMIT 30`))
}

/** Rows of an answer; none where SQLite refused. */
export function namedRows(answer: Answered): readonly NamedRow[] {
  if (!answer.ok) return []
  const names = foldedOf(answer.columns)
  return answer.rows.map((row) => new Map(names.map((column, index) => [column, row[index] ?? null])))
}

/** A statement that stays prepared gives the same names each time. */
const folded = new WeakMap<readonly string[], readonly string[]>()

function foldedOf(names: readonly string[]): readonly string[] {
  const known = folded.get(names) ?? names.map(fold)
  folded.set(names, known)
  return known
}

function valuesByName(rows: readonly NamedRow[]): Snapshot["byName"] {
  const groups = new Map<string, (string | number)[]>()
  for (const row of rows) {
    for (const [name, value] of row) {
      const plain = typeof value === "bigint" ? Number(value) : value
      if (typeof plain !== "string" && typeof plain !== "number") continue
      const group = groups.get(bareName(name))
      if (group === undefined) groups.set(bareName(name), [plain])
      else group.push(plain)
    }
  }
  return groups
}

/** `definition_version` and `definitionVersion` are one name. */
export function bareName(name: string): string {
  return name.replaceAll("_", "").toLowerCase()
}

/** https://sqlite.org/json1.html#path_arguments */
function insideOf(rows: readonly NamedRow[]): Pick<Snapshot, "paths" | "keys" | "inner"> {
  const paths = new Set<string>()
  const keys = new Set<string>()
  const inside = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || paths.size >= 100) return
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) keys.add(key)
      const step = Array.isArray(value) ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `."${key}"`
      paths.add(path + step)
      inside.add(JSON.stringify(inner))
      visit(inner, path + step)
    }
  }
  for (const value of new Set(rows.flatMap((row) => [...row.values()])))
    if (typeof value === "string" && /^\s*[[{]/.test(value)) visit(documentIn(value), "$")
  return { paths: [...paths], keys: [...keys], inner: [...inside] }
}

function documentIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // text that only looks like JSON
  }
}
