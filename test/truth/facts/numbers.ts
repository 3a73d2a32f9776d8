import { column, type Fact, plan, refused, row } from "../fact.ts"

const documents: readonly string[] = [
  "CREATE TABLE d (body TEXT NOT NULL)",
  `INSERT INTO d VALUES ('{"n":3}'), ('{"n":"3"}')`,
  "CREATE INDEX d_n ON d (json_extract(body, '$.n'))",
]

/** https://sqlite.org/lang_expr.html, and how D1 binds: https://developers.cloudflare.com/d1/worker-api/ */
export const numbers: readonly Fact[] = [
  {
    claim: "a bound number is REAL",
    sql: "SELECT typeof(?1), typeof(?1 + 1)",
    binds: [5],
    answer: row("real", "real"),
  },
  {
    claim: "+CAST(?1 AS INTEGER) is an INTEGER",
    sql: "SELECT typeof(+CAST(?1 AS INTEGER)), 'n' || +CAST(?1 AS INTEGER), json_array(+CAST(?1 AS INTEGER))",
    binds: [5],
    answer: row("integer", "n5", "[5]"),
  },
  {
    claim: "without the cast the fraction shows in text and JSON",
    sql: "SELECT 'n' || ?1, json_array(?1), 7 / ?1",
    binds: [2],
    answer: row("n2.0", "[2.0]", 3.5),
  },
  { claim: "the cast keeps NULL", sql: "SELECT +CAST(?1 AS INTEGER)", binds: [null], answer: row(null) },
  {
    claim: "a bound number compares equal to integers and is stored as one in an INTEGER column",
    setup: ["CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (5)"],
    sql: "SELECT count(*) FROM t WHERE a = ?1 AND a IN (?1) AND a BETWEEN ?1 AND ?1 LIMIT ?1",
    binds: [5],
    answer: row(1),
  },
  {
    claim: "a number bound into an INTEGER column is stored as an integer",
    setup: ["CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d)"],
    sql: "INSERT INTO t VALUES (?1, ?1, ?1, ?1) RETURNING typeof(a), b, typeof(c), typeof(d)",
    binds: [5],
    answer: row("integer", "5.0", "real", "real"),
  },
  {
    claim: "LIMIT refuses a fraction",
    sql: "SELECT 1 LIMIT ?1",
    binds: [1.5],
    answer: refused("datatype mismatch"),
  },
  {
    claim: '+CAST has no affinity: JSON "3" is not 3',
    setup: documents,
    sql: "SELECT body FROM d WHERE json_extract(body, '$.n') = +CAST(?1 AS INTEGER)",
    binds: [3],
    answer: row('{"n":3}'),
  },
  {
    claim: 'a bare CAST has INTEGER affinity: JSON "3" equals 3',
    setup: documents,
    sql: "SELECT body FROM d WHERE json_extract(body, '$.n') = CAST(?1 AS INTEGER)",
    binds: [3],
    answer: column('{"n":3}', '{"n":"3"}'),
  },
  {
    claim: "+CAST keeps an index on json_extract()",
    setup: documents,
    sql: "EXPLAIN QUERY PLAN SELECT body FROM d WHERE json_extract(body, '$.n') = +CAST(?1 AS INTEGER)",
    binds: [3],
    answer: plan("SEARCH d USING INDEX d_n"),
  },
  {
    claim: "a bare CAST turns it into a scan",
    setup: documents,
    sql: "EXPLAIN QUERY PLAN SELECT body FROM d WHERE json_extract(body, '$.n') = CAST(?1 AS INTEGER)",
    binds: [3],
    answer: plan("SCAN d"),
  },
  {
    claim: "+CAST keeps the index of an INTEGER column too",
    setup: ["CREATE TABLE t (a INTEGER)", "CREATE INDEX t_a ON t (a)"],
    sql: "EXPLAIN QUERY PLAN SELECT a FROM t WHERE a = +CAST(?1 AS INTEGER)",
    binds: [3],
    answer: plan("SEARCH t USING COVERING INDEX t_a"),
  },
  {
    claim: "integer + - * beyond 64 bits gives REAL",
    sql: "SELECT typeof(9223372036854775807 + 1), typeof(-9223372036854775807 - 2), typeof(9223372036854775807 * 2), typeof(1 + 1)",
    answer: row("real", "real", "real", "integer"),
  },
  {
    claim: "sum() of integers beyond 64 bits fails",
    sql: "SELECT sum(column1) FROM (VALUES (9223372036854775807), (1))",
    answer: refused("integer overflow"),
  },
  {
    claim: "total() of them does not",
    sql: "SELECT typeof(total(column1)) FROM (VALUES (9223372036854775807), (1))",
    answer: row("real"),
  },
  {
    claim: "abs() of the least integer fails",
    sql: "SELECT abs(-9223372036854775807 - 1)",
    answer: refused("integer overflow"),
  },
  {
    claim: "/ of integers is an integer, and REAL only for the least integer over -1; % is an integer, REAL for REAL",
    sql: "SELECT typeof(7 / 2), typeof((-9223372036854775807 - 1) / -1), typeof(7 % 2), typeof(7.5 % 2)",
    answer: row("integer", "real", "integer", "real"),
  },
  {
    claim: "& | << >> ~ give integers, also of reals and text",
    sql: "SELECT typeof(5.5 & 3), typeof('7' | 1), typeof(1 << 2.5), typeof(~1.5)",
    answer: row("integer", "integer", "integer", "integer"),
  },
  {
    claim: "arithmetic turns text into a number",
    sql: "SELECT '3' + 4, typeof('3' + 4), typeof('3.5' + 4), 'x' + 1, typeof(-'3')",
    answer: row(7, "integer", "real", 1, "integer"),
  },
  {
    claim: "round() is REAL, ceil() and floor() keep the class, sign() is INTEGER",
    sql: "SELECT typeof(round(5)), typeof(ceil(5)), typeof(ceil(5.5)), typeof(floor(5)), typeof(sign(5.5)), sign('x')",
    answer: row("real", "integer", "real", "integer", "integer", null),
  },
  {
    claim: "a comparison, IS and NOT are 0, 1 or NULL",
    sql: "SELECT 1 = 1, 1 = NULL, NULL IS NULL, NOT NULL, 1 <> 1",
    answer: row(1, null, 1, null, 0),
  },
  {
    claim: "AND and OR may be known though one side is NULL",
    sql: "SELECT NULL AND 0, NULL OR 1, NULL AND 1, NULL OR 0",
    answer: row(0, 1, null, null),
  },
]
