import { isOnly } from "./storage.ts"
import type { ValueType } from "./value-type.ts"

/**
 * How a value of a row travels in the JSON text of a bulk insert, so that it is stored as if it had been bound alone:
 * - `plain`: text, integers, booleans and NULL as JSON has them
 * - `bigint`, `number`: as digits in text; a number is bound as REAL, which JSON does not tell from an integer
 * - `blob`: as hexadecimal digits in text
 * - `json`: the JSON text as text
 * - `any`: text as text, a number as `["digits"]`, bytes as `{ "hex": "..." }`
 */
export type Wire = "plain" | "bigint" | "number" | "blob" | "json" | "any"

export function wireOf(type: ValueType): Wire {
  if (type.array || type.json !== undefined) return "json"
  if (type.logical === "bigint") return "bigint"
  if (isOnly(type, "blob")) return "blob"
  if (isOnly(type, "text") || isOnly(type, "integer") || type.storage.size === 0) return "plain"
  return isOnly(type, "integer", "real") ? "number" : "any"
}

/** The field of a row as SQL, as it would be bound alone: `row` is the JSON object. */
export function fieldSql(row: string, name: string, wire: Wire): string {
  const at = (further: string): string => `${row} ->> ${path(name, further)}`
  switch (wire) {
    case "plain":
    case "json":
      return at("")
    case "bigint":
      return `+CAST(${at("")} AS INTEGER)`
    case "number":
      return `+CAST(${at("")} AS REAL)`
    case "blob":
      return `unhex(${at("")})`
    case "any": {
      const arms = `WHEN 'array' THEN CAST(${at("[0]")} AS REAL) WHEN 'object' THEN unhex(${at(".hex")})`
      return `CASE json_type(${row}, ${path(name, "")}) ${arms} ELSE ${at("")} END`
    }
  }
}

/** https://sqlite.org/json1.html#path_arguments */
function path(name: string, further: string): string {
  const label = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `"${name}"`
  return `'$.${label}${further}'`
}
