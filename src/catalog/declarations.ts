import type { Span } from "../source/source-file.ts"
import type { TypeAnnotation } from "../syntax/annotation.ts"
import type { ColumnDefinition, Identifier, StatementNode } from "../syntax/ast.ts"
import { annotatedColumn } from "../syntax/schema-annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { type Catalog, type Column, fold, type Place } from "./catalog.ts"

/*
 * What only the text of the migrations knows: where things were declared, and the annotations there. Kept while the
 * statements run, so that it follows renames and drops.
 */

type HistoryEntry = Catalog["history"][number]

/** A column in the text. */
export interface DeclaredColumn {
  readonly name: string
  readonly place: Place
  readonly annotation: Column["annotation"]
}

/** A table, view or virtual table in the text. `statement` is the CREATE; columns are keyed by folded name. */
export interface Declared {
  readonly statement: Statement
  readonly place: Place
  readonly columns: ReadonlyMap<string, DeclaredColumn>
}

/** Everything declared so far and still there. Keys are folded names. */
export interface Declarations {
  readonly relations: Map<string, Declared>
  readonly indexes: Map<string, Statement>
  readonly history: HistoryEntry[]
  /** renames of tables and columns, oldest first, to find what an annotation meant */
  readonly renames: { readonly table: string; readonly column: string | undefined; readonly to: string }[]
}

/** Nothing yet. */
export function nothingDeclared(): Declarations {
  return { relations: new Map(), indexes: new Map(), history: [], renames: [] }
}

/** Notes what a statement that SQLite has run declares. */
export function declare(into: Declarations, statement: Statement): void {
  const { ast } = statement
  switch (ast?.kind) {
    case "create-table":
      if (!ast.temporary) declareRelation(into, statement, ast.table.name, declaredColumns(statement, ast.columns))
      break
    case "create-view":
      if (!ast.temporary) declareRelation(into, statement, ast.view.name, new Map())
      break
    case "create-virtual-table":
      declareRelation(into, statement, ast.table.name, new Map())
      break
    case "create-index":
      // an index that was there already made this IF NOT EXISTS do nothing
      if (!into.indexes.has(fold(ast.name.name.text))) into.indexes.set(fold(ast.name.name.text), statement)
      break
    case "alter-table":
      alter(into, statement, ast)
      break
    case "drop":
      drop(into, statement, ast)
      break
    default:
      break
  }
}

function declareRelation(
  into: Declarations,
  statement: Statement,
  name: Identifier,
  columns: ReadonlyMap<string, DeclaredColumn>,
): void {
  const key = fold(name.text)
  if (into.relations.has(key)) return // IF NOT EXISTS
  into.relations.set(key, { statement, place: at(statement, name.span), columns })
}

function at(statement: Statement, span: Span): Place {
  return { file: statement.file, span }
}

function declaredColumns(
  statement: Statement,
  columns: readonly ColumnDefinition[],
): ReadonlyMap<string, DeclaredColumn> {
  const types = new Map<ColumnDefinition, { readonly type: TypeAnnotation; readonly place: Place }>()
  for (const annotation of statement.schemaAnnotations) {
    if (annotation.kind !== "column-type") continue
    const column = annotatedColumn(columns, annotation.span)
    if (column !== undefined) types.set(column, { type: annotation.type, place: at(statement, annotation.span) })
  }
  return new Map(
    columns.map((column) => [
      fold(column.name.text),
      { name: column.name.text, place: at(statement, column.name.span), annotation: types.get(column) },
    ]),
  )
}

function alter(
  into: Declarations,
  statement: Statement,
  ast: Extract<StatementNode, { readonly kind: "alter-table" }>,
): void {
  const key = fold(ast.table.name.text)
  const table = into.relations.get(key)
  const { action } = ast
  switch (action.kind) {
    case "rename-table":
      renameTable(into, key, action.to.text)
      break
    case "rename-column":
      if (table !== undefined) into.relations.set(key, withColumnRenamed(table, statement, action.from, action.to))
      into.renames.push({ table: key, column: fold(action.from.text), to: action.to.text })
      note(into, "renamed", key, action.from.text, at(statement, action.to.span))
      break
    case "add-column": {
      const added = declaredColumns(statement, [action.column])
      if (table !== undefined) into.relations.set(key, { ...table, columns: new Map([...table.columns, ...added]) })
      note(into, "added", key, action.column.name.text, at(statement, action.column.name.span))
      break
    }
    case "drop-column": {
      const columns = new Map(table?.columns)
      columns.delete(fold(action.column.text))
      if (table !== undefined) into.relations.set(key, { ...table, columns })
      note(into, "dropped", key, action.column.text, at(statement, action.column.span))
      break
    }
    case "other":
      break
  }
}

function note(into: Declarations, what: HistoryEntry["what"], table: string, column: string, place: Place): void {
  into.history.push({ table, column, what, place })
}

function renameTable(into: Declarations, key: string, name: string): void {
  const [table, to] = [into.relations.get(key), fold(name)]
  into.relations.delete(key)
  if (table !== undefined) into.relations.set(to, table)
  into.history.forEach((entry, index) => {
    if (fold(entry.table) === key) into.history[index] = { ...entry, table: to }
  })
  into.renames.push({ table: key, column: undefined, to: name })
}

function withColumnRenamed(table: Declared, statement: Statement, from: Identifier, to: Identifier): Declared {
  const columns = [...table.columns].map(([key, column]): [string, DeclaredColumn] =>
    key === fold(from.text)
      ? [fold(to.text), { ...column, name: to.text, place: at(statement, to.span) }]
      : [key, column],
  )
  return { ...table, columns: new Map(columns) }
}

/** The columns of a dropped table are gone too, until a table of that name has them again. */
function drop(into: Declarations, statement: Statement, ast: Extract<StatementNode, { readonly kind: "drop" }>): void {
  const key = fold(ast.name.name.text)
  if (ast.what === "index") into.indexes.delete(key)
  if (ast.what !== "table" && ast.what !== "view") return
  const place = at(statement, ast.name.name.span)
  for (const column of into.relations.get(key)?.columns.values() ?? []) {
    note(into, "dropped", key, column.name, place)
  }
  into.relations.delete(key)
}
