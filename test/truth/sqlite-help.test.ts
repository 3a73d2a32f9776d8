import { describe, expect, test } from "vitest"
import { renderCompact } from "../../src/diagnostics/render-compact.ts"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"

/*
 * What SQLite itself says of these statements, and the words that are put beside it. SQLite's words may change with
 * its version: then a line of `sqlite-help.ts` is not met any more, which fails here.
 */

const schema = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, double AS (age * 2));
CREATE TABLE teams (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX users_age ON users (age);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
CREATE VIRTUAL TABLE docs USING fts5 (body);
INSERT INTO users (id, name) VALUES (1, 'ada');
`

const queries: readonly (readonly [sql: string, help: string])[] = [
  ["INSERT INTO users (id, name) VALUES (1)", "give each column one value, in the order of the columns"],
  ["INSERT INTO teams VALUES (1)", "name the columns that get a value: INTO teams (...)"],
  ["WITH t (a, b) AS (SELECT 1) SELECT a FROM t", "give the common table a name for each column of its SELECT"],
  ["VALUES (1, 2), (3)", "give each row of VALUES as many values"],
  ["SELECT id FROM users WHERE count(*) > 1", "an aggregate cannot stand here: use HAVING, or a subquery"],
  [
    "SELECT id FROM users WHERE row_number() OVER () = 1",
    "it may stand in SELECT and ORDER BY: wrap the SELECT, and filter outside",
  ],
  [
    "SELECT id FROM users WHERE id = (SELECT id, name FROM users)",
    "compare it with a row of as many values, (a, b) = (1, 2), or name one column",
  ],
  ["SELECT (SELECT id, name FROM users) AS x", "let the subquery answer as many columns: 1"],
  [
    "SELECT id FROM users UNION SELECT id, title FROM teams",
    "let both answer as many columns; `NULL AS name` fills a gap",
  ],
  [
    "INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT (name) DO NOTHING",
    "name the columns of a key (with its WHERE where it is partial), or create a unique index in a migration",
  ],
  [
    "SELECT id FROM users UNION SELECT id FROM teams ORDER BY name",
    "order by the name of a result column, or wrap the whole SELECT",
  ],
  ["SELECT id FROM users ORDER BY 2", "a number counts result columns: write the column's name"],
  ["SELECT id FROM users HAVING id > 1", "put the condition into WHERE, or add GROUP BY"],
  ["DELETE FROM adults WHERE id = 1", "write to the tables that the view reads"],
  ["DELETE FROM sqlite_schema", "it is SQLite's own: change the schema in a migration"],
  ["INSERT INTO users (id, name, double) VALUES (1, 'a', 2)", "leave `double` out: SQLite computes it"],
  [
    "WITH t AS (SELECT * FROM t) SELECT * FROM t",
    "start `t` with a SELECT that does not read it, and add the rest with UNION ALL",
  ],
  [
    "WITH RECURSIVE t (a) AS (SELECT 1 UNION ALL SELECT a FROM t WHERE a IN (SELECT a FROM t)) SELECT a FROM t",
    "read the table once, in FROM of the SELECT after UNION ALL",
  ],
  [
    "WITH RECURSIVE t (a) AS (SELECT 1 UNION ALL SELECT max(a) FROM t) SELECT a FROM t",
    "aggregate outside, over the finished common table",
  ],
  ["SELECT id FROM users ORDER BY name COLLATE nocas", "did you mean `NOCASE`?"],
  [
    "SELECT users.id FROM users JOIN teams USING (name)",
    "write ON with a column of each table instead of USING (name)",
  ],
  ["SELECT users.id FROM users NATURAL JOIN teams ON 1", "remove NATURAL, or remove what follows the table"],
  ["SELECT RAISE(ABORT, 'no') AS x", "refuse rows with a CHECK, or in a trigger"],
  [
    "SELECT group_concat(DISTINCT name, age) AS n FROM users",
    "count the rows of a subquery: SELECT count(*) FROM (SELECT DISTINCT a, b FROM t)",
  ],
  ["WITH t AS (SELECT 1), t AS (SELECT 2) SELECT * FROM t", "give one `t` another name"],
  ["SELECT *", "`*` stands for the columns of FROM: name a table there"],
  [
    "SELECT id FROM users LIMIT 1 UNION SELECT id FROM teams",
    "put it behind the last SELECT, or wrap the SELECT that it belongs to: SELECT * FROM (SELECT ... LIMIT 1)",
  ],
  ["SELECT count(*) OVER w AS x FROM users", "declare it behind WHERE and GROUP BY: WINDOW w AS (...)"],
  [
    "SELECT users.id FROM users LEFT INNER JOIN teams",
    "SQLite joins with JOIN, LEFT, RIGHT, FULL, CROSS and NATURAL JOIN",
  ],
  [
    "SELECT sum(id) OVER (RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM users",
    "compare it with https://sqlite.org/windowfunctions.html#frame_specifications",
  ],
  ["SELECT id FROM users INDEXED BY users_nme", "remove INDEXED BY, or create the index in a migration"],
]

const migrations: readonly (readonly [sql: string, help: string])[] = [
  ["CREATE TABLE users (id INTEGER)", "give it another name than `users`, or drop the one before"],
  ["CREATE INDEX users ON teams (id)", "give it another name: `users` is a table"],
  ["CREATE TABLE t (a TEXT, a TEXT)", "give one of the two another name, or remove it"],
  ["CREATE TABLE t (a TEX) STRICT", "did you mean `TEXT`?"],
  ["CREATE TABLE t (a VARCHAR) STRICT", "use one of INT, INTEGER, REAL, TEXT, BLOB, ANY"],
  ["CREATE TABLE t (a) STRICT", "a column of a STRICT table has a type: INT, INTEGER, REAL, TEXT, BLOB, ANY"],
  [
    "CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT PRIMARY KEY)",
    "name all columns of the key once, at the end: PRIMARY KEY (a, b)",
  ],
  [
    "CREATE TABLE t (a TEXT PRIMARY KEY AUTOINCREMENT)",
    "write INTEGER PRIMARY KEY AUTOINCREMENT, or remove AUTOINCREMENT",
  ],
  ["CREATE TABLE t (a TEXT) WITHOUT ROWID", "WITHOUT ROWID needs a PRIMARY KEY: declare one, or remove WITHOUT ROWID"],
  ["CREATE TABLE t (a INTEGER, b INTEGER DEFAULT (a))", "put the expression into parentheses: DEFAULT (unixepoch())"],
  [
    "ALTER TABLE users ADD COLUMN x TEXT NOT NULL",
    "give it a DEFAULT for the rows that are there, or leave out NOT NULL",
  ],
  ["ALTER TABLE users ADD COLUMN x TEXT UNIQUE", "add it as a plain column, and create a unique index on it"],
  [
    "ALTER TABLE users ADD COLUMN x INTEGER DEFAULT (unixepoch())",
    "add it with a constant DEFAULT, and fill it with UPDATE",
  ],
  ["ALTER TABLE users DROP COLUMN age", "drop first what names the column: its index, view, trigger or constraint"],
  [
    "CREATE TABLE t (a INTEGER, b INTEGER, FOREIGN KEY (a, b) REFERENCES teams (id))",
    "name as many columns behind REFERENCES as are in the key",
  ],
  ["CREATE TABLE t (a INTEGER, FOREIGN KEY (aa) REFERENCES teams (id))", "did you mean `a`?"],
  ["CREATE INDEX i ON users (random())", "here only the row itself may be looked at: use a trigger for the rest"],
  [
    "CREATE TABLE t (a INTEGER CHECK (a IN (SELECT id FROM users)))",
    "here only the row itself may be looked at: use a trigger for the rest",
  ],
  ["CREATE TABLE t (a INTEGER, b AS (a) PRIMARY KEY)", "take it out of the key, and create a unique index on it"],
  ["CREATE TABLE t (a AS (1))", "add a column that is stored"],
  ["CREATE TRIGGER g INSTEAD OF DELETE ON users BEGIN SELECT 1; END", "write BEFORE or AFTER: INSTEAD OF is for views"],
  ["CREATE TRIGGER g BEFORE DELETE ON adults BEGIN SELECT 1; END", "write INSTEAD OF: a view stores no rows"],
  ["CREATE TABLE sqlite_mine (a)", "choose a name that does not start with `sqlite_`"],
  ["CREATE INDEX i ON adults (id)", "use the tables that it reads from"],
  ["CREATE VIEW v AS SELECT :a AS a", "write the value itself: what is in the schema has no parameters"],
  ["CREATE VIRTUAL TABLE v USING fts9 (a)", "use `fts5` for full text, or a plain table"],
  ["CREATE INDEX i ON users (nmae)", "did you mean `name`?"],
  ["CREATE INDEX i ON user (id)", "did you mean `users`?"],
  ["DROP INDEX users_aeg", "did you mean `users_age`?"],
  ["DROP TRIGGER g", "remove the statement, or write IF EXISTS in front of the name"],
  ["INSERT INTO users (nmae) VALUES ('a')", "did you mean `name`?"],
  ["CREATE TABLE t (a TEXT) STRCT", "did you mean `STRICT`?"],
  ["ALTER TABLE users RENAME COLUMN name title", "write TO in front of the new name"],
  ["DROP TABLE unheard", "remove the statement, or write IF EXISTS in front of the name"],
  ["ALTER TABLE unheard ADD COLUMN a", "create `unheard` in a statement or migration before this one"],
  ["ALTER TABLE users RENAME COLUMN nme TO x", "did you mean `name`?"],
  ["CREAT TABLE t (a TEXT)", "did you mean `CREATE` for `CREAT`?"],
  ["CREATE TABLE t (a TEXT NOT NUL)", "did you mean `NULL` for `NUL`?"],
  ["CREATE TABLE t (a TEXT,)", "remove the `,` in front of it"],
  ["CREATE TABLE t (a TEXT", "close it with `)`"],
]

async function helpOf(schemaText: string, query: string, target: "sqlite" | "d1" = "sqlite"): Promise<string> {
  const config = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }).value
  if (config === undefined) throw new Error("the defaults are not accepted")
  const { diagnostics } = await compileSources(
    {
      schema: [{ path: "schema.sql", text: schemaText }],
      queries: [{ path: "query.sql", text: `-- name: query\n${query};\n` }],
    },
    { ...config, target, runtime: "wonder-sql/runtime", outDir: "." },
  )
  return renderCompact(diagnostics)
}

describe("the help beside SQLite's words", () => {
  test.each(queries)("in a query: %s", async (sql, help) => {
    const said = await helpOf(schema, sql)
    expect(said).toContain(": error sqlite-error: SQLite refuses it: ")
    expect(said).toContain(`(help: ${help})\n`)
  })

  test.each(migrations)("in a migration: %s", async (sql, help) => {
    const said = await helpOf(`${schema}${sql};\n`, "SELECT 1 AS one")
    expect(said).toContain(": error schema-error: the schema does not load: ")
    expect(said).toContain(`(help: ${help})\n`)
  })

  test("in a migration, where foreign keys count", async () => {
    const sql = "ALTER TABLE users ADD COLUMN x INTEGER DEFAULT 1 REFERENCES teams (id)"
    const said = await helpOf(`${schema}${sql};\n`, "SELECT 1 AS one", "d1")
    expect(said).toContain("(help: give it DEFAULT NULL, or no DEFAULT)\n")
  })
})
