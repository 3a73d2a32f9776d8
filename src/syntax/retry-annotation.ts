import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Annotation, RetryAnnotation } from "./annotation.ts"
import { annotations } from "./annotation-table.ts"
import { type Comment, type Rest, spanOfRest, takeWord } from "./comment.ts"
import type { Read } from "./ignore.ts"
import { report } from "./report.ts"

type RetryName = "unsafe-retry" | "idempotent"
type Consistency = NonNullable<Annotation["consistency"]>

/** True for the annotations that `readRetry` reads. */
export function isRetryName(name: string): name is RetryName {
  return name === "unsafe-retry" || name === "idempotent"
}

/** `@unsafe-retry`, `@idempotent by parameter` */
export function readRetry(file: SourceFile, comment: Comment, name: RetryName, rest: Rest): Read<RetryAnnotation> {
  if (name === "unsafe-retry") {
    if (rest.text !== "") return failed(trailing(file, rest, name))
    return { value: { kind: "unsafe", span: comment.span }, diagnostics: [] }
  }
  const by = takeWord(rest)
  const key = by?.word.text === "by" ? takeWord(by.rest) : undefined
  if (key === undefined) {
    const message = "`@idempotent` names the parameter that makes a second call the same as the first"
    return failed(wrong(file, by?.word.span ?? comment.span, message, "expected `by parameter`", name))
  }
  const { text, span } = key.word
  if (/^[:@$?]/.test(text)) {
    const sigil = { start: span.start, end: span.start + 1 }
    return failed(
      report(
        file,
        "annotation-syntax",
        span,
        `a parameter is named without its \`${text.slice(0, 1)}\``,
        "with a sigil",
        {
          help: `write \`${text.slice(1)}\``,
          fix: { span: sigil, text: "" },
        },
      ),
    )
  }
  if (key.rest.text !== "") return failed(trailing(file, key.rest, name))
  return { value: { kind: "idempotent", by: key.word, span: comment.span }, diagnostics: [] }
}

/** `@consistency primary` */
export function readConsistency(file: SourceFile, comment: Comment, rest: Rest): Read<Consistency> {
  const taken = takeWord(rest)
  if (taken?.word.text !== "primary") {
    const span = taken?.word.span ?? comment.span
    return failed(
      wrong(file, span, "the only consistency to ask for is `primary`", "expected `primary`", "consistency"),
    )
  }
  if (taken.rest.text !== "") return failed(trailing(file, taken.rest, "consistency"))
  return { value: { value: "primary", span: comment.span }, diagnostics: [] }
}

/** What two lines about retries, or about consistency, have against each other. */
export function retryConflicts(
  file: SourceFile,
  retries: readonly RetryAnnotation[],
  consistencies: readonly Consistency[],
): readonly Diagnostic[] {
  const [first, ...others] = retries
  const [consistency, ...again] = consistencies
  return [
    ...others.flatMap((other) => (first === undefined ? [] : [twoRetries(file, first, other)])),
    ...again.flatMap(({ span }) =>
      consistency === undefined ? [] : [twice(file, "`@consistency`", span, consistency.span)],
    ),
  ]
}

function twoRetries(file: SourceFile, first: RetryAnnotation, second: RetryAnnotation): Diagnostic {
  if (first.kind === second.kind)
    return twice(file, first.kind === "unsafe" ? "`@unsafe-retry`" : "`@idempotent`", second.span, first.span)
  return report(
    file,
    "contradictory-annotation",
    second.span,
    "`@unsafe-retry` and `@idempotent` contradict each other",
    "says the opposite",
    { also: { span: first.span, text: "of what is written here" }, help: "keep the one that is true" },
  )
}

function twice(file: SourceFile, what: string, second: Span, first: Span): Diagnostic {
  return report(file, "duplicate-annotation", second, `${what} is written twice`, "second time", {
    also: { span: first, text: "first written here" },
    help: "keep one of the two",
  })
}

function trailing(file: SourceFile, rest: Rest, name: RetryName | "consistency"): Diagnostic {
  return wrong(
    file,
    spanOfRest(rest),
    `nothing may follow \`${annotations[name].usage}\``,
    "expected the end of the line",
    name,
  )
}

function wrong(
  file: SourceFile,
  span: Span,
  message: string,
  label: string,
  name: RetryName | "consistency",
): Diagnostic {
  return report(file, "annotation-syntax", span, message, label, { help: `write \`${annotations[name].usage}\`` })
}

function failed<T>(diagnostic: Diagnostic): Read<T> {
  return { value: undefined, diagnostics: [diagnostic] }
}
