import { isOnly } from "./storage.ts"
import type { Range, ValueType } from "./value-type.ts"

/*
 * Where numbers lie, for two questions: may a divisor be zero, and may two infinities meet? `inf - inf` and `0 * inf` are
 * no numbers, and SQLite answers NULL. https://sqlite.org/floatingpoint.html
 */

const int64: Range = { low: -(2 ** 63), high: 2 ** 63, zero: true }
const finite: Range = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE, zero: true }
/** Anything, infinities too. */
export const unbounded: Range = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  zero: true,
}
/** The least REAL above zero. */
export const leastPositive = 5e-324

/** A range of which zero is a part when it lies between the bounds. */
export function between(low: number, high: number): Range {
  return { low, high, zero: low <= 0 && high >= 0 }
}

/** Where a value lies as a number. What is text or a blob is cast first, and finite. */
export function rangeOf(type: ValueType): Range {
  if (type.range !== undefined) return type.range
  if (type.literals !== undefined) return cover(type.literals.map(literalRange)) ?? finite
  return isOnly(type, "integer") || type.whole === true ? int64 : finite
}

/** `'9e999'` is infinite where it is read as a number; other text is what it begins with, else 0. */
function literalRange(value: string | number): Range {
  const number = typeof value === "number" ? value : Number.parseFloat(value)
  return Number.isNaN(number) ? between(0, 0) : between(number, number)
}

/** The least range that holds all of them. */
export function cover(ranges: readonly Range[]): Range | undefined {
  const [first, ...others] = ranges
  return others.reduce<Range | undefined>(
    (all, one) =>
      all === undefined
        ? undefined
        : { low: Math.min(all.low, one.low), high: Math.max(all.high, one.high), zero: all.zero || one.zero },
    first,
  )
}

export function sameRange(a: Range, b: Range): boolean {
  return a.low === b.low && a.high === b.high && a.zero === b.zero
}

/** From one round of a recursion to the next: a bound that moves keeps moving. */
export function widened(from: Range, to: Range): Range {
  return {
    low: to.low < from.low ? Number.NEGATIVE_INFINITY : from.low,
    high: to.high > from.high ? Number.POSITIVE_INFINITY : from.high,
    zero: from.zero || to.zero,
  }
}

/** What lies in both. */
export function meet(a: Range | undefined, b: Range): Range {
  if (a === undefined) return b
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high), zero: a.zero && b.zero }
}

export function mayBeInfinite({ low, high }: Range): boolean {
  return low === Number.NEGATIVE_INFINITY || high === Number.POSITIVE_INFINITY
}

/** True when the number is never zero; `whole`: not even without its fraction, as `%` takes its operands. */
export function isNonZero(type: ValueType, whole: boolean): boolean {
  if (!isOnly(type, "integer", "real")) return false
  const { low, high, zero } = rangeOf(type)
  if (!whole || isOnly(type, "integer")) return !zero
  return low >= 1 || high <= -1
}

/** Where the result of an operator lies, and whether it may be no number. */
export interface Computed {
  readonly range: Range
  readonly noNumber: boolean
}

export function compute(op: "+" | "-" | "*" | "/" | "%", a: Range, b: Range): Computed {
  switch (op) {
    case "+":
      return sum(a, b)
    case "-":
      return sum(a, { low: -b.high, high: -b.low, zero: b.zero })
    case "*":
      return product(a, b)
    case "/":
      return quotient(a, b)
    case "%":
      return { range: int64, noNumber: false }
  }
}

function sum(a: Range, b: Range): Computed {
  const up = Number.POSITIVE_INFINITY
  const noNumber = (a.high === up && b.low === -up) || (a.low === -up && b.high === up)
  const low = a.low + b.low
  const high = a.high + b.high
  return { range: between(Number.isNaN(low) ? -up : low, Number.isNaN(high) ? up : high), noNumber }
}

function product(a: Range, b: Range): Computed {
  const corners = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => (x === 0 || y === 0 ? 0 : x * y)))
  const range = { low: Math.min(...corners), high: Math.max(...corners), zero: a.zero || b.zero }
  // a product of numbers that are not zero may still be too small for a REAL
  const held = range.low > 0 || range.high < 0 ? range : { ...range, zero: true }
  return { range: held, noNumber: (mayBeInfinite(a) && b.zero) || (mayBeInfinite(b) && a.zero) }
}

function quotient(a: Range, b: Range): Computed {
  const noNumber = mayBeInfinite(a) && mayBeInfinite(b)
  if (b.low <= 0 && b.high >= 0) return { range: unbounded, noNumber }
  const corners = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => (x === 0 ? 0 : x / y)))
  if (corners.some(Number.isNaN)) return { range: unbounded, noNumber }
  return { range: between(Math.min(...corners, 0), Math.max(...corners, 0)), noNumber }
}
