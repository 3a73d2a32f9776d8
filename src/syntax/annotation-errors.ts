import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { type Rest, spanOfRest } from "./comment.ts"
import type { Read } from "./ignore.ts"
import { report } from "./report.ts"

/** The same thing annotated a second time; `what` names it. */
export function duplicateAnnotation(file: SourceFile, what: string, second: Span, first: Span): Diagnostic {
  return report(file, "duplicate-annotation", second, `${what} is written twice`, "second time", {
    also: { span: first, text: "first written here" },
    help: "keep one of the two",
  })
}

/** An annotation not written as its grammar wants: what is wrong, what was expected at the span, and what to write. */
export function syntaxError(file: SourceFile, span: Span, message: string, label: string, help: string): Diagnostic {
  return report(file, "annotation-syntax", span, message, label, { help })
}

/** Something stands behind what a line may hold. */
export function trailingText(file: SourceFile, rest: Rest, after: string): Diagnostic {
  return syntaxError(
    file,
    spanOfRest(rest),
    `nothing may follow ${after} on this line`,
    "expected the end of the line",
    "put it on a comment line of its own",
  )
}

/** Nothing was read, and this is why. */
export function failed<T>(diagnostic: Diagnostic): Read<T> {
  return { value: undefined, diagnostics: [diagnostic] }
}
