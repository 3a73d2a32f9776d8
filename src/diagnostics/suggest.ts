import { distance } from "fastest-levenshtein"

/**
 * The candidate nearest to `name`, or undefined when none is near enough: one edit, or 40 % of the name, but never all of it, may
 * differ. Two neighbours that changed places (`naem`) count as one edit, and so does a difference of ASCII case alone.
 * Ties go to the first in code-unit order.
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

/** ``did you mean `id`?``, else what there is to choose from: `otherwise`. */
export function suggestionOr(name: string, candidates: readonly string[], otherwise: string): string {
  return suggestion(name, candidates) ?? otherwise
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

/** The first twelve names in backticks, and how many more there are. */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `\`${name}\``)
  return `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""}`
}

function threshold(name: string): number {
  return name.length === 1 ? 0 : Math.max(1, Math.floor(name.length * 0.4))
}

function editsBetween(a: string, b: string): number {
  const exact = editsWithSwap(a, b)
  if (exact <= 1) return exact
  const folded = editsWithSwap(lowerAscii(a), lowerAscii(b))
  return folded < exact ? folded + 1 : exact
}

/** One pair of neighbours may change places for the price of one edit. */
function editsWithSwap(a: string, b: string): number {
  let least = distance(a, b)
  for (let at = 1; at < a.length && least > 1; at++) {
    const swapped = `${a.slice(0, at - 1)}${a.charAt(at)}${a.charAt(at - 1)}${a.slice(at + 1)}`
    least = Math.min(least, 1 + distance(swapped, b))
  }
  return least
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
