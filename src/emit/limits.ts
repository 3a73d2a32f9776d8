import type { Limits } from "../analyze/value-type.ts"
import { literal } from "./quote.ts"
import type { Item } from "./value.ts"

/** Bounds of a number as the code and data of a check need them, in the order in which they are tested. */
export function boundsOf(limits: Limits): readonly {
  readonly name: "min" | "above" | "max" | "below"
  readonly operator: ">=" | ">" | "<=" | "<"
  readonly zod: "min" | "gt" | "max" | "lt"
  readonly value: number
}[] {
  const bounds = [
    { name: "min", operator: ">=", zod: "min", value: limits.min },
    { name: "above", operator: ">", zod: "gt", value: limits.above },
    { name: "max", operator: "<=", zod: "max", value: limits.max },
    { name: "below", operator: "<", zod: "lt", value: limits.below },
  ] as const
  return bounds.flatMap(({ value, ...bound }) => (value === undefined ? [] : [{ ...bound, value }]))
}

/** The pattern of a text within its length, counted as SQLite does: characters up to the first NUL. */
export function lengthPattern({ minLength, maxLength }: Limits): string {
  const count = minLength === maxLength ? `{${minLength}}` : `{${minLength ?? 0},${maxLength ?? ""}}`
  return maxLength === undefined ? `/^[^\\0]${count}/u` : `/^[^\\0]${count}(?:\\0|$)/u`
}

/** `1 to 50 characters` */
export function lengthWords({ minLength, maxLength }: Limits): string {
  if (maxLength === undefined) return `expected at least ${minLength} character${minLength === 1 ? "" : "s"}`
  if (minLength === maxLength) return `expected ${maxLength} characters`
  return minLength === undefined
    ? `expected at most ${maxLength} characters`
    : `expected ${minLength} to ${maxLength} characters`
}

/** What must hold of a value besides its type. */
export function limitTests({ kind }: Item, limits: Limits, name: string): readonly string[] {
  if (kind === "string") return [`${lengthPattern(limits)}.test(${name})`]
  return boundsOf(limits).map(({ operator, value }) => `${name} ${operator} ${literal(value)}`)
}
