import { fold } from "../../catalog/catalog.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { Expression, FunctionCall } from "../../syntax/ast.ts"
import { walkStatement } from "../../syntax/walk.ts"
import type { RuleInput } from "./rule.ts"

/** The engine is newer than the target: a function may take argument counts that the target refuses. */
export function functionArity({ statement, target }: RuleInput): readonly Diagnostic[] {
  const calls: FunctionCall[] = []
  const collect = (node: Expression): void => {
    if (node.kind === "call") calls.push(node)
  }
  if (statement.ast !== undefined) walkStatement(statement.ast, collect, { subqueries: true })
  return calls.flatMap((call): readonly Diagnostic[] => {
    const denial = target.deniedArity.find((entry) => entry.name === fold(call.name.text))
    if (denial === undefined || denial.allowed.includes(call.args.length)) return []
    return [
      {
        code: "function-arity",
        severity: "error",
        message: `${target.title} refuses \`${call.name.text}\` with ${call.args.length} argument${call.args.length === 1 ? "" : "s"}`,
        primary: { file: statement.file, span: call.span, text: denial.why },
        secondary: [],
        help: denial.name === "iif" ? "write CASE WHEN ... THEN ... ELSE ... END" : undefined,
        fix: undefined,
      },
    ]
  })
}
