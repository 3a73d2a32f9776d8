import { listOf } from "../../diagnostics/suggest.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** CREATE VIRTUAL TABLE with a module that the target does not have. */
export const deniedModule: RefusalRule = {
  code: "denied-module",
  explains: ({ message }, { modules }) => modules !== undefined && /^not authorized$|^no such module/.test(message),
  find: (input) => {
    const { statement, target, error } = input
    const { ast } = statement
    if (error === undefined || target.modules === undefined || ast?.kind !== "create-virtual-table") return []
    const name = ast.module.text
    if (target.modules.has(name.toLowerCase())) return []
    const older = /^fts[34]$/i.test(name)
    return [
      refusedAt(input, "denied-module", ast.module.span, {
        words: error.message,
        label: `not a module of ${target.title}`,
        help: older
          ? "use fts5: https://sqlite.org/fts5.html"
          : `keep a plain table with an index; virtual tables are made with ${listOf([...target.modules.keys()])}`,
        fix: older && ast.args.every((argument) => /^\w+$/.test(argument)) ? "fts5" : undefined,
      }),
    ]
  },
}
