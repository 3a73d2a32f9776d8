import type { QualifiedName, SortedColumn } from "sqlite3-parser"
import type { OrderTerm, TableName } from "./ast.ts"
import { type Adapter, endOf, identifierOf, type Source, startOf } from "./parse-source.ts"

/* Part of the adapter to the `sqlite3-parser` package: names of tables, and terms of ORDER BY and of indexes. */

/** `main.users`; an alias that the package keeps in the same node is not part of it. */
export function convertTableName(node: QualifiedName, source: Source): TableName {
  const schema = node.dbName === undefined ? undefined : identifierOf(source, node.dbName)
  const name = identifierOf(source, node.objName)
  return { schema, name, span: { start: (schema ?? name).span.start, end: name.span.end } }
}

/** `a DESC NULLS LAST`: in a list the package's span starts at the list. */
function convertOrderTerm(node: SortedColumn, adapter: Adapter): OrderTerm {
  return {
    span: { start: startOf(adapter, node.expr), end: endOf(adapter, node) },
    expression: adapter.expression(node.expr),
    descending: node.order === "Desc",
    nulls: node.nulls === undefined ? undefined : node.nulls === "First" ? "first" : "last",
  }
}

/** The terms of a list that may be absent. */
export function convertOrderTerms(nodes: readonly SortedColumn[] | undefined, adapter: Adapter): readonly OrderTerm[] {
  return (nodes ?? []).map((node) => convertOrderTerm(node, adapter))
}
