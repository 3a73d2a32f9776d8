const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}/u
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** What changes the direction of text, or hides between letters: a reader must see that it is there. */
const deceptive = /^[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]$/

const tabWidth = 4

/** One thing the reader sees: what is printed for it, how many terminal cells that takes, and where it starts (UTF-16). */
export interface Cell {
  readonly text: string
  readonly width: number
  readonly offset: number
}

/**
 * A line as it is shown: tabs become spaces up to the next multiple of 4, control characters their visible pictures
 * (so that a file cannot steer the terminal), invisible ones a replacement, a byte order mark nothing. `offset` counts from the start of the line.
 */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  for (const { segment, index } of segmenter.segment(line)) {
    const text = shown(segment, column)
    const width = text === segment ? widthOf(segment) : text.length
    cells.push({ text, width, offset: index })
    column += width
  }
  return cells
}

function shown(segment: string, column: number): string {
  if (segment === "\t") return " ".repeat(tabWidth - (column % tabWidth))
  if (segment === "\ufeff") return ""
  const code = segment.charCodeAt(0)
  if (code < 0x20 || code === 0x7f) return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
  if ((code >= 0x80 && code < 0xa0) || deceptive.test(segment)) return "\ufffd"
  return segment
}

function widthOf(segment: string): number {
  if (segment.length === 1 && segment.charCodeAt(0) < 0x7f) return 1
  if (invisible.test(segment)) return 0
  return emoji.test(segment) || wide.test(segment) ? 2 : 1
}
