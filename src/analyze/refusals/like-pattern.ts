import type { Expression } from "../../syntax/ast.ts"
import { type Pattern, patternsIn, sizeOf } from "./pattern.ts"
import { type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A LIKE or GLOB pattern whose own bytes are over the limit. It fails when the first row is compared. */
export const likePattern: RefusalRule = {
  code: "like-pattern",
  explains: ({ message }) => message.startsWith("LIKE or GLOB pattern too complex"),
  find: (input) => {
    const most = input.target.limits.likePatternBytes?.most
    if (most === undefined) return []
    return patternsIn(input.statement).flatMap((pattern) => {
      const { bytes } = sizeOf(pattern.pattern)
      if (bytes <= most) return []
      const text = asInstr(input, pattern)
      const diagnostic = refusedAt(input, "like-pattern", pattern.pattern.span, {
        words: "LIKE or GLOB pattern too complex",
        label: `${bytes} bytes, ${most} are the most`,
        help:
          text === undefined
            ? "search with instr(x, 'text') > 0, compare a prefix as a range, x >= 'abc' AND x < 'abd', or use FTS5"
            : `write ${text}`,
      })
      const fix = text === undefined ? undefined : { file: input.statement.file, span: pattern.node.span, text }
      return [{ ...diagnostic, fix }]
    })
  },
}

/** `x LIKE '%text%'` without further wildcards is a search: LIKE and `lower()` both fold ASCII letters only. */
function asInstr({ statement }: RefusalInput, { node, operand, pattern, op }: Pattern): string | undefined {
  if (node.kind !== "like" || node.escape !== undefined) return undefined
  const inner = innerText(pattern, op === "like" ? "%" : "*")
  if (inner === undefined || /[%_*?[\]]/.test(inner)) return undefined
  const text = statement.file.text.slice(operand.span.start, operand.span.end)
  const literal = inner.replaceAll("'", "''")
  const compared = node.not ? "= 0" : "> 0"
  if (op === "glob") return `instr(${text}, '${literal}') ${compared}`
  const folded = literal.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  return `instr(lower(${text}), '${folded}') ${compared}`
}

function innerText(pattern: Expression, wildcard: string): string | undefined {
  if (pattern.kind !== "literal" || pattern.value.type !== "text") return undefined
  const { value } = pattern.value
  return value.startsWith(wildcard) && value.endsWith(wildcard) && value.length > 2 ? value.slice(1, -1) : undefined
}
