import type { JsonShape } from "../analyze/value-type.ts"

export type SchemaShape = Extract<JsonShape, { kind: "ref" }>

/** What the user's schemas of JSON columns (`@json ./schemas.ts#Context`) say, as far as they could be run. */
export interface Documents {
  /** JSON texts that the schema takes; empty when none is known */
  readonly of: (shape: SchemaShape) => readonly string[]
  /** whether it takes a value; undefined when it could not be run */
  readonly takes: (shape: SchemaShape, value: unknown) => boolean | undefined
}

/** No schema can be run: their columns hold any JSON, and no value is held against them. */
export const noDocuments: Documents = { of: () => [], takes: () => undefined }
