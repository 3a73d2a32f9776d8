import { type LineMap, lineSpan, linesOf, positionAt } from "../source/line-map.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { Diagnostic, Label } from "./diagnostic.ts"
import { excerptLine, type Mark } from "./excerpt-line.ts"
import { oneLine } from "./one-line.ts"
import { type Paint, paintFor } from "./paint.ts"

export interface TextOptions {
  readonly color: boolean
}

/** Diagnostics for people: one frame each, separated by a blank line, ending with a line break; "" for none. */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  return diagnostics.map((diagnostic) => frame(diagnostic, options)).join("\n")
}

interface Section {
  readonly file: SourceFile
  readonly map: LineMap
  readonly labels: readonly Label[]
}

function frame(diagnostic: Diagnostic, options: TextOptions): string {
  const paint = paintFor(diagnostic.severity, options.color)
  const sections = sectionsOf(diagnostic)
  const digits = Math.max(...sections.map((section) => digitsOf(section)))
  const lines = [
    `${paint.severity(`${diagnostic.severity}[${diagnostic.code}]`)}${paint.strong(`: ${oneLine(diagnostic.message)}`)}`,
  ]
  sections.forEach((section, index) => {
    if (index > 0) lines.push(gutter(digits, undefined, paint))
    lines.push(...renderSection(section, diagnostic.primary, digits, index === 0, paint))
  })
  lines.push(...note("help", diagnostic.help, digits, paint))
  return `${lines.join("\n")}\n`
}

/** The primary label's file first, then other files in the order in which the labels name them. */
function sectionsOf(diagnostic: Diagnostic): readonly Section[] {
  const byPath = new Map<string, Label[]>()
  for (const label of [diagnostic.primary, ...diagnostic.secondary]) {
    const labels = byPath.get(label.file.path)
    if (labels === undefined) byPath.set(label.file.path, [label])
    else labels.push(label)
  }
  return [...byPath.values()].flatMap((labels) => {
    const [first] = labels
    return first === undefined ? [] : [{ file: first.file, map: linesOf(first.file), labels }]
  })
}

function digitsOf(section: Section): number {
  return Math.max(...section.labels.map((label) => String(lastLine(section.map, label)).length))
}

function renderSection(
  section: Section,
  primary: Label,
  digits: number,
  first: boolean,
  paint: Paint,
): readonly string[] {
  const [label] = section.labels
  if (label === undefined) return []
  const arrow = first ? `${" ".repeat(digits - 1)}-->` : `${" ".repeat(digits)}:::`
  const head = `${paint.gutter(arrow)} ${placeOf(section, label)}`
  if (section.file.text === "") {
    return [head, ...section.labels.flatMap((each) => (each.text === "" ? [] : note("note", each.text, digits, paint)))]
  }
  return [head, gutter(digits, undefined, paint), ...excerpt(section, primary, digits, paint)]
}

function placeOf(section: Section, label: Label): string {
  if (section.file.path.endsWith("/")) return oneLine(section.file.path)
  const { line, column } = positionAt(section.map, label.span.start)
  return `${oneLine(section.file.path)}:${line}:${column}`
}

/** The marked lines in order; one line between two of them is shown, more are `...`. */
function excerpt(section: Section, primary: Label, digits: number, paint: Paint): readonly string[] {
  const marks = marksByLine(section, primary)
  const numbers = [...marks.keys()].sort((a, b) => a - b)
  const lines: string[] = []
  let before: number | undefined
  for (const number of numbers) {
    if (before !== undefined && number === before + 2) lines.push(sourceLine(section, before + 1, [], digits, paint))
    else if (before !== undefined && number > before + 2) lines.push(paint.gutter("..."))
    lines.push(sourceLine(section, number, marks.get(number) ?? [], digits, paint))
    before = number
  }
  return lines
}

/** A label over several lines marks its first and its last line; its text stands at the last. */
function marksByLine(section: Section, primary: Label): ReadonlyMap<number, readonly Mark[]> {
  const marks = new Map<number, Mark[]>()
  const add = (line: number, mark: Mark): void => {
    const there = marks.get(line)
    if (there === undefined) marks.set(line, [mark])
    else there.push(mark)
  }
  for (const label of section.labels) {
    const from = positionAt(section.map, label.span.start).line
    const to = lastLine(section.map, label)
    const { start: lineStart, end: lineEnd } = lineSpan(section.map, from)
    const mark = { primary: label === primary }
    if (from === to) {
      const end = Math.min(Math.max(label.span.end, label.span.start), Math.max(lineEnd, label.span.start))
      add(from, { ...mark, start: label.span.start - lineStart, end: end - lineStart, text: oneLine(label.text) })
      continue
    }
    const last = lineSpan(section.map, to)
    const indent = section.file.text.slice(last.start, last.end).search(/\S|$/)
    add(from, { ...mark, start: label.span.start - lineStart, end: lineEnd - lineStart, text: "" })
    add(to, { ...mark, start: indent, end: label.span.end - last.start, text: oneLine(label.text) })
  }
  return marks
}

function lastLine(map: LineMap, label: Label): number {
  return positionAt(map, Math.max(label.span.start, label.span.end - 1)).line
}

function sourceLine(section: Section, number: number, marks: readonly Mark[], digits: number, paint: Paint): string {
  const { start, end } = lineSpan(section.map, number)
  const { source, rows } = excerptLine(section.file.text.slice(start, end), marks)
  const painted = rows.map((row) => {
    const mark = row.primary ? paint.severity(row.marks) : paint.gutter(row.marks)
    return `${gutter(digits, undefined, paint)} ${row.indent}${mark}`
  })
  return [`${gutter(digits, number, paint)} ${source}`.trimEnd(), ...painted].join("\n")
}

function gutter(digits: number, line: number | undefined, paint: Paint): string {
  return paint.gutter(`${(line === undefined ? "" : String(line)).padStart(digits)} |`)
}

/** `= help: ...`; further lines of the text are aligned under its first. */
function note(kind: "help" | "note", text: string, digits: number, paint: Paint): readonly string[] {
  const margin = " ".repeat(digits + 1)
  const [first = "", ...rest] = text.split("\n")
  const indent = " ".repeat(kind.length + 4)
  return [
    `${margin}${paint.gutter("=")} ${paint.strong(`${kind}:`)} ${first}`,
    ...rest.map((line) => `${margin}${indent}${line}`.trimEnd()),
  ]
}
