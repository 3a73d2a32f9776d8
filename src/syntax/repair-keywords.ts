import { parserDefs, type Token as RawToken, tokenize, tokenName } from "sqlite3-parser"

/*
 * Part of the adapter to the `sqlite3-parser` package. SQLite reads WINDOW, OVER and FILTER as names unless what stands
 * around them makes them keywords; the package always takes them for keywords.
 * https://sqlite.org/windowfunctions.html https://sqlite.org/lang_keywords.html
 */

/** Last letter of the stand-in: a letter no keyword has, so `filter` becomes a name of the same length. */
const standIn = "\u02e0"

/** The text with each of the three words that SQLite reads as a name replaced by another name of the same length. */
export function withNamesForKeywords(text: string): string {
  if (!/\b(?:window|over|filter)\b/i.test(text)) return text
  const tokens = [...tokenize(text)]
  let out = ""
  let end = 0
  tokens.forEach((token, index) => {
    if (!isName(tokens, index)) return
    const { offset, length } = token.span
    out += text.slice(end, offset + length - 1) + standIn
    end = offset + length
  })
  return out + text.slice(end)
}

function isName(tokens: readonly RawToken[], index: number): boolean {
  switch (nameOf(tokens[index])) {
    case "WINDOW":
      return !(isIdentifier(tokens[index + 1]) && nameOf(tokens[index + 2]) === "AS")
    case "OVER":
      return !(follows(tokens, index) && (isIdentifier(tokens[index + 1]) || nameOf(tokens[index + 1]) === "LP"))
    case "FILTER":
      return !(follows(tokens, index) && nameOf(tokens[index + 1]) === "LP")
    default:
      return false
  }
}

/** True right behind a `)`. */
function follows(tokens: readonly RawToken[], index: number): boolean {
  return nameOf(tokens[index - 1]) === "RP"
}

function nameOf(token: RawToken | undefined): string | undefined {
  return token === undefined ? undefined : tokenName(token.type)
}

/** What SQLite's lookahead takes for a name: names, strings, and every keyword that may serve as one. */
function isIdentifier(token: RawToken | undefined): boolean {
  if (token === undefined) return false
  const name = tokenName(token.type)
  if (name === "ID" || name === "STRING" || name === "JOIN_KW" || name === "WINDOW" || name === "OVER") return true
  const fallback = parserDefs.tables.yyFallback?.[token.type]
  return fallback !== undefined && fallback !== 0 && parserDefs.symbols[fallback] === "ID"
}
