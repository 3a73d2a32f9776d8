import {
  type Column,
  fold,
  type Place,
  type Relation,
  type Table,
  type View,
  type VirtualTable,
} from "../catalog/catalog.ts"
import type { FromItem } from "../syntax/ast.ts"
import { columnType } from "./column-type.ts"
import { commonColumns } from "./common-table.ts"
import { expecting, type Inference } from "./inference.ts"
import { anyStorage, plain, reason, storageOf } from "./lattice.ts"
import { unknownTable } from "./messages.ts"
import {
  blank,
  emptyScope,
  type RelationColumn,
  rowidColumn,
  type Scope,
  type ScopeColumn,
  type ScopeRelation,
} from "./scope.ts"
import { tableFunction, tableFunctionNames } from "./table-function.ts"

type TableItem = Extract<FromItem, { kind: "table" }>

/** One item of a FROM clause as a relation. */
export function relationOf(
  on: Inference,
  scope: Scope,
  item: Exclude<FromItem, { kind: "parenthesized" }>,
): ScopeRelation {
  if (item.kind === "subquery") {
    const outside = { ...emptyScope(scope.file, scope.outer), commonTables: scope.commonTables }
    const { columns, rows } = on.select(on, outside, item.select)
    return derived(item.alias?.text, columns, rows.count !== "many", item.span)
  }
  const name = item.alias?.text ?? item.table.name.text
  const folded = fold(item.table.name.text)
  const common = item.table.schema === undefined && item.args === undefined ? scope.commonTables.get(folded) : undefined
  if (common !== undefined) {
    const { columns, single } = commonColumns(on, common)
    return derived(name, columns, single, item.span)
  }
  const relation = on.catalog.relations.get(folded)
  if (relation !== undefined) return catalogRelation(on, scope, relation, name, item)
  return tableFunction(on, scope, item, name) ?? unresolved(on, scope, item, name)
}

function derived(
  name: string | undefined,
  columns: readonly RelationColumn[],
  single: boolean,
  span: TableItem["span"],
): ScopeRelation {
  return { ...blank(name, span), columns: columns.map((column) => ({ ...column, hidden: false })), single }
}

function unresolved(on: Inference, scope: Scope, item: TableItem, name: string): ScopeRelation {
  const functions = item.args === undefined ? [] : tableFunctionNames
  on.diagnostics.push(unknownTable(on.catalog, scope, item.table.name, functions))
  for (const argument of item.args ?? []) on.expression(on, scope, argument)
  const type = plain(anyStorage, true, reason("the table does not resolve", scope.file, item.span))
  return {
    ...blank(name, item.span),
    anyColumn: { name: "?", type, hidden: true, collation: undefined, affinity: undefined, subtyped: true },
  }
}

function catalogRelation(
  on: Inference,
  scope: Scope,
  relation: Relation,
  name: string,
  item: TableItem,
): ScopeRelation {
  const place = { file: scope.file, span: item.span }
  switch (relation.kind) {
    case "table":
      return tableRelation(relation, name, place)
    case "view":
      return derived(name, viewColumns(on, relation), false, item.span)
    case "virtual":
      for (const argument of item.args ?? []) {
        on.expression(
          on,
          scope,
          argument,
          expecting(
            plain(storageOf("text"), false, reason("a full-text query", scope.file, argument.span)),
            "a full-text query",
          ),
        )
      }
      return virtualRelation(relation, name, place)
  }
}

/** A stored table under a name; also the target of INSERT, UPDATE and DELETE. */
export function tableRelation(table: Table, name: string, place: Place): ScopeRelation {
  const columns = table.columns.map(
    (column): ScopeColumn => ({
      name: column.name,
      type: columnType(table, column, place),
      hidden: column.hidden,
      collation: column.collation,
      affinity: column.affinity,
      subtyped: false,
    }),
  )
  return {
    ...blank(name, place.span),
    columns,
    table,
    rowid: table.withoutRowid ? undefined : rowidColumn(place.file, place.span),
  }
}

/** FTS5 columns hold text by contract; `rank` is NULL outside a MATCH. https://sqlite.org/fts5.html */
function virtualRelation(relation: VirtualTable, name: string, place: Place): ScopeRelation {
  const columns = relation.columns.map(
    (column): ScopeColumn => ({
      name: column.name,
      type: virtualType(relation, column, place),
      hidden: column.hidden,
      collation: undefined,
      affinity: undefined,
      subtyped: false,
    }),
  )
  return { ...blank(name, place.span), columns, rowid: rowidColumn(place.file, place.span) }
}

function virtualType(relation: VirtualTable, column: Column, place: Place): ScopeColumn["type"] {
  const why = reason(
    `\`${relation.name}.${column.name}\` is a column of a ${relation.module} table`,
    place.file,
    place.span,
  )
  if (relation.module === "fts5")
    return plain(column.name === "rank" ? storageOf("real") : storageOf("text"), true, why)
  if (relation.module === "fts5vocab") {
    const counts = ["doc", "cnt", "offset"]
    return plain(counts.includes(column.name) ? storageOf("integer") : storageOf("text"), column.name !== "term", why)
  }
  return plain(anyStorage, true, why)
}

/** A view's columns come from its SELECT, through to the base columns; worked out once per statement. */
function viewColumns(on: Inference, view: View): readonly RelationColumn[] {
  const key = fold(view.name)
  const done = on.views.get(key)
  if (done !== undefined) return done.columns
  const { columns } = on.select({ ...on, uses: [], elementUses: [] }, emptyScope(view.file, undefined), view.select)
  const named = columns.map((column, index) => ({ ...column, name: view.columnNames?.[index] ?? column.name }))
  on.views.set(key, { columns: named, single: false })
  return named
}
