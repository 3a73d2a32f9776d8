import { columnType, declaredStorage } from "../analyze/column-type.ts"
import { anyStorage, plain, reason, storageOf } from "../analyze/lattice.ts"
import type { StorageClass, ValueType } from "../analyze/value-type.ts"
import { type Catalog, type Column, fold, type Relation, type Table, type VirtualTable } from "../catalog/catalog.ts"
import { type Arena, quoted } from "./arena.ts"
import type { Hints } from "./hints.ts"
import type { Meeting } from "./meetings.ts"
import { type Trial, trialOf } from "./trial.ts"

/** How rows of one table are made. */
export interface FillTable {
  readonly name: string
  readonly isStrict: boolean
  /** takes the columns in their order */
  readonly insert: string
  readonly columns: readonly FillColumn[]
  readonly parents: readonly Parent[]
  /** columns that queries compare with columns of tables that are filled before */
  readonly companions: readonly Companion[]
  /** asks the table's CHECKs about a row; undefined where it has none that can be asked */
  readonly trial: Trial | undefined
  /** run after the rows are there: an FTS5 table reads its text from another one */
  readonly after: string | undefined
  /** several others refer to it */
  readonly isHub: boolean
  /** a table of full text search */
  readonly isSearch: boolean
}

export interface FillColumn {
  /** as the schema spells it */
  readonly name: string
  /** what it holds: what SQLite admits (STRICT), or the contract on the data */
  readonly type: ValueType
  /** NULL can be stored */
  readonly mayBeNull: boolean
  /** storage classes that can be stored, whatever `type` says */
  readonly admits: ReadonlySet<StorageClass>
  /** an annotation says more than the schema */
  readonly isPromised: boolean
  /** NUMERIC affinity over text: a text that looks like a number would become one. https://sqlite.org/datatype3.html */
  readonly isNumeric: boolean
  readonly hasCollation: boolean
  readonly hasDefault: boolean
  /** literals beside its name, in the schema and in the queries */
  readonly hints: Hints["values"]
}

/** A foreign key: which columns take their values together from which rows. */
export interface Parent {
  /** indexes into `columns` */
  readonly columns: readonly number[]
  readonly table: string
  readonly references: readonly string[]
  /** rows to choose from, with all columns */
  readonly select: string
  /** the table itself, where a row may be its own parent: indexes of the referenced columns */
  readonly own: readonly number[] | undefined
}

/** What a column should often equal. */
export interface Companion {
  /** index into `columns` */
  readonly column: number
  /** folded names */
  readonly table: string
  readonly name: string
  /** rows of that table */
  readonly select: string
}

/** A foreign key by folded names. */
export interface Key {
  readonly parent: string
  readonly pairs: readonly (readonly [child: string, parent: string])[]
}

/** The tables of a schema, parents before children, and those that take no rows. */
export interface FillPlan {
  readonly tables: readonly FillTable[]
  /** foreign keys by folded name of the table that has them */
  readonly keys: ReadonlyMap<string, readonly Key[]>
  /** some foreign keys point forward in that order */
  readonly hasCycles: boolean
  readonly unfillable: readonly { readonly name: string; readonly why: string }[]
}

/** Plans rows for these tables (folded names) and all that their foreign keys lead to. Makes temporary tables in the arena. */
export function planFill(
  arena: Arena,
  catalog: Catalog,
  wanted: ReadonlySet<string>,
  hints: Hints,
  meetings: readonly Meeting[],
): FillPlan {
  const stored = [...catalog.relations.values()].filter(isStored)
  const reached = withParents(stored, wanted)
  const { order, hasCycles } = parentsFirst(stored.filter(({ name }) => reached.has(fold(name))))
  const tables = order.filter(isFillable).map((relation, index): FillTable => {
    const table = fillTable(arena, relation, index, hints)
    return {
      ...table,
      companions: companionsOf(table, new Set(order.slice(0, index).map(({ name }) => fold(name))), meetings),
      isHub: order.filter((other) => parentNames(other).includes(fold(relation.name))).length > 2,
    }
  })
  return {
    tables,
    keys: new Map(tables.map((table) => [fold(table.name), keysOf(table)])),
    hasCycles,
    unfillable: order
      .filter((relation) => !isFillable(relation))
      .map(({ name, ...relation }) => ({
        name,
        why: `a virtual table of ${"module" in relation ? relation.module : ""}`,
      })),
  }
}

