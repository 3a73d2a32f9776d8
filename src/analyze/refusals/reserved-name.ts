import { textOf } from "../../source/source-file.ts"
import { unquoted } from "../../syntax/parse-source.ts"
import { tokenize } from "../../syntax/tokenize.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A table, index, view or trigger with a name that the target keeps for itself. */
export const reservedName: RefusalRule = {
  code: "reserved-name",
  explains: ({ message }, { denied }) =>
    denied.reservedPrefix !== undefined && /^not authorized$|access to .* is prohibited/.test(message),
  find: (input) => {
    const { statement, target, error } = input
    const prefix = target.denied.reservedPrefix
    if (prefix === undefined || error === undefined) return []
    const { start } = statement.span
    return tokenize(textOf(statement.file, statement.span))
      .filter((token) => token.kind === "word" || token.kind === "name")
      .filter((token) => unquoted(token.text).toLowerCase().startsWith(prefix))
      .slice(0, 1)
      .map((token) =>
        refusedAt(
          input,
          "reserved-name",
          { start: start + token.start, end: start + token.end },
          {
            words: error.message,
            label: `names that start with ${prefix} belong to ${target.title}`,
            help: "choose another name",
          },
        ),
      )
  },
}
