import { type SourceFile, textOf } from "../source/source-file.ts"
import type { Diagnostic } from "./diagnostic.ts"

const nameLine = /^[ \t]*--[ \t]*name:[ \t]*([^\s:]+)/gm
const longestText = 60

/** The query that an offset lies in: the last `-- name:` line that starts at or above it. */
export function queryAt(file: SourceFile, offset: number): string | undefined {
  let name: string | undefined
  for (const match of file.text.matchAll(nameLine)) {
    if (match.index > offset) break
    name = match[1]
  }
  return name
}

/**
 * One word per diagnostic, in the same order, by which the same finding is known again after lines above it have come and gone: file,
 * query, code, and the text under the span when it is short. Equal ones are counted from the first.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>()
  return diagnostics.map(({ code, primary: { file, span } }) => {
    const text = textOf(file, span).replace(/\s+/g, " ").trim()
    const word = [file.path, queryAt(file, span.start) ?? "", code, text.length > longestText ? "" : text].join("|")
    const count = (seen.get(word) ?? 0) + 1
    seen.set(word, count)
    return `${word}|${count}`
  })
}
