import type { SqlValue } from "../engine/engine.ts"
import type { Documents } from "./documents.ts"
import type { Hints } from "./hints.ts"
import type { Random } from "./random.ts"

/** What the values of one world are made of: few, so that rows meet each other and the parameters. */
export interface Alphabet {
  readonly integers: readonly bigint[]
  /** instants, many of them equal */
  readonly times: readonly bigint[]
  readonly reals: readonly number[]
  readonly texts: readonly string[]
  readonly blobs: readonly Uint8Array[]
  /** how often a value is from the ends of its range */
  readonly extremes: number
}

/** How one world is made. */
export interface Making {
  readonly random: Random
  readonly alphabet: Alphabet
  readonly hints: Hints
  readonly documents: Documents
  /** values of any storage class where SQLite admits them, whatever the declared type says */
  readonly hostile: boolean
}

const integers = [0n, 1n, 2n, 3n, 5n, -1n, 7n, 10n, 100n]
const reals = [0, 1, 0.5, -1.25, 2, 3.75, 1e10, -0.001]
const texts = ["a", "b", "A", "", "1", "05", "1.5", "abc def", "é😀", "null", "{}", "it's", "%", "x,y", "2024-02-29"]
const blobs = [new Uint8Array([]), new Uint8Array([1, 2, 3]), new Uint8Array([0x61]), new Uint8Array([0x7b, 0x7d])]
const bases = [0n, 1n, 1_700_000_000n, 1_700_000_000_000n, 1_700_000_000_000n, 9_007_199_254_700_000n]
const steps = [0n, 0n, 0n, 1n, 1000n, 1000n, 30_000n, 60_000n, 3_600_000n, 86_400_000n]

export const extremeIntegers: readonly bigint[] = [
  9_007_199_254_740_991n,
  9_007_199_254_740_993n,
  -9_007_199_254_740_992n,
  9_223_372_036_854_775_807n,
  -9_223_372_036_854_775_808n,
]
const extremeReals = [1e300, -1e300, 5e-324, 9.3e18, -9.3e18, -0, 9_007_199_254_740_992]
const extremeTexts = ["a\0b", "\u{10ffff}", "x".repeat(1000), "'\"`--;\n"]
export const dates: readonly string[] = ["2026-01-31", "2026-01-31 10:00:00", "2026-01-31T10:00:00.000Z", "10:00"]

/** A few values of each kind. */
export function alphabetOf(random: Random): Alphabet {
  const base = random.pick(bases)
  return {
    integers: [...random.shuffled(integers).slice(0, 4), 1n],
    times: random.shuffled(steps).map((step) => base + step),
    reals: random.shuffled(reals).slice(0, 4),
    texts: [...random.shuffled(texts).slice(0, 4), "a"],
    blobs,
    extremes: random.pick([0, 0, 0, 0.15]),
  }
}

/** A value of a storage class. */
export function ofStorage(storage: string, { random, alphabet }: Making): Exclude<SqlValue, null> {
  const isExtreme = random.chance(alphabet.extremes)
  switch (storage) {
    case "integer":
      return random.pick(isExtreme ? extremeIntegers : random.chance(0.15) ? alphabet.times : alphabet.integers)
    case "real":
      return random.pick(isExtreme ? extremeReals : alphabet.reals)
    case "text":
      return random.pick(isExtreme ? extremeTexts : alphabet.texts)
    default:
      return random.pick(alphabet.blobs)
  }
}
