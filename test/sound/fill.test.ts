import { describe, expect, test } from "vitest"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { applySchema } from "../../src/project/applied-schema.ts"
import { targets } from "../../src/targets/index.ts"
import { alphabetOf, type Making } from "../../src/verify/alphabet.ts"
import { arenaOf } from "../../src/verify/arena.ts"
import { noDocuments } from "../../src/verify/documents.ts"
import { deleteOrphans, type Filler, fillerOf, fillTables } from "../../src/verify/fill.ts"
import { planFill } from "../../src/verify/fill-plan.ts"
import { hintsOf } from "../../src/verify/hints.ts"
import { seeded } from "../../src/verify/random.ts"
import { enter, leave, settle } from "../../src/verify/step.ts"

/* Rows for schemas that chance alone would not satisfy. SQLite judges them: what it refuses is not there. */

/** Fills a schema many times and gives, for each world, what `look` sees. */
async function fill<T>(
  schema: string,
  look: (engine: Engine) => T,
  { worlds = 40, hostile = false } = {},
): Promise<{ readonly seen: readonly T[]; readonly filler: Filler }> {
  const engine = await createEngine(targets.sqlite)
  const { catalog, findings } = applySchema([{ path: "schema.sql", text: schema }], engine, new Map())
  expect(findings).toEqual([])
  engine.execute("PRAGMA foreign_keys = ON")
  const columns = new Set(
    [...catalog.relations.values()].flatMap((relation) => relation.columns.map(({ name }) => name)),
  )
  const hints = hintsOf([schema], columns)
  const arena = arenaOf(engine)
  const filler = fillerOf(planFill(arena, catalog, new Set(catalog.relations.keys()), hints, []))
  const footing = { foreignKeys: true, hasCycles: filler.plan.hasCycles }
  const seen = Array.from({ length: worlds }, (_, index) => {
    const random = seeded(index)
    const making: Making = { random, alphabet: alphabetOf(random), hints, documents: noDocuments, hostile }
    enter(arena, footing)
    fillTables(arena, footing, filler, making)
    if (footing.hasCycles) deleteOrphans(arena, filler.plan)
    expect(settle(arena, footing)).toBe(true)
    const found = look(engine)
    leave(arena)
    // nothing of a world stays, whatever ended its transaction
    expect(
      filler.plan.tables.flatMap(({ name }) => rowsOf(engine, `SELECT 1 FROM "${name.replaceAll('"', '""')}"`)),
    ).toEqual([])
    return found
  })
  engine.close()
  return { seen, filler }
}

function rowsOf(engine: Engine, sql: string): readonly (readonly SqlValue[])[] {
  const answer = engine.query(sql, [])
  if (!answer.ok) throw new Error(`${answer.error.message}: ${sql}`)
  return answer.rows
}

/** In how many worlds a query that answers one number answers more than 0. */
async function worldsWith(schema: string, sql: string, options?: { readonly hostile: boolean }): Promise<number> {
  const { seen } = await fill(schema, (engine) => rowsOf(engine, sql)[0]?.[0], options)
  return seen.filter((count) => count !== 0n).length
}

