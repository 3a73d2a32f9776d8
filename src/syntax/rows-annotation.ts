import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { type Comment, type Rest, spanOfRest } from "./comment.ts"
import type { Read } from "./ignore.ts"
import { report } from "./report.ts"

/** `@rows` */
export function readRows(file: SourceFile, comment: Comment, rest: Rest): Read<Span> {
  if (rest.text === "") return { value: comment.span, diagnostics: [] }
  const message = "`@rows` stands alone: what a row holds are the parameters in VALUES"
  const help = { help: "write `-- @rows`" }
  const wrong = report(file, "annotation-syntax", spanOfRest(rest), message, "expected the end of the line", help)
  return { value: undefined, diagnostics: [wrong] }
}

/** What a second `@rows` is told. */
export function repeatedRows(file: SourceFile, [first, ...others]: readonly Span[]): readonly Diagnostic[] {
  return others.flatMap((span) => {
    if (first === undefined) return []
    const also = { span: first, text: "first written here" }
    const help = "keep one of the two"
    return [report(file, "duplicate-annotation", span, "`@rows` is written twice", "second time", { also, help })]
  })
}
