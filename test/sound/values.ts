import { isOnly } from "../../src/analyze/storage.ts"
import type { JsonShape, Limits, StorageClass, ValueType } from "../../src/analyze/value-type.ts"
import type { SqlValue } from "../../src/engine/engine.ts"
import type { Random } from "./random.ts"

const texts = ["", "a", "b", "A", "1", "05", "1.5", "abc def", "é😀", "null", "{}", "'", "queued", "running"]
const jsonTexts = [
  "{}",
  '{"a":1}',
  '{"a":"3","b":[1,2,null]}',
  "[]",
  '[1,"x",{"a":true}]',
  "null",
  "true",
  "3",
  '"text"',
  '{"user":{"id":"u1"}}',
]
const dates = ["2026-01-31", "2026-01-31 10:00:00", "10:00"]
const integers = [0n, 1n, 2n, 3n, -1n, 7n, 100n, 1_700_000_000_000n]
const extremeIntegers = [9_007_199_254_740_993n, 9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n]
const reals = [0, 0.5, -1.25, 2, 3.75, 1e10, -0.001, 1e300]
const blobs = [new Uint8Array([]), new Uint8Array([1, 2, 3]), new Uint8Array([0x61])]

/** A value to be stored in a column of this type, keeping the storage class: bigint is INTEGER, number is REAL. */
export function storedValue(random: Random, type: ValueType, extremes: boolean): SqlValue {
  if (type.nullable && random.chance(0.3)) return null
  if (type.literals !== undefined) return literal(random.pick(type.literals))
  if (type.json !== undefined) return random.pick(jsonTexts)
  if (type.limits !== undefined) return withinLimits(random, type, type.limits)
  const storage = random.pick([...type.storage])
  if (isDeclaredTime(type)) return random.pick(dates)
  if (type.logical === "boolean") return random.pick([0n, 1n])
  return ofStorage(random, storage, extremes)
}

/** A value that the CHECKs of a column admit. */
function withinLimits(random: Random, { storage }: ValueType, limits: Limits): SqlValue {
  if (storage.has("text")) {
    const least = limits.minLength ?? 0
    return random
      .pick(["a", "é😀", "x,y", "1"])
      .padEnd(least, "😀")
      .slice(0, Math.max(limits.maxLength ?? 9, 2))
  }
  const low = limits.min ?? (limits.above === undefined ? -3 : limits.above + 1e-9)
  const high = limits.max ?? (limits.below === undefined ? Math.max(low, 0) + 100 : limits.below - 1e-9)
  const value = random.pick([low, high, (low + high) / 2])
  return storage.has("integer") ? BigInt(Math.round(value)) : value
}

/** A declared DATE has NUMERIC affinity: text that looks like a number would not stay text. */
export function isDeclaredTime(type: ValueType): boolean {
  return isOnly(type, "text") && / declared (DATE|TIME)/.test(type.why.type.text)
}

function ofStorage(random: Random, storage: StorageClass, extremes: boolean): SqlValue {
  switch (storage) {
    case "integer":
      return random.pick(extremes && random.chance(0.2) ? extremeIntegers : integers)
    case "real":
      return random.pick(reals)
    case "text":
      return random.pick(texts)
    case "blob":
      return random.pick(blobs)
  }
}

function literal(value: string | number): SqlValue {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
}

/** A parameter as the drivers bind it: every number is REAL, lists and JSON are text. `pool`: values that the tables hold. */
export function boundValue(random: Random, type: ValueType, pool: readonly SqlValue[], mostInteger: bigint): SqlValue {
  if (type.nullable && random.chance(0.25)) return null
  if (type.array)
    return `[${Array.from({ length: random.below(4) }, () => jsonOf(element(random, type, pool, mostInteger))).join(",")}]`
  return element(random, type, pool, mostInteger)
}

function element(random: Random, type: ValueType, pool: readonly SqlValue[], mostInteger: bigint): SqlValue {
  if (type.json !== undefined) return JSON.stringify(jsonOfShape(random, type.json))
  if (type.literals !== undefined) return bound(literal(random.pick(type.literals)))
  if (type.limits !== undefined) return bound(withinLimits(random, type, type.limits))
  if (type.logical === "boolean") return random.pick([0, 1])
  if (type.logical === "bigint") return random.pick(["1", "9223372036854775807"])
  const fitting = pool.filter((value) => fits(type, value, mostInteger))
  if (fitting.length > 0 && random.chance(0.7)) return bound(random.pick(fitting))
  const value = ofStorage(random, random.pick([...type.storage]), false)
  return bound(typeof value === "bigint" && value > mostInteger ? mostInteger : value)
}

