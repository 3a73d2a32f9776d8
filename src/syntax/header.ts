import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import { cover, type SourceFile, type Span } from "../source/source-file.ts"
import type { Annotation, Cardinality, Ignore, RetryAnnotation, Word } from "./annotation.ts"
import { annotations } from "./annotation-table.ts"
import {
  type Comment,
  type Reading,
  type Rest,
  readComment,
  restAfter,
  spanOfRest,
  takeWord,
  wordOf,
} from "./comment.ts"
import { type Read, readIgnore } from "./ignore.ts"
import { report } from "./report.ts"
import { isRetryName, readConsistency, readRetry, retryConflicts } from "./retry-annotation.ts"
import { strayComment } from "./stray.ts"
import { tokenize } from "./tokenize.ts"
import { readType } from "./type-annotation.ts"

type NameReading = Extract<Reading, { readonly kind: "name" }>
type Named = Annotation["params"][number]
type Example = Annotation["examples"][number]

/** What the comments above a statement of a query file say. */
export interface QueryHeader {
  /** the `-- name:` line, also when it could not be read; undefined when there is none */
  readonly nameLine: Span | undefined
  readonly annotation: Annotation | undefined
  readonly diagnostics: readonly Diagnostic[]
}

const cardinalities: readonly Cardinality[] = ["one", "optional", "many", "exec"]

/**
 * Reads the comments between two statements. The last `-- name:` starts the header, earlier ones are queries without a
 * statement, what stands before the first is free text. `statement` is undefined at the end of the file.
 */
export function readQueryHeader(
  file: SourceFile,
  comments: readonly Comment[],
  statement: Span | undefined,
): QueryHeader {
  const starts = comments.flatMap((comment, index) => {
    const reading = comment.block ? undefined : readComment(comment)
    return reading?.kind === "name" ? [{ index, comment, reading }] : []
  })
  const last = starts.at(-1)
  const first = starts[0]?.index ?? comments.length
  const abandoned = statement === undefined ? starts : starts.slice(0, -1)
  const diagnostics = [
    ...straysAbove(file, comments.slice(0, first), statement, last !== undefined),
    ...abandoned.map(({ comment }) => emptyQuery(file, comment.span)),
  ]
  if (last === undefined || statement === undefined) {
    return { nameLine: last?.comment.span, annotation: undefined, diagnostics }
  }
  const body = comments.slice(last.index + 1)
  const read = readHeader(file, last.comment, last.reading, body, statement)
  return {
    nameLine: last.comment.span,
    annotation: read.value,
    diagnostics: [...diagnostics, ...read.diagnostics],
  }
}

/** A header without its `-- name:` is reported once, as missing its name, not line by line. */
function straysAbove(
  file: SourceFile,
  comments: readonly Comment[],
  statement: Span | undefined,
  named: boolean,
): readonly Diagnostic[] {
  const here = named ? "above `-- name:`" : "here, where no statement follows"
  return comments.flatMap((comment) => {
    const strays = strayComment(file, "query", comment, here)
    const silent = !named && statement !== undefined
    return silent ? strays.filter((stray) => stray.code !== "misplaced-annotation") : strays
  })
}

function emptyQuery(file: SourceFile, line: Span): Diagnostic {
  return report(file, "empty-query", line, "no statement follows this `-- name:` line", "a query without a statement", {
    help: "write the statement below it, or delete the line",
  })
}

/** Collects what the lines of one header say. */
interface Collected {
  readonly doc: string[]
  readonly params: Named[]
  readonly columns: Named[]
  readonly examples: Example[]
  readonly ignores: Ignore[]
  readonly retries: RetryAnnotation[]
  readonly consistencies: NonNullable<Annotation["consistency"]>[]
  readonly diagnostics: Diagnostic[]
}

function nothingCollected(): Collected {
  return {
    doc: [],
    params: [],
    columns: [],
    examples: [],
    ignores: [],
    retries: [],
    consistencies: [],
    diagnostics: [],
  }
}

function readHeader(
  file: SourceFile,
  line: Comment,
  reading: NameReading,
  body: readonly Comment[],
  statement: Span,
): Read<Annotation> {
  const out = nothingCollected()
  const name = readName(file, line, reading.rest, out.diagnostics)
  for (const comment of body) readLine(file, comment, statement, out)
  reportDuplicates(file, out)
  if (name === undefined) return { value: undefined, diagnostics: out.diagnostics }
  const { params, columns, examples, ignores } = out
  const span = cover(line.span, body.at(-1)?.span ?? line.span)
  const promises = { retry: out.retries[0], consistency: out.consistencies[0] }
  return {
    value: { span, ...name, doc: docOf(out.doc), params, columns, examples, ignores, ...promises },
    diagnostics: out.diagnostics,
  }
}

