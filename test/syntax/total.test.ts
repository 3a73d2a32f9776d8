import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { parseStatement } from "../../src/syntax/parse.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { tokenize } from "../../src/syntax/tokenize.ts"
import { openSqlite } from "./open-sqlite.ts"

const folder = join(import.meta.dirname, "accepted")
const sqlite = openSqlite(readFileSync(join(folder, "schema.sql"), "utf8"))
const statements = readFileSync(join(folder, "statements.sql"), "utf8")

function nested(open: string, depth: number, middle: string, close: string): string {
  return `SELECT ${open.repeat(depth)}${middle}${close.repeat(depth)}`
}

describe("depth", () => {
  const shapes: readonly (readonly [string, (depth: number) => string])[] = [
    ["a long sum", (depth) => `SELECT ${"1+".repeat(depth)}1`],
    ["a long AND", (depth) => `SELECT ${"a AND ".repeat(depth)}a`],
    ["NOT", (depth) => nested("NOT ", depth, "a", "")],
    ["minus", (depth) => nested("-(", depth, "a", ")")],
    ["calls", (depth) => nested("abs(", depth, "1", ")")],
    ["CASE", (depth) => nested("CASE WHEN 1 THEN ", depth, "1", " END")],
    ["subqueries", (depth) => nested("(SELECT ", depth, "1", ")")],
    ["subqueries in FROM", (depth) => nested("* FROM (SELECT ", depth, "1", ")")],
    ["parentheses", (depth) => nested("(", depth, "1", ")")],
    ["parentheses in FROM", (depth) => `SELECT * FROM ${"(".repeat(depth)}t${")".repeat(depth)}`],
    ["IN", (depth) => nested("1 IN (", depth, "1", ")")],
  ]

  test.each(shapes)("10,000 deep is an error, not a crash: %s", (_, sql) => {
    const { ast, parseError } = parseStatement(tokenize(sql(10_000)))
    expect([ast, parseError?.message]).toEqual([undefined, "nested too deeply"])
  })

  test.each(shapes)("90 deep is fine, as on D1: %s", (_, sql) => {
    expect(parseStatement(tokenize(sql(90))).parseError).toBeUndefined()
  })

  test.each([
    ["a long sum", `SELECT ${"1+".repeat(990)}1`],
    ["calls", nested("abs(", 830, "1", ")")],
    ["2,490 parentheses", nested("(", 2490, "1", ")")],
    ["1,240 parentheses in FROM", `SELECT * FROM ${"(".repeat(1240)}log${")".repeat(1240)}`],
    ["a list of 20,000", `SELECT 1 IN (${"1,".repeat(20_000)}1)`],
    ["400 terms of a compound", `SELECT 1${" UNION SELECT 1".repeat(400)}`],
  ])("what SQLite takes parses: %s", (_, sql) => {
    expect(sqlite.prepare(sql).error).toBeUndefined()
    expect(parseStatement(tokenize(sql)).parseError).toBeUndefined()
  })
})

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The accepted statements with tokens dropped, doubled, swapped and put in from elsewhere. */
function mutations(count: number): readonly string[] {
  const next = numbers(7)
  const lines = statements.split(";\n").map((line) => tokenize(line).map((token) => token.text))
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T
  const odd = [
    "'",
    '"',
    "[",
    "/*",
    "--",
    ";",
    "(",
    ")",
    "\n",
    "\0",
    "\ufeff",
    "🚀",
    ":",
    "$",
    "x'",
    "-- name: a\n",
    " -- @optional\n",
  ]
  return Array.from({ length: count }, () => {
    const words = [...pick(lines)]
    for (let edits = 1 + next(3); edits > 0; edits--) {
      const at = next(words.length)
      const word = next(3) === 0 ? pick(odd) : pick(pick(lines))
      words.splice(at, next(2), ...([[], [word], [words[at] ?? "", word]][next(3)] ?? []))
    }
    return words.join("")
  })
}

test("any text gives statements and diagnostics, with every span inside the text", () => {
  for (const text of mutations(1500)) {
    const file = { path: "a.sql", text }
    for (const { value, diagnostics } of [parseQueryFile(file), parseSchemaFile(file)]) {
      const spans = [...value.map((item) => item.span), ...diagnostics.map((item) => item.primary.span)]
      spans.push(...value.flatMap((item) => (item.parseError === undefined ? [] : [item.parseError.span])))
      const outside = spans.filter((span) => span.start < 0 || span.start >= span.end || span.end > text.length)
      expect([text, outside]).toEqual([text, []])
    }
  }
})

/** What the parser package refuses and SQLite takes, or takes until the view is used. */
const known =
  /^(?:no tables specified|all VALUES must have the same number of terms|column ".*" specified more than once)/

test("what SQLite accepts among the mutations, we parse", () => {
  let accepted = 0
  for (const text of mutations(1500)) {
    if (text.includes("\0")) continue
    const [statement, ...others] = parseSchemaFile({ path: "a.sql", text }).value
    if (statement === undefined || others.length > 0 || sqlite.prepare(text).error !== undefined) continue
    accepted++
    if (statement.parseError === undefined || known.test(statement.parseError.message)) continue
    expect([text, statement.parseError]).toEqual([text, undefined])
  }
  expect(accepted).toBeGreaterThan(200)
})
