import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"
import { sqlLiteral } from "../../src/verify/literal.ts"
import { scriptOf } from "../../src/verify/script.ts"
import { projectOf, verify } from "./run.ts"

describe("SQL that shows a violation", () => {
  test("a literal is the value, in its storage class", async () => {
    const engine = await createEngine(targets.sqlite)
    const values = fc.oneof<fc.Arbitrary<SqlValue>[]>(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary-ascii" }),
      fc.constantFrom("", "a\0b", "'", "''", "\n;--", "é😀"),
      fc.uint8Array(),
    )
    fc.assert(
      fc.property(values, (value) => {
        expect(engine.query(`SELECT ${sqlLiteral(value)}`, [])).toMatchObject({ rows: [[value]] })
      }),
      { numRuns: 500, seed: 1 },
    )
    engine.close()
  })

  const shown: readonly (readonly [what: string, schema: string, query: string, script: readonly string[]])[] = [
    [
      "parameters stand in place, as they are bound",
      "CREATE TABLE t (id INTEGER PRIMARY KEY, tag TEXT) STRICT;",
      `-- name: tagOf
-- '?1' is no parameter, and neither is :tag in a comment
SELECT tag AS "tag!", '?1 :id' AS note FROM t WHERE id IN (SELECT value FROM json_each(:ids)) AND :flag /* :id */ IS NOT 'a';`,
      [
        `INSERT INTO "t" ("id") VALUES (1);`,
        `SELECT tag AS "tag!", '?1 :id' AS note FROM t WHERE id IN (SELECT value FROM json_each('[1]')) AND NULL /* :id */ IS NOT 'a';`,
      ],
    ],
    [
      "tables in a circle are filled in one transaction",
      `CREATE TABLE people (id INTEGER PRIMARY KEY, home INTEGER NOT NULL REFERENCES houses (id), nick TEXT) STRICT;
CREATE TABLE houses (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES people (id)) STRICT;`,
      `-- name: nicks\nSELECT nick AS "nick!" FROM people;`,
      [
        "BEGIN;",
        "PRAGMA defer_foreign_keys = ON;",
        `INSERT INTO "houses" ("id", "owner") VALUES (1, 1);`,
        `INSERT INTO "people" ("id", "home") VALUES (1, 1);`,
        "COMMIT;",
        `SELECT nick AS "nick!" FROM people;`,
      ],
    ],
    [
      "a write of the project comes before what it broke",
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)) STRICT; CREATE TRIGGER twice BEFORE INSERT ON t WHEN new.n IS NULL BEGIN SELECT RAISE(ABORT, 'no'); END;",
      `-- name: clear :exec\nUPDATE t SET n = NULL WHERE id = :id;\n\n-- name: numbers\nSELECT n AS "n!" FROM t;`,
      [
        `INSERT INTO "t" ("id", "n") VALUES (1, 1);`,
        "UPDATE t SET n = NULL WHERE id = 1.0;",
        `SELECT n AS "n!" FROM t;`,
      ],
    ],
    [
      "nothing but defaults",
      "CREATE TABLE t (a TEXT, b TEXT, c TEXT AS (a || b)) STRICT;",
      `-- name: all\nSELECT c AS "c!" FROM t;`,
      [`INSERT INTO "t" DEFAULT VALUES;`, `SELECT c AS "c!" FROM t;`],
    ],
  ]
  test.each(shown)("%s", async (_what, schema, query, expected) => {
    const { verified } = await verify(projectOf(schema, query), { rounds: 60, seed: 1, hostile: false })
    const [violation] = verified.violations
    const script = violation === undefined ? [] : scriptOf(violation.example)
    const engine = await createEngine(targets.sqlite)
    for (const sql of [schema, ...script.slice(0, -1)]) expect(engine.execute(sql)).toBeUndefined()
    expect(script).toEqual(["PRAGMA foreign_keys = ON;", ...expected])
    const answer = engine.query(script.at(-1) ?? "", [])
    expect(answer.ok && answer.rows[0]?.[0]).toBe(null)
    engine.close()
  })
})
