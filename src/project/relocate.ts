import type { SourceFile, Span } from "../source/source-file.ts"

/** A file whose text is another now, and what became of the places in the text before. */
export interface Moved {
  readonly file: SourceFile
  /** what ends before this is where it was */
  readonly kept: number
  /** what starts here or later is `by` characters further on; between the two nothing is as it was */
  readonly from: number
  readonly by: number
}

/** By path; other files are as they were. */
export type Moves = ReadonlyMap<string, Moved>

/** What one edit did to a text: whole lines at its begin are the same, and as much as possible at its end. */
export function moveOf(before: string, file: SourceFile): Moved {
  const now = file.text
  const most = Math.min(before.length, now.length)
  let kept = 0
  while (kept < most && before[kept] === now[kept]) kept++
  kept = now.lastIndexOf("\n", kept - 1) + 1
  let same = 0
  while (same < most - kept && before[before.length - 1 - same] === now[now.length - 1 - same]) same++
  return { file, kept, from: before.length - same, by: now.length - before.length }
}

/** Where the text of a span is now; undefined when it is not as it was. */
export function movedSpan({ start, end }: Span, move: Moved | undefined): Span | undefined {
  if (move === undefined || end <= move.kept) return { start, end }
  return start < move.from ? undefined : { start: start + move.by, end: end + move.by }
}

/**
 * A copy that says the same of the texts as they are now. A span belongs to the file beside it, or to the file of what
 * holds it, or to the one at `path`. The value speaks of no place that is not as it was.
 */
export function relocated<T>(value: T, path: string, moves: Moves): T {
  // reasons are shared: each is copied once for each file that its own spans may be in
  const seen = new Map<string, Map<unknown, unknown>>()
  const copy = (part: unknown, at: string): unknown => {
    if (!isObject(part) || !isPlain(part)) return part
    if (isFile(part)) return moves.get(part.path)?.file ?? part
    if (isSpan(part)) return movedSpan(part, moves.get(at)) ?? part
    const copies = seen.get(at) ?? new Map<unknown, unknown>()
    seen.set(at, copies)
    const known = copies.get(part)
    if (known !== undefined) return known
    const inside = Object.values(part).find(isFile)?.path ?? at
    const made = Array.isArray(part)
      ? part.map((item) => copy(item, inside))
      : Object.fromEntries(Object.entries(part).map(([key, item]) => [key, copy(item, inside)]))
    copies.set(part, made)
    return made
  }
  return copy(value, path) as T
}

type Fields = Readonly<Record<string, unknown>>

/** Anything with properties. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null
}

/** A list or a record, not an instance of a class such as Map: all that it is, is in its properties. */
export function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}

/** A `Span`: two offsets and nothing else. */
export function isSpan(value: unknown): value is Span & Fields {
  return (
    isObject(value) &&
    typeof value["start"] === "number" &&
    typeof value["end"] === "number" &&
    Object.keys(value).length === 2
  )
}

/** A `SourceFile`. */
export function isFile(value: unknown): value is SourceFile & Fields {
  return isObject(value) && typeof value["path"] === "string" && typeof value["text"] === "string"
}
