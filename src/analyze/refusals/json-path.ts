import type { Expression, FunctionCall } from "../../syntax/ast.ts"
import { callsIn, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/**
 * A path that starts otherwise than `$`, `$.` and `$[`: SQLite prepares it, and fails at the first document. `->` and `->>`
 * take bare names. https://sqlite.org/json1.html#path_arguments
 */
export const jsonPath: RefusalRule = {
  code: "json-path",
  explains: ({ message }) => message.startsWith("bad JSON path"),
  find: (input) =>
    callsIn(input.statement).flatMap((call) =>
      pathsOf(call).flatMap((node) => {
        if (node.kind !== "literal" || node.value.type !== "text" || /^\$(?:$|[.[])/.test(node.value.value)) return []
        const { value } = node.value
        const bare = /^[A-Za-z_]\w*$/.test(value)
        return [
          refusedAt(input, "json-path", node.span, {
            words: `bad JSON path: '${value}'`,
            label: "not a path",
            help: bare ? `write '$.${value}'` : "a path starts with `$`, then `.name` or `[0]`",
            fix: bare ? `'$.${value}'` : undefined,
          }),
        ]
      }),
    ),
}

function pathsOf({ name, args }: FunctionCall): readonly Expression[] {
  const word = name.text.toLowerCase().replace(/^jsonb_/, "json_")
  switch (word) {
    case "json_extract":
    case "json_remove":
    case "json_type":
    case "json_array_length":
      return args.slice(1)
    case "json_set":
    case "json_insert":
    case "json_replace":
      return args.filter((_, index) => index % 2 === 1)
    default:
      return []
  }
}
