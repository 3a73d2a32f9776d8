/** One file of SQL as text. `path` is relative to the project root with `/`; it is for people, never for IO. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Half-open range of UTF-16 offsets into `SourceFile.text`. Line and column exist only in renderers. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The smallest span that contains both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) }
}

/** True when `inner` lies within `outer` (equal counts). */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** The text under a span. */
export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end)
}

/** True when two lists hold the same paths and texts in the same order. */
export function sameFiles(before: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ path, text }, index) => path === before[index]?.path && text === before[index].text)
  )
}
