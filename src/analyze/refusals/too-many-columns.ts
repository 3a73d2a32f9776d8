import { placeOfError, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** More columns in a table, an index or a result, or more terms in ORDER BY or GROUP BY, than the target takes. */
export const tooManyColumns: RefusalRule = {
  code: "too-many-columns",
  explains: ({ message }) => /^too many (?:columns|terms in (?:ORDER|GROUP) BY)/.test(message),
  find: (input) => {
    const { error, target } = input
    const most = target.limits.columns?.most
    if (error === undefined || !tooManyColumns.explains(error, target)) return []
    return [
      refusedAt(input, "too-many-columns", placeOfError(input), {
        words: error.message,
        label: `${most ?? 2000} are the most`,
        help: "keep what is read together in one JSON column, or split the table in two with the same key",
      }),
    ]
  },
}
