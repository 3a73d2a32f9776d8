import type { Expression, FunctionCall } from "../../syntax/ast.ts"
import { callsIn, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** `zeroblob(3000000)`: a value of more bytes than the target keeps in a string, a blob or a row. */
export const valueSize: RefusalRule = {
  code: "value-size",
  explains: ({ message }) => message.startsWith("string or blob too big"),
  find: (input) => {
    const limit = input.target.limits.valueBytes
    if (limit === undefined) return []
    return callsIn(input.statement).flatMap((call) => {
      const bytes = bytesOf(call)
      if (bytes === undefined || bytes <= limit.most) return []
      return [
        refusedAt(input, "value-size", call.span, {
          words: "string or blob too big",
          label: `${bytes} bytes, ${limit.promised ?? limit.most} are promised for a value and for a whole row`,
          help: "keep large values in object storage (R2) and their key here, or cut them into several rows",
        }),
      ]
    })
  },
}

function bytesOf(call: FunctionCall): number | undefined {
  const name = call.name.text.toLowerCase()
  const [first] = call.args
  if (first === undefined || call.args.length !== 1) return undefined
  if (name === "zeroblob" || name === "randomblob") return integer(first)
  if (name !== "hex" || first.kind !== "call") return undefined
  const inner = bytesOf(first)
  return inner === undefined ? undefined : inner * 2
}

function integer(node: Expression): number | undefined {
  return node.kind === "literal" && node.value.type === "integer" ? Number(node.value.text) : undefined
}
