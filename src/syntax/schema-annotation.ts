import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Ignore, SchemaAnnotation } from "./annotation.ts"
import { duplicateAnnotation, syntaxError } from "./annotation-errors.ts"
import { aboveTable, annotations, atColumn } from "./annotation-table.ts"
import type { ColumnDefinition, StatementNode } from "./ast.ts"
import { type Comment, type Reading, type Rest, readComment, takeWord, wordOf } from "./comment.ts"
import { lineBefore, readIgnore } from "./ignore.ts"
import type { Section } from "./sections.ts"
import { misplacedAnnotation, strayComment } from "./stray.ts"
import { notAType, readRef, readType, type TypeReading } from "./type-annotation.ts"

/** What the comments at one statement of a schema file say. */
export interface SchemaComments {
  readonly annotations: readonly SchemaAnnotation[]
  readonly ignores: readonly Ignore[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Collected {
  readonly annotations: SchemaAnnotation[]
  readonly ignores: Ignore[]
  readonly diagnostics: Diagnostic[]
}

/** What stands above a table. */
const tableAnnotations = ["append-only", "versioned", "leased", "size"] as const

const places = {
  above: "above a statement of a schema file",
  inside: "inside a statement",
  below: "below the last statement",
} as const

/** Reads the comments at one statement. `ast` is undefined when it cannot be parsed. */
export function readSchemaComments(file: SourceFile, section: Section, ast: StatementNode | undefined): SchemaComments {
  const out: Collected = { annotations: [], ignores: [], diagnostics: [] }
  for (const comment of section.above) readOne(file, comment, "above", section.span, ast, out)
  for (const comment of section.inside) readOne(file, comment, "inside", section.span, ast, out)
  for (const comment of section.below) readOne(file, comment, "below", section.span, ast, out)
  reportDuplicates(file, ast, out)
  return out
}

/** The column that a `@json` or `@type` at the end of a line speaks of: the last one that starts before it. */
export function annotatedColumn(columns: readonly ColumnDefinition[], annotation: Span): ColumnDefinition | undefined {
  return columns.findLast((column) => column.span.start < annotation.start)
}

function readOne(
  file: SourceFile,
  comment: Comment,
  zone: keyof typeof places,
  statement: Span,
  ast: StatementNode | undefined,
  out: Collected,
): void {
  const reading = readComment(comment)
  if (reading.kind === "text" && !comment.block) return
  if (!comment.block && reading.kind === "ignore" && ignoreBelongs(zone, comment)) {
    const covers = zone === "above" ? statement : lineBefore(file, comment)
    const { value, diagnostics } = readIgnore(file, comment, reading.rest, covers)
    if (value !== undefined) out.ignores.push(value)
    out.diagnostics.push(...diagnostics)
  } else if (!comment.block && reading.kind === "annotation" && belongs(reading.name, zone, comment)) {
    readKnown(file, comment, reading, ast, out)
  } else out.diagnostics.push(...strayComment(file, "schema", comment, places[zone]))
}

function ignoreBelongs(zone: keyof typeof places, comment: Comment): boolean {
  return zone === "above" || (zone === "inside" && !comment.ownLine)
}

function belongs(name: string, zone: keyof typeof places, comment: Comment): boolean {
  if (name === "column") return true
  if (name === "json" || name === "type") return zone === "inside" && !comment.ownLine
  return zone === "above" && tableAnnotations.some((one) => one === name)
}

function readKnown(
  file: SourceFile,
  comment: Comment,
  reading: Extract<Reading, { readonly kind: "annotation" }>,
  ast: StatementNode | undefined,
  out: Collected,
): void {
  const { rest } = reading
  if (reading.name === "column") readNamedColumn(file, comment, rest, out)
  else if (reading.name === "json" || reading.name === "type") {
    if (!isAtColumn(file, ast, comment)) {
      const message = `\`${reading.word.text}\` stands at no column`
      out.diagnostics.push(misplacedAnnotation(file, reading.word.span, message, atColumn))
      return
    }
    const type = reading.name === "json" ? readRef(rest) : readType(rest)
    readColumnType(file, comment, rest, type, `write \`${annotations[reading.name].usage}\``, out)
  } else if (ast !== undefined && ast.kind !== "create-table") {
    const message = `\`${reading.word.text}\` stands above a statement that creates no table`
    out.diagnostics.push(misplacedAnnotation(file, reading.word.span, message, aboveTable))
  } else readTableAnnotation(file, comment, reading, out)
}

/** True when the line of the comment holds at least the end of a column. Unknown, so true, for what did not parse. */
function isAtColumn(file: SourceFile, ast: StatementNode | undefined, comment: Comment): boolean {
  if (ast === undefined) return true
  const column = annotatedColumn(columnsOf(ast), comment.span)
  if (column === undefined) return false
  const from = Math.min(column.span.end, comment.span.start)
  return !file.text.slice(from, comment.span.start).includes("\n")
}

function columnsOf(ast: StatementNode): readonly ColumnDefinition[] {
  if (ast.kind === "create-table") return ast.columns
  return ast.kind === "alter-table" && ast.action.kind === "add-column" ? [ast.action.column] : []
}

function readColumnType(
  file: SourceFile,
  comment: Comment,
  rest: Rest,
  type: TypeReading,
  usage: string,
  out: Collected,
): void {
  if (type.kind === "type") out.annotations.push({ kind: "column-type", span: comment.span, type: type.type })
  else out.diagnostics.push(wrongType(file, comment, rest, type, usage))
}

function wrongType(
  file: SourceFile,
  comment: Comment,
  rest: Rest,
  type: Exclude<TypeReading, { readonly kind: "type" }>,
  usage: string,
): Diagnostic {
  const wrong = type.kind === "none" ? notAType(rest) : type
  if (wrong === undefined) return syntaxError(file, comment.span, "a type is missing", "expected a type", usage)
  const span = wrong.span.start === wrong.span.end ? comment.span : wrong.span
  return syntaxError(file, span, wrong.message, wrong.expected, wrong.help ?? usage)
}

/** `@column table.column type` */
function readNamedColumn(file: SourceFile, comment: Comment, rest: Rest, out: Collected): void {
  const usage = "write `-- @column table.column type`"
  const taken = takeWord(rest)
  const parts = taken === undefined ? null : /^([^\s.]+)\.([^\s.]+)$/.exec(taken.word.text)
  if (taken === undefined || parts === null) {
    const span = taken?.word.span ?? comment.span
    const message = "in a schema file `@column` names a table and a column"
    out.diagnostics.push(syntaxError(file, span, message, "expected `table.column`", usage))
    return
  }
  const table = wordOf(rest, (parts[1] ?? "").length)
  const start = table.span.end + 1
  const column = { text: parts[2] ?? "", span: { start, end: taken.word.span.end } }
  const type = readType(taken.rest)
  if (type.kind !== "type") out.diagnostics.push(wrongType(file, comment, taken.rest, type, usage))
  else out.annotations.push({ kind: "named-column", span: comment.span, table, column, type: type.type })
}

/** `@append-only`, `@versioned column`, `@leased column`, `@size 1_000_000` */
function readTableAnnotation(
  file: SourceFile,
  comment: Comment,
  reading: Extract<Reading, { readonly kind: "annotation" }>,
  out: Collected,
): void {
  const { span } = comment
  const kind = tableAnnotations.find((one) => one === reading.name)
  const word = takeWord(reading.rest)
  if (kind === undefined) return
  if (kind === "append-only") out.annotations.push({ kind, span })
  else if (word === undefined) {
    const message = `\`${reading.word.text}\` needs a value`
    const help = `write \`${annotations[kind].usage}\``
    out.diagnostics.push(syntaxError(file, span, message, "the value is missing", help))
  } else if (kind !== "size") out.annotations.push({ kind, span, column: word.word })
  else if (/^[0-9]+(?:_[0-9]+)*$/.test(word.word.text)) {
    out.annotations.push({ kind: "size", span, rows: Number(word.word.text.replaceAll("_", "")) })
  } else {
    const message = `\`${word.word.text}\` is not a number of rows`
    const label = "expected digits, with `_` between them where you like"
    out.diagnostics.push(syntaxError(file, word.word.span, message, label, `write \`${annotations.size.usage}\``))
  }
}

/** Two annotations of one column, or the same one twice at one table. */
function reportDuplicates(file: SourceFile, ast: StatementNode | undefined, out: Collected): void {
  const seen = new Map<string, Span>()
  for (const annotation of out.annotations) {
    const key = keyOf(annotation, ast)
    if (key === undefined) continue
    const first = seen.get(key)
    if (first === undefined) seen.set(key, annotation.span)
    else out.diagnostics.push(duplicateAnnotation(file, key, annotation.span, first))
  }
}

function keyOf(annotation: SchemaAnnotation, ast: StatementNode | undefined): string | undefined {
  switch (annotation.kind) {
    case "column-type": {
      const column = ast === undefined ? undefined : annotatedColumn(columnsOf(ast), annotation.span)
      return column === undefined ? undefined : `the type of column \`${column.name.text}\``
    }
    case "named-column":
      return `\`@column ${annotation.table.text}.${annotation.column.text}\``
    case "append-only":
    case "versioned":
    case "leased":
    case "size":
      return `\`@${annotation.kind}\``
  }
}
