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
import { columnType, declaredStorage } from "./column-type.ts"
import { commonColumns } from "./common-table.ts"
import { expecting, type Inference } from "./inference.ts"
import { anyStorage, notNullBecause, plain, reason, storageOf } from "./lattice.ts"
import { unknownTable } from "./messages.ts"
import {
  blank,
  type CommonColumns,
  emptyScope,
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
  on.steps.count++
  if (item.kind === "subquery") {
    const outside = { ...emptyScope(scope.file, scope.outer), commonTables: scope.commonTables }
    const { columns, rows, keys } = on.select(on, outside, item.select)
    return derived(item.alias?.text, { columns, rows: rows.count, keys }, item.span)
  }
  const name = item.alias?.text ?? item.table.name.text
  const folded = fold(item.table.name.text)
  const common = item.table.schema === undefined && item.args === undefined ? scope.commonTables.get(folded) : undefined
  if (common !== undefined) {
    return derived(name, commonColumns(on, common), item.span)
  }
  const relation = on.catalog.relations.get(folded)
  if (relation !== undefined) return catalogRelation(on, scope, relation, name, item)
  return tableFunction(on, scope, item, name) ?? unresolved(on, scope, item, name)
}

function derived(name: string | undefined, from: CommonColumns, span: TableItem["span"]): ScopeRelation {
  const columns = from.columns.map((column): ScopeColumn => ({ ...column, hidden: false }))
  const keys = from.keys.map((key) => key.flatMap((position) => columns[position] ?? []))
  return { ...blank(name, span), columns, keys, rows: from.rows }
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
      return tableRelation(on, relation, name, place)
    case "view":
      return derived(name, viewColumns(on, relation), item.span)
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
      return virtualRelation(relation, name, place, (item.args ?? []).length > 0)
  }
}

/** A stored table under a name; also the target of INSERT, UPDATE and DELETE. */
function tableRelation(on: Inference, table: Table, name: string, place: Place): ScopeRelation {
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
  const rowid = table.withoutRowid ? undefined : rowidColumn(place.file, place.span)
  const relation: ScopeRelation = { ...blank(name, place.span), columns, table, rowid }
  return table.columns.some((column) => column.generatedAs !== undefined)
    ? { ...relation, columns: columns.map((column, index) => generated(on, relation, column, table.columns[index])) }
    : relation
}

/** A generated column is of its declared type, and NULL only where its expression may be. https://sqlite.org/gencol.html */
function generated(
  on: Inference,
  relation: ScopeRelation,
  column: ScopeColumn,
  definition: Column | undefined,
): ScopeColumn {
  const place = definition?.declaredAt ?? relation.table?.place
  if (definition?.generatedAs === undefined || place === undefined || !column.type.nullable) return column
  const quiet: Inference = { ...on, uses: [], elementUses: [], fieldUses: [], diagnostics: [], wide: [] }
  const scope: Scope = { ...emptyScope(place.file, undefined), relations: [relation], steps: on.steps }
  const type = on.expression(quiet, scope, definition.generatedAs)
  return type.nullable ? column : { ...column, type: notNullBecause(column.type, type.why.nullable) }
}

/** `searched`: written as a function of the query, so that each row has a rank. https://sqlite.org/fts5.html */
function virtualRelation(relation: VirtualTable, name: string, place: Place, searched: boolean): ScopeRelation {
  const columns = relation.columns.map(
    (column): ScopeColumn => ({
      name: column.name,
      type: virtualType(relation, column, place, searched),
      hidden: column.hidden,
      collation: undefined,
      affinity: undefined,
      subtyped: false,
    }),
  )
  return { ...blank(name, place.span), columns, rowid: rowidColumn(place.file, place.span) }
}

/** FTS5 columns hold text by contract; `rank` is NULL outside a MATCH. Coordinates are numbers by their declared type. */
function virtualType(relation: VirtualTable, column: Column, place: Place, searched: boolean): ScopeColumn["type"] {
  const why = reason(
    `\`${relation.name}.${column.name}\` is a column of a ${relation.module} table`,
    place.file,
    place.span,
  )
  if (relation.module === "fts5") {
    return column.name === "rank" ? plain(storageOf("real"), !searched, why) : plain(storageOf("text"), true, why)
  }
  if (relation.module === "fts5vocab") {
    const counts = ["doc", "cnt", "offset"]
    const solid = ["term", "doc", "cnt"]
    return plain(storageOf(counts.includes(column.name) ? "integer" : "text"), !solid.includes(column.name), why)
  }
  if (relation.module === "rtree" || relation.module === "rtree_i32") {
    const isId = relation.columns[0] === column
    return plain(declaredStorage(column.declaredType).storage, !isId, why)
  }
  return plain(anyStorage, true, why)
}

/** A view's columns come from its SELECT, through to the base columns; worked out once per statement. */
function viewColumns(on: Inference, view: View): CommonColumns {
  const key = fold(view.name)
  const done = on.views.get(key)
  if (done !== undefined) return done
  const inside = { ...on, uses: [], elementUses: [], fieldUses: [] }
  const { columns, rows, keys } = on.select(
    inside,
    { ...emptyScope(view.file, undefined), steps: on.steps },
    view.select,
  )
  const named = columns.map((column, index) => ({ ...column, name: view.columnNames?.[index] ?? column.name }))
  const found: CommonColumns = { columns: named, rows: rows.count, keys }
  on.views.set(key, found)
  return found
}
