import type { JsonShape, StorageClass, ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Documents } from "./documents.ts"
import { isWithin } from "./limits.ts"
import { shown } from "./literal.ts"

/** Why a value is not of a type, as the rest of "it is ..."; undefined when it is. */
export function misfit(type: ValueType, value: SqlValue, documents: Documents): string | undefined {
  if (value === null) return type.nullable ? undefined : "NULL"
  if (type.array) return listMisfit(type, value)
  // an int64 travels as TEXT
  if (type.logical === "bigint") return isDigits(value) ? undefined : `${storageOf(value)} ${shown(value)}`
  const storage = storageOf(value)
  if (!type.storage.has(storage)) return `${storage} ${shown(value)}`
  if (type.logical === "boolean" && value !== 0n && value !== 1n) return shown(value)
  if (type.literals !== undefined && !type.literals.includes(plainOf(value)))
    return `${shown(value)}, which is none of ${literalList(type.literals)}`
  if (type.limits !== undefined && !isWithin(type.limits, value))
    return `${shown(value)}, which is beyond ${JSON.stringify(type.limits)}`
  return type.json === undefined ? undefined : jsonMisfit(type.json, value, documents)
}

/** The storage class of a value that is not NULL. */
export function storageOf(value: Exclude<SqlValue, null>): StorageClass {
  if (typeof value === "bigint") return "integer"
  if (typeof value === "number") return "real"
  return typeof value === "string" ? "text" : "blob"
}

function isDigits(value: SqlValue): boolean {
  return typeof value === "string" && /^-?\d{1,19}$/.test(value)
}

function plainOf(value: Exclude<SqlValue, null>): string | number {
  return typeof value === "bigint" ? Number(value) : (value as string | number)
}

function literalList(literals: readonly (string | number)[]): string {
  return literals.map((literal) => JSON.stringify(literal)).join(", ")
}

function listMisfit(type: ValueType, value: Exclude<SqlValue, null>): string | undefined {
  const parsed = typeof value === "string" ? parsedJson(value) : undefined
  if (!Array.isArray(parsed)) return `${storageOf(value)} ${shown(value)}, which is no JSON array`
  const wrong = parsed.find((element) => !isElement(type, element))
  return wrong === undefined ? undefined : `a list with ${JSON.stringify(wrong)} in it`
}

/** A JSON value as an element of a list of this type. */
function isElement({ storage, logical, literals, json }: ValueType, element: unknown): boolean {
  if (json !== undefined) return hasShape(json, element)
  if (logical === "boolean") return typeof element === "boolean" || element === 0 || element === 1
  if (literals !== undefined) return literals.some((literal) => literal === element)
  if (typeof element === "string") return storage.has("text")
  if (typeof element !== "number") return false
  return storage.has("real") || (storage.has("integer") && Number.isInteger(element))
}

function jsonMisfit(shape: JsonShape, value: Exclude<SqlValue, null>, documents: Documents): string | undefined {
  const parsed = typeof value === "string" ? parsedJson(value) : value instanceof Uint8Array ? undefined : Number(value)
  if (parsed === undefined) return `${storageOf(value)} that is no JSON: ${shown(value)}`
  if (shape.kind === "ref" && documents.takes(shape, parsed) === false)
    return `JSON that \`${shape.ref.module}#${shape.ref.name}\` refuses: ${shown(value)}`
  return hasShape(shape, parsed) ? undefined : `JSON of another shape: ${shown(value)}`
}

/** Undefined for text that is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a JSON value has a shape. A schema of the user says nothing here. */
export function hasShape(shape: JsonShape, value: unknown): boolean {
  switch (shape.kind) {
    case "unknown":
    case "ref":
      return true
    case "null":
      return value === null
    case "nullable":
      return value === null || hasShape(shape.shape, value)
    case "record":
      return isRecord(value) && Object.values(value).every((each) => hasShape(shape.value, each))
    case "array":
      return Array.isArray(value) && value.every((item) => hasShape(shape.element, item))
    case "tuple":
      return (
        Array.isArray(value) &&
        value.length === shape.items.length &&
        shape.items.every((item, index) => hasShape(item, value[index]))
      )
    case "object":
      return (
        isRecord(value) &&
        Object.keys(value).every((key) => shape.fields.some(({ name }) => name === key)) &&
        shape.fields.every(({ name, type, optional }) =>
          Object.hasOwn(value, name) ? hasShape(type, value[name]) : optional === true,
        )
      )
    case "scalar":
      if (value === null) return shape.nullable
      return (
        typeof value === shape.scalar &&
        (shape.whole !== true || Number.isInteger(value)) &&
        (shape.literals === undefined || shape.literals.some((literal) => literal === value))
      )
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