/** `name: fn [:one|:optional|:many|:exec]` */
function readName(
  file: SourceFile,
  line: Comment,
  rest: Rest,
  diagnostics: Diagnostic[],
): Pick<Annotation, "name" | "cardinality"> | undefined {
  const name = takeWord(rest)
  if (name === undefined || name.word.text.startsWith(":")) {
    const span = name?.word.span ?? line.span
    diagnostics.push(
      syntaxError(file, span, "a query needs a name", "expected the function's name", "write `-- name: findUser :one`"),
    )
    return undefined
  }
  const word = takeWord(name.rest)
  if (word === undefined) return { name: name.word, cardinality: undefined }
  const value = cardinalities.find((cardinality) => word.word.text === `:${cardinality}`)
  if (value === undefined) diagnostics.push(noCardinality(file, word.word))
  else if (word.rest.text !== "") diagnostics.push(trailingText(file, word.rest, "the cardinality"))
  return { name: name.word, cardinality: value === undefined ? undefined : { value, span: word.word.span } }
}

function noCardinality(file: SourceFile, word: Word): Diagnostic {
  const expected = "expected `:one`, `:optional`, `:many` or `:exec`"
  const near = didYouMean(
    word.text,
    cardinalities.map((cardinality) => `:${cardinality}`),
  )
  const without = word.text.startsWith(":")
    ? "leave it out to get the strictest that can be proved"
    : "a name is one word; other words go on a comment line of their own"
  const help = near === undefined ? without : `did you mean \`${near}\`?`
  return syntaxError(file, word.span, `\`${word.text}\` is not a cardinality`, expected, help)
}

function trailingText(file: SourceFile, rest: Rest, after: string): Diagnostic {
  return syntaxError(
    file,
    spanOfRest(rest),
    `nothing may follow ${after} on this line`,
    "expected the end of the line",
    "put it on a comment line of its own",
  )
}

function readLine(file: SourceFile, comment: Comment, statement: Span, out: Collected): void {
  const reading = readComment(comment)
  if (comment.block) out.diagnostics.push(...strayComment(file, "query", comment, "in a block comment"))
  else if (reading.kind === "text") out.doc.push(comment.doc)
  else if (reading.kind === "ignore") take(readIgnore(file, comment, reading.rest, statement), out.ignores, out)
  else if (reading.kind === "annotation" && reading.name === "param") {
    take(readNamed(file, comment, reading.rest, "param"), out.params, out)
  } else if (reading.kind === "annotation" && reading.name === "column") {
    take(readNamed(file, comment, reading.rest, "column"), out.columns, out)
  } else if (reading.kind === "annotation" && reading.name === "example") {
    take(readExample(file, comment, reading.rest), out.examples, out)
  } else if (reading.kind === "annotation" && isRetryName(reading.name)) {
    take(readRetry(file, comment, reading.name, reading.rest), out.retries, out)
  } else if (reading.kind === "annotation" && reading.name === "consistency") {
    take(readConsistency(file, comment, reading.rest), out.consistencies, out)
  } else out.diagnostics.push(...strayComment(file, "query", comment, "in the header of a query"))
}

function take<T>(read: Read<T>, into: T[], out: Collected): void {
  if (read.value !== undefined) into.push(read.value)
  out.diagnostics.push(...read.diagnostics)
}

/** `@param name [type] [text]`, `@column name [type] [text]` */
function readNamed(file: SourceFile, comment: Comment, rest: Rest, kind: "param" | "column"): Read<Named> {
  const taken = takeWord(rest)
  if (taken === undefined) return failed(missingName(file, comment, kind))
  const sigil = kind === "param" && /^[:@$?]./.test(taken.word.text)
  if (sigil) return failed(withSigil(file, taken.word))
  const list = kind === "param" ? /^\[\](?=\s|$)/.exec(taken.rest.text)?.[0] : undefined
  if (list !== undefined) {
    const { text } = restAfter(taken.rest, list.length)
    const found = { name: taken.word, type: undefined, list: wordOf(taken.rest, list.length).span, text }
    return { value: { ...found, span: comment.span }, diagnostics: [] }
  }
  const type = readType(taken.rest)
  if (type.kind === "wrong") return failed(syntaxError(file, type.span, type.message, type.expected, type.help))
  const text = type.kind === "type" ? type.rest.text : taken.rest.text
  const found = type.kind === "type" ? type.type : undefined
  return { value: { name: taken.word, type: found, text, span: comment.span }, diagnostics: [] }
}

