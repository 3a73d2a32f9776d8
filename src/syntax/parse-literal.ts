import type { Id as RawId, Literal as RawLiteral } from "sqlite3-parser"
import type { Expression, LiteralValue } from "./ast.ts"
import { type Adapter, identifierOf, spanOf } from "./parse-source.ts"

/* Part of the adapter to the `sqlite3-parser` package: literals and bare names. */

/** One more than the greatest integer: only behind a minus sign it is an integer. https://sqlite.org/lang_expr.html */
const smallestMagnitude = 9223372036854775808n

/** `12`, `'a'`, `x'00'`, `NULL`, `CURRENT_DATE` */
export function convertLiteral(node: RawLiteral, adapter: Adapter): Expression {
  const span = spanOf(adapter, node)
  if (node.type !== "KeywordLiteral") return { kind: "literal", span, value: literalValue(node) }
  return { kind: "column", span, schema: undefined, table: undefined, name: identifierOf(adapter, node) }
}

function literalValue(node: Exclude<RawLiteral, { readonly type: "KeywordLiteral" }>): LiteralValue {
  switch (node.type) {
    case "NullLiteral":
      return { type: "null" }
    case "NumericLiteral":
      return numberValue(node.value, false)
    case "StringLiteral":
      return { type: "text", value: node.value }
    case "BlobLiteral":
      return { type: "blob", bytes: node.bytes }
    case "CurrentDateLiteral":
      return { type: "current", what: "date" }
    case "CurrentTimeLiteral":
      return { type: "current", what: "time" }
    case "CurrentTimestampLiteral":
      return { type: "current", what: "timestamp" }
  }
}

/**
 * A number without separators. Decimal digits beyond 64 bits make a real; `-9223372036854775808` is still an integer.
 * https://sqlite.org/datatype3.html
 */
export function numberValue(text: string, negated: boolean): LiteralValue {
  if (/^0[xX]/.test(text)) return { type: "integer", text }
  if (!/^[0-9]+$/.test(text)) return { type: "real", text }
  const limit = negated ? smallestMagnitude : smallestMagnitude - 1n
  return { type: text.length < 19 || BigInt(text) <= limit ? "integer" : "real", text }
}

/**
 * A bare name: TRUE and FALSE without quotes are boolean literals, as long as no column has that name; and one in double
 * quotes is text where that is known.
 */
export function convertBareName(node: RawId, adapter: Adapter): Expression {
  const span = spanOf(adapter, node)
  const name = identifierOf(adapter, node)
  if (adapter.texts.has(span.start)) return { kind: "literal", span, value: { type: "text", value: name.text } }
  const lower = name.text.toLowerCase()
  if (name.quote === undefined && (lower === "true" || lower === "false")) {
    return { kind: "literal", span, value: { type: "boolean", value: lower === "true" } }
  }
  return { kind: "column", span, schema: undefined, table: undefined, name }
}
