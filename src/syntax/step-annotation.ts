import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Expect, StepLine } from "./annotation.ts"
import { failed, syntaxError, trailingText } from "./annotation-errors.ts"
import { annotations } from "./annotation-table.ts"
import { readCardinality } from "./cardinality-word.ts"
import { type Comment, type Rest, restAfter, spanOfRest, takeWord } from "./comment.ts"
import type { Read } from "./ignore.ts"

/** `@step name [:one|:optional|:many|:exec]` */
export function readStep(file: SourceFile, comment: Comment, rest: Rest): Read<StepLine> {
  const taken = takeWord(rest)
  if (taken === undefined || taken.word.text.startsWith(":")) {
    const help = `write \`${annotations.step.usage}\``
    const span = taken?.word.span ?? comment.span
    return failed(syntaxError(file, span, "`@step` names a statement", "the name is missing", help))
  }
  const cardinality = readCardinality(file, taken.rest)
  const value = { name: taken.word, cardinality: cardinality.value, span: comment.span }
  return { value, diagnostics: cardinality.diagnostics }
}

const counts: readonly Expect["counts"][] = ["changes", "rows"]

/** `@expect changes|rows = N else reason`, or `>= N` */
export function readExpect(file: SourceFile, comment: Comment, rest: Rest): Read<Expect> {
  const wrong = (span: Span, label: string): Read<Expect> => failed(unread(file, span, label))
  const head = /^(\w+)\s*(>=|=|[^\s\w]+)?\s*/.exec(rest.text)
  const counted = counts.find((word) => word === head?.[1])
  if (head === null || counted === undefined) {
    const length = head?.[1]?.length ?? 0
    const span = length === 0 ? comment.span : { start: rest.start, end: rest.start + length }
    return wrong(span, "expected `changes` or `rows`")
  }
  const after = restAfter(rest, head[0].length)
  const test = head[2] === "=" ? "=" : head[2] === ">=" ? ">=" : undefined
  if (test === undefined) return wrong(comment.span, "expected `=` or `>=`")
  const number = /^\d{1,9}(?![\w.])\s*/.exec(after.text)
  if (number === null) return wrong(after.text === "" ? comment.span : spanOfRest(after), "expected a whole number")
  const word = takeWord(restAfter(after, number[0].length))
  const reason = word?.word.text === "else" ? takeWord(word.rest) : undefined
  if (reason === undefined) return wrong(word?.word.span ?? comment.span, "expected `else reason`")
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(reason.word.text))
    return wrong(reason.word.span, "a reason is one word of ASCII letters, digits and `_`")
  if (reason.rest.text !== "") return failed(trailingText(file, reason.rest, "the reason"))
  return {
    value: { counts: counted, test, count: Number(number[0]), reason: reason.word, span: comment.span },
    diagnostics: [],
  }
}

function unread(file: SourceFile, span: Span, label: string): Diagnostic {
  const message = "`@expect` says how many rows, and what it means when there are others"
  return syntaxError(file, span, message, label, `write \`${annotations.expect.usage}\``)
}
