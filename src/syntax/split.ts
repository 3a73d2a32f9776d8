import split from "@databases/split-sql-query"
import sql from "@databases/sql"
import { isKeyword, isTrivia, type Token } from "./token.ts"

/** Asks SQLite where the first statement of a text ends: the UTF-16 offset after its `;`. Undefined when it cannot say. */
export type CutAt = (sql: string) => number | undefined

/** One statement as indexes into the tokens of its file. */
export interface StatementRange {
  /** its first and last token that is neither white space, comment nor the final `;` */
  readonly first: number
  readonly last: number
  /** index after its `;`, or after the last token of the file */
  readonly next: number
}

/**
 * Finds the statements of a file. What is only comments or `;` is none. With `cutAt` SQLite is asked about each
 * statement, and where it ends one earlier than we do, SQLite wins. (Its tokens are our tokens, so it could only end one
 * later at a `;` among the arguments of CREATE VIRTUAL TABLE, which it takes.) https://sqlite.org/c3ref/prepare.html
 * A token for which `isEnd` holds ends a statement too.
 */
export function splitStatements(
  text: string,
  tokens: readonly Token[],
  cutAt?: CutAt,
  isEnd: (token: Token) => boolean = () => false,
): readonly StatementRange[] {
  const ranges: StatementRange[] = []
  const cuts = cutsOf(tokens, isEnd)
  let passed = 0
  for (let from = 0; from < tokens.length; ) {
    while ((cuts[passed] ?? from + 1) <= from) passed++
    const piece = pieceFrom(tokens, from, cuts, passed)
    const range = cutAt === undefined ? piece : shortened(text, tokens, piece, cutAt)
    if (range.first <= range.last) ranges.push(range)
    from = range.next
  }
  return ranges
}

/** Indexes after each `;`, or other end, that ends a statement or a part of a trigger. */
function cutsOf(tokens: readonly Token[], isEnd: (token: Token) => boolean): readonly number[] {
  const ends = new Set(splitOffsets(tokens.map(masked).join("")))
  const cuts: number[] = []
  tokens.forEach((token, index) => {
    if ((token.kind === ";" && ends.has(token.end)) || isEnd(token)) cuts.push(index + 1)
  })
  return cuts
}

/**
 * A token in a form that the splitter reads as SQLite does, at the same length: it takes `[a;b]` apart, loses its way in
 * empty block comments and reads `$1$` as a PostgreSQL quote, so comments become blanks and such tokens a row of `x`.
 */
function masked(token: Token): string {
  switch (token.kind) {
    case "line-comment":
    case "block-comment":
      return " ".repeat(token.text.length)
    case "word":
    case "placeholder":
    case "illegal":
      return "x".repeat(token.text.length)
    case "name":
      return token.text.startsWith("[") ? "x".repeat(token.text.length) : token.text
    default:
      return token.text
  }
}

/**
 * Offsets after each `;` at which the splitter splits. Its output has neither offsets nor our comments, so a value that
 * holds the offset is placed behind each `;`: it heads a group exactly when that `;` split. The first statement is ours,
 * so that there is always something to split.
 */
function splitOffsets(text: string): readonly number[] {
  const { RAW, VALUE } = sql.SQLItemType
  const items: Parameters<typeof sql.default.__dangerous__constructFromParts>[0][number][] = [
    { type: RAW, text: "0;" },
    { type: VALUE, value: 0 },
  ]
  let from = 0
  for (let at = text.indexOf(";"); at !== -1; at = text.indexOf(";", from)) {
    items.push({ type: RAW, text: text.slice(from, at + 1) }, { type: VALUE, value: at + 1 })
    from = at + 1
  }
  items.push({ type: RAW, text: text.slice(from) })
  const groups = split.default(sql.default.__dangerous__constructFromParts(items))
  const offsets: number[] = []
  for (const group of groups) {
    const head = group.format((parts) => parts[0])
    if (head?.type === VALUE && typeof head.value === "number" && head.value > 0) offsets.push(head.value)
  }
  return offsets
}

/** The tokens from `from` to the cut, among those behind the `passed` ones, that ends the statement there. */
function pieceFrom(tokens: readonly Token[], from: number, cuts: readonly number[], passed: number): StatementRange {
  const trigger = opensTrigger(tokens, from)
  let at = passed
  while (trigger && at < cuts.length && !closesTrigger(tokens, from, cuts[at] ?? from)) at++
  return rangeOf(tokens, from, cuts[at] ?? tokens.length)
}

function rangeOf(tokens: readonly Token[], from: number, next: number): StatementRange {
  let first = from
  while (first < next && isOutside(tokens[first])) first++
  let last = next - 1
  while (last >= first && isOutside(tokens[last])) last--
  return { first, last, next }
}

function isOutside(token: Token | undefined): boolean {
  return token === undefined || token.kind === ";" || isTrivia(token)
}

/** `[EXPLAIN [QUERY PLAN]] CREATE [TEMP] TRIGGER`: holds `;` of its own. https://sqlite.org/c3ref/complete.html */
function opensTrigger(tokens: readonly Token[], from: number): boolean {
  let at = significant(tokens, from)
  const skip = (keyword: string): boolean => {
    if (!isKeyword(tokens[at], keyword)) return false
    at = significant(tokens, at + 1)
    return true
  }
  if (skip("EXPLAIN") && skip("QUERY")) skip("PLAN")
  if (!skip("CREATE")) return false
  if (!skip("TEMP")) skip("TEMPORARY")
  return isKeyword(tokens[at], "TRIGGER")
}

/** `; END ;` before the cut. */
function closesTrigger(tokens: readonly Token[], from: number, cut: number): boolean {
  const end = significantBefore(tokens, cut - 1)
  return end > from && isKeyword(tokens[end], "END") && tokens[significantBefore(tokens, end)]?.kind === ";"
}

function significant(tokens: readonly Token[], from: number): number {
  let at = from
  for (let token = tokens[at]; token !== undefined && isTrivia(token); token = tokens[at]) at++
  return at
}

function significantBefore(tokens: readonly Token[], index: number): number {
  let at = index - 1
  for (let token = tokens[at]; token !== undefined && isTrivia(token); token = tokens[at]) at--
  return at
}

function shortened(text: string, tokens: readonly Token[], range: StatementRange, cutAt: CutAt): StatementRange {
  const start = tokens[range.first]?.start
  const end = tokens[range.next - 1]?.end
  if (start === undefined || end === undefined || range.first > range.last) return range
  const tail = cutAt(text.slice(start, end))
  if (tail === undefined || tail <= 0) return range
  let next = range.first
  for (let token = tokens[next]; token !== undefined && token.start < start + tail; token = tokens[next]) next++
  return next <= range.last ? rangeOf(tokens, range.first, next) : range
}
