import { codes, type DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"

/** What a message may have besides what and where. */
export interface ReportExtras {
  readonly help: string
  /** a second place in the same file */
  readonly also?: { readonly span: Span; readonly text: string } | undefined
  /** text to put in place of a span of the same file */
  readonly fix?: { readonly span: Span; readonly text: string } | undefined
}

/** A diagnostic about one file: `message` says what is wrong, `label` what is wrong at `span`. */
export function report(
  file: SourceFile,
  code: DiagnosticCode,
  span: Span,
  message: string,
  label: string,
  extras: ReportExtras,
): Diagnostic {
  const secondary: readonly Label[] = extras.also === undefined ? [] : [{ file, ...extras.also }]
  return {
    code,
    severity: codes[code].severity,
    message,
    primary: { file, span, text: label },
    secondary,
    help: extras.help,
    fix: extras.fix === undefined ? undefined : { file, ...extras.fix },
  }
}
