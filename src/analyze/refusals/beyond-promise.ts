import { report } from "../../syntax/report.ts"
import { nestedCall } from "./function-arguments.ts"
import { callsIn, counted, type RefusalRule } from "./refusal-rule.ts"

/** More than the documentation promises, though the engine of today takes it. A warning. */
export const beyondPromise: RefusalRule = {
  code: "beyond-promise",
  explains: () => false,
  find: ({ statement, target }) => {
    const limit = target.limits.functionArguments
    if (limit?.promised === undefined) return []
    const { most, promised } = limit
    return callsIn(statement)
      .filter((call) => call.args.length > promised && call.args.length <= most)
      .map((call) => {
        const { name } = call
        const message = `${target.title} promises ${promised} arguments of a function, \`${name.text}\` has ${call.args.length}`
        const label = `${counted(call.args.length, "argument")}: its engine takes ${most} today`
        return report(statement.file, "beyond-promise", name.span, message, label, { help: nestedCall(name.text) })
      })
  },
}
