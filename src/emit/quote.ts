import { type Doc, hardline, join, verbatim } from "./writer.ts"

/** The longest text of a comment line at the left margin. */
const commentWidth = 97

/** `"text"` with everything escaped that has to be. */
export function quote(text: string): string {
  return JSON.stringify(text)
}

/** A member of a closed list as TypeScript writes it, as a value and as a type. */
export function literal(value: string | number): string {
  return typeof value === "string" ? quote(value) : String(value + 0)
}

/** The key of an object: bare where it can be. `__proto__` would set the prototype. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]'
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quote(name)
}

/** The text as a template literal with the line breaks it has; several lines start on a line of their own. */
export function template(text: string): Doc {
  const escaped = text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what an editor would not show is written out
    .replace(/[\0-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]|\p{Surrogate}/gu, codeUnit)
  return escaped.includes("\n") ? ["`\\", verbatim(`\n${escaped}\``)] : `\`${escaped}\``
}

function codeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
}

/** `/** text *\/` with a line break after it; nothing for no text. `depth` levels deep. */
export function docComment(text: string, depth: number): Doc {
  const lines = commentLines(text.trim().replaceAll("*/", "*\\/"), commentWidth - depth * 2)
  const [only = ""] = lines
  if (only === "") return []
  if (lines.length === 1 && only.length <= commentWidth - 4 - depth * 2) return [`/** ${only} */`, hardline]
  return [join(hardline, ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"]), hardline]
}

/** Lines stay as the author broke them; a paragraph with a line that is too long is broken anew. */
function commentLines(text: string, width: number): readonly string[] {
  const paragraphs: string[][] = []
  let open = false
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd())) {
    const prose = /^[^\s\-*|>#`0-9]/.test(line)
    if (open && prose) paragraphs.at(-1)?.push(line)
    else paragraphs.push([line])
    open = prose
  }
  return paragraphs.flatMap((lines) => (lines.some((line) => line.length > width) ? wrapped(lines, width) : lines))
}

function wrapped(lines: readonly string[], width: number): readonly string[] {
  const [first = ""] = lines
  const margin = /^\s*(?:[-*] )?/.exec(first)?.[0].length ?? 0
  const out: string[] = []
  let current = first.slice(0, margin)
  for (const word of lines.join(" ").slice(margin).split(/\s+/)) {
    const bare = current.trim() === "" || current.length === margin
    if (!bare && current.length + 1 + word.length > width) {
      out.push(current)
      current = " ".repeat(margin) + word
    } else current += bare ? word : ` ${word}`
  }
  return [...out, current]
}
