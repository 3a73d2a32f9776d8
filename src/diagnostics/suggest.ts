import { distance } from "fastest-levenshtein"

/**
 * The candidate nearest to `name`, or undefined when none is near enough: at most 40 % of the name may
 * differ, and a difference of ASCII case alone counts as one edit. Ties go to the first in code-unit order.
 */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  let best: { readonly text: string; readonly edits: number } | undefined
  for (const text of candidates) {
    if (text === name) continue
    const edits = editsBetween(name, text)
    if (edits > threshold(name)) continue
    if (best === undefined || edits < best.edits || (edits === best.edits && text < best.text)) best = { text, edits }
  }
  return best?.text
}

/** The help line of an "unknown x" message: ``did you mean `orders`?``, or undefined when nothing is near. */
export function suggestion(name: string, candidates: readonly string[]): string | undefined {
  const near = didYouMean(name, candidates)
  return near === undefined ? undefined : `did you mean \`${near}\`?`
}

/** `a, b or c` in backticks, for "expected ..." sentences. Empty for an empty list. */
export function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  const last = quoted.pop()
  if (last === undefined) return ""
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`
}

function threshold(name: string): number {
  return Math.max(1, Math.floor(name.length * 0.4))
}

function editsBetween(a: string, b: string): number {
  const exact = distance(a, b)
  if (exact <= 1) return exact
  const folded = distance(lowerAscii(a), lowerAscii(b))
  return folded < exact ? folded + 1 : exact
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
