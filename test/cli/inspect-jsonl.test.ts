import { tmpdir } from "node:os"
import { describe, expect, test } from "vitest"
import { sqlgen } from "./in-process.ts"

const schema = "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL)"

async function ask(...lines: readonly (string | object)[]): Promise<readonly unknown[]> {
  const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("")
  const ran = await sqlgen(tmpdir(), ["inspect", "--jsonl"], [text])
  expect(ran).toMatchObject({ exit: 0, err: "" })
  expect(ran.out.endsWith("\n")).toBe(true)
  return ran.out
    .slice(0, -1)
    .split("\n")
    .map((line): unknown => JSON.parse(line))
}

test("a line of the contract", async () => {
  const [answer] = await ask({ id: "1", schema, sql: "SELECT b FROM t WHERE a = ?" })
  expect(answer).toMatchObject({
    id: "1",
    columns: [{ name: "b", type: "TEXT", nullable: false }],
    params: [{ name: "1", type: "INTEGER", nullable: false }],
    cardinality: "optional",
    error: null,
  })
})

test("order is kept, blank lines are passed over, a last line needs no line break, chunks may cut anywhere", async () => {
  const lines = [1, 2, 3].map((id) => JSON.stringify({ id, schema, sql: `SELECT ${id} AS n` })).join("\n\n")
  const cut = [...lines].map((character) => character)
  const ran = await sqlgen(tmpdir(), ["inspect", "--jsonl"], cut)
  const ids = ran.out
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line).id)
  expect(ids).toEqual([1, 2, 3])
})

describe("errors", () => {
  const wide = { columns: [], params: [], cardinality: "many" }
  test.each([
    ["no statement", { id: 1, schema, sql: " -- nothing\n" }, "empty"],
    ["two statements", { id: 1, schema, sql: "SELECT 1 AS a; SELECT 2 AS b" }, "multiple"],
    ["a transaction", { id: 1, schema, sql: "-- name: x\nSELECT 1 AS a; SELECT 2 AS b" }, "multiple"],
    [
      "a schema that does not load",
      { id: 1, schema: "CREATE TABLE t(a); CREATE TABLE t(a)", sql: "SELECT 1" },
      "schema",
    ],
    ["an unknown table", { id: 1, schema, sql: "SELECT * FROM nowhere" }, "unknown-table"],
    ["broken syntax", { id: 1, schema, sql: "SELEC 1" }, "sqlite-error"],
    ["an unknown target", { id: 1, schema, sql: "SELECT 1", target: "oracle" }, "input"],
    ["a missing key", { id: 1, schema }, "input"],
  ])("%s", async (_what, line, code) => {
    const [answer] = await ask(line)
    expect(answer).toMatchObject({ id: 1, ...wide, error: { code } })
  })

  test("the message is SQLite's own", async () => {
    const [column, table] = await ask(
      { id: 1, schema, sql: "SELECT c FROM t" },
      { id: 2, schema: "CREATE TABLE x(a INTEGR) STRICT", sql: "SELECT 1" },
    )
    expect(column).toMatchObject({ error: { message: "no such column: c" } })
    expect(table).toMatchObject({ error: { code: "schema", message: 'unknown datatype for x.a: "INTEGR"' } })
  })

  test("a bad line does not stop the rest", async () => {
    const good = { id: 2, schema, sql: "SELECT 1 AS n" }
    const answers = await ask("{ not json", "[]", good, '"text"', good)
    expect(answers).toMatchObject([
      { id: null, ...wide, error: { code: "input" } },
      { id: null, error: { code: "input" } },
      { id: 2, error: null },
      { id: null, error: { code: "input" } },
      { id: 2, error: null },
    ])
  })
})

test("findings of our own rules do not keep the answer back", async () => {
  const [answer] = await ask({ id: 1, schema, sql: "-- name: q\nSELECT a, b AS a FROM t" })
  expect(answer).toMatchObject({ columns: [{ name: "a" }, { name: "a" }], cardinality: "many", error: null })
  expect(answer).toMatchObject({ diagnostics: [{ code: "duplicate-column" }] })
})

test("cardinality is what is proved, not what an annotation says; types are the annotation's", async () => {
  const sql = "-- name: q :many\n-- @param x text\nSELECT b, :x AS x FROM t WHERE a = 1"
  const [answer] = await ask({ id: 1, schema, sql })
  expect(answer).toMatchObject({ cardinality: "optional", params: [{ name: "x", type: "TEXT" }] })
})

describe("the words for types", () => {
  const table = `CREATE TABLE t (
    i INTEGER NOT NULL, r REAL NOT NULL, x TEXT NOT NULL, b BLOB NOT NULL, y ANY NOT NULL,
    f INTEGER NOT NULL CHECK (f IN (0, 1)), s TEXT NOT NULL CHECK (s IN ('on', 'off')), j TEXT NOT NULL CHECK (json_valid(j))
  ) STRICT`
  test.each([
    ["i", { type: "INTEGER", nullable: false }],
    ["r", { type: "REAL", nullable: false }],
    ["x", { type: "TEXT", nullable: false }],
    ["b", { type: "BLOB", nullable: false }],
    ["y", { type: "ANY", nullable: false }],
    ["f", { type: "BOOLEAN", nullable: false }],
    ["s", { type: "TEXT", nullable: false, values: ["on", "off"] }],
    ["j", { type: "JSON", nullable: false }],
    ["NULL", { type: "NULL", nullable: true }],
    ["i + 1", { type: "NUMERIC", nullable: false }],
    ["CASE WHEN f THEN i ELSE x END", { type: "ANY", nullable: false }],
  ])("%s", async (expression, type) => {
    const [answer] = await ask({ id: 1, schema: table, sql: `SELECT ${expression} AS v FROM t` })
    expect(answer).toMatchObject({ columns: [{ name: "v", ...type }], error: null })
  })

  test("a list parameter", async () => {
    const sql = "SELECT i FROM t WHERE i IN (SELECT value FROM json_each(:ids))"
    const [answer] = await ask({ id: 1, schema: table, sql })
    expect(answer).toMatchObject({ params: [{ name: "ids", type: "INTEGER[]", nullable: false }] })
  })
})
