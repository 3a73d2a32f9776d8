import { fold, type Table } from "../catalog/catalog.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { CommonTable, Expression, WindowSpec } from "../syntax/ast.ts"
import { notNullBecause, nullableBecause, plain, reason, storageOf } from "./lattice.ts"
import { meet } from "./range.ts"
import type { Range, Reason, ValueType } from "./value-type.ts"

/** A column that can be named at a point. Its identity is what facts speak of. */
export interface ScopeColumn {
  readonly name: string
  /** before joins and filters have their say */
  readonly type: ValueType
  /** not part of `*` */
  readonly hidden: boolean
  /** undefined is BINARY */
  readonly collation: string | undefined
  /** the affinity comparisons see; undefined for expressions */
  readonly affinity: string | undefined
  /** may carry SQLite's JSON subtype: then a JSON constructor embeds it as JSON, not as a string */
  readonly subtyped: boolean
  /** parameters (by index) that it hands on as they are */
  readonly parameters?: readonly number[] | undefined
  /** the parameter (by index) whose elements it hands on: `value` of `json_each(:list)` further inside */
  readonly elementOf?: number | undefined
  /** of a column that USING or NATURAL made: the columns that have its value in every row; none after a FULL JOIN */
  readonly parts?: readonly ScopeColumn[]
}

/** One relation of a FROM clause. */
export interface ScopeRelation {
  /** alias or table name; undefined for an unnamed subquery */
  readonly name: string | undefined
  readonly columns: readonly ScopeColumn[]
  readonly table: Table | undefined
  readonly rowid: ScopeColumn | undefined
  /** why its row may be missing (right side of a LEFT JOIN ...) */
  readonly missing: Reason | undefined
  /** names (folded) that USING or NATURAL folded into an earlier relation */
  readonly merged: ReadonlySet<string>
  /** what USING or NATURAL compares: a column of its own, and one further left; `inner`: in every row */
  readonly equals: readonly { readonly own: ScopeColumn; readonly other: ScopeColumn; readonly inner: boolean }[]
  /** parameter index when it is `json_each(:list)` */
  readonly list: number | undefined
  /** how many rows it has, whatever the predicates */
  readonly rows: RowCount
  /** columns that no two rows share, of a subquery, common table or view; a table's own are in `table` */
  readonly keys: readonly (readonly ScopeColumn[])[]
  /** a relation that does not resolve answers to every name, so that one mistake is reported once */
  readonly anyColumn: ScopeColumn | undefined
  readonly span: Span
}

/** Exactly one row, at most one, at least one, any number. */
export type RowCount = "one" | "optional" | "some" | "many"

/** What a filter proved: columns and expressions without NULL, relations whose row is there, where numbers lie. */
export interface Facts {
  readonly notNull: ReadonlyMap<ScopeColumn, Reason>
  readonly present: ReadonlyMap<ScopeRelation, Reason>
  /** expressions that are not NULL, by `sameText` */
  readonly solid: ReadonlyMap<string, Reason>
  /** where expressions lie when they are numbers, by `sameText` */
  readonly ranges: ReadonlyMap<string, Range>
  /** columns that are NULL, or one of a few values */
  readonly known: ReadonlyMap<ScopeColumn, KnownValue>
}

/** All that a column may be. */
export interface KnownValue {
  readonly null: boolean
  /** undefined: any value */
  readonly values: readonly (string | number)[] | undefined
}

export interface Scope {
  readonly file: SourceFile
  readonly relations: readonly ScopeRelation[]
  /** USING and NATURAL columns by folded name */
  readonly shared: ReadonlyMap<string, ScopeColumn>
  /** what holds of each row, or of each group where rows are grouped */
  readonly facts: Facts
  /** where rows are grouped, what holds of each row inside an aggregate */
  readonly rowFacts: Facts | undefined
  /** common tables visible here, by folded name */
  readonly commonTables: ReadonlyMap<string, CommonSource>
  /** result aliases, once the result columns are known */
  readonly aliases: ReadonlyMap<string, ValueType>
  /** result expressions by folded alias, for what a condition on an alias proves */
  readonly aliased: ReadonlyMap<string, Expression>
  readonly windows: ReadonlyMap<string, WindowSpec>
  /** why even a bare column may be NULL: an aggregate over no rows */
  readonly emptyGroup: Reason | undefined
  /** an aggregate's group has at least one row */
  readonly grouped: boolean
  readonly outer: Scope | undefined
  /** how often anything was looked at in this statement */
  readonly steps: Steps
}

