import type { Check, NamedCheck, NumberCheck } from "./check.ts"
import { schemaIssues } from "./standard-schema.ts"
import { int64Max, int64Min, isInt64, isJson, isPlainObject, jsonEntries } from "./values.ts"

/** What is wrong with a value, in zod's format: equal to what the generated zod schema reports. https://zod.dev/error-customization */
export interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** of `too_big` and `too_small`: `int`, `bigint`, `array` */
  readonly origin?: unknown
  /** `expected`, `values`, `keys`, `maximum`, `errors`, ... by code */
  readonly [detail: string]: unknown
}

type Path = readonly PropertyKey[]

/** All that a check has against a value; empty when it passes. */
export function issuesOf(check: Check, value: unknown, path: Path = []): readonly Issue[] {
  const { form, of } = partsOf(check)
  if (value === null && form.endsWith("?")) return []
  if (!form.includes("[")) return elementIssues(of, value, path)
  const orNull: Element = (item, at) => (item === null ? [] : elementIssues(of, item, at))
  return arrayIssues(value, path, form.startsWith("?") ? orNull : (item, at) => elementIssues(of, item, at))
}

/** `integer?[]` is a list (`?[]`) of `integer`. */
export function partsOf(check: Check): { readonly form: string; readonly of: Exclude<Check, string> | string } {
  if (typeof check !== "string") return { form: check.form ?? "", of: check }
  const [of = ""] = check.split(/[?[]/, 1)
  return { form: check.slice(of.length), of }
}

function elementIssues(check: Exclude<Check, string> | string, value: unknown, path: Path): readonly Issue[] {
  if (typeof check === "string") return kindIssues(check, value, path)
  if ("literals" in check) return literalIssues(check.literals, value, path)
  if ("number" in check) return boundIssues(check, value, path)
  if ("text" in check) return textIssues(check, value, path)
  if ("schema" in check) return schemaIssues(check.schema, value, path)
  if ("object" in check) return objectIssues(check.object, value, path)
  if ("record" in check) return recordIssues(value, path, (item, at) => issuesOf(check.record, item, at))
  if ("array" in check) return arrayIssues(value, path, (item, at) => issuesOf(check.array, item, at))
  return tupleIssues(check.tuple, value, path)
}

/** The check as a type guard, for JSON whose shape was inferred. `T` is what the check describes. */
export function conforms<T>(check: Check, value: unknown): value is T {
  return issuesOf(check, value).length === 0
}

/** A check over an object without further keys, as `z.strictObject`. */
export function objectIssues(fields: readonly NamedCheck[], value: unknown, path: Path = []): readonly Issue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [invalidType("object", value, path)]
  const found = fields.flatMap(([key, check, presence]) => {
    const field: unknown = Reflect.get(value, key)
    return presence === "optional" && field === undefined ? [] : issuesOf(check, field, [...path, key])
  })
  const known = new Set(fields.map(([key]) => key))
  const keys: string[] = []
  for (const key in value) if (!known.has(key)) keys.push(key)
  return keys.length === 0 ? found : [...found, unrecognizedKeys(keys, path)]
}

type Element = (value: unknown, path: Path) => readonly Issue[]

function kindIssues(kind: string, value: unknown, path: Path): readonly Issue[] {
  switch (kind) {
    case "number":
      return Number.isFinite(value) ? [] : [invalidType(kind, value, path)]
    case "integer":
    case "timestamp_ms":
      return Number.isSafeInteger(value) ? [] : [notSafeInteger(value, path)]
    case "bigint":
      return isInt64(value) ? [] : [notInt64(value, path)]
    case "blob":
      return value instanceof Uint8Array ? [] : [invalidType("Uint8Array", value, path)]
    case "scalar":
      return unionIssues(["string", "number"], value, path)
    case "any":
      return unionIssues(["string", "number", "blob"], value, path)
    case "json":
      return jsonIssues(value, path)
    default:
      return typeof value === kind || (value === null && kind === "null") ? [] : [invalidType(kind, value, path)]
  }
}

function unionIssues(options: readonly string[], value: unknown, path: Path): readonly Issue[] {
  const errors = options.map((option) => kindIssues(option, value, []))
  return errors.some((found) => found.length === 0) ? [] : [invalidUnion(errors, path)]
}

/** As `z.json()`. What runs in a circle or is deeper than anyone reads is refused as well. */
function jsonIssues(value: unknown, path: Path): readonly Issue[] {
  if (isJson(value)) return []
  if (isDeeperThan(value, 200)) return [{ code: "custom", path, message: "JSON nested too deeply" }]
  const options = ["string", "number", "boolean", "null"].map((kind) => kindIssues(kind, value, []))
  return [invalidUnion([...options, arrayIssues(value, [], jsonIssues), recordIssues(value, [], jsonIssues)], path)]
}

/** As `z.record(z.string(), ...)`. */
function recordIssues(value: unknown, path: Path, element: Element): readonly Issue[] {
  if (!isPlainObject(value)) return [invalidType("record", value, path)]
  return jsonEntries(value).flatMap(([key, field]) => {
    if (typeof key !== "symbol") return element(field, [...path, key])
    const issues = [invalidType("string", key, [])]
    return [{ code: "invalid_key", origin: "record", issues, path: [...path, key], message: "Invalid key in record" }]
  })
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return depth === 0 || Object.values(value).some((field) => isDeeperThan(field, depth - 1))
}

