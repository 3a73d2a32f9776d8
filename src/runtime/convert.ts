/**
 * From storage to TypeScript and back. What cannot be converted stays as it is, so that the check that follows reports
 * it. https://sqlite.org/datatype3.html
 */

/** 0 and 1 are booleans. https://sqlite.org/datatype3.html#boolean_datatype */
export function toBoolean(value: unknown): unknown {
  return value === 1 ? true : value === 0 ? false : value
}

/** Integers beyond 2^53 come as text. */
export function toBigInt(value: unknown): unknown {
  if (typeof value === "string" && /^-?\d{1,19}$/.test(value)) return BigInt(value)
  return Number.isSafeInteger(value) && typeof value === "number" ? BigInt(value) : value
}

/** D1 hands a BLOB over as numbers, a Durable Object as ArrayBuffer, native drivers as Buffer. */
export function toBlob(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return Uint8Array.from(value)
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value instanceof Uint8Array ? plainBytes(value) : value
}

/** A `Buffer` is a Uint8Array with other methods under the same names; the bytes are shared. */
export function plainBytes(value: Uint8Array): Uint8Array {
  if (value.constructor === Uint8Array) return value
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}

/** JSON text to its value; NULL and numbers stay; text that is no JSON, and a BLOB, become `undefined`, which no check accepts. */
export function parseJson(value: unknown): unknown {
  if (value === null || typeof value === "number") return value
  if (typeof value !== "string") return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** The JSON text of a value; `undefined` when it has none (a function, a cycle), which the driver refuses. */
export function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** A list of int64 as JSON digits: SQLite keeps all 64 bits of them. https://sqlite.org/json1.html#jeach */
export function bigintsToJsonText(values: readonly (bigint | null)[]): string {
  return `[${values.map(String).join(",")}]`
}

/** A list of BLOBs as JSON: hexadecimal digits, which `unhex()` reads. https://sqlite.org/lang_corefunc.html#unhex */
export function blobsToJsonText(values: readonly Uint8Array[]): string {
  return JSON.stringify(values.map(hexOf))
}

/**
 * A list of numbers, and text among them, as JSON. The shortest digits of a number can lie so near the middle of two that
 * SQLite 3.45 reads the other: 17 digits cannot.
 */
export function numbersToJsonText(values: readonly unknown[]): string {
  return `[${values.map((value) => (typeof value === "number" ? numberText(value) : toJsonText(value))).join(",")}]`
}

/** A number of a row: its digits, which `CAST` reads. */
export function fromNumber(value: number | null): string | null {
  return value === null ? null : numberText(value)
}

/** Bytes of a row: hexadecimal digits, which `unhex()` reads. */
export function fromBlob(value: Uint8Array | null): string | null {
  return value === null ? null : hexOf(value)
}

/** A value of any storage class in a row: text as it is, and what is none told apart from it. */
export function fromAny(value: unknown): unknown {
  if (typeof value === "number") return [numberText(value)]
  return value instanceof Uint8Array ? { hex: hexOf(value) } : value
}

/** The rows of a bulk insert as one JSON text; `undefined` where a field has no JSON text. */
export function rowsToJsonText(rows: readonly object[]): string | undefined {
  return rows.some((row) => Object.values(row).includes(undefined)) ? undefined : JSON.stringify(rows)
}

function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : value.toExponential(16)
}

/** True where every SQLite reads the number from JSON as it is: 3.47.0, in workerd, is off in the last bit beyond 1e±60. */
export function isSafeInJson(value: number): boolean {
  const size = Math.abs(value)
  return value === 0 || (size >= 1e-60 && size <= 1e60)
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Booleans are stored as 0 and 1. */
export function fromBoolean(value: boolean | null): 0 | 1 | null {
  return value === null ? null : value ? 1 : 0
}

/** An int64 travels as text: every driver binds numbers as REAL. */
export function fromBigInt(value: bigint | null): string | null {
  return value === null ? null : String(value)
}