describe("rows that the schema takes", () => {
  const hard: readonly (readonly [what: string, schema: string, sql: string])[] = [
    [
      "CHECKs across columns",
      `CREATE TABLE jobs (
  id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')), worker TEXT, started INTEGER,
  finished INTEGER, tries INTEGER NOT NULL, most INTEGER NOT NULL,
  CHECK ((state = 'running') = (worker IS NOT NULL)), CHECK ((state = 'queued') = (started IS NULL)),
  CHECK ((state = 'done') = (finished IS NOT NULL)), CHECK (finished >= started), CHECK (tries BETWEEN 0 AND most)
) STRICT;`,
      "SELECT count(*) FROM jobs WHERE state = 'running'",
    ],
    [
      "sums, lengths and patterns",
      `CREATE TABLE parts (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 12), mail TEXT NOT NULL CHECK (mail LIKE '%_@_%.__'), low TEXT NOT NULL CHECK (low = lower(low) AND low <> ''),
  a INTEGER NOT NULL, b INTEGER NOT NULL, total INTEGER NOT NULL CHECK (total = a + b), day TEXT NOT NULL CHECK (date(day) IS day)
) STRICT;`,
      "SELECT count(*) FROM parts",
    ],
    [
      "tables that refer to each other in a circle",
      `CREATE TABLE people (id INTEGER PRIMARY KEY, home INTEGER NOT NULL REFERENCES houses (id), name TEXT NOT NULL) STRICT;
CREATE TABLE houses (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES people (id)) STRICT;`,
      "SELECT count(*) FROM people",
    ],
    [
      "a table that refers to itself and must",
      "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES nodes (id)) STRICT;",
      "SELECT count(*) FROM nodes WHERE parent <> id",
    ],
    [
      "composite keys, WITHOUT ROWID, and a reference to the whole key without its names",
      `CREATE TABLE editions (book TEXT NOT NULL, no INTEGER NOT NULL, PRIMARY KEY (book, no)) STRICT, WITHOUT ROWID;
CREATE TABLE copies (id INTEGER PRIMARY KEY, book TEXT NOT NULL, no INTEGER NOT NULL, shelf TEXT, UNIQUE (book, no, shelf), FOREIGN KEY (book, no) REFERENCES editions) STRICT;`,
      "SELECT count(*) FROM copies JOIN editions USING (book, no)",
    ],
    [
      "a partial unique index and one over an expression",
      `CREATE TABLE seats (id INTEGER PRIMARY KEY, flight TEXT NOT NULL, seat TEXT NOT NULL, taken INTEGER NOT NULL CHECK (taken IN (0, 1))) STRICT;
CREATE UNIQUE INDEX seats_taken ON seats (flight, seat) WHERE taken;
CREATE UNIQUE INDEX seats_names ON seats (lower(flight) || seat || id);`,
      "SELECT count(*) FROM seats WHERE taken HAVING count(*) > 1",
    ],
    [
      "AUTOINCREMENT",
      "CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT;",
      "SELECT count(*) FROM logs",
    ],
    [
      "generated columns, with a CHECK and a key over them",
      `CREATE TABLE boxes (id INTEGER PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL, area INTEGER AS (width * height) STORED UNIQUE, name TEXT AS (width || 'x' || height), CHECK (area BETWEEN 1 AND 100), CHECK (length(name) >= 3)) STRICT;`,
      "SELECT count(*) FROM boxes",
    ],
    [
      "JSON of a form, and a column that depends on it",
      `CREATE TABLE docs (id INTEGER PRIMARY KEY, doc TEXT NOT NULL CHECK (json_valid(doc) AND json_type(doc) = 'object'), kind TEXT NOT NULL CHECK (kind = coalesce(json_extract(doc, '$.kind'), 'none'))) STRICT;`,
      "SELECT count(*) FROM docs",
    ],
    [
      "a trigger that refuses, and one that writes",
      `CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL) STRICT;
CREATE TABLE audit (account INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TRIGGER no_debt BEFORE INSERT ON accounts WHEN new.balance < 0 BEGIN SELECT RAISE(ABORT, 'in debt'); END;
CREATE TRIGGER audited AFTER INSERT ON accounts BEGIN INSERT INTO audit VALUES (new.id, 'now'); END;`,
      "SELECT count(*) FROM accounts JOIN audit ON account = accounts.id",
    ],
    [
      "a trigger that ends the transaction",
      `CREATE TABLE brittle (id INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TRIGGER breaks BEFORE INSERT ON brittle WHEN new.size > 4 BEGIN SELECT RAISE(ROLLBACK, 'too big'); END;`,
      "SELECT count(*) FROM brittle",
    ],
    [
      "full text search, with its own text, with another table's, and with none",
      `CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE own USING fts5(body);
CREATE VIRTUAL TABLE external USING fts5(body, content='posts', content_rowid='id');
CREATE VIRTUAL TABLE contentless USING fts5(body, content='');`,
      "SELECT (SELECT count(*) FROM own) * (SELECT count(*) FROM contentless) * (SELECT count(*) FROM external WHERE external MATCH 'a OR b OR abc')",
    ],
    [
      "names that must be quoted",
      'CREATE TABLE "select ""x""" ("from" INTEGER PRIMARY KEY, "a b" TEXT NOT NULL CHECK ("a b" <> \'\'), [é😀] REAL CHECK ([é😀] > 0)) STRICT;',
      'SELECT count(*) FROM "select ""x"""',
    ],
  ]
  test.each(hard)("%s", async (_what, schema, sql) => {
    expect(await worldsWith(schema, sql)).toBeGreaterThan(8)
  })

  test("a table that takes no row is told, with SQLite's words", async () => {
    const { filler } = await fill(
      "CREATE TABLE never (id INTEGER PRIMARY KEY, a INTEGER NOT NULL CHECK (a > a + 1)) STRICT;",
      () => 0,
    )
    expect([...filler.progress.values()]).toEqual([{ rows: 0, refusal: "CHECK constraint failed: a > a + 1" }])
  })
})

