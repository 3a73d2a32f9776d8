import Database from "libsql"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Engine } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"

const { libsql } = targets
const database = new Database(":memory:")
let engine: Engine
beforeAll(async () => {
  engine = await createEngine(libsql)
})
afterAll(() => {
  engine.close()
  database.close()
})

function names(sql: string): ReadonlySet<string> {
  return new Set(database.prepare(sql).raw(true).all().flat().map(String))
}

/** libsql's refusal; undefined when it takes the statement. */
function refusalOf(sql: string): string | undefined {
  try {
    database.prepare(sql)
    return undefined
  } catch (error) {
    return String(error)
  }
}

describe("the profile is that of the package", () => {
  it("version", () => {
    expect(names("SELECT sqlite_version()")).toEqual(new Set([libsql.sqliteVersion]))
  })

  it("every function that is allowed is there", () => {
    const there = names("SELECT name FROM pragma_function_list UNION SELECT name FROM pragma_module_list")
    const internal = /^sqlite_(rename|drop)_/
    const listed = [...(libsql.functions?.keys() ?? [])]
    expect(listed.filter((name) => !there.has(name) && !internal.test(name))).toEqual([])
  })

  it("foreign keys are on, double-quoted strings are off", () => {
    expect(names("PRAGMA foreign_keys")).toEqual(new Set(["1"]))
    expect(refusalOf(`SELECT "x"`)).toContain("no such column")
    expect({ foreignKeys: libsql.foreignKeys, strings: libsql.doubleQuotedStrings }).toEqual({
      foreignKeys: true,
      strings: false,
    })
  })

  it("log() is the natural logarithm there: why it is denied", () => {
    expect(names("SELECT round(log(100), 3)")).toEqual(new Set(["4.605"]))
    expect(libsql.deniedFunctions.get("log")?.words).toBe("another function has this name")
  })
})

describe("functions take the counts of arguments that the profile has", () => {
  const scalar = [...(libsql.functions?.values() ?? [])].filter(({ kind }) => kind === "scalar")
  it.each(scalar.map((line) => [line.name, line] as const))("%s", (name, { counts: { least, most, parity } }) => {
    const last = (most ?? least + 3) + (parity === undefined ? 0 : 1)
    for (let count = least; count <= last; count += parity === undefined ? 1 : 2) {
      const sql = `SELECT ${name}(${Array(count)
        .fill(name === "likelihood" ? "0.5" : "NULL")
        .join(", ")})`
      expect({ sql, refusal: refusalOf(sql) }).toEqual({ sql, refusal: undefined })
    }
    if (least > 0 && parity === undefined)
      expect(
        refusalOf(
          `SELECT ${name}(${Array(least - 1)
            .fill("1")
            .join(", ")})`,
        ),
      ).toBeDefined()
    if (most !== undefined)
      expect(
        refusalOf(
          `SELECT ${name}(${Array(most + 1)
            .fill("1")
            .join(", ")})`,
        ),
      ).toBeDefined()
  })
})

describe("the engine and libsql refuse the same", () => {
  const both = [
    "SELECT 1_000",
    "SELECT if(1, 2, 3)",
    "SELECT json_pretty('{}')",
    "SELECT unistr('a')",
    "SELECT pow(2, 2)",
    "SELECT log2(2)",
    "SELECT * FROM jsonb_each('[1]')",
    "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT RAISE(ABORT, 'a' || new.a); END",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)",
    "UPDATE t SET a = 1 LIMIT 1",
  ]
  const neither = [
    "SELECT ':a_1', \"a\", `a`, :p_1, ?1 FROM t -- 1_000",
    "SELECT '1_000' /* 1_000 */, a AS a1_0 FROM t",
    "SELECT power(2, 2), ln(2), log10(2), iif(1, 2, 3), concat('a'), string_agg(a, ',') FROM t",
    "SELECT '{}' ->> '$.a', jsonb('{}'), octet_length('a'), unixepoch('subsec'), timediff('now', 'now')",
    "SELECT a FROM t ORDER BY a NULLS LAST LIMIT 1 OFFSET 2",
    "INSERT INTO t VALUES (1) RETURNING a",
    "SELECT a IS NOT DISTINCT FROM 1 FROM t FULL JOIN json_each('[1]')",
    "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT RAISE(ABORT, 'it''s'); END",
  ]
  beforeAll(() => {
    database.exec('CREATE TABLE t ("a")')
    expect(engine.execute('CREATE TABLE t ("a")')).toBeUndefined()
  })
  it("0xff_ff is 255 called _ff there, and 65535 here: refused", () => {
    expect(names("SELECT 0xff_ff")).toEqual(new Set(["255"]))
    expect(engine.describe("SELECT 0xff_ff")).toMatchObject({ ok: false })
  })
  it.each(both)("refused: %s", (sql) => {
    expect(refusalOf(sql)).toBeDefined()
    expect(engine.describe(sql).ok).toBe(false)
  })
  it.each(neither)("taken: %s", (sql) => {
    expect(refusalOf(sql)).toBeUndefined()
    expect(engine.describe(sql)).toMatchObject({ ok: true })
  })
})
