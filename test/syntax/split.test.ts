import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { splitStatements } from "../../src/syntax/split.ts"
import { tokenize } from "../../src/syntax/tokenize.ts"
import { openSqlite } from "./open-sqlite.ts"

const folder = join(import.meta.dirname, "accepted")
const schema = readFileSync(join(folder, "schema.sql"), "utf8")
const sqlite = openSqlite(schema)

const files: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["only comments and semicolons", "; /* a; */ ;; -- b;\n;"],
  ["a semicolon in brackets", "SELECT 1 AS [a;b]; SELECT 2"],
  ["an apostrophe in brackets", "SELECT 1 AS [it's]; SELECT 2;"],
  ["semicolons in strings, names and blobs", "SELECT ';', 1 AS \";\", 2 AS `;`, 'it''s;'; SELECT x'3b'; SELECT ''';'"],
  ["short block comments", "SELECT 1; /**/ SELECT 2; SELECT 3"],
  ["a doubled star", "SELECT 1; /* doc **/ SELECT 2; SELECT 3"],
  ["a comment that starts like its end", "/*/ ; */ SELECT 1; SELECT 2"],
  ["PostgreSQL's quotes are variables", "SELECT $1$; SELECT 2; SELECT $a$ ; SELECT 3"],
  ["Tcl variables", "SELECT $a::b(;'); SELECT :a(b;c);"],
  ["a trigger", "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; SELECT 2; END; SELECT 3;"],
  ["a trigger with CASE", "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END; SELECT 3"],
  [
    "a temporary trigger in odd case, with comments",
    "/*x*/create--;\ntemp/*;*/trigger if not exists t after insert on log begin select 'END;'; end--;\n;select 3;",
  ],
  ["EXPLAIN of a trigger", "EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; END; SELECT 2;"],
  ["a table and a column called trigger", 'CREATE TABLE x ("trigger"); SELECT 1 AS trigger; SELECT 2'],
  ["a trigger at the end of the file", "CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; END"],
  ["semicolons without statements", "SELECT 1;;;SELECT 2;; ;"],
  ["no blanks at all", "SELECT 1;SELECT/**/2;SELECT'3';SELECT\"name\"FROM users;"],
  ["minus and slash", "SELECT 1 - - 1; SELECT 4 / 2 / 1; SELECT 1--1\n;"],
  ["CRLF and tabs", "SELECT 1;\r\n-- a;\r\n\tSELECT 2;\r\n"],
  ["a byte order mark", "\ufeffSELECT 1;\ufeffSELECT 2"],
  ["letters beyond ASCII and emoji", "SELECT 'é🚀;', 1 AS größe; SELECT '名前' -- 🚀;\n; SELECT 3"],
  ["our headers", "-- name: a :one\nSELECT 1;\n\n-- name: b\n-- it's; \"quoted\nSELECT 2; -- @x '\nSELECT 3"],
  ["all accepted statements", readFileSync(join(folder, "statements.sql"), "utf8")],
]

/** Where SQLite's own tail pointer stands after each statement. */
function tailsOf(text: string): readonly number[] {
  const tails: number[] = []
  for (let from = 0; from < text.length; ) {
    const { tail, empty, error } = sqlite.prepare(text.slice(from))
    if (error !== undefined) throw new Error(`${error} in ${text.slice(from, from + 80)}`)
    if (tail === 0) break
    from += tail
    if (!empty) tails.push(from)
  }
  return tails
}

test.each(files)("cuts where SQLite does: %s", (_, text) => {
  const tokens = tokenize(text)
  const ends = splitStatements(text, tokens).map((range) => tokens[range.next - 1]?.end)
  expect(ends).toEqual(tailsOf(text))
})

test.each(files)("SQLite agrees with each piece: %s", (_, text) => {
  const tokens = tokenize(text)
  const cutAt = (sql: string): number => sqlite.prepare(sql).tail
  expect(splitStatements(text, tokens, cutAt)).toEqual(splitStatements(text, tokens))
})

test("where SQLite ends a statement earlier, SQLite wins", () => {
  const text = "SELECT 1 SELECT 2; SELECT 3"
  const tokens = tokenize(text)
  const cutAt = (sql: string): number | undefined => (sql.startsWith("SELECT 1") ? "SELECT 1 ".length : undefined)
  const texts = splitStatements(text, tokens, cutAt).map((range) =>
    text.slice(tokens[range.first]?.start, tokens[range.last]?.end),
  )
  expect(texts).toEqual(["SELECT 1", "SELECT 2", "SELECT 3"])
})

test("a large file is split in little time", () => {
  const text = "INSERT INTO log VALUES (1, 'x;y'); -- z;\n".repeat(5000)
  const tokens = tokenize(text)
  expect(splitStatements(text, tokens)).toHaveLength(5000)
})
