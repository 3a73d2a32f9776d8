import type { SourceFile, Span } from "../source/source-file.ts"
import type { DiagnosticCode } from "./codes.ts"

/** A place and what is wrong, or worth knowing, *there*. */
export interface Label {
  readonly file: SourceFile
  readonly span: Span
  readonly text: string
}

/** Replace `span` of `file` by `text`; offered only when certainly right. */
export interface TextEdit {
  readonly file: SourceFile
  readonly span: Span
  readonly text: string
}

/**
 * What we tell the author of SQL. `message` is one sentence in lower case without a full stop, names in backticks;
 * `primary` says where; `secondary` holds further places ("first declared here"), also in other files;
 * `help` says what to do now, in the imperative.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: "error" | "warning"
  readonly message: string
  readonly primary: Label
  readonly secondary: readonly Label[]
  readonly help: string
  readonly fix: TextEdit | undefined
}

/** What every phase returns: its value, and what it has to say. Sibling errors accumulate. */
export interface Outcome<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

/** True when any diagnostic is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error")
}

/** The one sort order of messages: path, start, code, text. Plain code-unit comparison, so no locale plays in. */
export function byPosition(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.primary.file.path, b.primary.file.path) ||
    a.primary.span.start - b.primary.span.start ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
