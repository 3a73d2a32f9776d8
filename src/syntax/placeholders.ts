import type { Placeholder } from "./statement.ts"
import type { Token } from "./token.ts"

/** SQLite's own bound on `?NNN` is 32766; beyond it the engine refuses, so any number does. */
const greatest = Number.MAX_SAFE_INTEGER

/**
 * The placeholders of one statement in the order written, numbered as SQLite does: `?` is the largest number so far
 * plus one, `?NNN` is NNN, a name takes the next number once and shares it afterwards. `:a`, `@a` and `$a` differ.
 * https://sqlite.org/lang_expr.html#parameters
 */
export function placeholdersOf(tokens: readonly Token[]): readonly Placeholder[] {
  const numbers = new Map<string, number>()
  const placeholders: Placeholder[] = []
  let largest = 0
  for (const token of tokens) {
    if (token.kind !== "placeholder") continue
    const index = indexOf(token.text, numbers, largest)
    if (!token.text.startsWith("?")) numbers.set(token.text, index)
    largest = Math.max(largest, index)
    const name = token.text.startsWith("?") ? String(index) : token.text.slice(1)
    placeholders.push({ text: token.text, name, index, span: { start: token.start, end: token.end } })
  }
  return placeholders
}

function indexOf(text: string, numbers: ReadonlyMap<string, number>, largest: number): number {
  if (text === "?") return largest + 1
  if (text.startsWith("?")) return Math.min(Number(text.slice(1)), greatest)
  return numbers.get(text) ?? largest + 1
}
