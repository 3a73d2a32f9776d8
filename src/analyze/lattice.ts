import type { SourceFile, Span } from "../source/source-file.ts"
import { cover, rangeOf, sameRange } from "./range.ts"
import { isOnly } from "./storage.ts"
import type { JsonShape, Reason, StorageClass, ValueType } from "./value-type.ts"

export const anyStorage: ReadonlySet<StorageClass> = new Set<StorageClass>(["integer", "real", "text", "blob"])
/** What `->>`, `json_extract` and `json_each.value` can be: JSON has no blobs. */
export const jsonScalarStorage: ReadonlySet<StorageClass> = new Set<StorageClass>(["integer", "real", "text"])
export const numericStorage: ReadonlySet<StorageClass> = new Set<StorageClass>(["integer", "real"])

/** More members than this make a union that nobody reads: the base type is printed instead. */
const mostLiterals = 64

export function reason(text: string, file: SourceFile, span: Span, ...because: readonly Reason[]): Reason {
  return { text, file, span, because }
}

/** What the author says, which nothing proves. */
export function authorsWord(text: string, file: SourceFile, span: Span, ...because: readonly Reason[]): Reason {
  return { ...reason(text, file, span, ...because), author: true }
}

export function storageOf(...classes: readonly StorageClass[]): ReadonlySet<StorageClass> {
  return new Set(classes)
}

/** A plain type with one reason for both answers. */
export function plain(
  storage: ReadonlySet<StorageClass>,
  nullable: boolean,
  why: Reason,
  whyNullable: Reason = why,
): ValueType {
  return {
    storage,
    nullable,
    logical: "plain",
    literals: undefined,
    json: undefined,
    array: false,
    why: { type: why, nullable: whyNullable },
  }
}

/** A JSON text. */
export function jsonType(shape: JsonShape, nullable: boolean, why: Reason, whyNullable: Reason = why): ValueType {
  return { ...plain(storageOf("text"), nullable, why, whyNullable), json: shape }
}

/** 0 or 1, or NULL where an operand may be NULL. `solid` says why it is not. */
export function truthValue(why: Reason, solid: string, operands: readonly ValueType[]): ValueType {
  const nullable = operands.find((operand) => operand.nullable)
  const whyNullable =
    nullable === undefined
      ? { ...why, text: solid, because: operands.map((operand) => operand.why.nullable) }
      : { ...why, text: "an operand may be NULL", because: [nullable.why.nullable] }
  return { ...plain(storageOf("integer"), nullable !== undefined, why, whyNullable), literals: [0, 1] }
}

export function nullableBecause(type: ValueType, why: Reason): ValueType {
  return type.nullable ? type : { ...type, nullable: true, why: { ...type.why, nullable: why } }
}

export function notNullBecause(type: ValueType, why: Reason): ValueType {
  return type.nullable ? { ...type, nullable: false, why: { ...type.why, nullable: why } } : type
}

/** The least type that holds the values of all of them (CASE arms, compound selects, COALESCE). */
export function join(types: readonly ValueType[], why: Reason): ValueType {
  const first = types[0]
  if (first === undefined) return plain(new Set(), true, why)
  if (types.length === 1) return first
  const valued = types.filter((type) => type.storage.size > 0)
  const nullableOne = types.find((type) => type.nullable)
  const whyNullable = {
    ...why,
    because: nullableOne === undefined ? types.map((type) => type.why.nullable) : [nullableOne.why.nullable],
  }
  const whole = valued.length > 0 && valued.every((type) => type.whole === true || isOnly(type, "integer"))
  return {
    ...(whole && valued.some((type) => type.whole) ? { whole } : {}),
    storage: new Set(types.flatMap((type) => [...type.storage])),
    nullable: nullableOne !== undefined,
    logical: joinLogical(valued),
    range: valued.some((type) => type.range !== undefined) ? cover(valued.map(rangeOf)) : undefined,
    limits: sameLimits(valued),
    literals: joinLiterals(valued),
    json: joinJson(valued),
    array: false,
    why: { type: { ...why, because: valued.map((type) => type.why.type) }, nullable: whyNullable },
  }
}

/** Limits that all of them have. */
function sameLimits(types: readonly ValueType[]): ValueType["limits"] {
  const [first] = types
  return types.every((type) => JSON.stringify(type.limits) === JSON.stringify(first?.limits))
    ? first?.limits
    : undefined
}

