import { type Cell, cellsOf } from "./display-width.ts"

/** What to underline in one line: UTF-16 offsets from its start, and the words beside it. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly primary: boolean
}

/** The line as shown, and one row of marks per `Mark`, each already aligned in terminal cells. */
export interface ExcerptLine {
  readonly source: string
  readonly rows: readonly { readonly indent: string; readonly marks: string; readonly primary: boolean }[]
}

const widest = 160
const lead = 60
/** UTF-16 units; a character on the screen may be made of a dozen */
const longest = 4000

/** Lays out one source line with its marks; of a very long line only the part around the first mark is shown. */
export function excerptLine(line: string, marks: readonly Mark[]): ExcerptLine {
  return line.length <= longest ? laidOut(line, marks) : excerptLine(...around(line, marks))
}

/** The surroundings of the first mark in a line of megabytes, wider on both sides than what is shown in the end. */
function around(line: string, marks: readonly Mark[]): [string, readonly Mark[]] {
  const first = Math.min(...marks.map(({ start }) => start), line.length)
  const from = first <= longest / 2 ? 0 : first - longest / 4
  const part = line.slice(from, from + longest)
  return [part, marks.map((mark) => ({ ...mark, start: Math.max(mark.start - from, 0), end: mark.end - from }))]
}

function laidOut(line: string, marks: readonly Mark[]): ExcerptLine {
  const cells = cellsOf(line)
  const total = columnAt(cells, line.length)
  const first = Math.min(...marks.map((mark) => columnAt(cells, mark.start)), total)
  const from = total <= widest ? 0 : Math.max(0, first - lead)
  const to = total <= widest ? total : from + widest
  const before = from > 0 ? "..." : ""
  const source = `${before}${between(cells, from, to)}${to < total ? "..." : ""}`
  return { source, rows: marks.map((mark) => row(cells, mark, from, to, before.length)) }
}

function row(cells: readonly Cell[], mark: Mark, from: number, to: number, shift: number): ExcerptLine["rows"][number] {
  const start = Math.min(Math.max(columnAt(cells, mark.start), from), to)
  const end = Math.min(columnAt(cells, mark.end), to)
  const length = Math.max(1, end - start)
  const underline = (mark.primary ? "^" : "-").repeat(length)
  return {
    indent: " ".repeat(start - from + shift),
    marks: mark.text === "" ? underline : `${underline} ${mark.text}`,
    primary: mark.primary,
  }
}

/** Terminal column at which a UTF-16 offset of the line is shown. */
function columnAt(cells: readonly Cell[], offset: number): number {
  let column = 0
  for (const cell of cells) {
    if (cell.offset >= offset) break
    column += cell.width
  }
  return column
}

function between(cells: readonly Cell[], from: number, to: number): string {
  let column = 0
  let text = ""
  for (const cell of cells) {
    if (column >= from && column + cell.width <= to) text += cell.text
    column += cell.width
  }
  return text
}
