// Reads and renders docs/diagnostics/*.md; used by scripts/docs.ts and by test/tidy/diagnostic-pages.test.ts
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

/** One page: the words are written by hand, the example comes from a test case. */
export interface Page {
  readonly code: string
  readonly text: string
}

/** A fenced block of a page: its language, its file where the fence names one (`title="schema.sql"`), and its text. */
export interface Block {
  readonly language: string
  readonly title: string | undefined
  readonly text: string
}

const root = resolve(import.meta.dirname, "..")
const folder = join(root, "docs/diagnostics")

export function pagePath(code: string): string {
  return join(folder, `${code}.md`)
}

export function pages(): readonly Page[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => ({ code: file.slice(0, -3), text: readFileSync(join(folder, file), "utf8") }))
}

const example = /<!-- example: ([a-z-]+\/[a-z0-9-]+) -->\n(?:[\s\S]*?)<!-- \/example -->/g

/** The test cases that a page shows, as `golden/<name>` or `bad-input/<name>`. */
export function casesOf(page: Page): readonly string[] {
  return [...page.text.matchAll(example)].flatMap((match) => match[1] ?? [])
}

/** The page with each example as the test case is now. */
export function renderPage(page: Page): string {
  return page.text.replace(example, (_, path: string) => {
    const blocks = path.startsWith("golden/") ? goldenBlocks(path) : badInputBlocks(path)
    return `<!-- example: ${path} -->\n${blocks.map(fenced).join("")}\n<!-- /example -->`
  })
}

/** The fenced blocks below `## Repaired`. */
export function repairedBlocks(page: Page): readonly Block[] {
  const section = page.text.split(/^## Repaired$/m)[1]?.split(/^## /m)[0] ?? ""
  return [...section.matchAll(/^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? "",
    title: match[2],
    text: match[3] ?? "",
  }))
}

function goldenBlocks(path: string): readonly Block[] {
  return [
    { language: "sql", title: "schema.sql", text: read(path, "schema.sql") },
    { language: "sql", title: "query.sql", text: read(path, "query.sql") },
    { language: "text", title: undefined, text: read(path, "expected.diagnostics.txt") },
  ]
}

/** Of a bad-input case: the files that it lays over the good project, and what a person reads. */
function badInputBlocks(path: string): readonly Block[] {
  const own = readdirSync(join(root, "test", path), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "test", path).length + 1))
    .filter((file) => /\.(?:sql|json|jsonc|toml|ts)$/.test(file) && !/^(?:expected|run|make)\.json$/.test(file))
    .sort()
  return [
    ...own.map((file) => ({ language: languageOf(file), title: file, text: read(path, file) })),
    { language: "text", title: undefined, text: read(path, "expected.txt") },
  ]
}

function languageOf(file: string): string {
  return file.slice(file.lastIndexOf(".") + 1)
}

function fenced(block: Block): string {
  const title = block.title === undefined ? "" : ` title="${block.title}"`
  const lines = block.text.replace(/\n*$/, "\n").split("\n")
  const shown = lines.length > longest ? [...lines.slice(0, 6), "  ...", ...lines.slice(-3)] : lines
  const text = shown.map((line) => (line.length > widest ? `${line.slice(0, widest)} ...` : line))
  return `\n\`\`\`${block.language}${title}\n${text.join("\n")}\`\`\`\n`
}

/** Cases of limits have very long lines, and very many. */
const longest = 60
const widest = 400

function read(path: string, file: string): string {
  const place = join(root, "test", path, file)
  return existsSync(place) ? readFileSync(place, "utf8") : "(no such test case yet)\n"
}
