import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { shortList, suggestionOr } from "../diagnostics/suggest.ts"
import type { SchemaAnnotation, Word } from "../syntax/annotation.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { type Catalog, type Column, fold, type Relation } from "./catalog.ts"
import type { Declarations } from "./declarations.ts"

type NamedColumn = Extract<SchemaAnnotation, { readonly kind: "named-column" }>

/** Gives `@column table.column type` to the columns meant, and reports those, and `@versioned` and `@leased` columns, that are none. */
export function annotate(
  relations: Map<string, Relation>,
  schema: readonly Statement[],
  declarations: Declarations,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const statement of schema) {
    for (const annotation of statement.schemaAnnotations) {
      if (annotation.kind === "named-column")
        diagnostics.push(...nameColumn(relations, statement, annotation, declarations))
    }
  }
  for (const [key, relation] of relations) {
    const statement = declarations.relations.get(key)?.statement
    if (relation.kind === "table" && statement !== undefined)
      diagnostics.push(...marked(relations, relation, statement))
  }
  return diagnostics
}

function nameColumn(
  relations: Map<string, Relation>,
  statement: Statement,
  annotation: NamedColumn,
  declarations: Declarations,
): readonly Diagnostic[] {
  const meant = today(annotation, declarations)
  const relation = relations.get(meant.table)
  if (relation === undefined) return [unknownTable(relations, statement, annotation.table)]
  const column = columnNamed(relation, meant.column)
  if (column === undefined) {
    return wasDropped(meant, declarations) ? [] : [unknownColumn(relation, statement, annotation.column)]
  }
  const place = { file: statement.file, span: annotation.span }
  const columns = relation.columns.map(
    (other): Column => (other === column ? { ...other, annotation: { type: annotation.type, place } } : other),
  )
  relations.set(meant.table, { ...relation, columns })
  return []
}

/** An annotation in an old migration uses the names of its time. */
function today(
  annotation: NamedColumn,
  { renames }: Declarations,
): { readonly table: string; readonly column: string } {
  let table = fold(annotation.table.text)
  let column = fold(annotation.column.text)
  for (const rename of renames) {
    if (rename.table !== table) continue
    if (rename.column === undefined) table = fold(rename.to)
    else if (rename.column === column) column = fold(rename.to)
  }
  return { table, column }
}

function wasDropped(meant: { readonly table: string; readonly column: string }, { history }: Declarations): boolean {
  return history.some(
    (entry) => entry.what === "dropped" && fold(entry.table) === meant.table && fold(entry.column) === meant.column,
  )
}

/** The columns of `@versioned` and `@leased`, by their own names. */
function marked(relations: Map<string, Relation>, table: Relation, statement: Statement): readonly Diagnostic[] {
  return statement.schemaAnnotations.flatMap((annotation) => {
    if (annotation.kind !== "versioned" && annotation.kind !== "leased") return []
    const column = columnNamed(table, fold(annotation.column.text))
    if (column === undefined) return [unknownColumn(table, statement, annotation.column)]
    const known = relations.get(fold(table.name))
    if (known?.kind === "table") relations.set(fold(table.name), { ...known, [annotation.kind]: column.name })
    return []
  })
}

function columnNamed(relation: Relation, key: string): Column | undefined {
  return relation.columns.find((column) => fold(column.name) === key)
}

function unknownTable(relations: Catalog["relations"], statement: Statement, word: Word): Diagnostic {
  const names = [...relations.values()].filter((relation) => relation.place !== undefined)
  const message = `no table or view \`${word.text}\``
  return report(statement.file, "unknown-table", word.span, message, "no such table", {
    help: suggestionOr(
      word.text,
      names.map((relation) => relation.name),
      "name a table or view that the migrations create",
    ),
  })
}

function unknownColumn(relation: Relation, statement: Statement, word: Word): Diagnostic {
  const names = relation.columns.filter((column) => !column.hidden).map((column) => column.name)
  const message = `no column \`${word.text}\` in \`${relation.name}\``
  return report(statement.file, "unknown-column", word.span, message, `not a column of \`${relation.name}\``, {
    help: suggestionOr(word.text, names, `the columns are ${shortList(names)}`),
  })
}