/** Counts work, so that a test can tell that twice the text is twice the work. It belongs to one round of inference. */
export interface Steps {
  count: number
  /** how many SELECTs deep inference is */
  depth: number
}

/** A common table and the scope its text is read in. */
export interface CommonSource {
  readonly node: CommonTable
  /** holds the sibling tables of the same WITH */
  readonly scope: () => Scope
}

/** The columns of a common table, view or subquery. */
export interface CommonColumns {
  readonly columns: readonly RelationColumn[]
  readonly rows: RowCount
  /** positions of columns that no two rows share */
  readonly keys: readonly (readonly number[])[]
}
export interface RelationColumn {
  readonly name: string
  readonly type: ValueType
  readonly collation: string | undefined
  readonly affinity: string | undefined
  readonly subtyped: boolean
  /** the column it hands on as it is */
  readonly origin: ScopeColumn | undefined
  /** parameters (by index) that it hands on as they are */
  readonly parameters?: readonly number[] | undefined
  /** the parameter (by index) whose elements it hands on */
  readonly elementOf?: number | undefined
  readonly span: Span
}

export const noFacts: Facts = {
  notNull: new Map(),
  present: new Map(),
  solid: new Map(),
  ranges: new Map(),
  known: new Map(),
}

export function emptyScope(file: SourceFile, outer: Scope | undefined): Scope {
  return {
    file,
    relations: [],
    shared: new Map(),
    facts: noFacts,
    rowFacts: undefined,
    commonTables: outer?.commonTables ?? new Map(),
    aliases: new Map(),
    aliased: new Map(),
    windows: new Map(),
    emptyGroup: undefined,
    grouped: false,
    outer,
    steps: outer?.steps ?? { count: 0, depth: 0 },
  }
}

export function withFacts(scope: Scope, facts: Facts): Scope {
  return isEmpty(facts) ? scope : { ...scope, facts: bothFacts(scope.facts, facts) }
}

function isEmpty({ notNull, present, solid, ranges, known }: Facts): boolean {
  return [notNull, present, solid, ranges, known].every((map) => map.size === 0)
}

/** What both prove together. */
export function bothFacts(a: Facts, b: Facts): Facts {
  const ranges = new Map(a.ranges)
  for (const [text, range] of b.ranges) ranges.set(text, meet(ranges.get(text), range))
  return {
    notNull: new Map([...a.notNull, ...b.notNull]),
    present: new Map([...a.present, ...b.present]),
    solid: new Map([...a.solid, ...b.solid]),
    ranges,
    known: bothKnown([...a.known, ...b.known]),
  }
}

/** What is left where several things are known of one column. */
export function bothKnown(all: readonly (readonly [ScopeColumn, KnownValue])[]): ReadonlyMap<ScopeColumn, KnownValue> {
  const known = new Map<ScopeColumn, KnownValue>()
  for (const [column, one] of all) {
    const other = known.get(column)
    const values = one.values?.filter((value) => other?.values === undefined || other.values.includes(value))
    known.set(column, { null: one.null && other?.null !== false, values: values ?? other?.values })
  }
  return known
}

export type Resolution =
  | {
      readonly kind: "column"
      readonly scope: Scope
      readonly relation: ScopeRelation | undefined
      readonly column: ScopeColumn
    }
  | { readonly kind: "alias"; readonly type: ValueType }
  | { readonly kind: "ambiguous"; readonly relations: readonly ScopeRelation[] }
  | { readonly kind: "unknown-table" }
  | { readonly kind: "unknown" }

