import type { Span } from "../source/source-file.ts"

export type Cardinality = "one" | "optional" | "many" | "exec"

/** A word of an annotation and where it stands. */
export interface Word {
  readonly text: string
  readonly span: Span
}

/** `integer`, `'a' | 'b'`, `json<./schemas.ts#Context>?`, `text[]` */
export interface TypeAnnotation {
  readonly span: Span
  readonly base: "integer" | "real" | "text" | "blob" | "boolean" | "bigint" | "timestamp_ms" | "json" | "literals"
  /** for `literals`: the union's members in the order written */
  readonly literals: readonly (string | number)[]
  /** for `json<ref>` */
  readonly ref: SchemaRef | undefined
  readonly array: boolean
  readonly nullable: boolean
}

/** `./schemas.ts#WorkflowContext`, relative to the file that says it */
export interface SchemaRef {
  readonly module: string
  readonly name: string
}

/** The comment header above a statement, taken apart. Words that start with `@` and are not ours are diagnostics. */
export interface Annotation {
  readonly span: Span
  readonly name: Word
  readonly cardinality: { readonly value: Cardinality; readonly span: Span } | undefined
  /** free comment lines, joined by `\n`, without the dashes */
  readonly doc: string
  readonly params: readonly {
    readonly name: Word
    readonly type: TypeAnnotation | undefined
    /** `[]` alone: a list of what its place holds */
    readonly list?: Span
    readonly text: string
    readonly span: Span
  }[]
  readonly columns: readonly {
    readonly name: Word
    readonly type: TypeAnnotation | undefined
    readonly text: string
    readonly span: Span
  }[]
  /** value as written: number, 'text', NULL, x'00', or JSON text in quotes */
  readonly examples: readonly { readonly name: Word; readonly value: Word; readonly span: Span }[]
  readonly ignores: readonly Ignore[]
  /** `-- @unsafe-retry`, `-- @idempotent by name` */
  readonly retry: RetryAnnotation | undefined
  /** `-- @rows`, `-- @rows id, name` */
  readonly rows: RowsAnnotation | undefined
  /** `-- @consistency primary` */
  readonly consistency: { readonly value: "primary"; readonly span: Span } | undefined
}

/** `-- @step name [:cardinality]` */
export interface StepLine {
  readonly name: Word
  readonly cardinality: Annotation["cardinality"]
  readonly span: Span
}

/** `-- @expect changes|rows = N else reason` behind a statement: otherwise the whole transaction is undone. */
export interface Expect {
  readonly counts: "changes" | "rows"
  readonly test: "=" | ">="
  readonly count: number
  readonly reason: Word
  readonly span: Span
}

/** One row is written, and any number of them given. */
export interface RowsAnnotation {
  readonly span: Span
  /** the parameters in VALUES that differ from row to row; all of them where none is named */
  readonly fields: readonly Word[]
}

/** The author's word on whether the query may be sent again when it is not known whether the first time worked. */
export type RetryAnnotation =
  | { readonly kind: "unsafe"; readonly span: Span }
  /** `by`: the parameter that makes a second call the same as the first */
  | { readonly kind: "idempotent"; readonly by: Word; readonly span: Span }

/** `-- sqlgen-ignore unknown-type: reason` in the header, or at the end of a line inside the statement */
export interface Ignore {
  readonly code: Word
  readonly reason: string
  readonly span: Span
  /** the line it speaks of: a span of the file; for a header ignore the whole statement */
  readonly covers: Span
}

/** Annotations of schema files. */
export type SchemaAnnotation =
  /** `-- @json ref` / `-- @type t` at the end of the line of a column */
  | { readonly kind: "column-type"; readonly span: Span; readonly type: TypeAnnotation }
  /** `-- @column table.column t` anywhere */
  | {
      readonly kind: "named-column"
      readonly span: Span
      readonly table: Word
      readonly column: Word
      readonly type: TypeAnnotation
    }
  | { readonly kind: "append-only"; readonly span: Span }
  | { readonly kind: "versioned"; readonly span: Span; readonly column: Word }
  | { readonly kind: "leased"; readonly span: Span; readonly column: Word }
  | { readonly kind: "size"; readonly span: Span; readonly rows: number }
