import type { SourceFile, Span } from "./source-file.ts"

/** Line and column for people, both from 1. A column counts code points; a tab counts one; a byte order mark none. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where the lines of a text start, so that offsets become positions quickly. */
export interface LineMap {
  readonly text: string
  /** UTF-16 offset of the first character of each line; never empty */
  readonly starts: readonly number[]
  /** every code point is one UTF-16 unit */
  readonly narrow: boolean
}

/** Finds the lines of a text. `\n`, `\r\n` and a lone `\r` end one, as in editors. */
export function lineMap(text: string): LineMap {
  const starts = [0]
  let narrow = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xe000) narrow = false
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return { text, starts, narrow }
}

/** Each file has one map, for as long as there is the file. */
const maps = new WeakMap<SourceFile, LineMap>()

/** The lines of a file, found once. */
export function linesOf(file: SourceFile): LineMap {
  const known = maps.get(file)
  if (known !== undefined) return known
  const map = lineMap(file.text)
  maps.set(file, map)
  return map
}

/** The position of a UTF-16 offset. Offsets outside the text are clamped; the middle of a surrogate pair is its start. */
export function positionAt(map: LineMap, offset: number): Position {
  const at = Math.min(Math.max(offset, 0), map.text.length)
  const index = indexAt(map.starts, at)
  const start = map.starts[index] ?? 0
  if (map.narrow) return { line: index + 1, column: at - start + (start === 0 && at > 0 && hasMark(map) ? 0 : 1) }
  let column = 1
  for (let i = start; i < at; ) {
    const width = (map.text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1
    if (i + width > at) break
    if (!(i === 0 && hasMark(map))) column++
    i += width
  }
  return { line: index + 1, column }
}

function hasMark({ text }: LineMap): boolean {
  return text.charCodeAt(0) === 0xfeff
}

/** The text of a line (from 1) as a span, without its line break. A line that does not exist is an empty span at the end. */
export function lineSpan(map: LineMap, line: number): Span {
  const start = map.starts[line - 1] ?? map.text.length
  let end = map.starts[line] ?? map.text.length
  if (end > start && map.text.charCodeAt(end - 1) === 10) end--
  if (end > start && map.text.charCodeAt(end - 1) === 13) end--
  return { start, end }
}

/** Greatest index whose start is not after the offset, and 0 where all are. */
export function indexAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
