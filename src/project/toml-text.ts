import type { Span } from "../source/source-file.ts"

/** A string value and where it stands, quotes included. */
export interface TomlString {
  readonly value: string
  readonly span: Span
}

const section = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/
const pair = /^(\s*(?:migrations_dir|"migrations_dir"|'migrations_dir')\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')/
const inline = /[{,]\s*migrations_dir\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')/g

/**
 * The `migrations_dir` of each D1 database at the top level of a `wrangler.toml`; nothing else of TOML is read, and
 * what is not understood is passed over. https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases
 */
export function migrationsDirsOfToml(text: string): readonly TomlString[] {
  const found: TomlString[] = []
  let current = ""
  let offset = 0
  for (const line of text.split("\n")) {
    const header = section.exec(line)?.[1]
    if (header !== undefined) current = header.replace(/["'\s]/g, "")
    const match = current === "d1_databases" ? pair.exec(line) : null
    if (match !== null) found.push(stringAt(match[2] ?? "", offset + (match[1] ?? "").length))
    offset += line.length + 1
  }
  return found.length > 0 ? found : inlineDirs(text)
}

/** `d1_databases = [{ binding = "DB", migrations_dir = "sql/migrations" }]` */
function inlineDirs(text: string): readonly TomlString[] {
  const start = text.search(/^\s*d1_databases\s*=\s*\[/m)
  if (start < 0) return []
  const end = text.slice(start).search(/\]\s*(?:#.*)?$/m)
  const array = end < 0 ? text.slice(start) : text.slice(start, start + end)
  return [...array.matchAll(inline)].map((match) => {
    const quoted = match[1] ?? ""
    return stringAt(quoted, start + match.index + match[0].length - quoted.length)
  })
}

function stringAt(quoted: string, start: number): TomlString {
  const inner = quoted.slice(1, -1)
  const value = quoted.startsWith("'") ? inner : inner.replace(/\\(["\\])/g, "$1")
  return { value, span: { start, end: start + quoted.length } }
}
