import { textOf } from "../source/source-file.ts"
import { listsOf } from "./in-list.ts"
import { parseStatement } from "./parse.ts"
import type { Statement } from "./statement.ts"
import type { Token } from "./token.ts"
import { tokenize } from "./tokenize.ts"

/** The statement with the names in double quotes at these offsets of the file read as text. */
export function withQuotedTexts(statement: Statement, texts: ReadonlySet<number>): Statement {
  return { ...statement, ...parseStatement(tokensOf(statement), { texts, lists: listsOf(statement.annotation) }) }
}

/** The statement with the names in double quotes at these offsets of the file in brackets, which are never text. */
export function withBrackets(statement: Statement, names: ReadonlySet<number>): Statement {
  const tokens = tokensOf(statement).map((token) =>
    names.has(token.start) && !token.text.includes("]") ? { ...token, text: `[${token.text.slice(1, -1)}]` } : token,
  )
  return { ...statement, ...parseStatement(tokens, { lists: listsOf(statement.annotation) }) }
}

function tokensOf({ file, span }: Statement): readonly Token[] {
  return tokenize(textOf(file, span)).map((token) => ({
    ...token,
    start: token.start + span.start,
    end: token.end + span.start,
  }))
}
