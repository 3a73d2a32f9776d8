import type { SourceFile, Span } from "../source/source-file.ts"
import { type Comment, commentOf } from "./comment.ts"
import type { StatementRange } from "./split.ts"
import type { Token } from "./token.ts"

/** A statement with the comments that may speak of it. */
export interface Section {
  /** from its first token to its last, without the `;` */
  readonly span: Span
  /** the tokens of that span */
  readonly tokens: readonly Token[]
  /** comments between the line on which the statement before ends and this one */
  readonly above: readonly Comment[]
  /** comments between its first token and its `;`, or on the line of the `;` behind it */
  readonly inside: readonly Comment[]
  /** comments below, down to the end of the file; only the last statement has such */
  readonly below: readonly Comment[]
}

/** Gives every comment of a file to a statement. Without a statement, all are `loose`. */
export function sectionsOf(
  file: SourceFile,
  tokens: readonly Token[],
  ranges: readonly StatementRange[],
): { readonly sections: readonly Section[]; readonly loose: readonly Comment[] } {
  const sections: Section[] = []
  let from = 0
  ranges.forEach((range, index) => {
    const own = tokens.slice(range.first, range.last + 1)
    const end = endOfLine(tokens, range)
    const last = index === ranges.length - 1
    sections.push({
      span: { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 },
      tokens: own,
      above: commentsOf(file, tokens.slice(from, range.first)),
      inside: commentsOf(file, tokens.slice(range.first, end)),
      below: last ? commentsOf(file, tokens.slice(end)) : [],
    })
    from = end
  })
  return { sections, loose: ranges.length === 0 ? commentsOf(file, tokens) : [] }
}

/** Index of the first token behind the statement's `;` that does not stand on its line, or is the next statement's. */
function endOfLine(tokens: readonly Token[], range: StatementRange): number {
  let end = range.next
  for (let token = tokens[end]; token !== undefined; token = tokens[end]) {
    const comment = token.kind === "line-comment" || token.kind === "block-comment"
    if (!comment && (token.kind !== "space" || token.text.includes("\n"))) break
    end++
  }
  return end
}

function commentsOf(file: SourceFile, tokens: readonly Token[]): readonly Comment[] {
  return tokens
    .filter((token) => token.kind === "line-comment" || token.kind === "block-comment")
    .map((token) => commentOf(file, token))
}
