import { beforeAll, expect, it } from "vitest"
import { askEngine } from "../../src/analyze/ask-engine.ts"
import { plainWords } from "../../src/analyze/limited-write.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import { askD1 } from "./ask.ts"
import type { Answer } from "./fact.ts"

/*
 * UPDATE and DELETE with LIMIT, and the subquery that we make of it: on the local D1, which takes both, they change the same
 * rows and return the same.
 */
const schema = [
  "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT)",
  "CREATE TABLE w (k TEXT, v INTEGER, PRIMARY KEY (k, v)) WITHOUT ROWID",
  "CREATE TABLE taken (rowid TEXT, a INTEGER)",
]
const rows = [
  "INSERT INTO t VALUES (1, 5, 'x'), (2, 3, 'y'), (3, 9, 'x'), (4, NULL, 'z'), (5, 3, 'x'), (6, 1, 'y')",
  "INSERT INTO w VALUES ('a', 1), ('a', 2), ('b', 1), ('c', 7)",
  "INSERT INTO taken VALUES ('r', 1), ('s', 2), ('t', 3)",
]
const writes = [
  "DELETE FROM t LIMIT 2",
  "DELETE FROM t ORDER BY a DESC LIMIT 2",
  "DELETE FROM t WHERE b = 'x' ORDER BY a LIMIT 1 OFFSET 1",
  "DELETE FROM t WHERE (a > 2 OR b = 'z') AND id > 1 ORDER BY b, id DESC LIMIT 2",
  "DELETE FROM t AS q WHERE q.a IN (SELECT a FROM t ORDER BY a LIMIT 3) RETURNING id ORDER BY q.id DESC LIMIT 1",
  "DELETE FROM t WHERE a = 3 RETURNING id, b ORDER BY id DESC LIMIT 1",
  "UPDATE t SET a = a + 100 LIMIT 3",
  "UPDATE t SET a = 0, b = 'new' WHERE a > 1 ORDER BY a DESC, id LIMIT 2 OFFSET 1",
  "UPDATE OR IGNORE t SET id = 1 ORDER BY id DESC LIMIT 1",
  "UPDATE t SET b = 'r' WHERE a = 3 RETURNING id, a, b ORDER BY id LIMIT 1",
  "WITH few AS (SELECT 3 AS n) UPDATE t SET b = 'f' WHERE a IN (SELECT n FROM few) ORDER BY id LIMIT 1",
  "DELETE FROM w WHERE k = 'a' ORDER BY v DESC LIMIT 1",
  "UPDATE w SET v = v + 10 ORDER BY k DESC LIMIT 2",
  "DELETE FROM taken ORDER BY a DESC LIMIT 1",
  "DELETE FROM t LIMIT -1",
  "DELETE FROM t ORDER BY a LIMIT 0",
]
const state =
  "SELECT (SELECT json_group_array(json_array(id, a, b)) FROM t), (SELECT json_group_array(json_array(k, v)) FROM w), (SELECT json_group_array(a) FROM taken)"

const plain: string[] = []
let answers: readonly Answer[] = []
beforeAll(async () => {
  const engine = await createEngine(targets.d1)
  const file = { path: "schema.sql", text: schema.join(";\n") }
  const catalog = loadCatalog(parseSchemaFile(file).value, engine).value
  for (const sql of writes) {
    const [statement] = parseQueryFile({ path: "query.sql", text: sql }).value
    if (statement === undefined) throw new Error(sql)
    expect({ sql, ok: askEngine(statement, catalog, engine).described.ok }).toEqual({ sql, ok: true })
    plain.push(plainWords(statement, catalog) ?? "no words")
  }
  engine.close()
  const both = [...writes, ...plain]
  const facts = both.flatMap((sql) => [
    { claim: "", setup: [...schema, ...rows], sql, answer: { rows: [] } },
    { claim: "", setup: [...schema, ...rows, sql], sql: state, answer: { rows: [] } },
  ])
  answers = await askD1(facts)
}, 120_000)

it.each(writes.map((sql, index) => [sql, index] as const))("%s", (_, index) => {
  const mine = 2 * (writes.length + index)
  expect(answers[mine]).toHaveProperty("rows")
  expect(answers[mine]).toEqual(answers[2 * index])
  expect(answers[mine + 1]).toEqual(answers[2 * index + 1])
})
