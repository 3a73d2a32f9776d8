import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import { type SourceFile, textOf } from "../source/source-file.ts"
import type { Ignore } from "./annotation.ts"
import { type Comment, readComment } from "./comment.ts"
import { type GuardedSection, guarded } from "./guards.ts"
import { type QueryHeader, readQueryHeader, readStepHeader } from "./header.ts"
import { lineBefore, readIgnore } from "./ignore.ts"
import { listsOf } from "./in-list.ts"
import { lexicalErrors } from "./lexical-errors.ts"
import { endsStatement, forwardTokens } from "./migration-marks.ts"
import { endAtNames } from "./missing-semicolon.ts"
import { parseStatement } from "./parse.ts"
import { placeholdersOf } from "./placeholders.ts"
import { report } from "./report.ts"
import { readSchemaComments } from "./schema-annotation.ts"
import { type Section, sectionsOf } from "./sections.ts"
import { type CutAt, splitStatements } from "./split.ts"
import type { Statement } from "./statement.ts"
import { strayComment } from "./stray.ts"
import { tokenize } from "./tokenize.ts"
import { grouped, type Part } from "./transaction.ts"

export type { CutAt } from "./split.ts"

/**
 * The statements of a schema file with their `@json`, `@size` and other schema annotations. A broken statement is among
 * them, without `ast`. With `cutAt` SQLite has the last word on where a statement ends. What a file says about how to undo
 * itself is not read.
 */
export function parseSchemaFile(file: SourceFile, cutAt?: CutAt): Outcome<readonly Statement[]> {
  const tokens = forwardTokens(tokenize(file.text))
  const { sections, loose } = sectionsOf(file, tokens, splitStatements(file.text, tokens, cutAt, endsStatement))
  const diagnostics: Diagnostic[] = [
    ...lexicalErrors(file, tokens),
    ...loose.flatMap((comment) => strayInSchema(file, comment)),
  ]
  const statements = sections.map((section) => {
    const parsed = parseStatement(section.tokens)
    const comments = readSchemaComments(file, section, parsed.ast)
    diagnostics.push(...comments.diagnostics)
    return statementOf(file, section, parsed, { schemaAnnotations: comments.annotations, ignores: comments.ignores })
  })
  return { value: statements, diagnostics }
}

/** Without a statement there is nothing to annotate, not even for `@column`, which may stand anywhere. */
function strayInSchema(file: SourceFile, comment: Comment): readonly Diagnostic[] {
  return strayComment(file, "schema", comment, "in a file without a statement")
}

/**
 * The statements of a query file, each with the header above it; those under one name are one, with steps. A statement
 * without a `-- name:` above it has no `annotation`: it is reported as unnamed. A file of many unnamed ones (a dump, a
 * seed) has one thing wrong, not thousands: it is said once, and they are not among the statements.
 */
export function parseQueryFile(file: SourceFile, cutAt?: CutAt): Outcome<readonly Statement[]> {
  const tokens = tokenize(file.text)
  const split = splitStatements(file.text, tokens, cutAt)
  const ended = endAtNames(file, tokens, split)
  const { sections, loose } = sectionsOf(file, tokens, ended.value)
  const diagnostics = [...lexicalErrors(file, tokens), ...ended.diagnostics]
  diagnostics.push(...readQueryHeader(file, loose, undefined).diagnostics)
  const { unnamed, groups } = underNames(guarded(sections))
  const missing = new Map<Section["span"], Diagnostic>()
  const nameless = unnamed.map((section) => {
    const read = readUnnamed(file, section)
    if (read.missing !== undefined) missing.set(section.span, read.missing)
    diagnostics.push(...read.diagnostics)
    return read.statement
  })
  const statements = groups.flatMap((sections) => {
    const read = readGroup(file, sections)
    diagnostics.push(...read.diagnostics)
    return read.value
  })
  const [first] = missing.values()
  if (first === undefined || missing.size <= mostNameless)
    return { value: [...nameless, ...statements], diagnostics: [...diagnostics, ...missing.values()] }
  const others = nameless.filter(({ span }) => !missing.has(span))
  return { value: [...others, ...statements], diagnostics: [...diagnostics, together(first, missing.size)] }
}

type Sections = readonly [GuardedSection, ...GuardedSection[]]

/** What stands before the first `-- name:` line, and what stands under each. */
function underNames(sections: readonly GuardedSection[]): {
  readonly unnamed: readonly GuardedSection[]
  readonly groups: readonly Sections[]
} {
  const isNamed = ({ above }: Section): boolean =>
    above.some((comment) => !comment.block && readComment(comment).kind === "name")
  const starts = sections.flatMap((section, index) => (isNamed(section) ? [index] : []))
  const groups = starts.flatMap((start, index): readonly Sections[] => {
    const [first, ...others] = sections.slice(start, starts[index + 1])
    return first === undefined ? [] : [[first, ...others]]
  })
  return { unnamed: sections.slice(0, starts[0]), groups }
}

/** A statement without a name above it, and what is to be said of that. */
function readUnnamed(
  file: SourceFile,
  section: GuardedSection,
): {
  readonly statement: Statement
  readonly missing: Diagnostic | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const header = readQueryHeader(file, section.above, section.span)
  const parsed = parseStatement(section.tokens)
  const inside = readInside(file, section)
  const below = readQueryHeader(file, section.below, undefined)
  return {
    statement: statementOf(file, section, parsed, { annotation: undefined, ignores: inside.ignores }),
    missing: mayBeQuery(parsed.ast) ? missingName(file, section, header) : undefined,
    diagnostics: [...header.diagnostics, ...inside.diagnostics, ...below.diagnostics],
  }
}

