import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { type JsonNode, jsonWords, memberOf, parseJson } from "./json-text.ts"
import { readSource } from "./read.ts"
import { report } from "./report.ts"

/** Drizzle's list of the migrations of a folder, in the order in which its migrator applies them. */
export interface Journal {
  readonly file: SourceFile
  /** names of files, without `.sql` */
  readonly entries: readonly { readonly tag: string; readonly span: Span }[]
  /** `sqlite`, `postgresql` and so on; undefined where it does not say */
  readonly dialect: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** The journal of the migrations in a folder. */
export function journalPath(folder: string): string {
  return `${folder}/meta/_journal.json`
}

/** Reads the journal of a folder; undefined where there is none. https://orm.drizzle.team/docs/kit-overview */
export function readJournal(root: string, folder: string): Journal | undefined {
  const read = readSource(root, journalPath(folder))
  if (read.ok) return journalOf(read.file)
  if (read.missing) return undefined
  const file = { path: journalPath(folder), text: "" }
  return { file, entries: [], dialect: undefined, diagnostics: [read.diagnostic] }
}

function journalOf(file: SourceFile): Journal {
  const none = (diagnostic: Diagnostic): Journal => {
    return { file, entries: [], dialect: undefined, diagnostics: [diagnostic] }
  }
  const parsed = parseJson(file.text, { comments: false })
  if (!parsed.ok) {
    const words = { message: `\`${file.path}\` is not JSON`, ...jsonWords(file.text, parsed.error) }
    return none(report("config-syntax", file, parsed.error.span, words))
  }
  const entries = memberOf(parsed.value, "entries")?.value
  const tags = entries?.kind === "array" ? entries.items.map((item) => memberOf(item, "tag")?.value) : [undefined]
  if (!tags.every(isString)) {
    const words = {
      message: "the journal has no list of migrations",
      label: "expected `entries`, each with a `tag`",
      help: "let drizzle-kit write it anew, or restore it from your history",
    }
    return none(report("config-value", file, entries?.span ?? parsed.value.span, words))
  }
  const dialect = memberOf(parsed.value, "dialect")?.value
  return {
    file,
    entries: tags.map(({ value, span }) => ({ tag: value, span })),
    dialect: isString(dialect) ? dialect.value : undefined,
    diagnostics: [],
  }
}

function isString(node: JsonNode | undefined): node is Extract<JsonNode, { readonly kind: "string" }> {
  return node?.kind === "string"
}
