import type { StatementNode } from "../../syntax/ast.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** VACUUM, ATTACH, DETACH, and statements that control a transaction. */
export const deniedStatement: RefusalRule = {
  code: "denied-statement",
  explains: ({ message }) => /^cannot VACUUM|^To execute a transaction|^not authorized$/.test(message),
  find: (input) => {
    const { statement, error } = input
    const { file, span, ast } = statement
    const why = ast === undefined ? undefined : whyNot(ast)
    if (error === undefined || why === undefined) return []
    const name = /^\w*/.exec(file.text.slice(span.start, span.end))?.[0] ?? ""
    const verb = { start: span.start, end: span.start + name.length }
    return [refusedAt(input, "denied-statement", verb, { words: error.message, ...why })]
  },
}

function whyNot(ast: StatementNode): { readonly label: string; readonly help: string } | undefined {
  if (ast.kind === "transaction") {
    const help = "remove it: `db.batch([...])` runs several queries as one transaction, and a migration is one"
    return { label: "transactions are begun and ended by calls, not by SQL", help }
  }
  if (ast.kind !== "other") return undefined
  switch (ast.what) {
    case "vacuum":
      return {
        label: "every call runs in a transaction, where VACUUM cannot",
        help: "remove it: the storage is Cloudflare's",
      }
    case "attach":
    case "detach":
      return { label: "there is one database", help: "open the other one in TypeScript, or keep its tables here" }
    default:
      return undefined
  }
}
