import type { Span } from "../source/source-file.ts"

/** A string value and where it stands, quotes included. */
export interface TomlString {
  readonly value: string
  readonly span: Span
}

/** A table of `[[d1_databases]]`: its string values by key, and its first line. */
export interface TomlTable {
  readonly strings: ReadonlyMap<string, TomlString>
  readonly span: Span
}

const section = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/
const pair = /^(\s*["']?([A-Za-z0-9_-]+)["']?\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')/
const inlinePair = /(?<=[{,\s])["']?([A-Za-z0-9_-]+)["']?\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')/g
const inlineTable = /\{(?:[^{}"']|"(?:[^"\\]|\\.)*"|'[^']*')*\}/g

/**
 * The D1 databases at the top level of a `wrangler.toml`; nothing else of TOML is read, and what is not understood is
 * passed over. https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases
 */
export function d1DatabasesOfToml(text: string): readonly TomlTable[] {
  const found: { readonly strings: Map<string, TomlString>; readonly span: Span }[] = []
  let current = ""
  let offset = 0
  for (const line of text.split("\n")) {
    const header = section.exec(line)?.[1]
    if (header !== undefined) current = header.replace(/["'\s]/g, "")
    if (current === "d1_databases") {
      if (header !== undefined) found.push({ strings: new Map(), span: spanOfLine(line, offset) })
      const match = pair.exec(line)
      if (match !== null) {
        found.at(-1)?.strings.set(match[2] ?? "", stringAt(match[3] ?? "", offset + (match[1] ?? "").length))
      }
    }
    offset += line.length + 1
  }
  return found.length > 0 ? found : inlineTables(text)
}

/** `d1_databases = [{ binding = "DB", migrations_dir = "sql/migrations" }]` */
function inlineTables(text: string): readonly TomlTable[] {
  const start = text.search(/^[ \t]*d1_databases\s*=\s*\[/m)
  if (start < 0) return []
  const end = text.slice(start).search(/\]\s*(?:#.*)?$/m)
  const array = end < 0 ? text.slice(start) : text.slice(start, start + end)
  return [...array.matchAll(inlineTable)].map((table) => {
    const at = start + table.index
    const pairs = [...table[0].matchAll(inlinePair)].map((match): [string, TomlString] => {
      const quoted = match[2] ?? ""
      return [match[1] ?? "", stringAt(quoted, at + match.index + match[0].length - quoted.length)]
    })
    return { strings: new Map(pairs), span: { start: at, end: at + table[0].length } }
  })
}

function spanOfLine(line: string, offset: number): Span {
  const text = line.trim()
  const start = offset + line.indexOf(text)
  return { start, end: start + text.length }
}

function stringAt(quoted: string, start: number): TomlString {
  const inner = quoted.slice(1, -1)
  const value = quoted.startsWith("'") ? inner : inner.replace(/\\(["\\])/g, "$1")
  return { value, span: { start, end: start + quoted.length } }
}
