import type { Expression } from "../syntax/ast.ts"

/** The value of a text or safe integer literal, with sign. */
export function literalOf(expression: Expression): string | number | undefined {
  if (expression.kind === "unary" && expression.op === "-") {
    const value = literalOf(expression.operand)
    return typeof value === "number" ? -value : undefined
  }
  if (expression.kind !== "literal") return undefined
  switch (expression.value.type) {
    case "text":
      return expression.value.value
    case "integer": {
      const value = Number(expression.value.text)
      return Number.isSafeInteger(value) ? value : undefined
    }
    case "boolean":
      return expression.value.value ? 1 : 0
    default:
      return undefined
  }
}

/** The value of a number literal, with sign. */
export function numberOf(expression: Expression): number | undefined {
  if (expression.kind === "unary" && expression.op === "-") {
    const value = numberOf(expression.operand)
    return value === undefined ? undefined : -value
  }
  if (expression.kind !== "literal") return undefined
  const { value } = expression
  if (value.type === "real") return Number(value.text.replaceAll("_", ""))
  if (value.type === "integer") return Number(value.text)
  return value.type === "boolean" ? Number(value.value) : undefined
}
