import { fold } from "../catalog/catalog.ts"
import type { CommonTable, FromItem, Select, With } from "../syntax/ast.ts"
import { besideColumn } from "./beside-column.ts"
import type { Expectation, Inference } from "./inference.ts"
import { anyStorage, join, plain, reason, sameType } from "./lattice.ts"
import { cover, rangeOf, unbounded, widened as widenedRange } from "./range.ts"
import { hasRow, keepsRow } from "./row-count.ts"
import type { CommonColumns, CommonSource, RelationColumn, Scope } from "./scope.ts"

/** More rounds than any chain of widenings is long; then the columns are given up as wide. */
const mostRounds = 12

/** The scope inside a statement that has a WITH: its tables see each other and themselves. https://sqlite.org/lang_with.html */
export function withCommonTables(scope: Scope, clause: With | undefined): Scope {
  if (clause === undefined) return scope
  const sources = new Map(scope.commonTables)
  const inner: Scope = { ...scope, commonTables: sources }
  for (const node of clause.tables) sources.set(fold(node.name.text), { node, scope: () => inner })
  return inner
}

/** Looks at the tables that nobody refers to, for the parameters in them. */
export function visitCommonTables(on: Inference, scope: Scope, clause: With | undefined): void {
  // SQLite does not resolve what is not read: neither names nor aggregates in it count
  const unread: Inference = { ...on, diagnostics: [], wide: [], aggregatedInside: new WeakSet() }
  for (const node of clause?.tables ?? []) {
    const source = scope.commonTables.get(fold(node.name.text))
    if (source !== undefined) commonColumns(unread, source)
  }
}

/** The columns of a common table; of a recursive one, the least types that both its branches agree on. */
export function commonColumns(on: Inference, source: CommonSource): CommonColumns {
  const state = on.common.get(source)
  if (state !== undefined) return state.columns
  if (source.scope().commonTables.size > manyTables) inOrder(on, source)
  return on.common.get(source)?.columns ?? columnsOf(on, source)
}

/** A chain of more tables than this is worked out from its start, not from its end, where the stack would end. */
const manyTables = 40

/** The tables that one reads, those that they read first. */
function inOrder(on: Inference, source: CommonSource): void {
  const waiting = [source]
  const opened = new Set<CommonSource>()
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    if (on.common.has(next)) waiting.pop()
    else if (opened.has(next)) {
      waiting.pop()
      columnsOf(on, next)
    } else {
      opened.add(next)
      const tables = next.scope().commonTables
      waiting.push(
        ...[...namesIn(next.node.select)].flatMap((name) => tables.get(name) ?? []).filter((one) => !opened.has(one)),
      )
    }
  }
}

/** Every table named in a SELECT, however deep. */
function namesIn(select: Select): ReadonlySet<string> {
  const names = new Set<string>()
  JSON.stringify(select, (_, value: unknown) => {
    if (isTableItem(value)) names.add(fold(value.table.name.text))
    return value
  })
  return names
}

function isTableItem(value: unknown): value is Extract<FromItem, { kind: "table" }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "table" && "table" in value
}

function columnsOf(on: Inference, source: CommonSource): CommonColumns {
  const { node } = source
  const scope = source.scope()
  // one that reads itself in a circle is only accepted where nobody reads it
  on.common.set(source, { columns: { columns: [], rows: "many", keys: [] }, done: false })
  const columns = isRecursive(node) ? recursive(on, source) : evaluate(on, scope, node, node.select)
  on.common.set(source, { columns, done: true })
  return columns
}

function evaluate(
  on: Inference,
  scope: Scope,
  node: CommonTable,
  select: Select,
  expected: readonly (Expectation | undefined)[] = [],
): CommonColumns {
  const { columns, rows, keys } = on.select(on, scope, select, expected)
  return {
    columns: columns.map((column, index) => ({ ...column, name: node.columns?.[index]?.text ?? column.name })),
    rows: rows.count,
    keys,
  }
}

/** The anchor once, then the branches that read the table itself until they add nothing. */
function recursive(on: Inference, source: CommonSource): CommonColumns {
  const { node } = source
  const scope = source.scope()
  const rest = node.select.rest.filter((part) => !readsTable(part.core, node))
  let current = evaluate(on, scope, node, { ...node.select, rest, limit: undefined, offset: undefined, orderBy: [] })
  const [first, ...others] = node.select.rest.filter((part) => readsTable(part.core, node))
  if (first === undefined) return current
  const branches: Select = { ...node.select, first: first.core, rest: others, orderBy: [] }
  const anchor = current
  for (let round = 0; round < mostRounds; round++) {
    on.common.set(source, { columns: { ...current, rows: "many", keys: [] }, done: false })
    const next = evaluate(on, scope, node, branches, current.columns.map(besideColumn))
    const widened = widen(scope, node, current.columns, next.columns)
    if (widened.every((column, index) => sameType(column.type, current.columns[index]?.type ?? column.type)))
      return { columns: narrowed(widened, anchor.columns, next.columns), rows: rowsAround(node, anchor.rows), keys: [] }
    current = { columns: widened, rows: "many", keys: [] }
  }
  const why = reason(`the types of \`${node.name.text}\` keep growing`, scope.file, node.span)
  return {
    columns: current.columns.map((column) => ({
      ...column,
      type: { ...plain(anyStorage, true, why), range: unbounded },
    })),
    rows: "many",
    keys: [],
  }
}

/** What the anchor answers is among the rows, unless LIMIT or OFFSET drops it. */
function rowsAround({ select }: CommonTable, anchor: CommonColumns["rows"]): CommonColumns["rows"] {
  return hasRow(anchor) && keepsRow(select) ? "some" : "many"
}

function widen(
  scope: Scope,
  node: CommonTable,
  current: readonly RelationColumn[],
  next: readonly RelationColumn[],
): readonly RelationColumn[] {
  return current.map((column, index) => {
    const other = next[index]
    if (other === undefined) return column
    const type = join(
      [column.type, other.type],
      reason(`both branches of \`${node.name.text}\``, scope.file, node.span),
    )
    const range = widenedRange(rangeOf(column.type), rangeOf(type))
    return { ...column, subtyped: column.subtyped || other.subtyped, type: { ...type, range } }
  })
}

/** The bounds of the last round: what was widened too far, a condition in the branch takes back. */
function narrowed(
  settled: readonly RelationColumn[],
  anchor: readonly RelationColumn[],
  next: readonly RelationColumn[],
): readonly RelationColumn[] {
  return settled.map((column, index) => {
    const ranges = [anchor[index], next[index]].flatMap((other) => (other === undefined ? [] : [rangeOf(other.type)]))
    return { ...column, type: { ...column.type, range: cover(ranges) } }
  })
}

function isRecursive(node: CommonTable): boolean {
  return node.select.rest.some((part) => readsTable(part.core, node))
}

/** The recursive branch names its table in its own FROM, never deeper. */
function readsTable(core: Select["first"], node: CommonTable): boolean {
  if (core.kind !== "core" || core.from === undefined) return false
  return [core.from.first, ...core.from.joins.map((join) => join.item)].some((item) =>
    itemReads(item, fold(node.name.text)),
  )
}

function itemReads(item: FromItem, name: string): boolean {
  if (item.kind === "parenthesized")
    return [item.from.first, ...item.from.joins.map((join) => join.item)].some((inner) => itemReads(inner, name))
  if (item.kind === "subquery") return false
  return item.table.schema === undefined && item.args === undefined && fold(item.table.name.text) === name
}
