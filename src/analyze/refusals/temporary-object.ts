import { textOf } from "../../source/source-file.ts"
import { isTrivia } from "../../syntax/token.ts"
import { tokenize } from "../../syntax/tokenize.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** `CREATE TEMP TABLE t`, `CREATE TABLE temp.t`: no connection would keep it until the next call. */
export const temporaryObject: RefusalRule = {
  code: "temporary-object",
  explains: ({ message }, { denied }) => denied.temporary && message === "not authorized",
  find: (input) => {
    const { statement, target } = input
    if (!target.denied.temporary || input.error === undefined) return []
    const { start } = statement.span
    const tokens = tokenize(textOf(statement.file, statement.span)).filter((token) => !isTrivia(token))
    const token = tokens.find(
      ({ text }, at) =>
        (at === 1 && /^TEMP(?:ORARY)?$/i.test(text)) || (/^temp$/i.test(text) && tokens[at + 1]?.text === "."),
    )
    if (token === undefined) return []
    return [
      refusedAt(
        input,
        "temporary-object",
        { start: start + token.start, end: start + token.end },
        {
          words: "not authorized",
          label: "no connection would keep it until the next call",
          help: "use a common table, WITH t AS (...), pass the rows as one JSON parameter, or create a table that stays",
        },
      ),
    ]
  },
}
