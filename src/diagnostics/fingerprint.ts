import { indexAt } from "../source/line-map.ts"
import { type SourceFile, textOf } from "../source/source-file.ts"
import type { Diagnostic } from "./diagnostic.ts"

const nameLine = /^[ \t]*--[ \t]*name:[ \t]*([^\s:]+)/gm
const longestText = 60

/** Finds the query that an offset of a file lies in: the last `-- name:` line that starts at or above it. */
export function queryFinder(): (file: SourceFile, offset: number) => string | undefined {
  const found = new Map<SourceFile, { readonly starts: readonly number[]; readonly names: readonly string[] }>()
  return (file, offset) => {
    const { starts, names } = found.get(file) ?? namesIn(file)
    found.set(file, { starts, names })
    const index = indexAt(starts, offset)
    return (starts[index] ?? Number.POSITIVE_INFINITY) > offset ? undefined : names[index]
  }
}

function namesIn({ text }: SourceFile): { readonly starts: readonly number[]; readonly names: readonly string[] } {
  const matches = [...text.matchAll(nameLine)]
  return { starts: matches.map(({ index }) => index), names: matches.map(([, name = ""]) => name) }
}

/**
 * One word per diagnostic, in the same order, by which the same finding is known again after lines above it have come and gone: file,
 * query, code, and the text under the span when it is short. Equal ones are counted from the first.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>()
  const queryAt = queryFinder()
  return diagnostics.map(({ code, primary: { file, span } }) => {
    const text = textOf(file, span).replace(/\s+/g, " ").trim()
    const word = [file.path, queryAt(file, span.start) ?? "", code, text.length > longestText ? "" : text].join("|")
    const count = (seen.get(word) ?? 0) + 1
    seen.set(word, count)
    return `${word}|${count}`
  })
}
