import { placeOfError, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** More parameters than the target binds, or a number above the greatest. */
export const tooManyParameters: RefusalRule = {
  code: "too-many-parameters",
  explains: ({ message }) => /^too many SQL variables|^variable number must be between/.test(message),
  find: (input) => {
    const { error, target, statement } = input
    const most = target.limits.variables?.most ?? 32_766
    if (error === undefined || !tooManyParameters.explains(error, target)) return []
    const extra = statement.placeholders.find((placeholder) => placeholder.index > most)
    return [
      refusedAt(input, "too-many-parameters", extra?.span ?? placeOfError(input), {
        words: error.message,
        label: `${most} parameters are the most`,
        help: /^\?\d+$/.test(extra?.text ?? "")
          ? "numbers count too: give the parameters names, `:id`"
          : "pass a list as one of them, `IN (SELECT value FROM json_each(:list))`, and rows as `INSERT ... SELECT value ->> '$.a' FROM json_each(:rows)`",
      }),
    ]
  },
}
