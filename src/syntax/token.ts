import type { Span } from "../source/source-file.ts"

/**
 * What a token is. `word` is an unquoted name or keyword, `name` a quoted one (`"a"`, `` `a` ``, `[a]`), `operator` any
 * operator or punctuation but those with a kind of their own, `illegal` what SQLite calls an unrecognized token.
 */
export type TokenKind =
  | "space"
  | "line-comment"
  | "block-comment"
  | "word"
  | "name"
  | "string"
  | "blob"
  | "number"
  | "placeholder"
  | "operator"
  | "("
  | ")"
  | ";"
  | "illegal"

/** A piece of SQL text. It is its own span in the file. */
export interface Token extends Span {
  readonly kind: TokenKind
  readonly text: string
  /** false for a string, blob, quoted name or block comment that the text ends before it is closed */
  readonly closed: boolean
}

/** True for what the parser never sees: white space and comments. */
export function isTrivia(token: Token): boolean {
  return token.kind === "space" || token.kind === "line-comment" || token.kind === "block-comment"
}

/** True for the keyword, in any case. `keyword` is in upper case. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === "word" && token.text.length === keyword.length && token.text.toUpperCase() === keyword
}
