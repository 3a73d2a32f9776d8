import type { Diagnostic } from "./diagnostic.ts"

/** Diagnostics as far as a person reads them, and what is left out. */
export interface Flood {
  readonly shown: readonly Diagnostic[]
  /** of one code in one file, each with how many there are beyond those shown */
  readonly more: readonly { readonly path: string; readonly code: string; readonly count: number }[]
}

/** How many of one code are shown of one file. */
const most = 100

/** Thousands of the same kind in one file are one mistake: the first hundred are enough to see which. */
export function withoutFlood(diagnostics: readonly Diagnostic[]): Flood {
  const counts = new Map<string, { path: string; code: string; count: number }>()
  const shown = diagnostics.filter(({ code, primary: { file } }) => {
    const key = `${code} ${file.path}`
    const known = counts.get(key) ?? { path: file.path, code, count: 0 }
    counts.set(key, { ...known, count: known.count + 1 })
    return known.count < most
  })
  const more = [...counts.values()].flatMap((each) =>
    each.count > most ? [{ ...each, count: each.count - most }] : [],
  )
  return { shown, more }
}
