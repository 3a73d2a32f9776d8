import type { Expr as RawExpression, Select as RawSelect, Span as RawSpan } from "sqlite3-parser"
import type { Span } from "../source/source-file.ts"
import type { Expression, Identifier, Select } from "./ast.ts"
import type { Token } from "./token.ts"

/*
 * Part of the adapter to the `sqlite3-parser` package (parse*.ts and repair-keywords.ts; nothing else knows it).
 * Its leaves, expressions and ends have exact spans, but elements of lists start at the head of their list and tables
 * end with their join constraint. So a node's span is taken from its first and last piece and the tokens around them.
 */

/** A statement being converted: its tokens without trivia, with offsets in the file, and where the statement starts. */
export interface Source {
  readonly tokens: readonly Token[]
  readonly base: number
}

/** The source and the conversions that call each other. */
export interface Adapter extends Source {
  /** offsets of names in double quotes that SQLite takes for text. https://sqlite.org/quirks.html#dblquote */
  readonly texts: ReadonlySet<number>
  /** names of parameters that are lists, without sigil */
  readonly lists: ReadonlySet<string>
  expression(node: RawExpression): Expression
  select(node: RawSelect): Select
  /** Runs a conversion one level deeper; throws RangeError at the depth limit, which only `parseStatement` catches. */
  deeper<T>(convert: () => T): T
}

/** Any node of the package. */
export interface RawNode {
  readonly span: RawSpan
}

/** Where a node starts in the file. */
export function startOf(source: Source, node: RawNode): number {
  return source.base + node.span.offset
}

/** Where a node ends in the file. */
export function endOf(source: Source, node: RawNode): number {
  return source.base + node.span.offset + node.span.length
}

/** A node's span in the file, for nodes whose span the package has right. */
export function spanOf(source: Source, node: RawNode): Span {
  return { start: startOf(source, node), end: endOf(source, node) }
}

/** Index of the first token that starts at or after the offset. */
export function indexAt(source: Source, offset: number): number {
  let low = 0
  let high = source.tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((source.tokens[middle]?.start ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The first token at or after the offset. */
export function tokenFrom(source: Source, offset: number): Token | undefined {
  return source.tokens[indexAt(source, offset)]
}

/** Start of the token before the one that starts at `offset`: the `(` of a list, a sign, a keyword. */
export function startBefore(source: Source, offset: number): number {
  return source.tokens[indexAt(source, offset) - 1]?.start ?? offset
}

/** End of the first token at or after the offset: the `)` of a list. */
export function endAfter(source: Source, offset: number): number {
  return tokenFrom(source, offset)?.end ?? offset
}

/** The name at a node. Read from the source, so that a keyword replaced for the parser has its own name again. */
export function identifierOf(source: Source, node: RawNode): Identifier {
  const start = startOf(source, node)
  const token = tokenFrom(source, start)
  return token === undefined
    ? { text: "", span: { start, end: start }, quote: undefined }
    : { text: unquoted(token.text), span: { start: token.start, end: token.end }, quote: quoteOf(token.text) }
}

/** `"a""b"` -> `a"b`, `[a]` -> `a`, `'it''s'` -> `it's`; anything else as it is. https://sqlite.org/lang_keywords.html */
export function unquoted(text: string): string {
  const quote = quoteOf(text)
  if (quote === undefined) return text
  const inner = text.slice(1, -1)
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote)
}

function quoteOf(text: string): Identifier["quote"] {
  const first = text[0]
  return first === '"' || first === "`" || first === "[" || first === "'" ? first : undefined
}

/** The tokens of a span as text: as written, with one blank where white space or a comment stood. */
export function writtenText(source: Source, span: Span): string {
  let text = ""
  let end = span.start
  for (let i = indexAt(source, span.start); ; i++) {
    const token = source.tokens[i]
    if (token === undefined || token.end > span.end) return text
    text += (token.start > end ? " " : "") + token.text
    end = token.end
  }
}