function keysOf({ columns, parents }: FillTable): readonly Key[] {
  return parents.map((parent) => ({
    parent: fold(parent.table),
    pairs: parent.references.map(
      (name, at) => [fold(columns[parent.columns[at] ?? -1]?.name ?? ""), fold(name)] as const,
    ),
  }))
}

/** SQLite's own tables take no rows. */
function isStored(relation: Relation): relation is Table | VirtualTable {
  return relation.kind !== "view" && !fold(relation.name).startsWith("sqlite_")
}

function isFillable(relation: Table | VirtualTable): boolean {
  return relation.kind === "table" || relation.module === "fts5"
}

function withParents(stored: readonly (Table | VirtualTable)[], wanted: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set(wanted)
  for (const name of reached) {
    const relation = stored.find((candidate) => fold(candidate.name) === name)
    for (const parent of parentNames(relation)) reached.add(parent)
  }
  return reached
}

function parentNames(relation: Table | VirtualTable | undefined): readonly string[] {
  return relation?.kind === "table" ? relation.foreignKeys.map((key) => fold(key.references)) : []
}

function parentsFirst(stored: readonly (Table | VirtualTable)[]): {
  readonly order: readonly (Table | VirtualTable)[]
  readonly hasCycles: boolean
} {
  const done = new Map<string, Table | VirtualTable>()
  let hasCycles = false
  const visit = (relation: Table | VirtualTable, path: readonly string[]): void => {
    const name = fold(relation.name)
    if (done.has(name)) return
    if (path.includes(name)) {
      hasCycles ||= path.at(-1) !== name
      return
    }
    for (const key of parentNames(relation)) {
      const parent = stored.find((candidate) => fold(candidate.name) === key)
      if (parent !== undefined) visit(parent, [...path, name])
    }
    done.set(name, relation)
  }
  for (const relation of stored) visit(relation, [])
  // an FTS5 table last: its text may be another table's
  const order = [...done.values()].toSorted((a, b) => Number(a.kind === "virtual") - Number(b.kind === "virtual"))
  return { order, hasCycles }
}

function fillTable(
  arena: Arena,
  relation: Table | VirtualTable,
  index: number,
  hints: Hints,
): Omit<FillTable, "isHub" | "companions"> {
  const sql = createdAs(arena, relation.name)
  const external = relation.kind === "virtual" && /\bcontent\s*=\s*(?!'')(?!"")/i.test(sql)
  const own = relation.columns.filter((column) => !column.hidden && !column.generated)
  const columns = external ? [] : own.map((column) => fillColumn(relation, column, hints))
  // chosen, so that it meets the keys of other tables
  if (relation.kind === "virtual" && !external) columns.unshift(rowid)
  const name = quoted(relation.name)
  return {
    name: relation.name,
    isStrict: relation.kind === "table" && relation.strict,
    insert: `INSERT INTO ${name} (${columns.map((column) => quoted(column.name)).join(", ")}) VALUES (${columns.map((_, at) => `?${at + 1}`).join(", ")})`,
    columns,
    parents: relation.kind === "table" ? parentsOf(arena, relation, columns) : [],
    trial: relation.kind === "table" ? trialOf(arena, relation, sql, columns, index) : undefined,
    isSearch: relation.kind === "virtual",
    after: external ? `INSERT INTO ${name} (${name}) VALUES ('rebuild')` : undefined,
  }
}