describe("what rows hold", () => {
  test("every storage class in ANY and untyped columns, and the contract in others", async () => {
    const schema = `CREATE TABLE strict (id INTEGER PRIMARY KEY, any ANY, i INTEGER, r REAL) STRICT;
CREATE TABLE loose (id INTEGER PRIMARY KEY, untyped, i INTEGER, t TEXT, r REAL, b BLOB, flag BOOLEAN, day DATE, js JSON, key TEXT UNIQUE);`
    const { seen } = await fill(schema, (engine) => [
      ...rowsOf(engine, "SELECT DISTINCT 'any ' || typeof(any) FROM strict"),
      ...rowsOf(
        engine,
        `SELECT DISTINCT c FROM (SELECT 'untyped ' || typeof(untyped) AS c FROM loose UNION ALL SELECT 'i ' || typeof(i) FROM loose UNION ALL SELECT 't ' || typeof(t) FROM loose
  UNION ALL SELECT 'r ' || typeof(r) FROM loose UNION ALL SELECT 'b ' || typeof(b) FROM loose UNION ALL SELECT 'flag ' || flag FROM loose UNION ALL SELECT 'day ' || typeof(day) FROM loose
  UNION ALL SELECT 'key ' || typeof(key) FROM loose) WHERE c IS NOT NULL`,
      ),
    ])
    expect([...new Set(seen.flat(2))].sort()).toEqual(
      [
        ..."any blob,any integer,any null,any real,any text,b blob,b null,day null,day text,flag 0,flag 1,i integer,i null,key null,key text".split(
          ",",
        ),
        ..."r null,r real,t null,t text,untyped blob,untyped integer,untyped null,untyped real,untyped text".split(","),
      ].sort(),
    )
  })

  test("hostile rows hold every storage class where SQLite admits it, and nothing that it refuses", async () => {
    const schema =
      "CREATE TABLE loose (id INTEGER PRIMARY KEY, b BLOB, n NUMERIC NOT NULL); CREATE TABLE strict (id INTEGER PRIMARY KEY, t TEXT) STRICT;"
    const classes =
      "SELECT DISTINCT typeof(b) FROM loose UNION SELECT 'n ' || typeof(n) FROM loose UNION SELECT 't ' || typeof(t) FROM strict"
    const { seen } = await fill(schema, (engine) => rowsOf(engine, classes), { hostile: true })
    expect([...new Set(seen.flat(2))].sort()).toEqual(
      ["blob", "integer", "n blob", "n integer", "n real", "n text", "null", "real", "t null", "t text", "text"].sort(),
    )
  })

  test("integers beyond 2^53, no row, one row, and many", async () => {
    const schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER NOT NULL) STRICT;"
    const { seen } = await fill(schema, (engine) => rowsOf(engine, "SELECT i FROM t").flat(), { worlds: 80 })
    expect(new Set(seen.map((values) => Math.min(values.length, 4)))).toEqual(new Set([0, 1, 2, 3, 4]))
    expect(seen.flat().some((value) => typeof value === "bigint" && value > 2n ** 53n)).toBe(true)
    expect(seen.flat()).toContain(-9_223_372_036_854_775_808n)
  })
})
