import { column, type Fact, refused, row } from "../fact.ts"

/** https://sqlite.org/lang_createtable.html#primkeyconst https://sqlite.org/nulls.html */
export const nulls: readonly Fact[] = [
  {
    claim: "a TEXT PRIMARY KEY of a rowid table takes NULL, more than once",
    setup: ["CREATE TABLE t (a TEXT PRIMARY KEY)", "INSERT INTO t VALUES (NULL), (NULL)"],
    sql: "SELECT count(*), count(a) FROM t",
    answer: row(2, 0),
  },
  {
    claim: "a TEXT PRIMARY KEY of a STRICT table refuses NULL",
    setup: ["CREATE TABLE t (a TEXT PRIMARY KEY) STRICT"],
    sql: "INSERT INTO t VALUES (NULL)",
    answer: refused("NOT NULL constraint failed: t.a"),
  },
  {
    claim: "every part of a composite PRIMARY KEY of a STRICT table refuses NULL",
    setup: ["CREATE TABLE t (a TEXT, b TEXT, PRIMARY KEY (a, b)) STRICT"],
    sql: "INSERT INTO t VALUES ('x', NULL)",
    answer: refused("NOT NULL constraint failed: t.b"),
  },
  {
    claim: "every part of the PRIMARY KEY of a WITHOUT ROWID table refuses NULL",
    setup: ["CREATE TABLE t (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID"],
    sql: "INSERT INTO t VALUES (NULL, 'x')",
    answer: refused("NOT NULL constraint failed: t.a"),
  },
  {
    claim: "NULL in an INTEGER PRIMARY KEY becomes a new rowid, also in a STRICT table",
    setup: ["CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT", "INSERT INTO t VALUES (NULL), (NULL)"],
    sql: "SELECT a FROM t",
    answer: column(1, 2),
  },
  {
    claim: "INTEGER PRIMARY KEY DESC is no rowid, and takes NULL; a table-level key with DESC is one",
    setup: [
      "CREATE TABLE s (a INTEGER PRIMARY KEY DESC)",
      "CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))",
      "INSERT INTO s VALUES (NULL)",
      "INSERT INTO t VALUES (NULL)",
    ],
    sql: "SELECT s.a, t.a FROM s, t",
    answer: row(null, 1),
  },
  {
    claim: "INT PRIMARY KEY is no rowid, and takes NULL",
    setup: ["CREATE TABLE t (a INT PRIMARY KEY)", "INSERT INTO t VALUES (NULL)"],
    sql: "SELECT a FROM t",
    answer: row(null),
  },
  {
    claim: "a rowid takes 5.0 and '5', and refuses other text",
    setup: ["CREATE TABLE t (a INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (5.0), ('6')"],
    sql: "INSERT INTO t VALUES ('x')",
    answer: refused("datatype mismatch"),
  },
  {
    claim: "UNIQUE takes any number of NULLs",
    setup: ["CREATE TABLE t (a TEXT UNIQUE)", "INSERT INTO t VALUES (NULL), (NULL)"],
    sql: "SELECT count(*) FROM t",
    answer: row(2),
  },
  {
    claim: "a CHECK that is NULL passes",
    setup: [
      "CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y')), b INTEGER CHECK (b > 0))",
      "INSERT INTO t VALUES (NULL, NULL)",
    ],
    sql: "SELECT count(*) FROM t",
    answer: row(1),
  },
  {
    claim: "NOT NULL DEFAULT still refuses an explicit NULL",
    setup: ["CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x')"],
    sql: "INSERT INTO t VALUES (NULL)",
    answer: refused("NOT NULL constraint failed: t.a"),
  },
  {
    claim: "ON CONFLICT REPLACE of a NOT NULL column puts its default in place of NULL",
    setup: ["CREATE TABLE t (a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x')", "INSERT INTO t VALUES (NULL)"],
    sql: "SELECT a FROM t",
    answer: row("x"),
  },
  {
    claim: "LEFT JOIN gives NULL for NOT NULL columns and for expressions over the missing row",
    setup: [
      "CREATE TABLE a (x INTEGER NOT NULL)",
      "CREATE TABLE b (x INTEGER NOT NULL, y TEXT NOT NULL)",
      "INSERT INTO a VALUES (1)",
    ],
    sql: "SELECT b.x, b.y, b.y || '!', coalesce(b.y, 'none') FROM a LEFT JOIN b ON b.x = a.x",
    answer: row(null, null, null, "none"),
  },
  {
    claim: "the rowid of a missing row is NULL",
    setup: ["CREATE TABLE a (x INTEGER)", "CREATE TABLE b (id INTEGER PRIMARY KEY)", "INSERT INTO a VALUES (1)"],
    sql: "SELECT b.id, b.rowid FROM a LEFT JOIN b ON b.id = a.x",
    answer: row(null, null),
  },
  {
    claim: "a constant in a subquery is NULL where LEFT JOIN finds no row",
    setup: ["CREATE TABLE a (x INTEGER)", "INSERT INTO a VALUES (1)"],
    sql: "SELECT s.k FROM a LEFT JOIN (SELECT 7 AS k, 2 AS x) AS s ON s.x = a.x",
    answer: row(null),
  },
  {
    claim: "RIGHT and FULL JOIN give NULL for NOT NULL columns of the left table",
    setup: [
      "CREATE TABLE a (x INTEGER NOT NULL)",
      "CREATE TABLE b (x INTEGER NOT NULL)",
      "INSERT INTO a VALUES (1)",
      "INSERT INTO b VALUES (2)",
    ],
    sql: "SELECT a.x, b.x FROM a FULL JOIN b ON a.x = b.x ORDER BY 1",
    answer: {
      rows: [
        [null, 2],
        [1, null],
      ],
    },
  },
  {
    claim: "USING of a FULL JOIN is the one of both that is there",
    setup: [
      "CREATE TABLE a (x INTEGER NOT NULL)",
      "CREATE TABLE b (x INTEGER NOT NULL)",
      "INSERT INTO a VALUES (1)",
      "INSERT INTO b VALUES (2)",
    ],
    sql: "SELECT x FROM a FULL JOIN b USING (x) ORDER BY 1",
    answer: column(1, 2),
  },
  {
    claim: "x NOT IN a list with NULL is never true; NOT IN an empty list is true, also for NULL",
    sql: "SELECT 1 NOT IN (2, NULL), NULL NOT IN (SELECT 1 WHERE 0), NULL IN ()",
    answer: row(null, 1, 0),
  },
  {
    claim: "division by zero and % 0 are NULL, no error",
    sql: "SELECT 1 / 0, 1 % 0, 1.0 / 0",
    answer: row(null, null, null),
  },
  {
    claim: "scalar max() and min() are NULL when one argument is; concat() and concat_ws() are not",
    sql: "SELECT max(1, NULL), min(1, NULL), concat('a', NULL), concat_ws(',', 'a', NULL), concat(NULL)",
    answer: row(null, null, "a", "a", ""),
  },
]
