import { placeOfError, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** An expression that is nested too deeply: long chains of AND, OR, + and || count one level for each operator. */
export const expressionDepth: RefusalRule = {
  code: "expression-depth",
  explains: ({ message }) => message.startsWith("Expression tree is too large"),
  find: (input) => {
    const { error, target } = input
    const most = target.limits.expressionDepth?.most
    if (error === undefined || !expressionDepth.explains(error, target)) return []
    return [
      refusedAt(input, "expression-depth", placeOfError(input), {
        words: error.message,
        label: `deeper than ${most ?? 1000} levels: each operator of a chain is one`,
        help: "write a chain of OR as IN (...) or IN (SELECT value FROM json_each(:list)), a sum or || as halves in parentheses",
      }),
    ]
  },
}
