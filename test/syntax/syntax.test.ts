import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { type Mode, printCase } from "./print-file.ts"

/*
 * Every `*.txt` here holds cases: `# title {mode}`, SQL, `==>`, what the syntax phase makes of it. Modes: tree (when none
 * is given), spans (the tree with the source under each node), query, schema, tokens, placeholders. With `escapes`,
 * `\r`, `\t`, `\0` and `\u{...}` in the SQL stand for the characters. UPDATE_SYNTAX=1 writes the expectations.
 */

const folder = import.meta.dirname
const { UPDATE_SYNTAX } = process.env
const update = UPDATE_SYNTAX === "1"
const modes: readonly Mode[] = ["tree", "spans", "query", "schema", "tokens", "placeholders"]

interface Case {
  readonly title: string
  readonly words: readonly string[]
  readonly sql: string
  readonly expected: string
}

function readCases(text: string): readonly Case[] {
  return text
    .split(/^(?=# )/m)
    .filter((part) => part.startsWith("# "))
    .map((part) => {
      const [head = "", ...body] = part.split("\n")
      const [sql = "", expected = ""] = body.join("\n").split(/^==>$/m)
      const words = /\{(.*)\}$/.exec(head)?.[1]?.split(" ") ?? []
      return {
        title: head.slice(2),
        words,
        sql: sql.replace(/^\n|\n$/g, "").replace(/\n$/, ""),
        expected: expected.trim(),
      }
    })
}

function escaped(sql: string): string {
  return sql
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/\\([rnt0])/g, (_, letter: string) => ({ r: "\r", n: "\n", t: "\t" })[letter] ?? "\0")
}

function actualOf({ sql, words }: Case): string {
  const mode = modes.find((name) => words.includes(name)) ?? "tree"
  return printCase(words.includes("escapes") ? escaped(sql) : sql, mode)
}

for (const name of readdirSync(folder).filter((file) => file.endsWith(".txt"))) {
  const path = join(folder, name)
  const cases = readCases(readFileSync(path, "utf8"))
  if (update) {
    const parts = cases.map((item) => `# ${item.title}\n\n${item.sql}\n\n==>\n\n${actualOf(item)}\n`)
    writeFileSync(path, parts.join("\n"))
  }
  describe(name, () => {
    test.each(cases.map((item) => [item.title, item] as const))("%s", (_, item) => {
      expect(actualOf(item)).toBe(update ? actualOf(item) : item.expected)
    })
    test("has no title twice", () => {
      const titles = cases.map((item) => item.title)
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
    })
  })
}
