import type {
  CommonTableExpr,
  FromClause,
  JoinedSelectTable,
  JoinOperator,
  OneSelect,
  Select as RawSelect,
  With as RawWith,
  ResultColumn,
  SelectFrom,
  SelectTable,
  SelectValues,
  WindowDef,
} from "sqlite3-parser"
import { cover, type Span } from "../source/source-file.ts"
import type { CommonTable, From, FromItem, Identifier, Join, ResultItem, Select, SelectCore, With } from "./ast.ts"
import { convertWindow } from "./parse-call.ts"
import {
  type Adapter,
  endAfter,
  endOf,
  identifierOf,
  indexAt,
  spanOf,
  startBefore,
  startOf,
  tokenFrom,
} from "./parse-source.ts"
import { convertOrderTerms, convertTableName } from "./parse-table.ts"

/* Part of the adapter to the `sqlite3-parser` package: SELECT and all that stands in it. */

const compoundOperators = { Union: "union", UnionAll: "union all", Intersect: "intersect", Except: "except" } as const

/** The package's bits of a join type. */
const natural = 4
const left = 8
const right = 16
const cross = 2

/** `WITH ... SELECT ... UNION ... ORDER BY ... LIMIT ...` */
export function convertSelect(node: RawSelect, adapter: Adapter): Select {
  let end = endOf(adapter, node.select)
  const rest = (node.compounds ?? []).map((compound) => {
    const opSpan = {
      start: tokenFrom(adapter, end)?.start ?? end,
      end: endBefore(adapter, startOf(adapter, compound.select)),
    }
    end = endOf(adapter, compound.select)
    return { op: compoundOperators[compound.operator], opSpan, core: convertCore(compound.select, adapter) }
  })
  return {
    kind: "select",
    span: spanOf(adapter, node),
    with: node.with === undefined ? undefined : convertWith(node.with, adapter),
    first: convertCore(node.select, adapter),
    rest,
    orderBy: convertOrderTerms(node.orderBy, adapter),
    limit: node.limit === undefined ? undefined : adapter.expression(node.limit.expr),
    offset: node.limit?.offset === undefined ? undefined : adapter.expression(node.limit.offset),
  }
}

/** End of the token before the one that starts at `offset`. */
function endBefore(adapter: Adapter, offset: number): number {
  return adapter.tokens[indexAt(adapter, offset) - 1]?.end ?? offset
}

/** The package's span of a WITH before a SELECT covers the whole SELECT. */
export function convertWith(node: RawWith, adapter: Adapter): With {
  const tables = node.ctes.map((table) => convertCommonTable(table, adapter))
  const start = startOf(adapter, node)
  return { span: { start, end: tables.at(-1)?.span.end ?? start }, recursive: node.recursive, tables }
}

function convertCommonTable(node: CommonTableExpr, adapter: Adapter): CommonTable {
  return {
    span: spanOf(adapter, node),
    name: identifierOf(adapter, node.tblName),
    columns: node.columns?.map((column) => identifierOf(adapter, column.colName)),
    select: adapter.select(node.select),
  }
}

function convertCore(node: OneSelect, adapter: Adapter): SelectCore {
  return node.type === "SelectValues" ? convertValues(node, adapter) : convertPlain(node, adapter)
}

function convertValues(node: SelectValues, adapter: Adapter): SelectCore {
  const rows = node.values.map((row) => {
    const head = row.values[0]
    const start = head === undefined ? startOf(adapter, row) : startBefore(adapter, startOf(adapter, head))
    return { items: row.values.map((item) => adapter.expression(item)), span: { start, end: endOf(adapter, row) } }
  })
  return { kind: "values", span: spanOf(adapter, node), rows }
}

function convertPlain(node: SelectFrom, adapter: Adapter): SelectCore {
  return {
    kind: "core",
    span: spanOf(adapter, node),
    distinct: node.distinctness === "Distinct",
    columns: convertResultItems(node.columns, adapter),
    from: node.from === undefined ? undefined : convertFrom(node.from, adapter),
    where: node.whereClause === undefined ? undefined : adapter.expression(node.whereClause),
    groupBy: (node.groupBy ?? []).map((expression) => adapter.expression(expression)),
    having: node.having === undefined ? undefined : adapter.expression(node.having),
    windows: (node.windowClause ?? []).map((window) => convertNamedWindow(window, adapter)),
  }
}

