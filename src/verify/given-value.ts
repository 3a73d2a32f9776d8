import { isOnly } from "../analyze/storage.ts"
import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import { bytesOf } from "./literal.ts"

/** The value that a program gives, from the value that is bound. */
export function givenValue(type: ValueType, value: SqlValue): unknown {
  if (value === null || typeof value === "bigint") return value
  if (typeof value === "string" && (type.array || type.json !== undefined))
    return type.logical === "bigint" ? bigintsIn(value) : isBlobList(type) ? blobsIn(value) : JSON.parse(value)
  if (type.logical === "boolean") return value === 1
  return type.logical === "bigint" ? BigInt(String(value)) : value
}

function isBlobList(type: ValueType): boolean {
  return type.array && isOnly(type, "blob")
}

function blobsIn(list: string): readonly Uint8Array[] {
  const texts: unknown = JSON.parse(list)
  return Array.isArray(texts) ? texts.map((text) => bytesOf(String(text))) : []
}

function bigintsIn(list: string): readonly bigint[] {
  return list.length === 2 ? [] : list.slice(1, -1).split(",").map(BigInt)
}
