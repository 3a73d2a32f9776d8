import type { Diagnostic } from "./diagnostic.ts"

/** How many diagnostics of one code are shown, of one file and of all. */
export interface Most {
  readonly ofFile: number
  readonly ofAll: number
}

/** Diagnostics as far as somebody reads them, and what is left out. */
export interface Flood {
  readonly shown: readonly Diagnostic[]
  /** how many of a code are not shown, and where: the file, or how many files */
  readonly more: readonly { readonly code: string; readonly count: number; readonly where: string }[]
}

/** Thousands of the same code are one mistake: the first of them are enough to see which. */
export function withoutFlood(diagnostics: readonly Diagnostic[], most: Most): Flood {
  const counts = new Map<string, number>()
  const left = new Map<string, { count: number; readonly paths: Set<string> }>()
  const isShown = ({ code, primary }: Diagnostic): boolean => {
    const key = `${code} ${primary.file.path}`
    const [ofFile, ofAll] = [counts.get(key) ?? 0, counts.get(code) ?? 0]
    if (ofFile >= most.ofFile || ofAll >= most.ofAll) return false
    counts.set(key, ofFile + 1).set(code, ofAll + 1)
    return true
  }
  const shown: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const { code, primary } = diagnostic
    if (isShown(diagnostic)) {
      shown.push(diagnostic)
      continue
    }
    const of = left.get(code) ?? { count: 0, paths: new Set() }
    left.set(code, { count: of.count + 1, paths: of.paths.add(primary.file.path) })
  }
  const more = [...left].map(([code, { count, paths }]) => ({ code, count, where: whereOf(paths) }))
  return { shown, more }
}

function whereOf(paths: ReadonlySet<string>): string {
  const [first = ""] = paths
  return paths.size === 1 ? first : `${paths.size} files`
}
