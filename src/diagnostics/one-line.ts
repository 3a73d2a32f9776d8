import type { Diagnostic } from "./diagnostic.ts"
import { cellsOf } from "./display-width.ts"

/** A text on one line and without control characters: SQLite quotes the text it refuses, line breaks and all. */
export function oneLine(text: string): string {
  return cellsOf(text.replaceAll("\r\n", "\n").replaceAll("\n", "\\n"))
    .map((cell) => cell.text)
    .join("")
}

/** The help of a diagnostic on one line; its lines are joined by spaces. */
export function helpLine(diagnostic: Diagnostic): string | undefined {
  return diagnostic.help === undefined ? undefined : oneLine(diagnostic.help.trim().replace(/\s*\n\s*/g, " "))
}

/** What and what now: the message, and the help in parentheses behind it. One line. */
export function sentence(diagnostic: Diagnostic): string {
  const help = helpLine(diagnostic)
  return `${oneLine(diagnostic.message)}${help === undefined ? "" : ` (help: ${help})`}`
}
