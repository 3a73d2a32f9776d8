import type { StandardSchema } from "./standard-schema.ts"

/**
 * What one value is, as generated code decided it. `integer` and `timestamp_ms` are safe integers, `number` is finite,
 * `bigint` fits 64 bits, `any` is whatever SQLite stores but NULL, `scalar` is text or a number.
 */
export type ValueKind =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "blob"
  | "bigint"
  | "timestamp_ms"
  | "json"
  | "any"
  | "scalar"
  | "null"

/** `?` nullable, `[]` a list, `?[]` a list whose elements may be null, `[]?` a nullable list. */
export type Form = "" | "?" | "[]" | "?[]" | "[]?" | "?[]?"

/**
 * One value's check as data. Generated code checks in straight lines; this is read only to say what was wrong after
 * such a check failed, and by `conforms` for structured JSON. `object` takes no further keys, `record` takes
 * any.
 */
export type Check =
  | `${ValueKind}${Form}`
  | { readonly literals: readonly (string | number)[]; readonly form?: Form }
  | NumberCheck
  /** text that a pattern holds to its length; `message` says so in words */
  | { readonly text: RegExp; readonly message: string; readonly form?: Form }
  | { readonly schema: StandardSchema; readonly form?: Form }
  | { readonly object: readonly NamedCheck[]; readonly form?: Form }
  | { readonly record: Check; readonly form?: Form }
  | { readonly array: Check; readonly form?: Form }
  | { readonly tuple: readonly Check[]; readonly form?: Form }

/** A number within bounds: `min` and `max` included, `above` and `below` not. */
export interface NumberCheck {
  readonly number: "integer" | "number"
  readonly min?: number
  readonly above?: number
  readonly max?: number
  readonly below?: number
  readonly form?: Form
}

/** A key of an object, and what its value must be; `optional`: it may not be there. */
export type NamedCheck = readonly [name: string, check: Check, presence?: "optional"]
