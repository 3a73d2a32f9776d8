import { column, type Fact, refused, row } from "../fact.ts"

/** https://sqlite.org/datatype3.html */
export const affinity: readonly Fact[] = [
  {
    claim: "declared types decide affinity by the five rules, in order",
    setup: [
      "CREATE TABLE t (a INT, b VARCHAR(20), c CLOB, d BLOB, e, f REAL, g FLOATING POINT, h DECIMAL(10,5), i CHARINT, j STRING, k BOOLEAN, l DATETIME)",
      "INSERT INTO t VALUES ('1', 1, 1, '1', '1', '1', '1', '1', '1', '1', '1', '1')",
    ],
    sql: "SELECT typeof(a), typeof(b), typeof(c), typeof(d), typeof(e), typeof(f), typeof(g), typeof(h), typeof(i), typeof(j), typeof(k), typeof(l) FROM t",
    answer: row(
      "integer",
      "text",
      "text",
      "text",
      "text",
      "real",
      "integer",
      "integer",
      "integer",
      "integer",
      "integer",
      "integer",
    ),
  },
  {
    claim: "an INTEGER column of a table that is not STRICT stores text that is no number, and a fraction",
    setup: ["CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES ('x'), (1.5), (2.0), ('3'), (x'00')"],
    sql: "SELECT typeof(a) FROM t",
    answer: column("text", "real", "integer", "integer", "blob"),
  },
  {
    claim: "a TEXT column stores a number as text, and keeps a blob",
    setup: ["CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES (5), (x'00')"],
    sql: "SELECT typeof(a) FROM t",
    answer: column("text", "blob"),
  },
  {
    claim: "a STRICT column refuses what cannot be converted",
    setup: ["CREATE TABLE t (a INTEGER) STRICT"],
    sql: "INSERT INTO t VALUES ('x')",
    answer: refused("cannot store TEXT value in INTEGER column t.a"),
  },
  {
    claim: "a STRICT INTEGER column refuses a fraction and takes 2.0 and '3' as integers",
    setup: ["CREATE TABLE t (a INTEGER) STRICT", "INSERT INTO t VALUES (2.0), ('3')"],
    sql: "SELECT typeof(a) FROM t",
    answer: column("integer", "integer"),
  },
  {
    claim: "a STRICT REAL column turns integers into reals",
    setup: ["CREATE TABLE t (a REAL) STRICT", "INSERT INTO t VALUES (2)"],
    sql: "SELECT typeof(a) FROM t",
    answer: row("real"),
  },
  {
    claim: "ANY of a STRICT table converts nothing, ANY elsewhere is NUMERIC",
    setup: [
      "CREATE TABLE s (a ANY) STRICT",
      "CREATE TABLE t (a ANY)",
      "INSERT INTO s VALUES ('1')",
      "INSERT INTO t VALUES ('1')",
    ],
    sql: "SELECT typeof(s.a), typeof(t.a) FROM s, t",
    answer: row("text", "integer"),
  },
  {
    claim: "a comparison applies the column's affinity to a value without one",
    setup: ["CREATE TABLE t (a TEXT, b INTEGER)", "INSERT INTO t VALUES ('5', 5)"],
    sql: "SELECT a = 5, b = '5', a = b, '5' = 5 FROM t",
    answer: row(1, 1, 1, 0),
  },
  {
    claim: "a view's and a subquery's column keep affinity, an expression has none",
    setup: ["CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES ('5')", "CREATE VIEW v AS SELECT a, a || '' AS b FROM t"],
    sql: "SELECT a = 5, b = 5 FROM v",
    answer: row(1, 0),
  },
]
