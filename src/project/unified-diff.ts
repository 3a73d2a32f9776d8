/** A text before or after; `undefined` text is a file that is not there. */
export interface DiffSide {
  readonly path: string
  readonly text: string | undefined
}

interface Edit {
  readonly sign: " " | "-" | "+"
  readonly line: string
}

const context = 3

/** A unified diff as `diff -u` prints it (without times), "" when the texts are equal. */
export function unifiedDiff(before: DiffSide, after: DiffSide): string {
  if (before.text === after.text) return ""
  const edits = editScript(linesOf(before.text), linesOf(after.text))
  const head = [`--- ${nameOf("a", before)}`, `+++ ${nameOf("b", after)}`]
  return `${[...head, ...hunks(edits)].join("\n")}\n`
}

function nameOf(prefix: string, side: DiffSide): string {
  return side.text === undefined ? "/dev/null" : `${prefix}/${side.path}`
}

function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === "") return []
  const lines = text.split("\n")
  if (lines.at(-1) === "") return lines.slice(0, -1)
  return [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`]
}

/** Equal ends are put aside; what is left is compared by its longest common subsequence, or replaced when it is huge. */
function editScript(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return [
    ...signed(" ", before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...signed(" ", before.slice(before.length - end)),
  ]
}

function signed(sign: Edit["sign"], lines: readonly string[]): readonly Edit[] {
  return lines.map((line) => ({ sign, line }))
}

function middle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  if (before.length * after.length > 4_000_000) return [...signed("-", before), ...signed("+", after)]
  const lengths = commonLengths(before, after)
  const width = after.length + 1
  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < before.length && j < after.length) {
    const [a, b] = [before[i] ?? "", after[j] ?? ""]
    if (a === b) {
      edits.push({ sign: " ", line: a })
      i++
      j++
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      edits.push({ sign: "-", line: a })
      i++
    } else {
      edits.push({ sign: "+", line: b })
      j++
    }
  }
  return [...edits, ...signed("-", before.slice(i)), ...signed("+", after.slice(j))]
}

/** At `i * width + j`: the length of the longest common subsequence of what follows `i` and `j`. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const down = lengths[(i + 1) * width + j] ?? 0
      const right = lengths[i * width + j + 1] ?? 0
      const both = (lengths[(i + 1) * width + j + 1] ?? 0) + 1
      lengths[i * width + j] = before[i] === after[j] ? both : Math.max(down, right)
    }
  }
  return lengths
}

/** Groups of changes with three lines around them, each below its `@@` line. */
function hunks(edits: readonly Edit[]): readonly string[] {
  const lines: string[] = []
  let oldLine = 1
  let newLine = 1
  let index = 0
  while (index < edits.length) {
    const change = edits.findIndex((edit, at) => at >= index && edit.sign !== " ")
    if (change < 0) break
    const from = Math.max(index, change - context)
    oldLine += from - index
    newLine += from - index
    const to = endOfHunk(edits, change)
    const hunk = edits.slice(from, to)
    const olds = hunk.filter((edit) => edit.sign !== "+").length
    const news = hunk.filter((edit) => edit.sign !== "-").length
    lines.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@`, ...hunk.map((e) => `${e.sign}${e.line}`))
    oldLine += olds
    newLine += news
    index = to
  }
  return lines
}

function endOfHunk(edits: readonly Edit[], change: number): number {
  let last = change
  for (let at = change; at < edits.length && at <= last + 2 * context; at++) if (edits[at]?.sign !== " ") last = at
  return Math.min(edits.length, last + 1 + context)
}

function range(line: number, count: number): string {
  const start = count === 0 ? line - 1 : line
  return count === 1 ? String(start) : `${start},${count}`
}