/** Headers come first: they say which parameters are lists, in every statement of the group. */
function readGroup(file: SourceFile, [first, ...others]: Sections): Outcome<readonly Statement[]> {
  const header = readQueryHeader(file, first.above, first.span)
  const { annotation } = header
  const further = others.map((section) => ({ section, header: readStepHeader(file, section.above, section.span) }))
  const words = [...(annotation === undefined ? [] : [annotation]), ...further.map((each) => each.header.words)]
  const lists = new Set(words.flatMap((each) => [...listsOf(each)]))
  const diagnostics: Diagnostic[] = [...header.diagnostics, ...further.flatMap((each) => each.header.diagnostics)]
  const read = (section: GuardedSection, own: Pick<Statement, "annotation" | "ignores">): Statement => {
    const inside = readInside(file, section)
    diagnostics.push(...inside.diagnostics, ...readQueryHeader(file, section.below, undefined).diagnostics)
    const ignores = [...own.ignores, ...inside.ignores]
    return statementOf(file, section, parseStatement(section.tokens, { lists }), { ...own, ignores })
  }
  const ignores = annotation?.ignores ?? []
  const start: Part = { section: first, statement: read(first, { annotation, ignores }), header: undefined }
  const rest = further.map(({ section, header }): Part => {
    return { section, statement: read(section, { annotation: undefined, ignores: header.words.ignores }), header }
  })
  if (annotation === undefined) return { value: [start, ...rest].map(({ statement }) => statement), diagnostics }
  const group = grouped(file, { header, annotation, parts: [start, ...rest] })
  return { value: group.value, diagnostics: [...diagnostics, ...group.diagnostics] }
}

/** False for what belongs into a migration: a name would not make it a query, and that is said elsewhere. */
function mayBeQuery(ast: Statement["ast"]): boolean {
  return ast === undefined || ["select-statement", "insert", "update", "delete", "pragma"].includes(ast.kind)
}

function together(first: Diagnostic, count: number): Diagnostic {
  return {
    ...first,
    message: `${count} statements of a query file have no name`,
    primary: { ...first.primary, text: "the first of them" },
    help: "what makes or fills tables belongs into a migration; a query has `-- name: findUser` on the line above",
  }
}

const mostNameless = 5

function statementOf(
  file: SourceFile,
  section: Section,
  parsed: ReturnType<typeof parseStatement>,
  rest: Pick<Statement, "ignores"> & Partial<Pick<Statement, "annotation" | "schemaAnnotations">>,
): Statement {
  return {
    file,
    span: section.span,
    annotation: rest.annotation,
    schemaAnnotations: rest.schemaAnnotations ?? [],
    ignores: rest.ignores,
    placeholders: placeholdersOf(section.tokens),
    ...parsed,
  }
}

/** Comments inside a statement of a query file: only `sqlgen-ignore` at the end of a line is read there. */
function readInside(
  file: SourceFile,
  section: Section,
): { readonly ignores: readonly Ignore[]; readonly diagnostics: readonly Diagnostic[] } {
  const ignores: Ignore[] = []
  const diagnostics: Diagnostic[] = []
  for (const comment of section.inside) {
    const reading = readComment(comment)
    if (reading.kind === "ignore" && !comment.block && !comment.ownLine) {
      const read = readIgnore(file, comment, reading.rest, lineBefore(file, comment))
      if (read.value !== undefined) ignores.push(read.value)
      diagnostics.push(...read.diagnostics)
    } else diagnostics.push(...strayComment(file, "query", comment, "inside a statement"))
  }
  return { ignores, diagnostics }
}

function missingName(file: SourceFile, section: Section, header: QueryHeader): Diagnostic | undefined {
  const first = section.tokens[0]
  // no statement starts with anything but a letter: SQLite's refusal says what is wrong, and a name would not mend it
  if (first === undefined || !/^[A-Za-z]/.test(first.text) || explains(header) || saysName(file, header))
    return undefined
  const almost = section.above.findLast((comment) => isAlmostName(comment.content.text))
  const help =
    almost === undefined
      ? "write `-- name: findUser :one` on the line above"
      : `write \`-- name:\`, in lower case and with a colon, in place of \`-- ${almost.content.text}\``
  return report(file, "missing-name", first, "a statement of a query file has no name", "this statement", { help })
}

/** `@name x`, `Name: x`, `name x`, `nmae: x` */
function isAlmostName(text: string): boolean {
  const word = /^@?([A-Za-z]+)(?:[ \t]*:)/.exec(text)?.[1]
  return /^@?name\b/i.test(text) || (word !== undefined && didYouMean(word, ["name"]) !== undefined)
}

/** True when `@name` has been refused, with the words that `-- name:` is meant. */
function saysName(file: SourceFile, header: QueryHeader): boolean {
  return header.diagnostics.some(
    ({ code, primary }) => code === "unknown-annotation" && textOf(file, primary.span) === "@name",
  )
}

/** True when what was said about the comments already says why the statement has no name: one cause, one diagnostic. */
function explains(header: QueryHeader): boolean {
  return header.diagnostics.some(({ code }) => code === "unsupported-annotation" || code === "annotation-syntax")
}