/** A value that a shape admits; of what the shape leaves open, anything. */
function jsonOfShape(random: Random, shape: JsonShape): unknown {
  const some = (): number[] => Array.from({ length: random.below(4) }, (_, index) => index)
  switch (shape.kind) {
    case "unknown":
    case "ref":
      return JSON.parse(random.pick(jsonTexts))
    case "null":
      return null
    case "nullable":
      return random.chance(0.3) ? null : jsonOfShape(random, shape.shape)
    case "array":
      return some().map(() => jsonOfShape(random, shape.element))
    case "tuple":
      return shape.items.map((item) => jsonOfShape(random, item))
    case "record":
      return Object.fromEntries(some().map((index) => [`k${index}`, jsonOfShape(random, shape.value)]))
    case "object": {
      const fields = shape.fields.filter(({ optional }) => optional !== true || random.chance(0.7))
      return Object.fromEntries(fields.map(({ name, type }) => [name, jsonOfShape(random, type)]))
    }
    case "scalar":
      if (shape.nullable && random.chance(0.3)) return null
      if (shape.literals !== undefined) return random.pick(shape.literals)
      if (shape.scalar === "boolean") return random.chance(0.5)
      return shape.scalar === "string"
        ? random.pick(texts)
        : shape.whole === true
          ? random.below(5)
          : random.pick(reals)
  }
}

function fits(type: ValueType, value: SqlValue, mostInteger: bigint): boolean {
  if (typeof value === "bigint")
    return type.storage.has("integer") && value <= mostInteger && value >= -9_007_199_254_740_991n
  if (typeof value === "string") return type.storage.has("text")
  return typeof value === "number" && type.storage.has("real")
}

function bound(value: SqlValue): SqlValue {
  return typeof value === "bigint" ? Number(value) : value
}

function jsonOf(value: SqlValue): string {
  return JSON.stringify(value instanceof Uint8Array ? null : value)
}

/** Why a value that came back is not of the printed type; undefined when it is. */
export function violation(type: ValueType, value: SqlValue): string | undefined {
  if (value === null) return type.nullable ? undefined : "NULL"
  // an int64 column of bigints travels as TEXT
  if (type.logical === "bigint") return typeof value === "string" && /^-?\d+$/.test(value) ? undefined : String(value)
  const storage = storageOf(value)
  if (!type.storage.has(storage)) return `${storage} ${show(value)}`
  if (
    type.literals !== undefined &&
    !type.literals.includes(typeof value === "bigint" ? Number(value) : (value as string | number))
  ) {
    return `${show(value)}, which is none of ${JSON.stringify(type.literals)}`
  }
  if (type.limits !== undefined && !isWithin(type.limits, value))
    return `${show(value)}, beyond ${JSON.stringify(type.limits)}`
  if (type.logical === "boolean" && value !== 0n && value !== 1n) return show(value)
  return type.json === undefined ? undefined : jsonViolation(type.json, value)
}

function isWithin(limits: Limits, value: Exclude<SqlValue, null>): boolean {
  if (typeof value === "string") {
    const length = [...(value.split("\0")[0] ?? "")].length
    return length >= (limits.minLength ?? 0) && length <= (limits.maxLength ?? length)
  }
  const number = Number(value)
  return (
    number >= (limits.min ?? number) &&
    number <= (limits.max ?? number) &&
    (limits.above === undefined || number > limits.above) &&
    (limits.below === undefined || number < limits.below)
  )
}

function storageOf(value: SqlValue): StorageClass {
  if (typeof value === "bigint") return "integer"
  if (typeof value === "number") return "real"
  return typeof value === "string" ? "text" : "blob"
}

function show(value: SqlValue): string {
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString("hex")}'` : String(value)
}

function jsonViolation(shape: JsonShape, value: SqlValue): string | undefined {
  try {
    const parsed: unknown = JSON.parse(String(value))
    return hasShape(shape, parsed) ? undefined : `JSON ${String(value)}`
  } catch {
    return `text that is not JSON: ${String(value)}`
  }
}

function hasShape(shape: JsonShape, value: unknown): boolean {
  switch (shape.kind) {
    case "unknown":
    case "ref":
      return true
    case "null":
      return value === null
    case "nullable":
      return value === null || hasShape(shape.shape, value)
    case "record":
      return (
        typeof value === "object" && value !== null && Object.values(value).every((each) => hasShape(shape.value, each))
      )
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
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.keys(value).every((key) => shape.fields.some((field) => field.name === key)) &&
        shape.fields.every(({ name, type, optional }) =>
          Object.hasOwn(value, name) ? hasShape(type, (value as Record<string, unknown>)[name]) : optional === true,
        )
      )
    case "scalar":
      if (value === null) return shape.nullable
      return (
        typeof value === shape.scalar &&
        (shape.whole !== true || Number.isInteger(value)) &&
        (shape.literals === undefined || shape.literals.includes(value as string | number))
      )
  }
}
