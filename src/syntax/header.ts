import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { cover, type SourceFile, type Span } from "../source/source-file.ts"
import type { Annotation, Ignore, RetryAnnotation, RowsAnnotation, StepLine, Word } from "./annotation.ts"
import { duplicateAnnotation, syntaxError } from "./annotation-errors.ts"
import { annotations } from "./annotation-table.ts"
import { readCardinality } from "./cardinality-word.ts"
import { type Comment, type Reading, type Rest, readComment, takeWord } from "./comment.ts"
import { type Read, readIgnore } from "./ignore.ts"
import { readExample, readNamed } from "./named-annotation.ts"
import { report } from "./report.ts"
import { isRetryName, readConsistency, readRetry, retryConflicts } from "./retry-annotation.ts"
import { readRows, repeatedRows } from "./rows-annotation.ts"
import { readStep } from "./step-annotation.ts"
import { misplacedAnnotation, strayComment } from "./stray.ts"

type NameReading = Extract<Reading, { readonly kind: "name" }>
type Named = Annotation["params"][number]
type Example = Annotation["examples"][number]

/** What the comments above a statement of a query file say. */
export interface QueryHeader {
  /** the `-- name:` line, also when it could not be read; undefined when there is none */
  readonly nameLine: Span | undefined
  readonly annotation: Annotation | undefined
  /** `@step` below it, and the free text that follows that line */
  readonly step: StepWords
  readonly diagnostics: readonly Diagnostic[]
}

/** The name of one statement of a transaction, and what is said of it alone. */
export interface StepWords {
  readonly line: StepLine | undefined
  readonly doc: string
}

const noStep: StepWords = { line: undefined, doc: "" }

/** What the comments above a further statement of a transaction say: its annotation but for its name. */
export interface StepHeader {
  readonly step: StepWords
  readonly words: Omit<Annotation, "name" | "cardinality" | "doc">
  readonly diagnostics: readonly Diagnostic[]
}

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
    return { nameLine: last?.comment.span, annotation: undefined, step: noStep, diagnostics }
  }
  const body = comments.slice(last.index + 1)
  const read = readHeader(file, last.comment, last.reading, body, statement)
  return {
    nameLine: last.comment.span,
    annotation: read.value,
    step: read.step,
    diagnostics: [...diagnostics, ...read.diagnostics],
  }
}

/** Reads the comments above a further statement of a transaction, none of which is a `-- name:` line. */
export function readStepHeader(file: SourceFile, comments: readonly Comment[], statement: Span): StepHeader {
  const out = nothingCollected()
  for (const comment of comments) readLine(file, comment, statement, out)
  reportDuplicates(file, out)
  const { params, columns, examples, ignores } = out
  const [first = statement] = comments.map(({ span }) => span)
  const span = cover(first, comments.at(-1)?.span ?? first)
  const whole = [...out.retries, ...out.consistencies].map(({ span }) =>
    misplacedAnnotation(
      file,
      span,
      "this speaks of the whole transaction, not of one step",
      annotations.idempotent.query ?? "",
    ),
  )
  return {
    step: stepOf(out),
    words: { span, params, columns, examples, ignores, retry: undefined, rows: out.rows[0], consistency: undefined },
    diagnostics: [...out.diagnostics, ...whole],
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
  readonly steps: StepLine[]
  /** free text behind the `@step` line */
  readonly stepDoc: string[]
  readonly params: Named[]
  readonly columns: Named[]
  readonly examples: Example[]
  readonly ignores: Ignore[]
  readonly retries: RetryAnnotation[]
  readonly rows: RowsAnnotation[]
  readonly consistencies: NonNullable<Annotation["consistency"]>[]
  readonly diagnostics: Diagnostic[]
}

function nothingCollected(): Collected {
  return {
    doc: [],
    steps: [],
    stepDoc: [],
    params: [],
    columns: [],
    examples: [],
    ignores: [],
    retries: [],
    rows: [],
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
): Read<Annotation> & Pick<QueryHeader, "step"> {
  const out = nothingCollected()
  const name = readName(file, line, reading.rest, out.diagnostics)
  for (const comment of body) readLine(file, comment, statement, out)
  reportDuplicates(file, out)
  const step = stepOf(out)
  if (name === undefined) return { value: undefined, step, diagnostics: out.diagnostics }
  const { params, columns, examples, ignores } = out
  const span = cover(line.span, body.at(-1)?.span ?? line.span)
  const promises = { retry: out.retries[0], rows: out.rows[0], consistency: out.consistencies[0] }
  return {
    value: { span, ...name, doc: docOf(out.doc), params, columns, examples, ignores, ...promises },
    step,
    diagnostics: out.diagnostics,
  }
}

function stepOf(out: Collected): StepWords {
  return { line: out.steps[0], doc: docOf(out.stepDoc) }
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
  const cardinality = readCardinality(file, name.rest)
  diagnostics.push(...cardinality.diagnostics)
  return { name: name.word, cardinality: cardinality.value }
}

function readLine(file: SourceFile, comment: Comment, statement: Span, out: Collected): void {
  const reading = readComment(comment)
  if (comment.block) out.diagnostics.push(...strayComment(file, "query", comment, "in a block comment"))
  else if (reading.kind === "text") (out.steps.length === 0 ? out.doc : out.stepDoc).push(comment.doc)
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
  } else if (reading.kind === "annotation" && reading.name === "step") {
    take(readStep(file, comment, reading.rest), out.steps, out)
  } else if (reading.kind === "annotation" && reading.name === "rows") {
    take(readRows(file, comment, reading.rest), out.rows, out)
  } else out.diagnostics.push(...strayComment(file, "query", comment, "in the header of a query"))
}

function take<T>(read: Read<T>, into: T[], out: Collected): void {
  if (read.value !== undefined) into.push(read.value)
  out.diagnostics.push(...read.diagnostics)
}

function reportDuplicates(file: SourceFile, out: Collected): void {
  const [step, ...again] = out.steps
  for (const { span } of again)
    if (step !== undefined) out.diagnostics.push(duplicateAnnotation(file, "`@step`", span, step.span))
  out.diagnostics.push(...retryConflicts(file, out.retries, out.consistencies), ...repeatedRows(file, out.rows))
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

/** Lines of dashes are decoration; blank lines at the ends go. */
function docOf(lines: readonly string[]): string {
  const kept = lines.filter((line) => line === "" || !/^[-=*#~_\s]+$/.test(line))
  return kept.join("\n").replace(/^\n+|\n+$/g, "")
}
