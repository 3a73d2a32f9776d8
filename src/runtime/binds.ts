import { plainBytes } from "./convert.ts"
import type { BindValue, ExecStatement, StatementFacts } from "./driver.ts"
import { ParameterError } from "./errors.ts"
import { type Issue, objectIssues, typeName } from "./issues.ts"
import { schemaIssues } from "./standard-schema.ts"

/** NUL, or half a surrogate pair: SQLite or its drivers would cut or replace it. https://sqlite.org/nulinstr.html */
const unstorable = /[\0\p{Surrogate}]/u

/** Checked and encoded parameters, `?1` first. Throws ParameterError. */
export function bindsOf<P>(statement: ExecStatement<P>, params: P, maxValueBytes: number): readonly BindValue[] {
  const binds = hasRightFrame(statement, params) ? statement.bind(params) : undefined
  if (binds === undefined) throw new ParameterError(statement, parameterIssues(statement, params))
  const stored: BindValue[] = []
  for (let index = 0; index < binds.length; index++)
    stored.push(storable(statement, index, binds[index], maxValueBytes))
  return stored
}

/** An object, or nothing at all where there are no parameters; what is in it is for `bind` to judge. */
function hasRightFrame(statement: StatementFacts, params: unknown): boolean {
  if (statement.parameters.length === 0 && params === undefined) return true
  if (typeof params !== "object" || params === null || Array.isArray(params)) return false
  return statement.parameters.length > 0 || Object.keys(params).length === 0
}

/** What a database takes as it is. Generated code lets nothing else through; a schema of the user's could. */
function storable(statement: StatementFacts, index: number, value: unknown, maxBytes: number): BindValue {
  if (value === null) return null
  // -0 is 0 on D1, so it is everywhere
  if (typeof value === "number" && Number.isFinite(value)) return value + 0
  if (value === undefined) throw refused(statement, index, "this value cannot be written as JSON")
  if (typeof value === "string") {
    if (unstorable.test(value)) throw refused(statement, index, unstorableReason(value))
    if (value.length * 3 > maxBytes) refuseOver(statement, index, new TextEncoder().encode(value).byteLength, maxBytes)
    return value
  }
  if (!(value instanceof Uint8Array)) throw refused(statement, index, `${typeName(value)} cannot be stored`)
  if (value.byteLength > maxBytes) refuseOver(statement, index, value.byteLength, maxBytes)
  return plainBytes(value)
}

function unstorableReason(text: string): string {
  return text.includes("\0")
    ? "text with a NUL character (U+0000) cannot be stored"
    : "text with half a surrogate pair cannot be stored"
}

function refuseOver(statement: StatementFacts, index: number, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes)
    throw refused(statement, index, `${bytes} bytes are more than the ${maxBytes} that fit in a value`)
}

function refused(statement: StatementFacts, index: number, message: string): ParameterError {
  const name = statement.parameters[index]?.[0] ?? `?${index + 1}`
  return new ParameterError(statement, [{ code: "custom", path: [name], message }])
}

function parameterIssues(statement: StatementFacts, params: unknown): readonly Issue[] {
  const schema = statement.schemas?.parameters
  const found = schema === undefined ? objectIssues(statement.parameters, params) : schemaIssues(schema, params, [])
  return found.length > 0 ? found : [{ code: "custom", path: [], message: "the parameters were refused" }]
}
