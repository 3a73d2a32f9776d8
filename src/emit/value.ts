import type { JsonShape, Limits, StorageClass, ValueType } from "../analyze/value-type.ts"
import type { SourceFile } from "../source/source-file.ts"

/** The run time's words for what needs no more than a word. */
export type Kind =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "blob"
  | "bigint"
  | "timestamp_ms"
  | "json"
  | "any"
  | "scalar"
  | "null"

/** A user's schema and the file that names it. */
export interface SchemaItem {
  readonly kind: "ref"
  readonly ref: { readonly module: string; readonly name: string }
  readonly from: SourceFile
}

/** What one value is, as far as generated code tells values apart. */
export type Item =
  | { readonly kind: Kind; readonly limits?: Limits }
  | { readonly kind: "literals"; readonly values: readonly (string | number)[] }
  | SchemaItem
  | StructuredItem

/** JSON whose structure was inferred. */
export type StructuredItem =
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  | { readonly kind: "record"; readonly value: Value }
  | { readonly kind: "array"; readonly element: Value }
  | { readonly kind: "tuple"; readonly items: readonly Value[] }

export interface Field {
  readonly name: string
  readonly value: Value
  /** a key of a JSON object that may not be there */
  readonly optional?: boolean
}

/** `nullable` speaks of the whole: of the list where it is one. Elements of a list are never null. */
export interface Value {
  readonly item: Item
  readonly nullable: boolean
  readonly list: boolean
}

/** What a caller gives. The bytes of BLOBs in a list are sent as hexadecimal digits. */
export function parameterValue(type: ValueType): Value {
  const item = itemOf(type)
  if (!type.array) return single(item, type.nullable)
  return item.kind === "blob" ? { item, nullable: type.nullable, list: true } : listValue(type, item)
}

/** What a row holds. A list comes as JSON text, whose elements no schema of the user has converted. */
export function resultValue(type: ValueType): Value {
  const item = itemOf(type)
  if (!type.array) return single(item, type.nullable)
  return listValue(type, item.kind === "ref" ? { kind: "json" } : item)
}

/** True for JSON whose structure was inferred. */
export function isStructured(item: Item): item is StructuredItem {
  return item.kind === "object" || item.kind === "record" || item.kind === "array" || item.kind === "tuple"
}

function single(item: Item, nullable: boolean): Value {
  return { item, nullable: nullable && item.kind !== "null", list: false }
}

/** JSON has no BLOB: the widest element is text or a number. */
function listValue(type: ValueType, item: Item): Value {
  if (isStructured(item)) return single({ kind: "array", element: single(item, false) }, type.nullable)
  const element: Item = item.kind === "any" || item.kind === "blob" ? { kind: "scalar" } : item
  return { item: element, nullable: type.nullable, list: true }
}

function itemOf(type: ValueType): Item {
  if (type.json !== undefined) return jsonItem(type.json)
  if (type.storage.size === 0) return { kind: "null" }
  if (type.logical !== "plain") return { kind: type.logical }
  if (type.literals?.every(isWritable) && type.literals.length > 0) {
    return { kind: "literals", values: [...new Set(type.literals)] }
  }
  const kind = storageKind(type.storage)
  return type.limits === undefined || !isLimited(kind) ? { kind } : { kind, limits: type.limits }
}

/** Bounds speak of numbers, lengths of text. */
function isLimited(kind: Kind): boolean {
  return kind === "integer" || kind === "number" || kind === "string"
}

/** A number that TypeScript has a literal for. */
function isWritable(value: string | number): boolean {
  return typeof value === "string" || (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
}

function storageKind(storage: ReadonlySet<StorageClass>): Kind {
  if (storage.has("blob")) return storage.size === 1 ? "blob" : "any"
  if (storage.has("text")) return storage.size === 1 ? "string" : "scalar"
  return storage.has("real") ? "number" : "integer"
}

/** The value of a whole column: a lone JSON scalar says too little to be told from other JSON. */
function jsonItem(shape: JsonShape): Item {
  if (shape.kind === "ref") return shape
  // JSON null is not SQL NULL, and one word says both: any JSON
  if (shape.kind === "nullable") return { kind: "json" }
  const item = innerItem(shape)
  return isStructured(item) ? item : { kind: "json" }
}

/** A value inside JSON. A user's schema may convert, which is only done for whole values: inside it is any JSON. */
function innerItem(shape: JsonShape): Item {
  switch (shape.kind) {
    case "unknown":
    case "ref":
      return { kind: "json" }
    case "object":
      if (shape.fields.some((field) => field.name === "__proto__")) return { kind: "json" }
      return {
        kind: "object",
        fields: shape.fields.map(({ name, type, optional }) => ({
          name,
          value: innerValue(type),
          ...(optional ? { optional } : {}),
        })),
      }
    case "record":
      return { kind: "record", value: innerValue(shape.value) }
    case "nullable":
      return innerItem(shape.shape)
    case "array":
      return { kind: "array", element: innerValue(shape.element) }
    case "tuple":
      return { kind: "tuple", items: shape.items.map(innerValue) }
    case "scalar": {
      const { literals } = shape
      const kind = shape.whole === true ? "integer" : shape.scalar
      if (literals === undefined || literals.length === 0 || !literals.every(isWritable)) return { kind }
      return { kind: "literals", values: [...new Set(literals)] }
    }
    case "null":
      return { kind: "null" }
  }
}

function innerValue(shape: JsonShape): Value {
  return single(innerItem(shape), shape.kind === "nullable" || (shape.kind === "scalar" && shape.nullable))
}
