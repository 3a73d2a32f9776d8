import Database from "libsql"
import { describe, expect, it } from "vitest"
import { isStraight } from "../../src/runtime/drivers/straight-program.ts"

const database = new Database(":memory:")
database.exec(`
  CREATE TABLE keyed (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, v ANY) STRICT;
  CREATE TABLE pairs (a TEXT, b INTEGER, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE loose (id INTEGER, code TEXT, v);
  CREATE INDEX loose_id ON loose (id);
  CREATE UNIQUE INDEX keyed_lower ON keyed (lower(code));
`)

/** Whether the program of a text can answer at most one row, and why that is so. */
const programs: readonly (readonly [sql: string, straight: boolean, why: string])[] = [
  ["SELECT v FROM keyed WHERE id = ?", true, "its rowid is given"],
  ["SELECT id, upper(code), coalesce(v, 2) + 1 FROM keyed WHERE code = ? AND v > ?", true, "a unique column is given"],
  ["SELECT v FROM pairs WHERE a = ? AND b = ?", true, "its primary key is given"],
  ["SELECT id FROM keyed WHERE lower(code) = ?", true, "a unique expression is given"],
  [
    "SELECT k.id, p.v FROM keyed AS k JOIN pairs AS p ON p.a = k.code AND p.b = k.id WHERE k.id = ?",
    true,
    "so is the rest",
  ],
  ["SELECT CASE WHEN v = 1 THEN 'a' ELSE 'b' END, CAST(id AS TEXT) FROM keyed WHERE id = ?", true, "CASE goes forward"],
  ["SELECT count(*) FROM loose", true, "it counts without a loop"],
  ["SELECT ?", true, "it reads nothing"],
  ["SELECT v FROM loose WHERE id = ?", false, "the index is not unique"],
  ["SELECT v FROM loose WHERE rowid > ?", false, "it is a range"],
  ["SELECT v FROM pairs WHERE a = ?", false, "half of a key"],
  ["SELECT v FROM keyed WHERE id IN (?, ?)", false, "a list"],
  ["SELECT ? UNION ALL SELECT ?", false, "two rows are answered"],
  ["SELECT 1 FROM keyed WHERE id = ? UNION ALL SELECT 2", false, "so are they here"],
  ["VALUES (?), (?)", false, "and here"],
  [
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n",
    false,
    "it goes back",
  ],
  ["SELECT value FROM json_each(?)", false, "a table-valued function"],
  [
    "SELECT k.id FROM keyed AS k LEFT JOIN pairs AS p ON p.a = k.code AND p.b = 1 WHERE k.id = ?",
    true,
    "SQLite drops it",
  ],
  ["SELECT p.v FROM keyed AS k LEFT JOIN pairs AS p ON p.a = k.code AND p.b = 1 WHERE k.id = ?", false, "it goes back"],
  ["SELECT max(v) FROM loose", false, "one row, and a loop for it"],
  ["UPDATE keyed SET v = 1 WHERE id = ? RETURNING id", false, "rows are answered at the end"],
]

describe("a program", () => {
  for (const [sql, straight, why] of programs) {
    it(`${sql}: ${why}`, () => {
      const binds = sql
        .split("?")
        .slice(1)
        .map(() => 1)
      expect(isStraight(database.prepare(`EXPLAIN ${sql}`).raw().all(binds))).toBe(straight)
    })
  }

  it("that is none is not straight", () => {
    expect([[], [[]], [[0, "Init", 0, 1]], ["Init"]].map(isStraight)).toEqual([false, false, false, false])
  })
})
