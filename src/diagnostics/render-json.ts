import { linesOf, positionAt } from "../source/line-map.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Diagnostic } from "./diagnostic.ts"

/**
 * A place for machines. `line` and `column` count from 1, a column counts code points; `start` and `end` are UTF-16
 * offsets into the file, end exclusive.
 */
export interface JsonPlace {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly start: number
  readonly end: number
  readonly text: string
}

/** `Diagnostic` as stable JSON: the same fields under the same names, absent ones are null. */
export interface JsonDiagnostic {
  readonly code: string
  readonly severity: "error" | "warning"
  readonly message: string
  readonly primary: JsonPlace
  readonly secondary: readonly JsonPlace[]
  readonly help: string
  readonly fix: JsonPlace | null
}

/** All diagnostics as one JSON array, ending with a line break. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnostics.map(toJson), undefined, 2)}\n`
}

/** One diagnostic as plain data for JSON. */
export function toJson(diagnostic: Diagnostic): JsonDiagnostic {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    primary: place(diagnostic.primary),
    secondary: diagnostic.secondary.map(place),
    help: diagnostic.help,
    fix: diagnostic.fix === undefined ? null : place(diagnostic.fix),
  }
}

function place(at: { readonly file: SourceFile; readonly span: Span; readonly text: string }): JsonPlace {
  const map = linesOf(at.file)
  const from = positionAt(map, at.span.start)
  const to = positionAt(map, at.span.end)
  return {
    file: at.file.path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    start: at.span.start,
    end: at.span.end,
    text: at.text,
  }
}
