/** A fenced block of a document. */
export interface Block {
  readonly language: string
  /** its file where the fence names one: `title="sql/queries/users.sql"` */
  readonly title: string | undefined
  /** the command that prints it, where a comment above says so: `<!-- output: sqlgen explain claimNext -->` */
  readonly output: string | undefined
  readonly text: string
  /** where the text starts in the document */
  readonly start: number
}

const fence = /(?:<!-- output: ([^\n]+?) -->\n+)?^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm

/** The fenced blocks of a Markdown text, in order. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(fence)].map((match) => ({
    output: match[1],
    language: match[2] ?? "",
    title: match[3],
    text: match[4] ?? "",
    start: match.index + match[0].length - "```".length - (match[4]?.length ?? 0),
  }))
}

/** A document with other texts in some of its blocks. */
export function withTexts(document: string, texts: ReadonlyMap<Block, string>): string {
  let out = ""
  let at = 0
  for (const [block, text] of [...texts].sort(([a], [b]) => a.start - b.start)) {
    out += document.slice(at, block.start) + text
    at = block.start + block.text.length
  }
  return out + document.slice(at)
}
