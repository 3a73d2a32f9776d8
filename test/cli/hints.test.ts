import { describe, expect, test } from "vitest"
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"

/** What SQLite refuses and we can say more of: `code help`, one per finding. */
const schema =
  "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE logs (id INTEGER PRIMARY KEY);\n"

async function findings(query: string, migrations = schema): Promise<readonly Diagnostic[]> {
  const config = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }).value
  if (config === undefined) throw new Error("the defaults are not accepted")
  const sources = {
    schema: [{ path: "schema.sql", text: migrations }],
    queries: [{ path: "query.sql", text: query }],
  }
  const { diagnostics } = await compileSources(sources, { ...config, runtime: "wonder-sql/runtime", outDir: "gen" })
  return diagnostics
}

async function helps(query: string, migrations?: string): Promise<readonly string[]> {
  return (await findings(query, migrations)).map(({ code, help }) => `${code} ${help}`)
}

describe("syntax errors", () => {
  test.each([
    ["SELCT id FROM users;", "did you mean `SELECT` for `SELCT`?"],
    ["SELECT id FORM users;", "did you mean `FROM` for `FORM`?"],
    ["SELECT id FROM users WHER id = 1;", "did you mean `WHERE` for `WHER`?"],
    ["SELECT id FROM users ORDR BY id;", "did you mean `ORDER` for `ORDR`?"],
    ["UPDATE users SETT name = :n;", "did you mean `SET` for `SETT`?"],
    ["SELECT id, FROM users;", "remove the `,` in front of it"],
    ["SELECT coalesce(id, 1,) AS x FROM users;", "remove the `,` in front of it"],
    ["SELECT id) FROM users;", "there is no `(` that it closes"],
    ["SELECT (id FROM users;", "close it with `)`"],
    ["SELECT id FROM users WHERE (id = 1;", "close it with `)`"],
    ["SELECT 1 AS order;", '`order` is a keyword of SQLite: as a name it is written "order"'],
    ["SELECT id FROM group;", '`group` is a keyword of SQLite: as a name it is written "group"'],
    ["SELECT index, id FROM users;", '`index` is a keyword of SQLite: as a name it is written "index"'],
    ["SELECT id FROM users\nWHERE name LIKE 'a' 'b';", "join texts with `||`"],
    ["SELECT id FROM users WHERE id = 1 AND;", "write what follows `AND`, or remove it"],
    ["SELECT id name id FROM users;", "write `,`, AND or an operator in front of it"],
    ["SELECT CASE WHEN id THEN 1 AS x FROM users;", "close CASE with END"],
    ["SELECT id FROM users WHERE name IS NOT 'x' AS n;", "compare it with https://sqlite.org/lang_select.html"],
  ])("%s", async (sql, help) => {
    expect(await helps(`-- name: q\n${sql}\n`)).toEqual([`sqlite-error ${help}`])
  })

  test.each([
    ["SELECT id FROM users WHERE id = 1 && id = 2;", "write AND"],
    ["SELECT id FROM users WHERE !id;", "write NOT"],
    ["SELECT id::text AS t FROM users;", "write CAST(value AS TEXT), with the type that you want"],
    [`SELECT id FROM users WHERE id = \${id};`, "the text is no template: write a parameter, `:id`"],
    ["SELECT id FROM users WHERE id = {{id}};", "the text is no template: write a parameter, `:id`"],
    ["SELECT id FROM users WHERE id = %s;", "the text is no template: write a parameter, `:id`"],
    [
      "SELECT id FROM users WHERE name ILIKE 'a';",
      "write LIKE: it takes upper and lower case of ASCII letters for the same",
    ],
    ["SELECT TOP 10 id FROM users;", "SQLite writes LIMIT, at the end of the statement"],
    ["SELECT id FROM users FETCH FIRST 10 ROWS ONLY;", "SQLite writes LIMIT, at the end of the statement"],
    ["SELECT id FROM users LIMIT ALL;", "leave LIMIT out"],
    ["SELECT id FROM users FOR UPDATE;", "remove FOR UPDATE: whoever writes has the database alone"],
    [
      "INSERT INTO users (id, name) VALUES (1, 'a') ON DUPLICATE KEY UPDATE name = 'b';",
      "write ON CONFLICT (key) DO UPDATE SET name = excluded.name",
    ],
    ["SELECT id FROM users WHERE id > INTERVAL '1 day';", "move a time with a modifier: datetime('now', '-1 day')"],
    ["SELECT DISTINCT ON (name) id FROM users;", "keep one row of each group with GROUP BY, or with row_number()"],
    ["WITH x AS SELECT 1 SELECT * FROM x;", "put the common table's SELECT into parentheses"],
    ["SELECT id FROM users ORDER id;", "write BY behind ORDER or GROUP"],
    ["DELETE users WHERE id = 1;", "write DELETE FROM"],
    ["INSERT users (id) VALUES (1);", "write INSERT INTO"],
    ["SELECT id FROM users WHERE id IN :ids;", "write IN (:ids); for a list, `-- @param ids []` above the statement"],
    ["TRUNCATE users;", "SQLite empties a table with DELETE FROM"],
    ["MERGE INTO users USING logs ON 1;", "write INSERT INTO ... ON CONFLICT (key) DO UPDATE SET ..."],
    ["CALL tidy();", "SQLite has no procedures: write the statements themselves"],
    ["SHOW TABLES;", "read the schema with SELECT name, sql FROM sqlite_schema"],
    ["SELECT id FROM users WHERE name SIMILAR TO 'a';", "use LIKE or GLOB"],
    ["USE main;", "remove it: SQLite has one database and no users"],
  ])("a habit from elsewhere: %s", async (sql, help) => {
    expect(await helps(`-- name: q\n${sql}\n`)).toEqual([`sqlite-error ${help}`])
  })

  test.each([
    ["CREATE TABLE a (at INTEGER DEFAULT now());", "put the expression into parentheses: DEFAULT (unixepoch())"],
    ["CREATE TABLE a (b ENUM('x', 'y'));", "write TEXT CHECK (column IN ('a', 'b'))"],
    ["CREATE TABLE a (b INT) ENGINE=InnoDB;", "remove what describes a table of MySQL"],
    ["CREATE TABLE a (b INTEGER PRIMARY KEY AUTO_INCREMENT);", "did you mean `AUTOINCREMENT` for `AUTO_INCREMENT`?"],
    ["CREATE TYPE mood AS ENUM ('x');", "remove it: SQLite has no such thing"],
    ["CREATE EXTENSION pgcrypto;", "remove it: SQLite has no such thing"],
    ["GRANT ALL ON users TO ada;", "remove it: SQLite has one database and no users"],
    ["ALTER TABLE users ADD COLUMN IF NOT EXISTS b TEXT;", "remove IF NOT EXISTS: a migration runs once"],
    ["ALTER TABLE users MODIFY name TEXT;", "add a new column and copy, or create the table anew"],
  ])("a habit from elsewhere, in a migration: %s", async (sql, help) => {
    expect(await helps("-- name: q\nSELECT 1 AS one;\n", `${schema}${sql}\n`)).toEqual([`schema-error ${help}`])
  })

  test("the parenthesis that nothing closes is a second place", async () => {
    const [found] = await findings("-- name: q\nSELECT id FROM users WHERE (id = 1 AND (name = 'x');\n")
    expect(found?.secondary.map(({ span, text }) => `${span.start} ${text}`)).toEqual(["38 never closed"])
  })
})

