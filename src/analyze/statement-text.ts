import type { Span } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"

/** Replace a span of the statement's file. */
export interface Edit {
  readonly span: Span
  readonly text: string
}

/** A text made from a statement's own, and where its characters stood in it. */
export interface EditedText {
  readonly sql: string
  /** the offset from the statement's start of what stands at an offset of `sql`; undefined for what was put in */
  readonly placeOf: (offset: number) => number | undefined
}

interface Piece {
  readonly text: string
  /** offset in the file; undefined for what was put in */
  readonly at: number | undefined
}

/** The statement with edits made; a tail that is moved is edited too. */
export function editedText(statement: Statement, edits: readonly Edit[]): EditedText {
  const pieces = statement.moved === undefined ? cut(statement, statement.span, edits) : moved(statement, edits)
  return {
    sql: pieces.map((piece) => piece.text).join(""),
    placeOf: (offset) => {
      let from = 0
      for (const { text, at } of pieces) {
        if (offset < from + text.length) return at === undefined ? undefined : at - statement.span.start + offset - from
        from += text.length
      }
      return undefined
    },
  }
}

function moved(statement: Statement, edits: readonly Edit[]): readonly Piece[] {
  const { span, moved: tail } = statement
  if (tail === undefined) return []
  const pieces: Piece[] = []
  let at = span.start
  for (const [index, { at: place, text }] of tail.inserted.entries()) {
    pieces.push(...cut(statement, { start: at, end: place }, edits))
    if (index === tail.inserted.length - 1)
      pieces.push({ text: " ", at: undefined }, ...cut(statement, tail.span, edits))
    pieces.push({ text, at: undefined })
    at = place
  }
  return [...pieces, ...cut(statement, { start: at, end: tail.span.start }, edits)]
}

/** A span of the file in pieces, with the edits that lie in it. */
function cut({ file }: Statement, span: Span, edits: readonly Edit[]): readonly Piece[] {
  const inside = edits.filter((edit) => edit.span.start >= span.start && edit.span.end <= span.end)
  const sorted = inside.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  const pieces: Piece[] = []
  let at = span.start
  for (const edit of sorted) {
    pieces.push({ text: file.text.slice(at, edit.span.start), at }, { text: edit.text, at: undefined })
    at = edit.span.end
  }
  return [...pieces, { text: file.text.slice(at, span.end), at }]
}
