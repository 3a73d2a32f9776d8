import type { Span } from "../../source/source-file.ts"
import { placeOfError, type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** ORDER BY or GROUP BY of a subquery names a column from outside: newer SQLites look there, 3.47 does not. */
export const outerOrder: RefusalRule = {
  code: "outer-order",
  explains: ({ message, version }) => version !== undefined && message.startsWith("no such column: "),
  find: (input) => {
    const { error, target } = input
    if (error === undefined || !outerOrder.explains(error, target)) return []
    return [
      refusedAt(input, "outer-order", qualified(input), {
        words: error.message,
        label: `of the outer query: SQLite ${error.version} does not look there from ORDER BY and GROUP BY`,
        help: "name the expression in the SELECT of the subquery and order by that name, or leave it out where it is the same for all its rows",
      }),
    ]
  },
}

/** `a.x` whole, where SQLite points to its start. */
function qualified(input: RefusalInput): Span {
  const span = placeOfError(input)
  const rest = /^\s*\.\s*\w+/.exec(input.statement.file.text.slice(span.end, input.statement.span.end))
  return { start: span.start, end: span.end + (rest?.[0].length ?? 0) }
}
