import { textOf } from "../../source/source-file.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A statement of more bytes than the target takes. */
export const sqlLength: RefusalRule = {
  code: "sql-length",
  explains: ({ message }) => /^(?:statement|query string is) too long/.test(message),
  find: (input) => {
    const { statement, target } = input
    const most = target.limits.sqlBytes?.most
    const { file, span } = statement
    const text = textOf(file, span)
    const bytes = new TextEncoder().encode(text).length
    if (most === undefined || bytes <= most) return []
    const verb = { start: span.start, end: span.start + (/^\w*/.exec(text)?.[0].length ?? 0) }
    return [
      refusedAt(input, "sql-length", verb, {
        words: "statement too long",
        label: `${bytes} bytes of SQL, ${most} are the most`,
        help: "pass lists as one JSON parameter, `IN (SELECT value FROM json_each(:list))`, and rows as `SELECT value ->> '$.a' FROM json_each(:rows)`",
      }),
    ]
  },
}
