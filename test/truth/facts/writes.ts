import { column, type Fact, refused, row } from "../fact.ts"

const table: readonly string[] = [
  "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, n INTEGER)",
  "INSERT INTO t VALUES (1, 'x', 10)",
]
const logged: readonly string[] = [
  ...table,
  "CREATE TABLE log (a TEXT)",
  "CREATE TRIGGER t_log AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.a); INSERT INTO log VALUES (old.a); END",
]

/** https://sqlite.org/lang_returning.html https://sqlite.org/lang_corefunc.html#changes */
export const writes: readonly Fact[] = [
  {
    claim: "RETURNING of INSERT shows what was stored, defaults and the rowid included",
    setup: ["CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT 7, b TEXT)"],
    sql: "INSERT INTO t (b) VALUES (5) RETURNING id, a, b, typeof(b)",
    answer: row(1, 7, "5", "text"),
  },
  {
    claim: "RETURNING of UPDATE shows new values, of DELETE old ones",
    setup: table,
    sql: "UPDATE t SET n = n + 1 RETURNING n",
    answer: row(11),
  },
  {
    claim: "RETURNING of DELETE shows the row that went",
    setup: table,
    sql: "DELETE FROM t RETURNING id, a",
    answer: row(1, "x"),
  },
  {
    claim: "DO NOTHING returns no row",
    setup: table,
    sql: "INSERT INTO t (a) VALUES ('x') ON CONFLICT DO NOTHING RETURNING id",
    answer: { rows: [] },
  },
  {
    claim: "OR IGNORE returns no row",
    setup: table,
    sql: "INSERT OR IGNORE INTO t (a) VALUES ('x') RETURNING id",
    answer: { rows: [] },
  },
  {
    claim: "DO UPDATE returns the updated row, and none when its WHERE is false",
    setup: table,
    sql: "INSERT INTO t (a, n) VALUES ('x', 1), ('y', 2) ON CONFLICT (a) DO UPDATE SET n = excluded.n WHERE excluded.n > 5 RETURNING a",
    answer: row("y"),
  },
  {
    claim: "RETURNING does not know an alias of the table",
    setup: table,
    sql: "UPDATE t AS u SET n = 1 RETURNING u.id",
    answer: refused("no such column: u.id"),
  },
  {
    claim: "RETURNING may read the table by its name, and other tables in a subquery",
    setup: table,
    sql: "UPDATE t SET n = 1 RETURNING t.id, (SELECT 5)",
    answer: row(1, 5),
  },
  {
    claim: "RETURNING of UPDATE FROM does not see the other table",
    setup: [...table, "CREATE TABLE s (k TEXT)", "INSERT INTO s VALUES ('x')"],
    sql: "UPDATE t SET n = 1 FROM s WHERE s.k = t.a RETURNING s.k",
    answer: refused("no such column: s.k"),
  },
  {
    claim: "RETURNING takes no aggregate",
    setup: table,
    sql: "DELETE FROM t RETURNING count(*)",
    answer: refused("misuse of aggregate"),
  },
  {
    claim: "RETURNING shows the value before an AFTER trigger changed it",
    setup: [...table, "CREATE TRIGGER t_n AFTER INSERT ON t BEGIN UPDATE t SET n = 99 WHERE id = new.id; END"],
    sql: "INSERT INTO t (a, n) VALUES ('y', 1) RETURNING n",
    answer: row(1),
  },
  {
    oneBatch: true,
    claim: "changes() counts the statement's own rows, not those of its triggers",
    setup: [...logged, "UPDATE t SET n = 0"],
    sql: "SELECT changes(), (SELECT count(*) FROM log)",
    answer: row(1, 2),
  },
  {
    oneBatch: true,
    claim: "changes() counts no cascades",
    setup: [
      "CREATE TABLE p (id INTEGER PRIMARY KEY)",
      "CREATE TABLE c (p INTEGER REFERENCES p ON DELETE CASCADE)",
      "INSERT INTO p VALUES (1)",
      "INSERT INTO c VALUES (1), (1), (1)",
      "DELETE FROM p",
    ],
    sql: "SELECT changes(), (SELECT count(*) FROM c)",
    answer: row(1, 0),
  },
  {
    oneBatch: true,
    claim: "changes() counts one for a write to a full text table",
    setup: ["CREATE VIRTUAL TABLE f USING fts5(body)", "INSERT INTO f VALUES ('a b c')"],
    sql: "SELECT changes()",
    answer: row(1),
  },
  {
    oneBatch: true,
    claim: "changes() counts rows that matched, also when nothing differs",
    setup: [...table, "UPDATE t SET n = n"],
    sql: "SELECT changes()",
    answer: row(1),
  },
  {
    oneBatch: true,
    claim: "changes() is 0 after DO NOTHING",
    setup: [...table, "INSERT INTO t (a) VALUES ('x') ON CONFLICT DO NOTHING"],
    sql: "SELECT changes()",
    answer: row(0),
  },
  {
    oneBatch: true,
    claim: "changes() of REPLACE counts what came, not what went",
    setup: [...table, "REPLACE INTO t VALUES (1, 'z', 1)"],
    sql: "SELECT changes()",
    answer: row(1),
  },
  {
    claim: "REPLACE deletes the row, with ON DELETE CASCADE",
    setup: [
      ...table,
      "CREATE TABLE c (t INTEGER REFERENCES t ON DELETE CASCADE)",
      "INSERT INTO c VALUES (1)",
      "REPLACE INTO t VALUES (1, 'x', 2)",
    ],
    sql: "SELECT count(*) FROM c",
    answer: row(0),
  },
  {
    claim: "DROP TABLE deletes the rows, with ON DELETE CASCADE, whatever the pragmas say",
    setup: [
      ...table,
      "CREATE TABLE c (t INTEGER REFERENCES t ON DELETE CASCADE)",
      "INSERT INTO c VALUES (1)",
      "PRAGMA foreign_keys = OFF",
      "PRAGMA defer_foreign_keys = ON",
      "DROP TABLE t",
    ],
    sql: "SELECT count(*) FROM c",
    answer: row(0),
  },
  {
    claim: "DROP TABLE sets references to NULL, with ON DELETE SET NULL",
    setup: [
      ...table,
      "CREATE TABLE c (t INTEGER REFERENCES t ON DELETE SET NULL)",
      "INSERT INTO c VALUES (1)",
      "PRAGMA defer_foreign_keys = ON",
      "DROP TABLE t",
    ],
    sql: "SELECT t FROM c",
    answer: row(null),
  },
  {
    claim: "foreign keys are enforced",
    setup: [...table, "CREATE TABLE c (t INTEGER REFERENCES t)"],
    sql: "INSERT INTO c VALUES (9)",
    answer: refused("FOREIGN KEY constraint failed"),
  },
  {
    claim: "an upsert without a conflict target is allowed last only",
    setup: table,
    sql: "INSERT INTO t (a) VALUES ('x') ON CONFLICT DO UPDATE SET n = 5 RETURNING n",
    answer: row(5),
  },
  {
    claim: "a conflict target must be a unique key",
    setup: table,
    sql: "INSERT INTO t (a) VALUES ('x') ON CONFLICT (n) DO NOTHING",
    answer: refused("ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint"),
  },
  {
    claim: "excluded holds the value after affinity and defaults",
    setup: table,
    sql: "INSERT INTO t (a, n) VALUES ('x', '7') ON CONFLICT (a) DO UPDATE SET n = excluded.n RETURNING typeof(n)",
    answer: row("integer"),
  },
  {
    claim: "UPDATE sees old values on the right",
    setup: table,
    sql: "UPDATE t SET n = id, id = n RETURNING id, n",
    answer: row(10, 1),
  },
  {
    claim: "a batch of rows that violates a key stores none",
    setup: table,
    sql: "INSERT INTO t (a) VALUES ('y'), ('x')",
    answer: refused("UNIQUE constraint failed: t.a"),
  },
  {
    claim: "adding a NOT NULL column without a default fails once the table has a row",
    setup: table,
    sql: "ALTER TABLE t ADD COLUMN z TEXT NOT NULL",
    answer: refused("Cannot add a NOT NULL column with default value NULL"),
  },
  {
    claim: "and works while it has none",
    setup: ["CREATE TABLE t (a)", "ALTER TABLE t ADD COLUMN z TEXT NOT NULL"],
    sql: "SELECT name FROM pragma_table_info('t')",
    answer: column("a", "z"),
  },
]
