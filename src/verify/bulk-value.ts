import type { Bulk } from "../analyze/checked-query.ts"
import type { SqlValue } from "../engine/engine.ts"
import { isFar } from "./bound-value.ts"
import { givenValue } from "./given-value.ts"
import { bytesOf, hexOf } from "./literal.ts"

type Field = Bulk["fields"][number]

/** Rows of a bulk insert as the JSON text that is bound; `each` gives each field as it would be bound alone. */
export function rowsText(fields: readonly Field[], count: number, each: (field: Field) => SqlValue): string {
  const rows = Array.from({ length: count }, () =>
    Object.fromEntries(fields.map((field) => [field.name, wired(field, each(field))])),
  )
  return JSON.stringify(rows)
}

function wired({ wire, type }: Field, value: SqlValue): unknown {
  if (value === null) return null
  switch (wire) {
    case "plain":
      return type.logical === "boolean" ? value === 1 : value
    case "bigint":
      return String(value)
    case "json":
      // the JSON null of a nullable field is NULL
      return type.nullable && value === "null" ? null : value
    case "number":
      return digits(Number(value))
    case "blob":
      return value instanceof Uint8Array ? hexOf(value) : ""
    case "any":
      if (value instanceof Uint8Array) return { hex: hexOf(value) }
      return typeof value === "string" ? value : [digits(Number(value))]
  }
}

/** As generated code writes them. */
function digits(value: number): string {
  if (isFar(value)) return "1"
  return Number.isSafeInteger(value) ? String(value) : value.toExponential(16)
}

/** The rows that a program gives, from that text. */
export function givenRows(fields: readonly Field[], text: string): readonly unknown[] {
  const rows: unknown = JSON.parse(text)
  if (!Array.isArray(rows)) return []
  return rows.map((row) => {
    const entries = fields.map((field) => [field.name, given(field, Reflect.get(Object(row), field.name))])
    return Object.fromEntries(entries)
  })
}

function given({ wire, type }: Field, value: unknown): unknown {
  if (value === null) return null
  switch (wire) {
    case "plain":
      return value
    case "bigint":
      return BigInt(String(value))
    case "json":
      return givenValue(type, String(value))
    case "number":
      return Number(value)
    case "blob":
      return bytesOf(String(value))
    case "any":
      if (typeof value === "string") return value
      return Array.isArray(value) ? Number(value[0]) : bytesOf(String(Reflect.get(Object(value), "hex")))
  }
}
