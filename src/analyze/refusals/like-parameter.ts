import type { Expression } from "../../syntax/ast.ts"
import { report } from "../../syntax/report.ts"
import { type Pattern, patternsIn, sizeOf } from "./pattern.ts"
import type { RefusalInput, RefusalRule } from "./refusal-rule.ts"

/** A LIKE or GLOB pattern made of a parameter: whoever types a long word gets an error. A warning. */
export const likeParameter: RefusalRule = {
  code: "like-parameter",
  explains: () => false,
  find: (input) => {
    const { statement, target } = input
    const most = target.limits.likePatternBytes?.most
    if (most === undefined) return []
    return patternsIn(statement).flatMap((pattern) => {
      const { bytes, open } = sizeOf(pattern.pattern)
      const [first] = open
      if (first === undefined || bytes > most) return []
      const name = statement.file.text.slice(first.span.start, first.span.end)
      const operator = pattern.op.toUpperCase()
      const message = `${target.title} refuses a ${operator} pattern of more than ${most} bytes, and \`${name}\` may be longer`
      const label = `LIKE or GLOB pattern too complex: fails above ${most - bytes} bytes`
      return [
        report(statement.file, "like-parameter", first.span, message, label, { help: wayOut(input, pattern, name) }),
      ]
    })
  },
}

/** A parameter with a wildcard on both sides is a search, with one behind it a prefix. */
function wayOut({ statement }: RefusalInput, { operand, pattern, op }: Pattern, name: string): string {
  const column = statement.file.text.slice(operand.span.start, operand.span.end)
  const wildcard = op === "like" ? "%" : "*"
  const [first, last] = endsOf(pattern)
  const search = op === "like" ? `instr(lower(${column}), lower(${name})) > 0` : `instr(${column}, ${name}) > 0`
  const range = `${column} >= ${name} AND ${column} < ${name} || char(0x10FFFF)`
  const [before, behind] = [isText(first, wildcard), isText(last, wildcard)]
  if (before && behind) return `search with ${search}, where wildcards in it mean nothing, or with FTS5`
  if (behind) return `compare a range, which minds case and uses an index: ${range}`
  return `search with ${search}, a prefix with ${range}, or refuse longer words in TypeScript`
}

function endsOf(pattern: Expression): readonly [Expression, Expression] {
  if (pattern.kind !== "binary" || pattern.op !== "||") return [pattern, pattern]
  return [endsOf(pattern.left)[0], endsOf(pattern.right)[1]]
}

function isText(node: Expression, text: string): boolean {
  return node.kind === "literal" && node.value.type === "text" && node.value.value === text
}
