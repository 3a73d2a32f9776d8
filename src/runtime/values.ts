/** https://sqlite.org/datatype3.html */
export const int64Max: bigint = 2n ** 63n - 1n
export const int64Min: bigint = -(2n ** 63n)

/** SQLite reads JSON up to this depth. https://sqlite.org/json1.html#interface_overview */
const maxJsonDepth = 1000

export type JsonValue = null | string | number | boolean | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** As a function, because `=== null` narrows nothing where `strictNullChecks` is off. */
export function isNull(value: unknown): value is null {
  return value === null
}

/** A list whose elements all pass; a hole counts as `undefined` (`every` would not look at it). */
export function isListOf(value: unknown, passes: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && Array.from(value).every(passes)
}

/** Fits SQLite's INTEGER. https://sqlite.org/datatype3.html */
export function isInt64(value: unknown): value is bigint {
  return typeof value === "bigint" && value >= int64Min && value <= int64Max
}

/** How many keys a params object has, inherited ones too: one more than known means a misspelled or unknown key. */
export function keyCount(params: object): number {
  let count = 0
  for (const _key in params) count++
  return count
}

/** A value that JSON holds without loss: no NaN, no `undefined` inside, plain objects and arrays only. */
export function isJson(value: unknown): value is JsonValue {
  return isJsonWithin(value, maxJsonDepth)
}

function isJsonWithin(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true
    case "number":
      return Number.isFinite(value)
    case "object":
      if (value === null) return true
      if (depth === 0) return false
      if (Array.isArray(value)) return isListOf(value, (element) => isJsonWithin(element, depth - 1))
      return isPlainObject(value) && jsonEntries(value).every(([, field]) => isJsonWithin(field, depth - 1))
    default:
      return false
  }
}

/** The fields that JSON would hold. */
export function jsonEntries(value: object): readonly (readonly [PropertyKey, unknown])[] {
  const entries: (readonly [PropertyKey, unknown])[] = Object.entries(value).filter(([key]) => key !== "__proto__")
  // a symbol key is no JSON: it stands for a field that nothing accepts
  for (const key of Object.getOwnPropertySymbols(value)) entries.push([key, undefined])
  return entries
}

/** An object literal or one without prototype: no class instance, no array. As zod sees it. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const maker: unknown = Reflect.get(value, "constructor")
  // only Object.prototype has a method of its own by this name, in every realm
  return typeof maker !== "function" || Object.hasOwn(Object(maker.prototype), "isPrototypeOf")
}
