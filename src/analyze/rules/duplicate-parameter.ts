import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { textOf } from "../../source/source-file.ts"
import type { Parameter } from "../checked-query.ts"
import type { RuleInput } from "./rule.ts"

/** `:user_id` and `:userId` are two parameters to SQLite and one key in TypeScript. */
export function duplicateParameter({
  statement,
  parameters,
}: Pick<RuleInput, "statement" | "parameters">): readonly Diagnostic[] {
  const first = new Map<string, Parameter>()
  return parameters.flatMap((parameter): readonly Diagnostic[] => {
    const earlier = first.get(parameter.name)
    if (earlier === undefined) {
      first.set(parameter.name, parameter)
      return []
    }
    const [span, before] = [parameter.spans[0], earlier.spans[0]]
    if (span === undefined || before === undefined) return []
    return [
      {
        code: "duplicate-parameter",
        severity: "error",
        message: `parameters \`${textOf(statement.file, before)}\` and \`${textOf(statement.file, span)}\` both become \`${parameter.name}\``,
        primary: { file: statement.file, span, text: `\`${parameter.name}\` again` },
        secondary: [{ file: statement.file, span: before, text: `\`${parameter.name}\` first here` }],
        help: "write one name with one sigil everywhere",
        fix: undefined,
      },
    ]
  })
}
