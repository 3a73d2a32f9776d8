import { fold } from "../../catalog/catalog.ts"
import { callsIn, isLookedInto, type RefusalRule, refusedAt } from "./refusal-rule.ts"

const refusal = /^(?:not authorized to use function|no such function|another function has this name): (.+)$/s

/** A function that SQLite has and the target does not let SQL use, or that only another SQLite has. */
export const deniedFunction: RefusalRule = {
  code: "denied-function",
  explains: ({ message }, target) => {
    const name = refusal.exec(message)?.[1]
    return name !== undefined && target.deniedFunctions.has(fold(name))
  },
  find: (input) =>
    (isLookedInto(input) ? callsIn(input.statement) : []).flatMap((call) => {
      const line = input.target.deniedFunctions.get(fold(call.name.text))
      if (line === undefined) return []
      const rename = fold(call.name.text) === "if" && call.args.length === 3 ? "iif" : line.rename
      return [
        refusedAt(input, "denied-function", call.name.span, {
          words: `${line.words}: ${line.name}`,
          label: `not a function of ${input.target.title}`,
          help: line.instead,
          fix: rename,
        }),
      ]
    }),
}
