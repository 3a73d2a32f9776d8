import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts"
import { didYouMean, shortList } from "../diagnostics/suggest.ts"
import type { Expression, Identifier } from "../syntax/ast.ts"
import { goneColumn } from "./gone-column.ts"
import type { Inference } from "./inference.ts"
import { labelAt } from "./label-at.ts"
import type { Scope, ScopeRelation } from "./scope.ts"

type ColumnNode = Extract<Expression, { kind: "column" }>

/** Names that resolve to nothing: the words for them have their one home here. */
export function unknownColumn(on: Inference, scope: Scope, node: ColumnNode): Diagnostic {
  const relations = visibleRelations(scope, node.table)
  const names = [
    ...new Set(
      relations.flatMap((relation) => relation.columns.filter((column) => !column.hidden).map((column) => column.name)),
    ),
  ]
  const gone = goneColumn(on.catalog, relations, names, node.name.text)
  const near = gone?.now ?? didYouMean(node.name.text, names)
  const where =
    relations.length === 1 && relations[0]?.name !== undefined
      ? `in \`${relations[0].name}\``
      : relations.length === 0
        ? "here: the statement reads no table"
        : "in the tables of this query"
  const past = gone?.labels ?? []
  const declared = near === undefined ? [] : declarations(on.catalog, relations, near)
  return {
    code: "unknown-column",
    severity: "error",
    message: `no column \`${node.name.text}\` ${where}`,
    primary: {
      file: scope.file,
      span: node.name.span,
      text: node.table === undefined ? "no such column" : `not a column of \`${node.table.text}\``,
    },
    secondary: gone?.now === undefined ? [...declared, ...past] : past,
    help: near === undefined ? (elsewhere(scope, node) ?? columnList(names)) : `did you mean \`${near}\`?`,
    fix: near === undefined ? undefined : { file: scope.file, span: node.name.span, text: asWritten(near) },
  }
}

function visibleRelations(scope: Scope, table: Identifier | undefined): readonly ScopeRelation[] {
  const all: ScopeRelation[] = []
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) all.push(...at.relations)
  return table === undefined
    ? all
    : all.filter((relation) => relation.name !== undefined && fold(relation.name) === fold(table.text))
}

function columnList(names: readonly string[]): string {
  return names.length === 0
    ? "name a table with FROM; text stands in single quotes, and what the caller gives is a parameter, `:name`"
    : `the columns are ${shortList(names)}`
}

/** `u.title`, where `t` has a column of this name. */
function elsewhere(scope: Scope, { table, name }: ColumnNode): string | undefined {
  if (table === undefined) return undefined
  const having = visibleRelations(scope, undefined).flatMap((relation) =>
    relation.columns.some((column) => fold(column.name) === fold(name.text)) ? [relation.name] : [],
  )
  const [other] = having
  return other === undefined ? undefined : `did you mean \`${asWritten(other)}.${asWritten(name.text)}\`?`
}

function declarations(catalog: Catalog, relations: readonly ScopeRelation[], name: string): readonly Label[] {
  for (const relation of relations) {
    if (relation.table === undefined) continue
    const place = catalog.relations
      .get(fold(relation.table.name))
      ?.columns.find((column) => fold(column.name) === fold(name))?.declaredAt
    if (place !== undefined) return [{ ...place, text: "similar column declared here" }]
  }
  return []
}

/** `functions` are the table-valued ones, where the name has arguments. */
export function unknownTable(
  catalog: Catalog,
  scope: Scope,
  name: Identifier,
  functions: readonly string[] = [],
): Diagnostic {
  const names = [
    ...functions,
    ...[...catalog.relations.values()].map((relation) => relation.name),
    ...[...scope.commonTables.values()].map((source) => source.node.name.text),
  ]
  const near = didYouMean(name.text, names)
  const place = near === undefined ? undefined : catalog.relations.get(fold(near))?.place
  return {
    code: "unknown-table",
    severity: "error",
    message: `no table or view \`${name.text}\``,
    primary: { file: scope.file, span: name.span, text: "no such table" },
    secondary: labelAt(place, "similar name declared here"),
    help: near === undefined ? tableList(names) : `did you mean \`${near}\`?`,
    fix: near === undefined ? undefined : { file: scope.file, span: name.span, text: asWritten(near) },
  }
}

function tableList(names: readonly string[]): string {
  const own = names.filter((name) => !/^(?:sqlite_|pragma_|_cf_)/i.test(name))
  if (own.length === 0) return "the schema has no tables: it is read from the migrations"
  return `there are ${shortList(own)}`
}

/** `x.name` where no relation is called x. */
export function unknownTableQualifier(on: Inference, scope: Scope, node: ColumnNode): Diagnostic {
  return unknownTableStar(on, scope, node.table ?? node.name)
}

/** `x.*` or `x.name` where no relation is called x. */
export function unknownTableStar({ catalog }: Inference, scope: Scope, table: Identifier): Diagnostic {
  const visible = visibleRelations(scope, undefined)
  const names = visible.flatMap((relation) => (relation.name === undefined ? [] : [relation.name]))
  const aliases = visible.filter((relation) => relation.table && fold(relation.table.name) === fold(table.text))
  const near = aliases.length === 1 ? aliases[0]?.name : didYouMean(table.text, names)
  return {
    code: "unknown-table",
    severity: "error",
    message: `no table is called \`${table.text}\` in this query`,
    primary: { file: scope.file, span: table.span, text: "not a table or alias of FROM" },
    secondary: aliases.map((relation) => ({
      file: scope.file,
      span: relation.span,
      text: `called \`${relation.name ?? ""}\` here`,
    })),
    help: near === undefined ? withoutSuch(catalog, table, names) : `did you mean \`${near}\`?`,
    fix: near === undefined ? undefined : { file: scope.file, span: table.span, text: asWritten(near) },
  }
}

/** What to do where nothing of FROM is called so, or near. */
function withoutSuch(catalog: Catalog, table: Identifier, names: readonly string[]): string {
  const known = catalog.relations.get(fold(table.text))
  const list = names.length === 0 ? "there is no FROM" : `FROM has ${shortList(names)}`
  return known === undefined || known.place === undefined
    ? `${names.length === 0 ? `${list}: leave the qualifier out` : list}`
    : `${list}: add \`${known.name}\` to it, with JOIN`
}

export function ambiguousColumn(scope: Scope, node: ColumnNode, relations: readonly ScopeRelation[]): Diagnostic {
  const names = relations.map((relation) => relation.name ?? "a subquery")
  return {
    code: "ambiguous-column",
    severity: "error",
    message: `\`${node.name.text}\` is a column of ${names.map((name) => `\`${name}\``).join(" and ")}`,
    primary: { file: scope.file, span: node.name.span, text: "which one?" },
    secondary: relations.map((relation) => ({
      file: scope.file,
      span: relation.span,
      text: `has \`${node.name.text}\``,
    })),
    help: `write \`${names[0]}.${node.name.text}\` or \`${names[1] ?? names[0]}.${node.name.text}\``,
    fix: undefined,
  }
}

/** A name as it can stand in SQL. https://sqlite.org/lang_keywords.html */
function asWritten(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