function joinLogical(types: readonly ValueType[]): ValueType["logical"] {
  const tagged = types.find((type) => type.logical !== "plain")
  if (tagged === undefined) return "plain"
  const agrees = (type: ValueType): boolean =>
    type.logical === tagged.logical ||
    (tagged.logical === "boolean" &&
      type.literals !== undefined &&
      type.literals.every((value) => value === 0 || value === 1))
  return types.every(agrees) ? tagged.logical : "plain"
}

function joinLiterals(types: readonly ValueType[]): readonly (string | number)[] | undefined {
  const members = new Set<string | number>()
  for (const type of types) {
    if (type.literals === undefined) return undefined
    for (const member of type.literals) members.add(member)
  }
  return members.size === 0 || members.size > mostLiterals ? undefined : [...members]
}

/** JSON stays JSON beside literals that are: `coalesce(doc, '{}')`. */
function joinJson(types: readonly ValueType[]): JsonShape | undefined {
  const shapes = types.map((type) => type.json ?? literalShape(type))
  const first = types.find((type) => type.json !== undefined)?.json
  if (first === undefined || shapes.some((shape) => shape === undefined)) return undefined
  const fits = (shape: JsonShape | undefined): boolean =>
    shape !== undefined &&
    (sameShape(shape, first) || (shape.kind === "array" && first.kind === "array" && isEmpty(shape)))
  return shapes.every(fits) ? first : { kind: "unknown" }
}

function isEmpty(shape: JsonShape): boolean {
  return shape.kind === "array" && shape.element.kind === "tuple" && shape.element.items.length === 0
}

/** The shape of text literals that are JSON. `[]` is an array of nothing, which any array admits. */
function literalShape(type: ValueType): JsonShape | undefined {
  if (type.literals === undefined || !isOnly(type, "text") || !type.literals.every(isJsonText)) return undefined
  const empty = type.literals.every((literal) => /^\s*\[\s*\]\s*$/.test(String(literal)))
  return empty ? { kind: "array", element: { kind: "tuple", items: [] } } : { kind: "unknown" }
}

function isJsonText(literal: string | number): boolean {
  try {
    JSON.parse(String(literal))
    return true
  } catch {
    return false // a text that is no JSON
  }
}

/** Structural equality of shapes. */
export function sameShape(a: JsonShape, b: JsonShape): boolean {
  switch (a.kind) {
    case "unknown":
    case "null":
      return b.kind === a.kind
    case "ref":
      return (
        b.kind === "ref" && a.ref.module === b.ref.module && a.ref.name === b.ref.name && a.from.path === b.from.path
      )
    case "array":
      return b.kind === "array" && sameShape(a.element, b.element)
    case "tuple":
      return (
        b.kind === "tuple" &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => sameAt(item, b.items[index]))
      )
    case "object":
      return (
        b.kind === "object" &&
        a.fields.length === b.fields.length &&
        a.fields.every(
          (field, index) =>
            field.name === b.fields[index]?.name &&
            field.optional === b.fields[index]?.optional &&
            sameAt(field.type, b.fields[index]?.type),
        )
      )
    case "record":
      return b.kind === "record" && sameShape(a.value, b.value)
    case "nullable":
      return b.kind === "nullable" && sameShape(a.shape, b.shape)
    case "scalar":
      return (
        b.kind === "scalar" &&
        a.whole === b.whole &&
        a.scalar === b.scalar &&
        a.nullable === b.nullable &&
        String(a.literals) === String(b.literals)
      )
  }
}

function sameAt(a: JsonShape, b: JsonShape | undefined): boolean {
  return b !== undefined && sameShape(a, b)
}

/** True when both admit exactly the same values; reasons do not count. For fixed points. */
export function sameType(a: ValueType, b: ValueType): boolean {
  return (
    a.nullable === b.nullable &&
    a.logical === b.logical &&
    a.array === b.array &&
    a.storage.size === b.storage.size &&
    [...a.storage].every((storage) => b.storage.has(storage)) &&
    String(a.literals) === String(b.literals) &&
    sameRange(rangeOf(a), rangeOf(b)) &&
    (a.json === undefined ? b.json === undefined : b.json !== undefined && sameShape(a.json, b.json))
  )
}
