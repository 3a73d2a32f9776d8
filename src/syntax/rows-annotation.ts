import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { RowsAnnotation, Word } from "./annotation.ts"
import { type Comment, type Rest, restAfter, takeWord, wordOf } from "./comment.ts"
import type { Read } from "./ignore.ts"
import { report } from "./report.ts"

/** `@rows`, `@rows id, name` */
export function readRows(file: SourceFile, comment: Comment, rest: Rest): Read<RowsAnnotation> {
  const fields: Word[] = []
  let left = rest
  while (left.text !== "") {
    const length = /^[A-Za-z_0-9$]+(?=\s*(?:,|$))/.exec(left.text)?.[0].length
    if (length === undefined) return { value: undefined, diagnostics: [notAName(file, left)] }
    fields.push(wordOf(left, length))
    const comma = /^\s*,?/.exec(left.text.slice(length))?.[0].length ?? 0
    left = restAfter(left, length + comma)
  }
  return { value: { span: comment.span, fields }, diagnostics: [] }
}

function notAName(file: SourceFile, left: Rest): Diagnostic {
  const span = takeWord(left)?.word.span ?? { start: left.start, end: left.start + 1 }
  const message = "`@rows` names the parameters that differ from row to row, with commas between them"
  const help = { help: "write `-- @rows id, name`, or `-- @rows` for all parameters in VALUES" }
  return report(file, "annotation-syntax", span, message, "expected the name of a parameter", help)
}

/** What a second `@rows` is told. */
export function repeatedRows(file: SourceFile, [first, ...others]: readonly RowsAnnotation[]): readonly Diagnostic[] {
  return others.flatMap(({ span }) => {
    if (first === undefined) return []
    const also = { span: first.span, text: "first written here" }
    const help = "keep one of the two"
    return [report(file, "duplicate-annotation", span, "`@rows` is written twice", "second time", { also, help })]
  })
}
