import { isSafeInJson, plainBytes } from "./convert.ts"
import type { BindValue, ExecStatement, ParameterFacts, SqlFacts } from "./driver.ts"
import { ParameterError } from "./errors.ts"
import { type Issue, objectIssues, partsOf, typeName } from "./issues.ts"
import { schemaIssues } from "./standard-schema.ts"

/** NUL, or half a surrogate pair: SQLite or its drivers would cut or replace it. https://sqlite.org/nulinstr.html */
const unstorable = /[\0\p{Surrogate}]/u

/** What takes parameters: a statement or a transaction. */
export type BindingStatement<P> = Pick<SqlFacts, "name" | "source" | "sql"> &
  ParameterFacts &
  Pick<ExecStatement<P>, "bind">

/** Checked and encoded parameters, `?1` first. Throws ParameterError. */
export function bindsOf<P>(statement: BindingStatement<P>, params: P, maxValueBytes: number): readonly BindValue[] {
  const binds = bindsOfAnySize(statement, params)
  for (const [index, value] of binds.entries()) refuseOver({ statement, index, params }, value, maxValueBytes)
  return binds
}

/** The same, however long the values are. */
export function bindsOfAnySize<P>(statement: BindingStatement<P>, params: P): readonly BindValue[] {
  const binds = hasRightFrame(statement, params) ? statement.bind(params) : undefined
  if (binds === undefined) throw new ParameterError(statement, parameterIssues(statement, params))
  const stored: BindValue[] = []
  for (let index = 0; index < binds.length; index++) stored.push(storable({ statement, index, params }, binds[index]))
  return stored
}

/** How many bytes a bind has in the database, where that could be more than `enough`; otherwise 0. */
export function bytesOver(value: BindValue | undefined, enough: number): number {
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value !== "string" || value.length * 3 <= enough) return 0
  return new TextEncoder().encode(value).byteLength
}

/** An object, or nothing at all where there are no parameters; what is in it is for `bind` to judge. */
function hasRightFrame(statement: BindingStatement<never>, params: unknown): boolean {
  if (statement.parameters.length === 0 && params === undefined) return true
  if (typeof params !== "object" || params === null || Array.isArray(params)) return false
  return statement.parameters.length > 0 || Object.keys(params).length === 0
}

/** One bind of a call, `?1` being 0. */
interface Place {
  readonly statement: BindingStatement<never>
  readonly index: number
  readonly params: unknown
}

/** What a database takes as it is. Generated code lets nothing else through; a schema of the user's could. */
function storable(place: Place, value: unknown): BindValue {
  if (value === null) return null
  // -0 is 0 on D1, so it is everywhere
  if (typeof value === "number" && Number.isFinite(value)) return value + 0
  if (value === undefined) throw refused(place, "this value cannot be written as JSON")
  if (typeof value === "string") {
    if (unstorable.test(value)) throw refused(place, unstorableReason(value))
    if (value.startsWith("[")) refuseElements(place)
    return value
  }
  if (!(value instanceof Uint8Array)) throw refused(place, `${typeName(value)} cannot be stored`)
  return plainBytes(value)
}

function unstorableReason(text: string): string {
  return text.includes("\0")
    ? "text with a NUL character (U+0000) cannot be stored"
    : "text with half a surrogate pair cannot be stored"
}

/** The elements of a list become values again; what is inside JSON stays as it is written. */
function refuseElements(place: Place): void {
  for (const [at, element] of listOf(place).entries()) {
    const reason = unsendable(element)
    if (reason !== undefined) throw refused(place, reason, at)
  }
}

/** Why a text or number cannot be a value in JSON that becomes one of SQL again; undefined where it can. */
export function unsendable(value: unknown): string | undefined {
  if (typeof value === "string" && unstorable.test(value)) return unstorableReason(value)
  if (typeof value !== "number" || isSafeInJson(value)) return undefined
  return "beyond 1e±60 a number in a list may lose its last bit: not every SQLite reads it from JSON"
}

/** The elements that were given for a list; none for anything else. */
function listOf({ statement, index, params }: Place): readonly unknown[] {
  const [name, check] = statement.parameters[index] ?? []
  if (name === undefined || check === undefined || !partsOf(check).form.includes("[")) return []
  const list: unknown = Reflect.get(Object(params), name)
  return Array.isArray(list) ? list : []
}

/** Throws ParameterError for a value that the database would not take. */
export function refuseOver(place: Place, value: BindValue, maxBytes: number): void {
  const bytes = bytesOver(value, maxBytes)
  if (bytes <= maxBytes) return
  const { length } = listOf(place)
  if (length === 0) throw refused(place, `${bytes} bytes are more than the ${maxBytes} that fit in a value`)
  const size = `${length} elements make ${bytes} bytes of JSON, more than the ${maxBytes} that fit in a value`
  throw refused(place, `${size}; pass the list in parts`)
}

function refused({ statement, index }: Place, message: string, element?: number): ParameterError {
  const name = statement.parameters[index]?.[0] ?? `?${index + 1}`
  const path = element === undefined ? [name] : [name, element]
  return new ParameterError(statement, [{ code: "custom", path, message }])
}

function parameterIssues(statement: BindingStatement<never>, params: unknown): readonly Issue[] {
  const schema = statement.schemas?.parameters
  const found = schema === undefined ? objectIssues(statement.parameters, params) : schemaIssues(schema, params, [])
  return found.length > 0 ? found : [{ code: "custom", path: [], message: "the parameters were refused" }]
}
