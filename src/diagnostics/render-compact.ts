import { linesOf, positionAt } from "../source/line-map.ts"
import { byPosition, type Diagnostic } from "./diagnostic.ts"
import { oneLine, sentence } from "./one-line.ts"

/**
 * Diagnostics for editors and `grep`, one line each, sorted: `file:line:column: severity code: message (help: ...)`.
 * Line and column count from 1, a column counts code points. Second places are left out. "" for no diagnostics.
 */
export function renderCompact(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .toSorted(byPosition)
    .map((diagnostic) => `${placeOf(diagnostic)}: ${diagnostic.severity} ${diagnostic.code}: ${sentence(diagnostic)}\n`)
    .join("")
}

function placeOf({ primary: { file, span } }: Diagnostic): string {
  const { line, column } = positionAt(linesOf(file), span.start)
  return `${oneLine(file.path)}:${line}:${column}`
}
