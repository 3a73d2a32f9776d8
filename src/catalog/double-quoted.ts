import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine } from "../engine/engine.ts"
import type { Span } from "../source/source-file.ts"
import { unquoted } from "../syntax/parse-source.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { tokenize } from "../syntax/tokenize.ts"

/**
 * Spans (in the text) of `"x"` that SQLite takes for text because no column x exists. The engine describes without this
 * habit, so it tells the first; each is then written `'x'` and it is asked again. https://sqlite.org/quirks.html#dblquote
 */
export function doubleQuotedStrings(sql: string, engine: Engine): readonly Span[] {
  const found: Span[] = []
  if (!engine.target.doubleQuotedStrings || !sql.includes('"')) return found
  const names = tokenize(sql).filter((token) => token.kind === "name" && token.text.startsWith('"'))
  let text = sql
  while (found.length < names.length) {
    const described = engine.describe(text)
    const name = described.ok
      ? undefined
      : /^no such column: "(.*)" - should this be a string/s.exec(described.error.message)?.[1]
    if (described.ok || name === undefined) return found
    const { offset } = described.error
    const token = names.find(
      (candidate) =>
        (offset === undefined || candidate.start === offset) &&
        candidate.text.slice(1, -1) === name &&
        !found.some((span) => span.start === candidate.start),
    )
    if (token === undefined) return found
    found.push({ start: token.start, end: token.end })
    // as long as the name, so that offsets stay
    text = `${text.slice(0, token.start)}'${"x".repeat(token.end - token.start - 2)}'${text.slice(token.end)}`
  }
  return found
}

/** The warning for one of them; `from` is where the text starts in the file. */
export function doubleQuotedString(statement: Statement, span: Span, from: number): Diagnostic {
  const place = { start: from + span.start, end: from + span.end }
  const value = unquoted(statement.file.text.slice(place.start, place.end))
  const text = `'${value.replaceAll("'", "''")}'`
  return report(
    statement.file,
    "double-quoted-string",
    place,
    "double quotes around a string: SQLite looks for a column of that name first",
    "no such column, so it is taken for text",
    { help: `write ${text}`, fix: { span: place, text } },
  )
}
