import type { Issue } from "./issues.ts"

/** The part of Standard Schema that is needed of a user's schema (zod, valibot, arktype). https://standardschema.dev */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What `validate` answers. https://standardschema.dev */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema gives: the type of a JSON column in a row. */
export type Infer<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["output"]

/** What a schema takes: the type of a JSON parameter. */
export type InferInput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"]

/** A value that a schema let pass, or the word that it did not. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false }

/** Runs a user's schema. `undefined` (what `parseJson` answers for text that is no JSON) never passes, nor does a promise. */
export function standardCheck<Output>(schema: StandardSchema<unknown, Output>, value: unknown): Checked<Output> {
  if (value === undefined) return { ok: false }
  const result = answerAtOnce(schema, value)
  if (result === undefined || result.issues !== undefined || !("value" in result)) return { ok: false }
  return { ok: true, value: result.value }
}

/**
 * What a schema says without waiting. zod answers with a promise when a refinement waits, and when a transform throws; a
 * rejection that nobody handles would end the process.
 */
function answerAtOnce<Output>(
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): StandardResult<Output> | undefined {
  const result = schema["~standard"].validate(value)
  if (!(result instanceof Promise)) return result
  result.catch(() => undefined)
  return undefined
}

/** As `standardCheck`, for a value that may be SQL NULL. */
export function standardCheckOrNull<Output>(
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): Checked<Output | null> {
  return value === null ? { ok: true, value: null } : standardCheck(schema, value)
}

/** What a schema has to say against a value, with paths below `path`. */
export function schemaIssues(schema: StandardSchema, value: unknown, path: readonly PropertyKey[]): readonly Issue[] {
  if (value === undefined)
    return [{ code: "custom", path, message: "Invalid input: expected JSON, received undefined" }]
  const result = answerAtOnce(schema, value)
  if (result === undefined) {
    return [{ code: "custom", path, message: "the schema validates asynchronously, which a query cannot wait for" }]
  }
  return (result.issues ?? []).map((issue) => ({
    code: "custom",
    ...issue,
    path: [...path, ...(issue.path ?? []).map((step) => (typeof step === "object" ? step.key : step))],
  }))
}
