import { type DiagnosticCode, entryOf } from "../diagnostics/codes.ts"
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"

/** What a diagnostic of this phase says beyond its code and place. */
export interface Words {
  readonly message: string
  readonly label: string
  readonly help: string
  readonly secondary?: readonly Label[]
}

/** A diagnostic about a span of a file, with the severity that the table of codes gives. */
export function report(code: DiagnosticCode, file: SourceFile, span: Span, words: Words): Diagnostic {
  return {
    code,
    severity: entryOf(code).severity,
    message: words.message,
    primary: { file, span, text: words.label },
    secondary: words.secondary ?? [],
    help: words.help,
    fix: undefined,
  }
}

/** A diagnostic about a file or folder as a whole: `path` is shown without an excerpt (a folder's ends with `/`). */
export function reportPath(code: DiagnosticCode, path: string, words: Words): Diagnostic {
  return report(code, { path, text: "" }, { start: 0, end: 0 }, words)
}
