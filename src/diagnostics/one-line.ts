import type { Diagnostic } from "./diagnostic.ts"
import { cellsOf } from "./display-width.ts"

/** UTF-16 units of a text that is shown whole, and of what is left of a longer one on both sides. */
const longest = { whole: 500, begin: 300, end: 150 }

/**
 * A text on one line and without control characters: SQLite quotes the text it refuses, line breaks and all. Of one that
 * nobody reads to its end the middle is left out.
 */
export function oneLine(text: string): string {
  if (text.length > longest.whole) return oneLine(`${text.slice(0, longest.begin)} ... ${text.slice(-longest.end)}`)
  return cellsOf(text.replaceAll("\r\n", "\n").replaceAll("\n", "\\n"))
    .map((cell) => cell.text)
    .join("")
}

/** The help of a diagnostic on one line; its lines are joined by spaces. */
export function helpLine(diagnostic: Diagnostic): string {
  return oneLine(diagnostic.help.trim().replace(/\s*\n\s*/g, " "))
}

/** What and what now: the message, and the help in parentheses behind it. One line. */
export function sentence(diagnostic: Diagnostic): string {
  return `${oneLine(diagnostic.message)} (help: ${helpLine(diagnostic)})`
}