/** `w AS (...)` */
function convertNamedWindow(
  node: WindowDef,
  adapter: Adapter,
): Extract<SelectCore, { readonly kind: "core" }>["windows"][number] {
  const name = identifierOf(adapter, node.name)
  const open = adapter.tokens[indexAt(adapter, name.span.end) + 1]
  const span = { start: open?.start ?? name.span.end, end: endOf(adapter, node) }
  return { name, window: convertWindow(node.window, span, adapter) }
}

/** The columns of SELECT or RETURNING. */
export function convertResultItems(
  nodes: readonly ResultColumn[] | undefined,
  adapter: Adapter,
): readonly ResultItem[] {
  return (nodes ?? []).map((node) => convertResultItem(node, adapter))
}

function convertResultItem(node: ResultColumn, adapter: Adapter): ResultItem {
  const end = endOf(adapter, node)
  switch (node.type) {
    case "StarResultColumn":
      return { kind: "star", span: { start: end - 1, end } }
    case "TableStarResultColumn": {
      const table = identifierOf(adapter, node.table)
      return { kind: "table-star", span: { start: table.span.start, end }, table }
    }
    case "ExprResultColumn": {
      const alias = node.alias === undefined ? undefined : identifierOf(adapter, node.alias.name)
      const span = { start: startOf(adapter, node.expr), end: alias?.span.end ?? endOf(adapter, node.expr) }
      return { kind: "expression", span, expression: adapter.expression(node.expr), alias }
    }
  }
}

/** What stands behind FROM, read left to right. Undefined only for a clause without a table, which cannot be written. */
export function convertFrom(node: FromClause, adapter: Adapter): From | undefined {
  if (node.select === undefined) return undefined
  const first = convertFromItem(node.select, adapter)
  const joins = (node.joins ?? []).map((join) => convertJoin(join, adapter))
  return { span: cover(first.span, joins.at(-1)?.span ?? first.span), first, joins }
}

function convertJoin(node: JoinedSelectTable, adapter: Adapter): Join {
  const item = convertFromItem(node.table, adapter)
  const constraint = node.constraint
  const opSpan = spanOf(adapter, node.operator)
  return {
    span: { start: opSpan.start, end: constraint === undefined ? item.span.end : endOf(adapter, constraint) },
    opSpan,
    ...joinType(node.operator),
    item,
    on: constraint?.type === "OnJoinConstraint" ? adapter.expression(constraint.expr) : undefined,
    using:
      constraint?.type === "UsingJoinConstraint"
        ? constraint.columns.map((name) => identifierOf(adapter, name))
        : undefined,
  }
}

function joinType(node: JoinOperator): Pick<Join, "type" | "natural"> {
  if (node.type === "CommaJoinOperator") return { type: "comma", natural: false }
  const bits = node.joinType ?? 0
  const has = (bit: number): boolean => (bits & bit) !== 0
  const type =
    has(left) && has(right) ? "full" : has(left) ? "left" : has(right) ? "right" : has(cross) ? "cross" : "inner"
  return { type, natural: has(natural) }
}

/** One entry of FROM without its join constraint, which the package's span includes. */
function convertFromItem(node: SelectTable, adapter: Adapter): FromItem {
  const alias = node.alias === undefined ? undefined : identifierOf(adapter, node.alias.name)
  switch (node.type) {
    case "TableSelectTable": {
      const table = convertTableName(node.tblName, adapter)
      const hint = node.indexed === undefined ? undefined : endOf(adapter, node.indexed)
      const end = hint ?? alias?.span.end ?? table.span.end
      return { kind: "table", span: { start: table.span.start, end }, table, args: undefined, alias }
    }
    case "TableCallSelectTable": {
      const table = convertTableName(node.tblName, adapter)
      const last = node.args?.at(-1)
      const inside = last === undefined ? endAfter(adapter, table.span.end) : endOf(adapter, last)
      const span = { start: table.span.start, end: alias?.span.end ?? endAfter(adapter, inside) }
      return { kind: "table", span, table, args: (node.args ?? []).map((item) => adapter.expression(item)), alias }
    }
    case "SelectSelectTable": {
      const select = adapter.select(node.select)
      return { kind: "subquery", span: around(select.span, alias, adapter), select, alias }
    }
    case "SubSelectTable": {
      const from = adapter.deeper(() => convertFrom(node.from, adapter))
      if (from === undefined) throw new Error("unreachable: the grammar has no FROM without a table")
      return { kind: "parenthesized", span: around(from.span, alias, adapter), from, alias }
    }
  }
}

/** `( inner ) AS alias` */
function around(inner: Span, alias: Identifier | undefined, adapter: Adapter): Span {
  return { start: startBefore(adapter, inner.start), end: alias?.span.end ?? endAfter(adapter, inner.end) }
}
