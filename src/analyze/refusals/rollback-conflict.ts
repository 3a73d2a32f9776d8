import { textOf } from "../../source/source-file.ts"
import { isKeyword, isTrivia, type Token } from "../../syntax/token.ts"
import { tokenize } from "../../syntax/tokenize.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** ROLLBACK as the answer to a conflict ends the transaction that the target itself has begun. */
export const rollbackConflict: RefusalRule = {
  code: "rollback-conflict",
  explains: () => false,
  find: (input) => {
    const { statement, target } = input
    if (!target.denied.rollback) return []
    const { start } = statement.span
    const tokens = tokenize(textOf(statement.file, statement.span)).filter((token) => !isTrivia(token))
    return tokens.flatMap((token, index) => {
      if (!isKeyword(token, "ROLLBACK") || !answersConflict(tokens, index)) return []
      return [
        refusedAt(
          input,
          "rollback-conflict",
          { start: start + token.start, end: start + token.end },
          {
            words: "internal error",
            label: "ends the transaction around the statement: no reason is told, and all that was in it is lost",
            help: "write ABORT, which undoes the statement and fails; a batch or transaction is then undone as a whole",
            fix: "ABORT",
          },
        ),
      ]
    })
  },
}

/** `INSERT OR ROLLBACK`, `ON CONFLICT ROLLBACK`, `RAISE(ROLLBACK, ...)` */
function answersConflict(tokens: readonly Token[], index: number): boolean {
  const [second, before] = [tokens[index - 2], tokens[index - 1]]
  if (isKeyword(before, "CONFLICT")) return isKeyword(second, "ON")
  if (before?.kind === "(") return isKeyword(second, "RAISE")
  return isKeyword(before, "OR") && (isKeyword(second, "INSERT") || isKeyword(second, "UPDATE"))
}
