import { plainWords } from "../limited-write.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** UPDATE or DELETE with ORDER BY and LIMIT, where the target's SQLite is built without it, or no rewriting is known. */
export const limitedWrite: RefusalRule = {
  code: "limited-write",
  explains: ({ message }) =>
    /^near "(?:ORDER|LIMIT)": syntax error/i.test(message) || message.startsWith("ORDER BY without LIMIT"),
  find: (input) => {
    const { statement, target, catalog, error } = input
    const { ast } = statement
    if (error === undefined) return []
    if ((ast?.kind !== "update" && ast?.kind !== "delete") || ast.limited === undefined) return []
    const { span, limit } = ast.limited
    const verb = ast.kind.toUpperCase()
    if (limit === undefined) {
      const words = `ORDER BY without LIMIT on ${verb}`
      return [
        refusedAt(input, "limited-write", span, { words, label: "orders nothing", help: "remove it, or add LIMIT" }),
      ]
    }
    const plain = catalog && plainWords(statement, catalog)
    const inSubquery = `${verb} ... WHERE id IN (SELECT id FROM ... ORDER BY ... LIMIT ...)`
    const diagnostic = refusedAt(input, "limited-write", span, {
      words: error.message,
      label: target.limitedWrites
        ? "sqlgen compiles it for tables, not for views and UPDATE ... FROM"
        : "needs a SQLite built with SQLITE_ENABLE_UPDATE_DELETE_LIMIT",
      help:
        plain === undefined ? `choose the rows in a subquery: ${inSubquery}` : `write ${plain.replace(/\s+/g, " ")}`,
    })
    const fix = plain === undefined ? undefined : { file: statement.file, span: statement.span, text: plain }
    return [{ ...diagnostic, fix }]
  },
}