function literalIssues(values: readonly (string | number)[], value: unknown, path: Path): readonly Issue[] {
  if (values.some((candidate) => candidate === value)) return []
  const shown = values.map((candidate) => (typeof candidate === "string" ? `"${candidate}"` : String(candidate)))
  const message =
    shown.length === 1 ? `Invalid input: expected ${shown[0]}` : `Invalid option: expected one of ${shown.join("|")}`
  return [{ code: "invalid_value", values, path, message }]
}

function arrayIssues(value: unknown, path: Path, element: Element): readonly Issue[] {
  if (!Array.isArray(value)) return [invalidType("array", value, path)]
  return Array.from(value).flatMap((item, index) => element(item, [...path, index]))
}

/** As `z.tuple`. */
function tupleIssues(items: readonly Check[], value: unknown, path: Path): readonly Issue[] {
  if (!Array.isArray(value)) return [invalidType("tuple", value, path)]
  if (value.length < items.length) return [tupleSize("too_small", items.length, path)]
  const found = items.flatMap((item, index) => issuesOf(item, value[index], [...path, index]))
  return value.length > items.length ? [tupleSize("too_big", items.length, path), ...found] : found
}

function tupleSize(code: "too_small" | "too_big", size: number, path: Path): Issue {
  return sizeIssue(code, "array", size, path, `have ${code === "too_small" ? ">=" : "<="}${size} items`)
}

function notSafeInteger(value: unknown, path: Path): Issue {
  if (typeof value !== "number" || !Number.isFinite(value)) return invalidType("number", value, path)
  if (!Number.isInteger(value)) return { ...invalidType("int", value, path), format: "safeint" }
  const limit = value > 0 ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER
  return { ...outOfRange("int", value > 0, limit, path), note: "Integers must be within the safe integer range." }
}

/** As `z.int().min(0)`: what is no number at all is not compared. */
function boundIssues(check: NumberCheck, value: unknown, path: Path): readonly Issue[] {
  const found = kindIssues(check.number, value, path)
  if (typeof value !== "number" || found.some(({ code }) => code === "invalid_type")) return found
  const { min, above, max, below } = check
  return [
    ...found,
    ...(min !== undefined && value < min ? [beyond("too_small", min, true, path)] : []),
    ...(above !== undefined && value <= above ? [beyond("too_small", above, false, path)] : []),
    ...(max !== undefined && value > max ? [beyond("too_big", max, true, path)] : []),
    ...(below !== undefined && value >= below ? [beyond("too_big", below, false, path)] : []),
  ]
}

function beyond(code: "too_small" | "too_big", bound: number, inclusive: boolean, path: Path): Issue {
  const small = code === "too_small"
  const message = `Too ${small ? "small" : "big"}: expected number to be ${small ? ">" : "<"}${inclusive ? "=" : ""}${bound}`
  return { code, [small ? "minimum" : "maximum"]: bound, inclusive, origin: "number", path, message }
}

/** As `z.string().regex(pattern, message)`. */
function textIssues(check: Extract<Check, { text: RegExp }>, value: unknown, path: Path): readonly Issue[] {
  if (typeof value !== "string") return [invalidType("string", value, path)]
  const { text: pattern, message } = check
  if (pattern.test(value)) return []
  return [{ code: "invalid_format", format: "regex", origin: "string", pattern: String(pattern), path, message }]
}

function notInt64(value: unknown, path: Path): Issue {
  if (typeof value !== "bigint") return invalidType("bigint", value, path)
  return outOfRange("bigint", value > 0n, value > 0n ? int64Max : int64Min, path)
}

function outOfRange(origin: string, big: boolean, limit: number | bigint, path: Path): Issue {
  return sizeIssue(big ? "too_big" : "too_small", origin, limit, path, `be ${big ? "<=" : ">="}${limit}`)
}

function sizeIssue(
  code: "too_small" | "too_big",
  origin: string,
  limit: number | bigint,
  path: Path,
  wanted: string,
): Issue {
  const small = code === "too_small"
  const message = `Too ${small ? "small" : "big"}: expected ${origin} to ${wanted}`
  return { code, [small ? "minimum" : "maximum"]: limit, inclusive: true, origin, path, message }
}

function invalidUnion(errors: readonly (readonly Issue[])[], path: Path): Issue {
  return { code: "invalid_union", errors, path, message: "Invalid input" }
}

function unrecognizedKeys(keys: readonly string[], path: Path): Issue {
  const shown = keys.map((key) => `"${key}"`).join(", ")
  return { code: "unrecognized_keys", keys, path, message: `Unrecognized key${keys.length > 1 ? "s" : ""}: ${shown}` }
}

function invalidType(expected: string, value: unknown, path: Path): Issue {
  const message = `Invalid input: expected ${expected}, received ${typeName(value)}`
  const issue = { code: "invalid_type", expected, path, message }
  const odd = expected === "number" && typeof value === "number"
  return odd ? { ...issue, received: String(value) } : issue
}

/** As zod names what it received: `Date`, `NaN`, `array`. */
export function typeName(value: unknown): string {
  if (value === null) return "null"
  if (typeof value === "number" && !Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return "array"
  if (typeof value !== "object" || Object.getPrototypeOf(value) === Object.prototype) return typeof value
  return "constructor" in value && typeof value.constructor === "function" ? value.constructor.name : "object"
}