function missingName(file: SourceFile, comment: Comment, kind: "param" | "column" | "example"): Diagnostic {
  const what = kind === "column" ? "result column" : "parameter"
  const { usage } = annotations[kind]
  return syntaxError(file, comment.span, `\`@${kind}\` names a ${what}`, "the name is missing", `write \`${usage}\``)
}

function withSigil(file: SourceFile, word: Word): Diagnostic {
  const span = { start: word.span.start, end: word.span.start + 1 }
  const sigil = word.text.slice(0, 1)
  return report(file, "annotation-syntax", word.span, `a parameter is named without its \`${sigil}\``, "with a sigil", {
    help: `write \`${word.text.slice(1)}\``,
    fix: { span, text: "" },
  })
}

/** `@example name = value`: a number, 'text', NULL, TRUE, FALSE or x'00' */
function readExample(file: SourceFile, comment: Comment, rest: Rest): Read<Example> {
  const match = /^([^\s=]+)\s*=\s*/.exec(rest.text)
  if (match === null) {
    const help = `write \`${annotations.example.usage}\``
    return failed(syntaxError(file, comment.span, "an example binds a value", "expected `name = value`", help))
  }
  const name = wordOf(rest, (match[1] ?? "").length)
  if (/^[:@$?]/.test(name.text)) return failed(withSigil(file, name))
  const value = restAfter(rest, match[0].length)
  if (!isValue(value.text)) {
    const span = value.text === "" ? comment.span : spanOfRest(value)
    const label = "expected a number, 'text', NULL, TRUE, FALSE or x'00'"
    return failed(syntaxError(file, span, "an example is one SQL literal", label, quotedHelp(value.text)))
  }
  return { value: { name, value: wordOf(value, value.text.length), span: comment.span }, diagnostics: [] }
}

/** How the text would be written as a literal. */
function quotedHelp(text: string): string | undefined {
  if (text === "") return undefined
  if (/^[[{]/.test(text)) return "write JSON as text in single quotes"
  const inner = /^"(.*)"$/.exec(text)?.[1] ?? text
  return `write text in single quotes: '${inner.replaceAll("'", "''")}'`
}

function isValue(text: string): boolean {
  const tokens = tokenize(text)
  const [sign, number] = tokens
  if (tokens.length === 2) return (sign?.text === "-" || sign?.text === "+") && number?.kind === "number"
  if (sign === undefined || tokens.length !== 1 || !sign.closed) return false
  return /^(?:number|string|blob)$/.test(sign.kind) || /^(?:null|true|false)$/i.test(text)
}

function reportDuplicates(file: SourceFile, out: Collected): void {
  out.diagnostics.push(...retryConflicts(file, out.retries, out.consistencies))
  for (const [kind, list] of [
    ["@param", out.params],
    ["@column", out.columns],
    ["@example", out.examples],
  ] as const) {
    const seen = new Map<string, Word>()
    for (const { name } of list) {
      const first = seen.get(name.text)
      if (first === undefined) seen.set(name.text, name)
      else out.diagnostics.push(duplicateAnnotation(file, `\`${kind} ${name.text}\``, name.span, first.span))
    }
  }
}

/** The same thing annotated a second time; `what` names it. */
export function duplicateAnnotation(file: SourceFile, what: string, second: Span, first: Span): Diagnostic {
  return report(file, "duplicate-annotation", second, `${what} is written twice`, "second time", {
    also: { span: first, text: "first written here" },
    help: "keep one of the two",
  })
}

/** An annotation not written as its grammar wants: what is wrong, what was expected at the span, and what to write. */
export function syntaxError(
  file: SourceFile,
  span: Span,
  message: string,
  label: string,
  help: string | undefined,
): Diagnostic {
  return report(file, "annotation-syntax", span, message, label, { help })
}

function failed<T>(diagnostic: Diagnostic): Read<T> {
  return { value: undefined, diagnostics: [diagnostic] }
}

/** Lines of dashes are decoration; blank lines at the ends go. */
function docOf(lines: readonly string[]): string {
  const kept = lines.filter((line) => line === "" || !/^[-=*#~_\s]+$/.test(line))
  return kept.join("\n").replace(/^\n+|\n+$/g, "")
}
