/** Where an annotation stands, in words for "it belongs ...". */
interface Place {
  readonly usage: string
  readonly query: string | undefined
  readonly schema: string | undefined
}

const inQueryHeader = "in the header of a query, between its `-- name:` line and the statement"
export const atColumn: string = "at the end of the line of a column, in a schema file"
export const aboveTable: string = "directly above a CREATE TABLE, in a schema file"

export type AnnotationName =
  | "param"
  | "column"
  | "example"
  | "unsafe-retry"
  | "idempotent"
  | "consistency"
  | "step"
  | "expect"
  | "rows"
  | "json"
  | "type"
  | "append-only"
  | "versioned"
  | "leased"
  | "size"

/** Every annotation that this version reads, and where: `query` and `schema` say where in such a file, if anywhere. */
export const annotations: Readonly<Record<AnnotationName, Place>> = {
  param: { usage: "-- @param name [type] [text]", query: inQueryHeader, schema: undefined },
  column: {
    usage: "-- @column name [type] [text]",
    query: inQueryHeader,
    schema: "anywhere in a schema file, as `-- @column table.column type`",
  },
  example: { usage: "-- @example name = value", query: inQueryHeader, schema: undefined },
  "unsafe-retry": { usage: "-- @unsafe-retry", query: inQueryHeader, schema: undefined },
  idempotent: { usage: "-- @idempotent by parameter", query: inQueryHeader, schema: undefined },
  rows: { usage: "-- @rows [names]", query: inQueryHeader, schema: undefined },
  consistency: { usage: "-- @consistency primary", query: inQueryHeader, schema: undefined },
  step: {
    usage: "-- @step name",
    query: "above a statement of a transaction, behind its `-- name:` line or the statement before",
    schema: undefined,
  },
  expect: {
    usage: "-- @expect changes = 1 else reason",
    query: "directly behind the statement that it guards: on the line of its `;` or on the next one",
    schema: undefined,
  },
  json: { usage: "-- @json ./schemas.ts#Name", query: undefined, schema: atColumn },
  type: { usage: "-- @type type", query: undefined, schema: atColumn },
  "append-only": { usage: "-- @append-only", query: undefined, schema: aboveTable },
  versioned: { usage: "-- @versioned column", query: undefined, schema: aboveTable },
  leased: { usage: "-- @leased column", query: undefined, schema: aboveTable },
  size: { usage: "-- @size 1_000_000", query: undefined, schema: aboveTable },
}

const optionalParts = "compile optional parts of a statement"

/** Annotations of later versions, and what they will do: "this version of sqlgen does not ... yet". */
export const laterAnnotations: ReadonlyMap<string, string> = new Map([
  ["optional", optionalParts],
  ["if", optionalParts],
  ["end", optionalParts],
  ["filter", "compile filter objects"],
  ["order", "let the caller choose the order"],
  ["page", "compile keyset pagination"],
  ["rows_read", "check budgets of rows read"],
  ["plan", "check query plans"],
])

/** True for a name in the table. */
export function isAnnotation(name: string): name is AnnotationName {
  return Object.hasOwn(annotations, name)
}

/** Names that may stand in a kind of file, with `@`, for suggestions. */
export function annotationNames(kind: "query" | "schema"): readonly string[] {
  return Object.entries(annotations).flatMap(([name, places]) => (places[kind] === undefined ? [] : [`@${name}`]))
}
