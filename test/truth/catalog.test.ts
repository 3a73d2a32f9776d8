import { describe, expect, it } from "vitest"
import { textOf } from "../../src/source/source-file.ts"
import { targets } from "../../src/targets/index.ts"
import { findings, load, relation, table } from "./load.ts"

describe("columns", () => {
  it("notNull is what SQLite enforces", async () => {
    const loaded = await load([
      `CREATE TABLE plain (a TEXT PRIMARY KEY, b TEXT NOT NULL, c);
       CREATE TABLE strict (a TEXT PRIMARY KEY, b TEXT) STRICT;
       CREATE TABLE rowless (a TEXT, b TEXT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
       CREATE TABLE alias (a INTEGER PRIMARY KEY);
       CREATE TABLE descending (a INTEGER PRIMARY KEY DESC);
       CREATE TABLE below (a INTEGER, PRIMARY KEY (a DESC));
       CREATE TABLE short (a INT PRIMARY KEY)`,
    ])
    const notNull = (name: string) =>
      table(loaded, name).columns.flatMap((column) => (column.notNull ? column.name : []))
    const alias = (name: string) => table(loaded, name).columns.some((column) => column.rowidAlias)
    expect(["plain", "strict", "rowless", "alias", "descending", "below", "short"].map(notNull)).toEqual([
      ["b"],
      ["a"],
      ["a", "b"],
      ["a"],
      [],
      ["a"],
      [],
    ])
    expect(["alias", "descending", "below", "short"].map(alias)).toEqual([true, false, true, false])
  })

  it("generated, defaults, collation, affinity of ANY in a STRICT table", async () => {
    const loaded = await load([
      "CREATE TABLE t (a ANY, b TEXT COLLATE NOCASE DEFAULT 'x', c INT AS (1), d INT GENERATED ALWAYS AS (2) STORED) STRICT",
    ])
    expect(table(loaded, "t").columns).toMatchObject([
      { affinity: "BLOB", hasDefault: false },
      { collation: "NOCASE", hasDefault: true },
      { generated: true, declaredType: "INT" },
      { generated: true, declaredType: "INT" },
    ])
  })

  it("full text tables have their hidden columns and no shadow tables", async () => {
    const loaded = await load([
      "CREATE VIRTUAL TABLE f USING fts5(a, b); CREATE VIRTUAL TABLE v USING fts5vocab(f, row)",
    ])
    const columns = relation(loaded, "f").columns.map(({ name, hidden }) => [name, hidden])
    expect(columns).toEqual([
      ["a", false],
      ["b", false],
      ["f", true],
      ["rank", true],
    ])
    expect(relation(loaded, "v")).toMatchObject({ kind: "virtual", module: "fts5vocab" })
    expect([...loaded.catalog.relations.keys()].filter((name) => name.startsWith("f_"))).toEqual([])
  })

  it("a virtual table whose module cannot open it does not hide the rest", async () => {
    const loaded = await load(["CREATE TABLE t (a); CREATE VIRTUAL TABLE v USING fts5vocab(nosuch, row)"])
    expect(table(loaded, "t").columns).toHaveLength(1)
  })
})

