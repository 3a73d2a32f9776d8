import { callsIn, counted, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A call with more arguments than the target's engine takes. */
export const functionArguments: RefusalRule = {
  code: "function-arguments",
  explains: ({ message }) => message.startsWith("too many arguments on function"),
  find: (input) => {
    const most = input.target.limits.functionArguments?.most
    if (most === undefined) return []
    return callsIn(input.statement)
      .filter((call) => call.args.length > most)
      .map((call) =>
        refusedAt(input, "function-arguments", call.name.span, {
          words: `too many arguments on function ${call.name.text}`,
          label: `${counted(call.args.length, "argument")}, ${most} are the most`,
          help: nestedCall(call.name.text),
        }),
      )
  },
}

/** How a call is cut into several. */
export function nestedCall(name: string): string {
  switch (name.toLowerCase()) {
    case "coalesce":
    case "max":
    case "min":
    case "concat":
      return `nest the calls: ${name}(${name}(a, b), ${name}(c, d))`
    case "json_object":
      return "join several: json_patch(json_object(...), json_object(...)), where no value is NULL"
    case "json_array":
      return "pass the list as one JSON parameter"
    default:
      return "call it several times with fewer arguments, or pass one JSON parameter"
  }
}
