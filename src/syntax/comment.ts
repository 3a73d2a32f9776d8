import type { SourceFile, Span } from "../source/source-file.ts"
import type { Word } from "./annotation.ts"
import type { Token } from "./token.ts"

/** Text that is left to read, without blanks around, and where in the file it starts. */
export interface Rest {
  readonly text: string
  readonly start: number
}

/** A comment of a file. `span` leaves out the line break. */
export interface Comment {
  readonly span: Span
  /** `/* ... *\/` */
  readonly block: boolean
  /** true when nothing else stands before it on its line */
  readonly ownLine: boolean
  /** what stands behind the dashes, or behind the stars of a block comment's first line */
  readonly content: Rest
  /** the line without dashes, its indentation kept but for one blank: what a doc comment shows */
  readonly doc: string
}

/** What a comment says to us. */
export type Reading =
  | { readonly kind: "text" }
  /** `name: ...` */
  | { readonly kind: "name"; readonly word: Word; readonly rest: Rest }
  /** `@word ...`; `name` is without the `@` */
  | { readonly kind: "annotation"; readonly name: string; readonly word: Word; readonly rest: Rest }
  /** `sqlgen-ignore ...` */
  | { readonly kind: "ignore"; readonly word: Word; readonly rest: Rest }
  /** `sqlgen-something` that is not ours */
  | { readonly kind: "unknown"; readonly word: Word }

/** The comment at a comment token. */
export function commentOf(file: SourceFile, token: Token): Comment {
  const block = token.kind === "block-comment"
  const lineStart = file.text.lastIndexOf("\n", token.start - 1) + 1
  const ownLine = token.start === 0 || file.text.slice(lineStart, token.start).trim() === ""
  const text = token.text.trimEnd()
  const body = block ? text.replace(/\*\/$/, "") : text
  const opener = block ? /^\/\*+/.exec(body)?.[0].length : 2
  return {
    span: { start: token.start, end: token.start + text.length },
    block,
    ownLine,
    content: restOf(body.slice(opener), token.start + (opener ?? 0)),
    doc: body
      .slice(opener)
      .replace(/^[ \t]/, "")
      .trimEnd(),
  }
}

/** Text as `Rest`: `start` is where the text starts before blanks are taken off. */
export function restOf(text: string, start: number): Rest {
  const trimmed = text.trimStart()
  return { text: trimmed.trimEnd(), start: start + text.length - trimmed.length }
}

/** The text behind the first `length` characters. */
export function restAfter(rest: Rest, length: number): Rest {
  return restOf(rest.text.slice(length), rest.start + length)
}

/** The first `length` characters as a word. */
export function wordOf(rest: Rest, length: number): Word {
  return { text: rest.text.slice(0, length), span: { start: rest.start, end: rest.start + length } }
}

/** Takes the first word up to white space; undefined at the end. */
export function takeWord(rest: Rest): { readonly word: Word; readonly rest: Rest } | undefined {
  const length = /^\S+/.exec(rest.text)?.[0].length
  return length === undefined ? undefined : { word: wordOf(rest, length), rest: restAfter(rest, length) }
}

/** The whole of what is left as a span. */
export function spanOfRest(rest: Rest): Span {
  return { start: rest.start, end: rest.start + rest.text.length }
}

/** Whether the comment is an annotation, by its first word only. */
export function readComment(comment: Comment): Reading {
  const { content } = comment
  const name = /^name[ \t]*:/.exec(content.text)
  if (name !== null) {
    return { kind: "name", word: wordOf(content, name[0].length), rest: restAfter(content, name[0].length) }
  }
  const own = /^sqlgen-[A-Za-z0-9_-]*/.exec(content.text)
  if (own !== null) {
    const word = wordOf(content, own[0].length)
    return word.text === "sqlgen-ignore"
      ? { kind: "ignore", word, rest: restAfter(content, own[0].length) }
      : { kind: "unknown", word }
  }
  const annotation = /^@([A-Za-z][A-Za-z0-9_-]*)/.exec(content.text)
  if (annotation === null) return { kind: "text" }
  const word = wordOf(content, annotation[0].length)
  return { kind: "annotation", name: annotation[1] ?? "", word, rest: restAfter(content, annotation[0].length) }
}