const rowidNames = new Set(["rowid", "oid", "_rowid_"])

/** Connects a name to a column, innermost scope first. https://sqlite.org/lang_expr.html */
export function resolve(scope: Scope, node: Extract<Expression, { kind: "column" }>): Resolution {
  const name = fold(node.name.text)
  let tableSeen = node.table === undefined
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = node.table === undefined ? resolveBare(at, name) : resolveQualified(at, fold(node.table.text), name)
    if (found === undefined) continue
    if (found.kind === "unknown") {
      tableSeen = true
      continue
    }
    return found
  }
  return tableSeen ? { kind: "unknown" } : { kind: "unknown-table" }
}

function resolveQualified(scope: Scope, table: string, name: string): Resolution | undefined {
  const relations = scope.relations.filter((relation) => relation.name !== undefined && fold(relation.name) === table)
  if (relations.length === 0) return undefined
  for (const relation of relations) {
    const column =
      relation.columns.find((candidate) => fold(candidate.name) === name) ??
      rowidOf(relation, name) ??
      relation.anyColumn
    if (column !== undefined) return { kind: "column", scope, relation, column }
  }
  return { kind: "unknown" }
}

function resolveBare(scope: Scope, name: string): Resolution | undefined {
  const shared = scope.shared.get(name)
  if (shared !== undefined) return { kind: "column", scope, relation: undefined, column: shared }
  const found = scope.relations.flatMap((relation) => {
    if (relation.merged.has(name)) return []
    const column = relation.columns.find((candidate) => fold(candidate.name) === name)
    return column === undefined ? [] : [{ relation, column }]
  })
  const first = found[0]
  if (found.length > 1) return { kind: "ambiguous", relations: found.map((match) => match.relation) }
  if (first !== undefined) return { kind: "column", scope, ...first }
  for (const relation of scope.relations) {
    const rowid = rowidOf(relation, name)
    if (rowid !== undefined) return { kind: "column", scope, relation, column: rowid }
  }
  const open = scope.relations.find((relation) => relation.anyColumn !== undefined)
  if (open?.anyColumn !== undefined) return { kind: "column", scope, relation: open, column: open.anyColumn }
  const alias = scope.aliases.get(name)
  return alias === undefined ? undefined : { kind: "alias", type: alias }
}

function rowidOf(relation: ScopeRelation, name: string): ScopeColumn | undefined {
  return rowidNames.has(name) ? relation.rowid : undefined
}

/** The type of a column as seen at a point: joins widen it, filters narrow it. */
export function typeAt(scope: Scope, relation: ScopeRelation | undefined, column: ScopeColumn): ValueType {
  const proof = scope.facts.notNull.get(column)
  if (proof !== undefined) return notNullBecause(column.type, proof)
  const isMissing = relation?.missing !== undefined && !scope.facts.present.has(relation)
  const type =
    isMissing && relation.missing !== undefined ? nullableBecause(column.type, relation.missing) : column.type
  return scope.emptyGroup === undefined ? type : nullableBecause(type, scope.emptyGroup)
}

/** `rowid`, `oid`, `_rowid_` of a rowid table. https://sqlite.org/lang_createtable.html#rowid */
export function rowidColumn(file: SourceFile, span: Span): ScopeColumn {
  const why = reason("the rowid is an integer and never NULL", file, span)
  return {
    name: "rowid",
    type: plain(storageOf("integer"), false, why),
    hidden: true,
    collation: undefined,
    affinity: "INTEGER",
    subtyped: false,
  }
}

/** A relation without columns, to be filled. */
export function blank(name: string | undefined, span: Span): ScopeRelation {
  return {
    name,
    columns: [],
    table: undefined,
    rowid: undefined,
    missing: undefined,
    merged: new Set(),
    equals: [],
    list: undefined,
    rows: "many",
    keys: [],
    anyColumn: undefined,
    span,
  }
}
