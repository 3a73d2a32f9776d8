import type { Effects } from "../engine/engine.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Cardinality } from "../syntax/annotation.ts"
import type { ValueName } from "./names.ts"
import type { Retry } from "./retry-class.ts"
import type { Reason, ValueType } from "./value-type.ts"
import type { Wire } from "./wire.ts"

/** One SQLite bind slot of the final SQL, `?1` first. */
export interface Bind {
  /** index into `CheckedQuery.parameters` */
  readonly parameter: number
}

/** One text that is sent. Exactly one per step until dynamic SQL arrives. */
export interface Variant {
  readonly present: readonly string[]
  /** final SQL: `?NNN` only, integer casts in place, no trailing `;`, the author's line breaks kept */
  readonly sql: string
  readonly binds: readonly Bind[]
}

export interface ResultColumn {
  /** as SQLite names it in the final SQL, with the mark of an alias (`x!`) */
  readonly sqlName: string
  /** as TypeScript sees it, in the configured casing */
  readonly name: string
  readonly type: ValueType
  readonly doc: string
  readonly span: Span
}

export interface Parameter {
  /** without sigil, as written: `worker_id` */
  readonly sqlName: string
  /** key of the params object: `workerId` */
  readonly name: string
  readonly type: ValueType
  readonly doc: string
  /** every place where it is used */
  readonly spans: readonly Span[]
  readonly example: string | undefined
}

/** The rows of a bulk insert: a list of objects with these fields, one JSON text. */
export interface Bulk extends Parameter {
  readonly fields: readonly (Parameter & { readonly wire: Wire })[]
}

/** What must hold after a step; otherwise the transaction is undone and answers `reason`. */
export interface Guard {
  /** rows that the statement changed, or rows that it answers */
  readonly counts: "changes" | "rows"
  readonly test: "=" | ">="
  readonly count: number
  readonly reason: string
}

export interface CheckedStep {
  /** as `@step` says; of a plain query its name; `step2` where there is none */
  readonly name: string
  readonly variants: readonly [Variant, ...Variant[]]
  readonly columns: readonly ResultColumn[]
  /** when its guard holds */
  readonly cardinality: { readonly value: Cardinality; readonly why: Reason }
  /** whether its guard holds or not */
  readonly unguarded: CheckedStep["cardinality"]
  readonly guard: Guard | undefined
  /** it inserts the key of an idempotent transaction */
  readonly isKey: boolean
  readonly effects: Effects
  readonly doc: string
  readonly span: Span
}

/** Only `analyze()` and `analyzeTransaction()` make one; holding it is the proof that every rule passed. */
export interface CheckedQuery {
  readonly name: ValueName
  /** a statement, or several that happen together or not at all */
  readonly form: "statement" | "transaction"
  readonly parameters: readonly Parameter[]
  /** the first of the parameters, where `@rows` makes it a list of rows */
  readonly bulk: Bulk | undefined
  /** exactly one where it is a statement */
  readonly steps: readonly [CheckedStep, ...CheckedStep[]]
  /** whether it may be sent again when it is not known whether the first time worked */
  readonly retry: Retry
  /** `primary`: never answered by a read replica */
  readonly consistency: "any" | "primary"
  readonly doc: string
  readonly source: { readonly file: SourceFile; readonly span: Span }
}
