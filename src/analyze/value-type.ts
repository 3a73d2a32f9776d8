import type { SourceFile, Span } from "../source/source-file.ts"
import type { SchemaRef } from "../syntax/annotation.ts"

export type StorageClass = "integer" | "real" | "text" | "blob"

/** Why an answer is what it is: a sentence about a place, resting on further reasons. */
export interface Reason {
  readonly text: string
  readonly file: SourceFile
  readonly span: Span
  readonly because: readonly Reason[]
  /** the author says so, in an annotation or with the mark of an alias; nothing proves it */
  readonly author?: true
}

/** What is known of a JSON text. `unknown` is any JSON value. */
export type JsonShape =
  | { readonly kind: "unknown" }
  /** the user's own schema; `from` is the file that names it, so that the module path can be resolved */
  | { readonly kind: "ref"; readonly ref: SchemaRef; readonly from: SourceFile }
  | { readonly kind: "object"; readonly fields: readonly JsonField[] }
  /** an object whose keys are data */
  | { readonly kind: "record"; readonly value: JsonShape }
  | { readonly kind: "array"; readonly element: JsonShape }
  | { readonly kind: "tuple"; readonly items: readonly JsonShape[] }
  /** an SQL value as JSON renders it */
  | {
      readonly kind: "scalar"
      readonly scalar: "string" | "number" | "boolean"
      readonly nullable: boolean
      readonly literals: readonly (string | number)[] | undefined
      /** a number without a fraction */
      readonly whole?: true
    }
  | { readonly kind: "null" }
  /** an object, array or user's schema, or null */
  | { readonly kind: "nullable"; readonly shape: JsonShape }

/** A key of an object; `optional`: it may not be there. */
export interface JsonField {
  readonly name: string
  readonly type: JsonShape
  readonly optional?: boolean
}

/**
 * Bounds of a number, both included. SQLite has infinities: what may overflow has one of them as its bound. What is stored is
 * finite by contract (the row check refuses infinities), so only arithmetic makes them.
 */
export interface Range {
  readonly low: number
  readonly high: number
  /** false: the number is not zero */
  readonly zero: boolean
}

/** What CHECK constraints say of a stored value beyond its type. Lengths count characters as `length()` does. */
export interface Limits {
  readonly min?: number
  readonly max?: number
  readonly above?: number
  readonly below?: number
  readonly minLength?: number
  readonly maxLength?: number
}

/**
 * Our inferred set of storage classes plus NULL. SQLite types values, not columns, hence a *set*.
 * The empty set with `nullable` is a value that is always NULL.
 */
export interface ValueType {
  readonly storage: ReadonlySet<StorageClass>
  readonly nullable: boolean
  /** how the value looks in TypeScript where that is not its storage class */
  readonly logical: "plain" | "boolean" | "bigint" | "timestamp_ms"
  /** arithmetic over integers: INTEGER unless it overflows. A parameter compared with it is an integer */
  readonly whole?: true
  /** where it lies when it is a number; undefined: anywhere a stored number may lie */
  readonly range?: Range | undefined
  /** of a value that is stored, or that comes as it is from where it is stored */
  readonly limits?: Limits | undefined
  /** closed list of values (CHECK lists, literals), undefined when open */
  readonly literals: readonly (string | number)[] | undefined
  /** set when the text is known to be JSON: it is parsed on the way out */
  readonly json: JsonShape | undefined
  /** a parameter that is a list, sent as one JSON text; the other fields then speak of one element */
  readonly array: boolean
  readonly why: { readonly type: Reason; readonly nullable: Reason }
}
