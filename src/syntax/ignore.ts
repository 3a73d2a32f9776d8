import { codes } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { suggestion } from "../diagnostics/suggest.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Ignore } from "./annotation.ts"
import { type Comment, type Rest, restOf, spanOfRest } from "./comment.ts"
import { report } from "./report.ts"

/** What reading one annotation gives. */
export interface Read<T> {
  readonly value: T | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** `sqlgen-ignore code: reason`; `rest` is what follows the word. `covers` is the line or statement it speaks of. */
export function readIgnore(file: SourceFile, comment: Comment, rest: Rest, covers: Span): Read<Ignore> {
  const match = /^([A-Za-z0-9_-]+)\s*(:?)\s*/.exec(rest.text)
  const code = match?.[1]
  if (match === null || code === undefined) return wrong(file, comment.span, "which diagnostic is meant?", undefined)
  const codeSpan = { start: rest.start, end: rest.start + code.length }
  if (!Object.hasOwn(codes, code)) {
    return wrong(file, codeSpan, `\`${code}\` is not the code of a diagnostic`, suggestion(code, Object.keys(codes)))
  }
  const reason = restOf(rest.text.slice(match[0].length), rest.start + match[0].length)
  if (match[2] !== ":" || reason.text === "") {
    return wrong(file, comment.span, "the reason is missing", undefined)
  }
  const span = { start: comment.span.start, end: spanOfRest(reason).end }
  return { value: { code: { text: code, span: codeSpan }, reason: reason.text, span, covers }, diagnostics: [] }
}

function wrong(file: SourceFile, span: Span, label: string, help: string | undefined): Read<Ignore> {
  const message = "`sqlgen-ignore` names one code and gives the reason"
  const shape = "write `-- sqlgen-ignore code: reason`"
  return {
    value: undefined,
    diagnostics: [report(file, "annotation-syntax", span, message, label, { help: help ?? shape })],
  }
}

/** The part of a comment's line that an ignore at its end speaks of. */
export function lineBefore(file: SourceFile, comment: Comment): Span {
  const start = file.text.lastIndexOf("\n", comment.span.start - 1) + 1
  const line = file.text.slice(start, comment.span.start)
  return { start: start + line.length - line.trimStart().length, end: start + line.trimEnd().length }
}
