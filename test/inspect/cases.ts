import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Inspected } from "../../src/project/inspect-line.ts"
import type { TypedName } from "../../src/project/type-word.ts"

/** One statement and what the machine contract must answer. */
export interface Case {
  readonly title: string
  readonly schema: string
  readonly sql: string
  /** as written after `==>` */
  readonly expected: string
}

/**
 * A file is a schema, then cases:
 *
 * ```
 * CREATE TABLE t (a INTEGER);
 * # a claim
 * CREATE TABLE own (b TEXT);   a line of `---` ends what is added to the schema
 * ---
 * SELECT a FROM t WHERE a = :id
 * ==> many: a INTEGER; b TEXT?
 * :id INTEGER
 * ```
 */
function casesOf(text: string): readonly Case[] {
  const [shared = "", ...blocks] = text.split(/^# /m)
  return blocks.map((block) => {
    const [head = "", expected = ""] = block.split(/^==> ?/m)
    const end = head.indexOf("\n")
    const parts = head.slice(end + 1).split(/^---$/m)
    const [own, sql] = parts.length > 1 ? [parts[0] ?? "", parts.slice(1).join("")] : ["", parts[0] ?? ""]
    return { title: head.slice(0, end), schema: `${shared}\n${own}`, sql: sql.trim(), expected: expected.trim() }
  })
}

export function corpus(): readonly { readonly file: string; readonly cases: readonly Case[] }[] {
  const folder = join(import.meta.dirname, "corpus")
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => ({ file, cases: casesOf(readFileSync(join(folder, file), "utf8")) }))
}

/** An answer in the words of the corpus: cardinality and columns, then parameters; `?` is what may be NULL. */
export function answerText(answer: Inspected): string {
  if (answer.error !== null) return `error ${answer.error.code}`
  const columns = answer.columns.length === 0 ? "" : `: ${answer.columns.map(typedText).join("; ")}`
  const parameters = answer.params.map((param) => `:${typedText(param)}`).join("; ")
  return `${answer.cardinality}${columns}${parameters === "" ? "" : `\n${parameters}`}`
}

function typedText({ name, type, nullable, values }: TypedName): string {
  const members = values === undefined ? "" : ` ${JSON.stringify(values)}`
  return `${name} ${type}${nullable ? "?" : ""}${members}`
}
