import type { SqlValue } from "../../src/engine/engine.ts"
import type { TypedName } from "../../src/project/type-word.ts"
import type { Random } from "../sound/random.ts"

const integers = [0n, 1n, 2n, 3n, -1n, 5n, 7n, 100n, 1_700_000_000n]
const extremeIntegers = [9_007_199_254_740_993n, 9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n]
const reals = [0, 0.5, -1.25, 2, 3.75, 1e10, -0.001]
const extremeReals = [1e300, -1e300, 1e-300, 9.3e18, -9.3e18]
const texts = ["", "a", "b", "A", "1", "05", "1.5", "abc def", "é😀", "null", "'", "%", "2024-02-29", "12:30", "x,y"]
export const jsonTexts = [
  "{}",
  '{"a":1}',
  '{"a":"3","b":[1,2,null]}',
  "[]",
  '[1,"x",{"a":true}]',
  "null",
  "true",
  "3",
  '"t"',
]
const dates = ["2026-01-31", "2026-01-31 10:00:00", "10:00"]
const blobs = [new Uint8Array([]), new Uint8Array([1, 2, 3]), new Uint8Array([0x61]), new Uint8Array([0x7b, 0x7d])]

export type Kind = "integer" | "real" | "number" | "text" | "blob" | "boolean" | "json" | "date" | "any"

/** A value of a kind; `wild` ones are at the ends of the ranges. */
export function randomValue(random: Random, kind: Kind, wild: boolean): SqlValue {
  switch (kind) {
    case "integer":
      return random.pick(wild && random.chance(0.3) ? extremeIntegers : integers)
    case "real":
      return random.pick(wild && random.chance(0.3) ? extremeReals : reals)
    case "number":
      return randomValue(random, random.pick(["integer", "real"] as const), wild)
    case "text":
      return random.pick(texts)
    case "blob":
      return random.pick(blobs)
    case "boolean":
      return random.pick([0n, 1n])
    case "json":
      return random.pick(jsonTexts)
    case "date":
      return random.pick(dates)
    case "any":
      return randomValue(random, random.pick(["integer", "real", "text", "blob", "json"] as const), wild)
  }
}

/** What a column admits: all storage classes of STRICT ones, the declared type's own of others (a contract on the data). */
export function kindOf(declared: string | undefined, strict: boolean): Kind {
  const words = (declared ?? "").toUpperCase()
  if (strict) return words === "INT" || words === "INTEGER" ? "integer" : words === "ANY" ? "any" : lower(words)
  if (/^BOOL/.test(words)) return "boolean"
  if (words === "JSON") return "json"
  if (/^(DATE|TIME)/.test(words)) return "date"
  if (words.includes("INT")) return "integer"
  if (/CHAR|CLOB|TEXT/.test(words)) return "text"
  if (words.includes("BLOB")) return "blob"
  if (/REAL|FLOA|DOUB/.test(words)) return "real"
  return /^(NUMERIC|DECIMAL|NUMBER|MONEY)/.test(words) ? "number" : "any"
}

function lower(words: string): Kind {
  return words === "REAL" ? "real" : words === "TEXT" ? "text" : "blob"
}

/** A value that a parameter of this type may be bound to. `real`: as the drivers bind, every number is REAL. */
export function boundValue(random: Random, typed: TypedName, pool: readonly SqlValue[], real: boolean): SqlValue {
  if (typed.nullable && random.chance(0.25)) return null
  const value = typed.type.endsWith("[]") ? listValue(random, typed, pool) : element(random, typed, pool)
  return real && typeof value === "bigint" ? Number(value) : value
}

function element(random: Random, typed: TypedName, pool: readonly SqlValue[]): SqlValue {
  const fitting = pool.filter((value) => value !== null && misfit({ ...typed, nullable: false }, value) === undefined)
  if (fitting.length > 0 && random.chance(0.7)) return random.pick(fitting)
  if (typed.values !== undefined) {
    const value = random.pick(typed.values)
    return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
  }
  return randomValue(random, kindOfWord(typed.type), false)
}

function listValue(random: Random, typed: TypedName, pool: readonly SqlValue[]): SqlValue {
  const one = { ...typed, type: typed.type.replace("[]", "") as TypedName["type"], nullable: false }
  const items = Array.from({ length: random.below(4) }, () => element(random, one, pool))
  return `[${items.map((item) => (typeof item === "bigint" ? String(item) : JSON.stringify(item))).join(",")}]`
}

function kindOfWord(word: string): Kind {
  const kinds: Readonly<Record<string, Kind>> = {
    INTEGER: "integer",
    REAL: "real",
    NUMERIC: "number",
    TEXT: "text",
    BLOB: "blob",
    BOOLEAN: "boolean",
    JSON: "json",
  }
  return kinds[word] ?? "any"
}

/** Why a value is not of the printed type; undefined when it is. */
export function misfit(typed: TypedName, value: SqlValue): string | undefined {
  if (value === null) return typed.nullable ? undefined : "NULL"
  if (!holds(typed.type, value)) return `${storageOf(value)} ${show(value)}`
  const member = typeof value === "bigint" ? Number(value) : value
  const listed = typed.values === undefined || typed.values.some((one) => one === member)
  return listed ? undefined : `${show(value)}, none of ${JSON.stringify(typed.values)}`
}

function holds(word: string, value: Exclude<SqlValue, null>): boolean {
  switch (word) {
    case "INTEGER":
      return typeof value === "bigint"
    case "REAL":
      return typeof value === "number"
    case "NUMERIC":
      return typeof value === "bigint" || typeof value === "number"
    case "TEXT":
      return typeof value === "string"
    case "BLOB":
      return value instanceof Uint8Array
    case "BOOLEAN":
      return value === 0n || value === 1n
    case "JSON":
      return !(value instanceof Uint8Array) && isJson(String(value))
    default:
      return word === "ANY"
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return /^-?Infinity$/.test(text) // a number that JSON writes as 9e999
  }
}

export function storageOf(value: Exclude<SqlValue, null>): "INTEGER" | "REAL" | "TEXT" | "BLOB" {
  if (typeof value === "bigint") return "INTEGER"
  if (typeof value === "number") return "REAL"
  return typeof value === "string" ? "TEXT" : "BLOB"
}

function show(value: SqlValue): string {
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString("hex")}'` : String(value)
}
