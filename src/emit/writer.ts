/** The longest line where a break is possible. */
const width = 100

/** Text with places where a line may break. Strings hold no line break. */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: "line"; readonly flat: string }
  | { readonly kind: "hardline" }
  | { readonly kind: "group"; readonly doc: Doc }
  | { readonly kind: "indent"; readonly doc: Doc }
  | { readonly kind: "when-broken"; readonly text: string }
  | { readonly kind: "fill"; readonly items: readonly string[] }
  | { readonly kind: "verbatim"; readonly text: string }

/** A space, or a line break where the group around it does not fit. */
export const line: Doc = { kind: "line", flat: " " }
/** Nothing, or a line break where the group around it does not fit. */
export const softline: Doc = { kind: "line", flat: "" }
/** A line break. */
export const hardline: Doc = { kind: "hardline" }

/** Stays on one line when it fits, otherwise breaks at all of its own lines. */
export function group(...parts: readonly Doc[]): Doc {
  return { kind: "group", doc: parts }
}

/** Two spaces deeper after each line break inside. */
export function indent(...parts: readonly Doc[]): Doc {
  return { kind: "indent", doc: parts }
}

/** Only where the group around it is broken. */
export function whenBroken(text: string): Doc {
  return { kind: "when-broken", text }
}

/** Text with line breaks of its own, which are not indented. */
export function verbatim(text: string): Doc {
  return { kind: "verbatim", text }
}

/** The parts with a separator between them. */
export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
}

/** `[a, b]`, or one item per line. */
export function list(open: string, items: readonly Doc[], close: string): Doc {
  if (items.length === 0) return open.trimEnd() + close.trimStart()
  return group(open, indent(softline, join([",", line], items)), whenBroken(","), softline, close)
}

/** `{ a, b }`, or one item per line. */
export function braces(items: readonly Doc[], separator = ","): Doc {
  if (items.length === 0) return "{}"
  const trailing = separator === "," ? whenBroken(",") : ""
  return group("{", indent(line, join(softSeparator(separator), items)), trailing, line, "}")
}

/** Members of a type stand below each other without a `;`. */
function softSeparator(separator: string): Doc {
  return separator === "," ? [",", line] : { kind: "line", flat: `${separator} ` }
}

/** `[a, b]`, or lines with as many items as fit. Inside braces there is a space at both ends. */
export function filled(open: string, items: readonly string[], close: string): Doc {
  if (items.length === 0) return open + close
  const edge = open.endsWith("{") ? line : softline
  return group(open, indent(edge, { kind: "fill", items }), whenBroken(","), edge, close)
}

interface Command {
  readonly depth: number
  readonly flat: boolean
  readonly doc: Doc
}

/** The text of a document. */
export function render(doc: Doc): string {
  const page = new Page()
  const stack: Command[] = [{ depth: 0, flat: false, doc }]
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) write(page, stack, command)
  return page.text
}

/** True when the document fits on one line that starts `depth` levels deep. */
export function fitsLine(doc: Doc, depth: number): boolean {
  return fits({ depth, flat: true, doc }, [], width - depth * 2)
}

/** Lines under construction. Blank lines get no spaces. */
class Page {
  column = 0
  #done = ""
  #line = ""
  #pending = 0

  get text(): string {
    return this.#done + this.#line
  }

  put(text: string): void {
    if (text === "") return
    this.#line += " ".repeat(this.#pending) + text
    this.#pending = 0
    this.column += text.length
  }

  break(depth: number): void {
    this.#done += `${this.#line.replace(/ +$/, "")}\n`
    this.#line = ""
    this.#pending = depth * 2
    this.column = depth * 2
  }

  /** As it is, line breaks included. */
  raw(text: string): void {
    this.put(text)
    this.column = text.length - (text.lastIndexOf("\n") + 1)
  }
}

function write(page: Page, stack: Command[], { depth, flat, doc }: Command): void {
  if (typeof doc === "string") page.put(doc)
  else if (isParts(doc)) push(stack, doc, depth, flat)
  else writeKind(page, stack, { depth, flat, doc })
}

type KindOfDoc = Exclude<Doc, string | readonly Doc[]>

function writeKind(page: Page, stack: Command[], { depth, flat, doc }: Command & { readonly doc: KindOfDoc }): void {
  switch (doc.kind) {
    case "line":
      if (flat) page.put(doc.flat)
      else page.break(depth)
      break
    case "hardline":
      page.break(depth)
      break
    case "indent":
      stack.push({ depth: depth + 1, flat, doc: doc.doc })
      break
    case "group": {
      const oneLine = { depth, flat: true, doc: doc.doc }
      stack.push(flat || fits(oneLine, stack, width - page.column) ? oneLine : { ...oneLine, flat: false })
      break
    }
    case "when-broken":
      if (!flat) page.put(doc.text)
      break
    case "fill":
      writeFill(page, doc.items, depth, flat)
      break
    case "verbatim":
      page.raw(doc.text)
      break
  }
}

function writeFill(page: Page, items: readonly string[], depth: number, flat: boolean): void {
  for (const [index, item] of items.entries()) {
    if (index > 0) {
      page.put(",")
      if (flat || page.column + item.length + 2 <= width) page.put(" ")
      else page.break(depth)
    }
    page.put(item)
  }
}

function push(stack: Command[], parts: readonly Doc[], depth: number, flat: boolean): void {
  for (const part of parts.toReversed()) stack.push({ depth, flat, doc: part })
}

/** Does everything up to the next possible line break fit? */
function fits(first: Command, rest: readonly Command[], room: number): boolean {
  const stack: Command[] = [first]
  let left = room
  let next = rest.length
  while (left >= 0) {
    const command = stack.pop() ?? rest[--next]
    if (command === undefined) return true
    const { depth, flat, doc } = command
    if (typeof doc === "string") left -= doc.length
    else if (isParts(doc)) push(stack, doc, depth, flat)
    else if (doc.kind === "line" && flat) left -= doc.flat.length
    else if (doc.kind === "line") return true
    else if (doc.kind === "hardline" || doc.kind === "verbatim") return !flat
    else if (doc.kind === "fill") left -= doc.items.join(", ").length
    else if (doc.kind === "when-broken") left -= flat ? 0 : doc.text.length
    else stack.push({ depth, flat: flat || doc.kind === "group", doc: doc.doc })
  }
  return false
}

function isParts(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc)
}