describe("keys", () => {
  it("primary key, UNIQUE, unique indexes with their WHERE", async () => {
    const loaded = await load([
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT, UNIQUE (a, b));
       CREATE UNIQUE INDEX i ON t (b) WHERE a IS NOT NULL;
       CREATE UNIQUE INDEX e ON t (lower(b));
       CREATE INDEX other ON t (b)`,
    ])
    const keys = table(loaded, "t").uniqueKeys.map(({ what, columns, where }) => [what, columns, where?.kind])
    expect(keys[0]).toEqual(["PRIMARY KEY", ["id"], undefined])
    expect(keys).toHaveLength(5)
    expect(keys).toContainEqual(["UNIQUE (a)", ["a"], undefined])
    expect(keys).toContainEqual(["UNIQUE (a, b)", ["a", "b"], undefined])
    expect(keys).toContainEqual(["unique index `i`", ["b"], "is-null"])
    expect(keys).toContainEqual(["unique index `e`", [undefined], undefined])
  })

  it("an index finer than the column's collation is no key: two rows can be equal", async () => {
    const loaded = await load([
      `CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT);
       CREATE UNIQUE INDEX fine ON t (a COLLATE BINARY);
       CREATE UNIQUE INDEX coarse ON t (b COLLATE NOCASE);
       INSERT INTO t VALUES ('x', 'x'), ('X', 'y')`,
    ])
    expect(loaded.engine.query("SELECT count(*) FROM t WHERE a = 'x'", [])).toMatchObject({ rows: [[2n]] })
    expect(table(loaded, "t").uniqueKeys.map(({ what }) => what)).toEqual(["unique index `coarse`"])
  })

  it("foreign keys in the order written", async () => {
    const loaded = await load([
      `CREATE TABLE p (a, b, PRIMARY KEY (a, b));
       CREATE TABLE c (x REFERENCES p ON DELETE CASCADE, y, z, FOREIGN KEY (y, z) REFERENCES p (a, b) ON UPDATE SET NULL)`,
    ])
    expect(table(loaded, "c").foreignKeys).toEqual([
      { columns: ["x"], references: "p", onDelete: "CASCADE", onUpdate: "NO ACTION" },
      { columns: ["y", "z"], references: "p", onDelete: "NO ACTION", onUpdate: "SET NULL" },
    ])
  })
})

describe("through migrations", () => {
  const migrations = [
    "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  ctx TEXT, -- @json ./schemas.ts#Context\n  old TEXT\n);",
    `ALTER TABLE users ADD COLUMN status TEXT CHECK (status IN ('a', 'b')); -- @type 'a' | 'b'
     ALTER TABLE users RENAME COLUMN ctx TO context;
     ALTER TABLE users DROP COLUMN old;
     ALTER TABLE users RENAME TO People;
     -- @column users.id bigint
     CREATE VIEW names AS SELECT id FROM people;`,
  ]

  it("a column keeps its place and annotation under its new names", async () => {
    const people = table(await load(migrations), "people")
    expect(people.name).toBe("People")
    const told = people.columns.map(({ name, annotation, declaredAt }) => [
      name,
      annotation?.type.base,
      declaredAt?.file.path,
      declaredAt === undefined ? undefined : textOf(declaredAt.file, declaredAt.span),
    ])
    expect(told).toEqual([
      ["id", "bigint", "0001.sql", "id"],
      ["context", "json", "0002.sql", "context"],
      ["status", "literals", "0002.sql", "status"],
    ])
  })

  it("the CHECK of a column that ALTER added is found", async () => {
    const [check] = table(await load(migrations), "people").checks
    expect(check).toMatchObject({ expression: { kind: "in" }, place: { file: { path: "0002.sql" } } })
  })

  it("a renamed column is renamed in CHECKs and views", async () => {
    const loaded = await load([
      "CREATE TABLE t (a TEXT CHECK (a <> 'x')); CREATE VIEW v AS SELECT a FROM t; ALTER TABLE t RENAME COLUMN a TO b;",
    ])
    const [check] = table(loaded, "t").checks
    expect(check?.expression).toMatchObject({ left: { kind: "column", name: { text: "b" } } })
    const view = relation(loaded, "v")
    expect(view.kind === "view" ? textOf(view.file, view.select.span) : "").toBe("SELECT b FROM t")
  })

  it("history says where columns came, went and got their names", async () => {
    const { catalog } = await load(migrations)
    const told = catalog.history.map(({ what, table, column, place }) => [
      what,
      table,
      column,
      textOf(place.file, place.span),
    ])
    expect(told).toEqual([
      ["added", "People", "status", "status"],
      ["renamed", "People", "ctx", "context"],
      ["dropped", "People", "old", "old"],
    ])
  })

  it("a rebuilt table has the places of the new one, and remembers what it lost", async () => {
    const loaded = await load([
      "CREATE TABLE t (a, b);",
      "CREATE TABLE new_t (a NOT NULL); INSERT INTO new_t SELECT a FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t;",
    ])
    expect(table(loaded, "t").columns).toMatchObject([
      { name: "a", notNull: true, declaredAt: { file: { path: "0002.sql" } } },
    ])
    expect(loaded.catalog.history).toMatchObject([{ what: "dropped", table: "t", column: "b" }])
  })

  it("IF NOT EXISTS on a table that is there declares nothing", async () => {
    const loaded = await load(["CREATE TABLE t (a TEXT NOT NULL);", "CREATE TABLE IF NOT EXISTS t (b);"])
    expect(table(loaded, "t")).toMatchObject({ place: { file: { path: "0001.sql" } }, columns: [{ name: "a" }] })
  })

  it("CREATE TABLE AS and quoted names are read back", async () => {
    const loaded = await load([
      `CREATE TABLE "my t" ("a b" INT); CREATE VIEW [w x] AS SELECT "a b" FROM "my t"; CREATE TABLE c AS SELECT 1 AS one`,
    ])
    expect(loaded.diagnostics).toEqual([])
    expect([relation(loaded, "my t"), relation(loaded, "w x"), relation(loaded, "c")]).toMatchObject([
      { columns: [{ name: "a b" }] },
      { columns: [{ name: "a b", declaredType: "INT" }] },
      { columns: [{ name: "one" }] },
    ])
  })

  it("table annotations stand above CREATE TABLE", async () => {
    const loaded = await load(["-- @append-only\n-- @size 1_000\n-- @versioned VER\nCREATE TABLE t (ver INT);"])
    expect(table(loaded, "t")).toMatchObject({ appendOnly: true, size: 1000, versioned: "ver" })
  })

  it("SQLite's own tables can be read", async () => {
    const loaded = await load(["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);"])
    expect(table(loaded, "sqlite_master").columns).toHaveLength(5)
    expect(table(loaded, "sqlite_sequence").columns).toHaveLength(2)
  })
})

describe("what is wrong is said where it stands", () => {
  const cases: readonly (readonly [schema: string, finding: string])[] = [
    ["CREATE TABLE b (id INTEGRE) STRICT;", "schema-error ‹INTEGRE›"],
    ["CREATE TABLE a (x); CREATE TABLE a (y);", "schema-error ‹a›"],
    ["CREATE TABLE a (x, y, x);", "schema-error ‹x›"],
    ["CREATE TABL a (x);", "schema-error ‹TABL›"],
    ["CREATE INDEX i ON nosuch (x);", "schema-error ‹nosuch›"],
    ["CREATE TABLE a (x CHECK (median(x) > 1));", "schema-error ‹median›"],
    ["CREATE TABLE a (x); ALTER TABLE a ADD CONSTRAINT c CHECK (x > 1);", "schema-error ‹CONSTRAINT›"],
    ["CREATE TEMP TABLE a (x);", "schema-error ‹CREATE TEMP TABLE a (x)›"],
    ["CREATE TABLE a (x NOT NULL); INSERT INTO a VALUES (NULL);", "schema-error ‹INSERT INTO a VALUES (NULL)›"],
    ["BEGIN; CREATE TABLE a (x); COMMIT;", "migration-transaction ‹BEGIN›"],
    ['CREATE TABLE a (x CHECK (x <> "it\'s"));', 'double-quoted-string ‹"it\'s"›'],
    ['CREATE TABLE a (x); CREATE INDEX i ON a (x) WHERE x <> "q";', 'double-quoted-string ‹"q"›'],
    ['CREATE TABLE a (x); CREATE VIEW v AS SELECT * FROM a WHERE x = "q";', 'double-quoted-string ‹"q"›'],
    ["CREATE VIEW v AS SELECT * FROM nosuch;", "broken-view ‹v›"],
    ["CREATE TABLE a (x); -- @column b.x text", "unknown-table ‹b›"],
    ["CREATE TABLE a (x); -- @column a.y text", "unknown-column ‹y›"],
    ["-- @versioned y\nCREATE TABLE a (x);", "unknown-column ‹y›"],
  ]
  it.each(cases)("%s", async (schema, finding) => {
    expect(findings(await load([schema]))).toEqual([finding])
  })

  it("every string in double quotes is found, with its single-quoted text", async () => {
    const { diagnostics } = await load([
      `CREATE TABLE a (x CHECK (x IN ("p", "q", 'r', "it's")), "q2" CHECK ("q2" <> "z"));`,
    ])
    expect(diagnostics.map(({ fix }) => fix?.text)).toEqual(["'p'", "'q'", "'it''s'", "'z'"])
  })

  it("loading stops at the first error, and the rest is still there", async () => {
    const loaded = await load(["CREATE TABLE a (x); CREATE TABLE a (y); CREATE TABLE c (z);", "CREATE TABLE d (w);"])
    expect(findings(loaded)).toEqual(["schema-error ‹a›"])
    expect([...loaded.catalog.relations.keys()].filter((name) => !name.startsWith("sqlite_"))).toEqual(["a"])
  })

  it("D1 checks deferred foreign keys at the end of a migration, not of the next", async () => {
    const tables = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p);"
    const children = "PRAGMA defer_foreign_keys = on; INSERT INTO c VALUES (1);"
    const parent = "INSERT INTO p VALUES (1);"
    expect((await load([tables, `${children} ${parent}`])).diagnostics).toEqual([])
    expect((await load([tables, children, parent])).diagnostics).toMatchObject([
      { code: "schema-error", primary: { file: { path: "0002.sql" } } },
    ])
  })

  it("foreign_keys = OFF does not help on D1", async () => {
    const orphan =
      "PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO c VALUES (1);"
    expect((await load([orphan])).diagnostics).toMatchObject([{ message: expect.stringContaining("FOREIGN KEY") }])
    expect((await load([orphan], targets.sqlite)).diagnostics).toEqual([])
  })
})
