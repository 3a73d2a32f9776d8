import { placeOfError, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A statement that compiles to a longer program than the older engine of the target holds. */
export const tooManyOperations: RefusalRule = {
  code: "too-many-operations",
  explains: ({ message }, target) => target.limits.vdbeOps !== undefined && message === "out of memory",
  find: (input) => {
    const { error, target } = input
    const most = target.limits.vdbeOps?.most
    if (error === undefined || most === undefined || !tooManyOperations.explains(error, target)) return []
    return [
      refusedAt(input, "too-many-operations", placeOfError(input), {
        words: error.message,
        label: `its program has more than ${most} operations, some for each row of VALUES and each item of IN`,
        help: "pass rows as one JSON parameter: INSERT ... SELECT value ->> '$.a' FROM json_each(:rows)",
      }),
    ]
  },
}