describe("what is no SQL is one finding, not also a statement without a name", () => {
  test.each([
    ["# name: q\nSELECT id FROM users;", "a comment starts with `--`"],
    [".headers on\n-- name: q\nSELECT id FROM users;", "commands of the sqlite3 shell are no SQL: remove the line"],
    ["```sql\n-- name: q\nSELECT id FROM users;\n```", "remove the lines with the three backticks"],
    ["(SELECT 1);", "a statement starts with a word, such as SELECT"],
    [
      "\u2013- name: q\nSELECT id FROM users;",
      "it holds a dash, U+2013, that SQLite takes for a part of a name: write `-` in its place",
    ],
  ])("%j", async (sql, help) => {
    expect(await helps(`${sql}\n`)).toEqual([`sqlite-error ${help}`])
  })
})

describe("characters that are not what they look like", () => {
  test.each([
    ["SELECT id\u00a0FROM users;", "unknown-column", "a special blank, U+00A0", "write an ordinary blank in its place"],
    ["SELECT id FROM us\u200bers;", "unknown-table", "an invisible character, U+200B", "delete it"],
    [
      "SELECT id FROM users WHERE name = \u2018x\u2019;",
      "unknown-column",
      "a typographic quote, U+2018",
      "write `'` in its place",
    ],
    ["SELECT id \u2212 1 AS x FROM users;", "sqlite-error", "a dash, U+2212", "write `-` in its place"],
  ])("%j", async (sql, code, what, repair) => {
    const help = `it holds ${what}, that SQLite takes for a part of a name: ${repair}`
    expect(await helps(`-- name: q\n${sql}\n`)).toEqual([`${code} ${help}`])
  })

  test("are none in a string", async () => {
    expect(await findings("-- name: q\nSELECT id FROM users WHERE name = '\u2018x\u2019\u00a0';\n")).toEqual([])
  })

  test("are seen in an excerpt and in a message", async () => {
    const text = renderText(await findings("-- name: q\nSELECT id FROM us\u200bers WHERE name = '\u202e';\n"), {
      color: false,
    })
    expect(text).toContain("`us\ufffders`")
    expect(text).not.toMatch(/[\u200b\u202e]/)
  })
})

