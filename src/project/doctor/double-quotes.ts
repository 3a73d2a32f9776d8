import { counted } from "../counted.ts"
import { placeText } from "../place-text.ts"
import { type Check, shortened } from "./check.ts"

/** Strings in double quotes. https://sqlite.org/quirks.html#dblquote */
export const doubleQuotes: Check = {
  name: "double-quotes",
  run: ({ compiled }) => {
    if (compiled === undefined) return []
    const found = compiled.outcome.diagnostics.filter(({ code }) => code === "double-quoted-string")
    if (found.length === 0) return [{ level: "ok", text: "no string stands in double quotes" }]
    const details = found.map(({ primary, help }) => `${placeText(primary.file, primary.span.start)}: ${help}`)
    const text = `${counted(found.length, "string")} in double quotes`
    const why = "they are names for SQLite: a column of that name, added later, changes what they mean"
    return [{ level: "note", text, why, todo: "write single quotes", details: shortened(details) }]
  },
}
