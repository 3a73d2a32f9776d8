import type { Expression } from "../../syntax/ast.ts"
import type { Statement } from "../../syntax/statement.ts"
import { expressionsIn } from "./refusal-rule.ts"

/** `operand LIKE pattern`, also as `like(pattern, operand)`. */
export interface Pattern {
  readonly node: Expression
  readonly op: "like" | "glob"
  readonly operand: Expression
  readonly pattern: Expression
}

/** The patterns of a statement. https://sqlite.org/lang_expr.html#like */
export function patternsIn(statement: Statement): readonly Pattern[] {
  return expressionsIn(statement).flatMap((node): readonly Pattern[] => {
    if (node.kind === "like") {
      const { op, operand, pattern } = node
      return op === "like" || op === "glob" ? [{ node, op, operand, pattern }] : []
    }
    if (node.kind !== "call") return []
    const op = node.name.text.toLowerCase()
    const [pattern, operand] = node.args
    if ((op !== "like" && op !== "glob") || pattern === undefined || operand === undefined) return []
    return [{ node, op, operand, pattern }]
  })
}

/** The bytes that a pattern has at least, and the parameters that may make it longer. */
export interface PatternSize {
  readonly bytes: number
  readonly open: readonly Expression[]
}

/** Literals and what `||`, `concat`, `lower` and `upper` make of them have a known length. */
export function sizeOf(pattern: Expression): PatternSize {
  switch (pattern.kind) {
    case "literal":
      return { bytes: pattern.value.type === "text" ? bytesOf(pattern.value.value) : 0, open: [] }
    case "parameter":
      return { bytes: 0, open: [pattern] }
    case "binary":
      return pattern.op === "||" ? together([pattern.left, pattern.right]) : unknownSize
    case "call":
      if (/^(?:concat|lower|upper)$/i.test(pattern.name.text)) return together(pattern.args)
      return { bytes: 0, open: together(pattern.args).open }
    case "cast":
    case "collate":
      return { bytes: 0, open: sizeOf(pattern.operand).open }
    default:
      return unknownSize
  }
}

const unknownSize: PatternSize = { bytes: 0, open: [] }

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

function together(parts: readonly Expression[]): PatternSize {
  const sizes = parts.map(sizeOf)
  return { bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0), open: sizes.flatMap(({ open }) => open) }
}
