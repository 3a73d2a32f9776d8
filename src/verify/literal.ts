import type { SqlValue } from "../engine/engine.ts"

/** A value as SQL that gives the same value and storage class. https://sqlite.org/lang_expr.html#literal_values_constants_ */
export function sqlLiteral(value: SqlValue): string {
  if (value === null) return "NULL"
  if (typeof value === "bigint") return String(value)
  if (typeof value === "number") return realLiteral(value)
  if (typeof value === "string") return textLiteral(value)
  return `x'${hexOf(value)}'`
}

/** A digit that is REAL has a point or an exponent; infinity is a number that no double holds. */
function realLiteral(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999"
  const text = Object.is(value, -0) ? "-0" : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** A text with NUL or half a surrogate pair has no literal: it is cast from its bytes. */
function textLiteral(text: string): string {
  if (!/[\0\p{Surrogate}]/u.test(text)) return `'${text.replaceAll("'", "''")}'`
  return `CAST(x'${hexOf(new TextEncoder().encode(text))}' AS TEXT)`
}

/** The bytes of hexadecimal digits. */
export function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Two hexadecimal digits for each byte. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** A value for a message: its literal, cut where it is long. */
export function shown(value: SqlValue): string {
  const text = sqlLiteral(value)
  return text.length <= 80 ? text : `${text.slice(0, 60)}... (${text.length} characters)`
}
