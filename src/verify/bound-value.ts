import { isOnly } from "../analyze/storage.ts"
import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import { extremeIntegers, type Making, ofStorage } from "./alphabet.ts"
import { hasInexact } from "./inexact.ts"
import { jsonText, type Leaf, sampleOf } from "./json-document.ts"
import { isWithin, withinLimits } from "./limits.ts"
import { hexOf } from "./literal.ts"
import { hasShape, storageOf } from "./misfit.ts"

/*
 * Parameters as the drivers bind them: every number REAL, an int64 as TEXT, a boolean as a number, a list and JSON as one
 * text. What generated code would refuse is never made.
 */

/** NUL, or half a surrogate pair: no driver binds it. */
const unstorable = /[\0\p{Surrogate}]/u

/** A stored value as a parameter of this type; undefined when it is none. */
export function asBound(type: ValueType, value: SqlValue, making: Making): SqlValue | undefined {
  if (value === null) return undefined
  if (type.array) {
    const element = asElement(type, value)
    return element === undefined ? undefined : listText([element, ...elements(type, making)])
  }
  if (type.json !== undefined) return asDocument(type.json, value, making)
  if (type.logical === "bigint") return typeof value === "bigint" ? String(value) : undefined
  const plain = plainValue(type, value)
  if (plain === undefined) return undefined
  if (type.literals !== undefined) return type.literals.some((literal) => literal === plain) ? plain : undefined
  if (type.logical === "boolean") return plain === 0 || plain === 1 ? plain : undefined
  if (type.limits !== undefined && !isWithin(type.limits, plain)) return undefined
  return plain
}

/** A number as REAL, and text and bytes as they are, where the type has their storage class. */
function plainValue({ storage }: ValueType, value: Exclude<SqlValue, null>): number | string | Uint8Array | undefined {
  if (!storage.has(storageOf(value))) return undefined
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : undefined
  // -0 is bound as 0
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : undefined
  return typeof value === "string" && unstorable.test(value) ? undefined : value
}

function asDocument(
  shape: NonNullable<ValueType["json"]>,
  value: Exclude<SqlValue, null>,
  { documents }: Making,
): string | undefined {
  if (typeof value !== "string") return undefined
  const parsed = parsedJson(value)
  if (parsed === undefined || !hasShape(shape, parsed) || hasInexact(parsed)) return undefined
  if (shape.kind === "ref" && documents.takes(shape, parsed) === false) return undefined
  return JSON.stringify(parsed)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON
  }
}

/** A value of the type from nothing; NULL only where nothing else is of the type. */
export function freeValue(type: ValueType, making: Making, leafOf: Leaf): SqlValue {
  const { random } = making
  if (type.array) return listText(elements(type, making))
  if (type.json !== undefined) return jsonParameter(type.json, making, leafOf)
  if (type.literals !== undefined && type.literals.length > 0) return random.pick(type.literals)
  if (type.logical === "boolean") return random.pick([0, 1])
  if (type.logical === "bigint")
    return String(random.pick(random.chance(0.2) ? extremeIntegers : making.alphabet.integers))
  if (type.storage.size === 0) return null
  if (type.limits !== undefined && random.chance(0.7)) return withinLimits(type, random)
  const storage = random.pick([...type.storage])
  const far = random.pick([9_007_199_254_740_991n, -9_007_199_254_740_991n])
  const value = storage === "integer" && random.chance(0.1) ? far : ofStorage(storage, making)
  const bound = asBound({ ...type, literals: undefined }, value, making)
  return bound ?? (type.limits === undefined ? smallest(storage) : withinLimits(type, random))
}

function smallest(storage: string): SqlValue {
  if (storage === "text") return "a"
  return storage === "blob" ? new Uint8Array([1]) : 1
}

function jsonParameter(shape: NonNullable<ValueType["json"]>, making: Making, leafOf: Leaf): string {
  if (shape.kind === "unknown") return JSON.stringify(JSON.parse(jsonText(making, leafOf)))
  return JSON.stringify(sampleOf(shape, making, leafOf))
}

/** Elements of a list, as JSON text each. */
function elements(type: ValueType, making: Making): readonly string[] {
  const { random } = making
  return Array.from({ length: random.pick([0, 1, 2, 3]) }, () => elementOf(type, making))
}

function elementOf(type: ValueType, making: Making): string {
  const { random } = making
  if (type.json !== undefined) return JSON.stringify(sampleOf(type.json, making))
  if (type.logical === "boolean") return random.pick(["true", "false"])
  if (isOnly(type, "blob")) return JSON.stringify(hexOf(random.pick(making.alphabet.blobs)))
  const storages = [...type.storage].filter((storage) => storage !== "blob")
  const made = freeValue({ ...type, array: false, storage: new Set(storages) }, making, () => undefined)
  const free = isFar(made) ? 1 : made
  return typeof free === "string" && type.logical !== "bigint" ? JSON.stringify(free) : String(free ?? 1)
}

function asElement(type: ValueType, value: SqlValue): string | undefined {
  if (value === null || type.json !== undefined || type.logical === "boolean") return undefined
  if (value instanceof Uint8Array) return isOnly(type, "blob") ? JSON.stringify(hexOf(value)) : undefined
  if (type.literals !== undefined) return undefined
  if (type.logical === "bigint") return typeof value === "bigint" ? String(value) : undefined
  const plain = plainValue(type, value)
  const isMeant = plain !== undefined && !isFar(plain) && (type.limits === undefined || isWithin(type.limits, plain))
  return isMeant ? JSON.stringify(plain) : undefined
}

/** A number that not every SQLite reads back from JSON: no list may hold it. */
export function isFar(value: SqlValue): boolean {
  return typeof value === "number" && value !== 0 && (Math.abs(value) < 1e-60 || Math.abs(value) > 1e60)
}

function listText(items: readonly string[]): string {
  return `[${items.join(",")}]`
}
