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
 * ==> many
 * a INTEGER null
 * :id INTEGER
 * ```
 */
export function casesOf(text: string): readonly Case[] {
  const [shared = "", ...blocks] = text.split(/^# /m)
  return blocks.map((block) => {
    const [head = "", expected = ""] = block.split(/^==> /m)
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

/** An answer in the words of the corpus: cardinality, then columns, then parameters with a colon. */
export function answerText(answer: Inspected): string {
  if (answer.error !== null) return `error ${answer.error.code}`
  const own = (typed: TypedName): string =>
    [
      typed.name,
      typed.type,
      ...(typed.values === undefined ? [] : [JSON.stringify(typed.values)]),
      ...(typed.nullable ? ["null"] : []),
    ].join(" ")
  return [answer.cardinality, ...answer.columns.map(own), ...answer.params.map((param) => `:${own(param)}`)].join("\n")
}
