import type { Limits, ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Random } from "./random.ts"

/** Whether a value lies within what CHECKs say: numbers by size, text by its characters up to a NUL, as `length()` counts. */
export function isWithin(limits: Limits, value: SqlValue): boolean {
  if (typeof value === "string") {
    const length = [...(value.split("\0", 1)[0] ?? "")].length
    return length >= (limits.minLength ?? 0) && length <= (limits.maxLength ?? Number.POSITIVE_INFINITY)
  }
  if (typeof value !== "number" && typeof value !== "bigint") return true
  const { min, max, above, below } = limits
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  )
}

/** A value at the limits of a type, or between them; a number where the type is one. */
export function withinLimits({ storage, limits = {} }: ValueType, random: Random): number | string {
  if (storage.has("text")) {
    const most = limits.maxLength ?? (limits.minLength ?? 0) + 9
    const least = limits.minLength ?? 0
    const text = [...random.pick(["a", "é😀", "x,y", "1", ""]).padEnd(random.pick([least, least, most]), "a")]
    return text.slice(0, Math.max(most, least)).join("")
  }
  const step = storage.has("real") ? 0.5 : 1
  const low = limits.min ?? (limits.above === undefined ? Number.NEGATIVE_INFINITY : limits.above + step)
  const high = limits.max ?? (limits.below === undefined ? Number.POSITIVE_INFINITY : limits.below - step)
  const between = random.pick([0, 1, 2, 100, low, high, low + step, high - step].filter(Number.isFinite))
  const value = Math.min(Math.max(between, low), high)
  return storage.has("real") || Number.isInteger(value) ? value : Math.floor(value)
}
