import { isKeyword, type Token } from "./token.ts"

/**
 * Index of the token at which the ORDER BY or LIMIT of an UPDATE or DELETE starts, outside of all parentheses; undefined
 * where there is none. SQLite's grammar has them only where it was built with SQLITE_ENABLE_UPDATE_DELETE_LIMIT, and the
 * parser package has them never. `tokens` are without white space and comments.
 */
export function writeLimitAt(tokens: readonly Token[]): number | undefined {
  const verb = outside(tokens, 0, (token) => isKeyword(token, "UPDATE") || isKeyword(token, "DELETE"))
  if (verb === undefined || isKeyword(tokens[0], "INSERT") || isKeyword(tokens[0], "REPLACE")) return undefined
  return outside(
    tokens,
    verb,
    (token, next) => isKeyword(token, "LIMIT") || (isKeyword(token, "ORDER") && isKeyword(next, "BY")),
  )
}

/** Index of the first token that is this keyword and in no parentheses. */
export function keywordOutside(tokens: readonly Token[], keyword: string): number | undefined {
  return outside(tokens, 0, (token) => isKeyword(token, keyword))
}

/** The first token from `from` that is in no parentheses and passes the test. */
function outside(
  tokens: readonly Token[],
  from: number,
  test: (token: Token, next: Token | undefined) => boolean,
): number | undefined {
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "(") depth++
    else if (token.kind === ")") depth--
    else if (depth === 0 && index >= from && test(token, tokens[index + 1])) return index
  }
  return undefined
}