describe("functions", () => {
  test.each([
    ["lenght(name)", "did you mean `length`?"],
    ["now()", "in SQLite it is `unixepoch()`, `CURRENT_TIMESTAMP`, or a parameter"],
    ["greatest(id, 2)", "in SQLite it is `max()` with several arguments"],
    [
      "frobnicate(name)",
      "use the functions of SQLite (https://sqlite.org/lang_corefunc.html), or do this part in TypeScript",
    ],
  ])("%s", async (call, help) => {
    expect(await helps(`-- name: q\nSELECT ${call} AS x FROM users;\n`)).toEqual([`sqlite-error ${help}`])
  })
})

describe("limits are told in numbers", () => {
  async function labels(query: string): Promise<readonly string[]> {
    return (await findings(query)).map(({ code, primary }) => `${code} ${primary.text}`)
  }

  test("the length of a statement", async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `'x${index}'`).join(",")
    const [label] = await labels(`-- name: q\nSELECT id FROM users WHERE name IN (${list});\n`)
    expect(label).toMatch(/^sql-length 1\d{5} bytes of SQL, 100000 are the most$/)
  })

  test("columns and terms", async () => {
    const columns = Array.from({ length: 101 }, (_, index) => `id AS c${index}`).join(", ")
    expect(await labels(`-- name: q\nSELECT ${columns} FROM users;\n`)).toEqual(["too-many-columns 100 are the most"])
    const terms = Array.from({ length: 6 }, (_, index) => `SELECT ${index} AS x`).join(" UNION ALL ")
    expect(await labels(`-- name: q\n${terms};\n`)).toEqual(["compound-terms number 6 of 6 SELECTs, 5 are the most"])
  })
})

describe("what no query file holds", () => {
  test.each([
    [
      "BEGIN",
      "remove it: statements under one name are one transaction, and `db.batch([...])` makes one of several queries",
    ],
    [
      "ROLLBACK",
      "remove it: statements under one name are one transaction, and `db.batch([...])` makes one of several queries",
    ],
    ["VACUUM", "remove it: it is for the tools of the database, not for a program"],
    ["ATTACH 'x' AS y", "remove it: it is for the tools of the database, not for a program"],
    ["DROP TABLE users", "move it into a migration file"],
  ])("%s", async (sql, help) => {
    expect(await helps(`-- name: q\n${sql};\n`)).toEqual([`not-a-query ${help}`])
  })
})

test("a name that the statement does not hold comes from somewhere else", async () => {
  const trigger = `${schema}CREATE TRIGGER t AFTER INSERT ON logs BEGIN UPDATE users SET nme = 1; END;\n`
  expect(await helps("-- name: q\nINSERT INTO logs (id) VALUES (:id);\n", trigger)).toEqual([
    "sqlite-error `nme` does not stand in this statement: a trigger that it fires, a view or a foreign key asks for it",
  ])
})

describe("lists of what there is", () => {
  test("tables, where none is near", async () => {
    expect(await helps("-- name: q\nSELECT 1 AS x FROM nowhere;\n")).toEqual([
      "unknown-table there are `users`, `logs`",
    ])
    expect(await helps("-- name: q\nSELECT 1 AS x FROM nowhere;\n", "SELECT 1;\n")).toEqual([
      "unknown-table the schema has no tables: it is read from the migrations",
    ])
  })
})