/** The text of CREATE as SQLite keeps it. */
function createdAs(arena: Arena, name: string): string {
  const answer = arena.run("SELECT sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type = 'table'", [name])
  const sql = answer.ok ? answer.rows[0]?.[0] : undefined
  return typeof sql === "string" ? sql : ""
}

const nowhere = { file: { path: "", text: "" }, span: { start: 0, end: 0 } }
const because = reason("columns of full text search hold text by contract", nowhere.file, nowhere.span)
const loose = { isPromised: false, isNumeric: false, hasCollation: false, hasDefault: false, hints: [] }
const rowid: FillColumn = {
  name: "rowid",
  type: plain(storageOf("integer"), false, because),
  mayBeNull: false,
  admits: storageOf("integer"),
  ...loose,
}

function fillColumn(relation: Table | VirtualTable, column: Column, hints: Hints): FillColumn {
  if (relation.kind === "virtual") {
    const type = plain(storageOf("text"), true, because)
    return { name: column.name, type, mayBeNull: true, admits: anyStorage, ...loose }
  }
  const type = columnType(relation, column, nowhere)
  return {
    name: column.name,
    type,
    mayBeNull: !column.notNull,
    admits: admittedBy(relation, column),
    isPromised: column.annotation !== undefined,
    isNumeric: column.affinity === "NUMERIC" && !type.storage.has("integer") && type.json === undefined,
    hasCollation: column.collation !== undefined,
    hasDefault: column.hasDefault,
    hints: hints.byColumn.get(fold(column.name)) ?? [],
  }
}

/** https://sqlite.org/stricttables.html https://sqlite.org/lang_createtable.html#rowid */
function admittedBy({ strict }: Table, { rowidAlias, declaredType }: Column): FillColumn["admits"] {
  if (rowidAlias) return storageOf("integer")
  return strict ? declaredStorage(declaredType).storage : anyStorage
}

const foreignKeys = `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?1) ORDER BY id DESC, seq`

function parentsOf(arena: Arena, table: Table, columns: readonly FillColumn[]): readonly Parent[] {
  const answer = arena.run(foreignKeys, [table.name])
  const rows = answer.ok ? answer.rows : []
  return [...new Set(rows.map(([id]) => id))].flatMap((id) => {
    const parts = rows.filter((row) => row[0] === id)
    const parent = String(parts[0]?.[1])
    const key = primaryKeyOf(arena, parent)
    const references = parts.map(([, , from, to], at) => String(to ?? key[at] ?? from))
    const own = parts.map(([, , from]) => indexOf(columns, String(from)))
    // a generated column cannot be given a value
    if (own.includes(-1)) return []
    const isOwn = fold(parent) === fold(table.name)
    const target = references.map((name) => indexOf(columns, name))
    return [
      {
        columns: own,
        table: parent,
        references,
        select: `SELECT * FROM ${quoted(parent)} LIMIT 50`,
        own: isOwn && !target.includes(-1) ? target : undefined,
      },
    ]
  })
}

function companionsOf(
  { name, columns, parents }: Pick<FillTable, "name" | "columns" | "parents">,
  before: ReadonlySet<string>,
  meetings: readonly Meeting[],
): readonly Companion[] {
  const keys = new Set(parents.flatMap((parent) => parent.columns))
  return meetings.flatMap(([own, other]) => {
    const column = own.table === fold(name) && before.has(other.table) ? indexOf(columns, own.column) : -1
    if (column < 0 || keys.has(column)) return []
    return [{ column, table: other.table, name: other.column, select: `SELECT * FROM ${quoted(other.table)} LIMIT 50` }]
  })
}

/** What a foreign key without column names refers to. */
function primaryKeyOf(arena: Arena, table: string): readonly string[] {
  const answer = arena.run("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", [table])
  return answer.ok ? answer.rows.map(([name]) => String(name)) : []
}

function indexOf(columns: readonly FillColumn[], name: string): number {
  return columns.findIndex((column) => fold(column.name) === fold(name))
}
