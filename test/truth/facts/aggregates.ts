import { type Fact, row } from "../fact.ts"

const empty: readonly string[] = ["CREATE TABLE t (a INTEGER NOT NULL, b TEXT NOT NULL)"]
const two: readonly string[] = [...empty, "INSERT INTO t VALUES (1, 'x'), (2, 'y')"]

/** https://sqlite.org/lang_aggfunc.html https://sqlite.org/windowfunctions.html */
export const aggregates: readonly Fact[] = [
  {
    claim: "without rows count() and total() are 0, the others NULL",
    setup: empty,
    sql: "SELECT count(*), count(a), total(a), sum(a), avg(a), min(a), max(b), group_concat(b), string_agg(b, ',') FROM t",
    answer: row(0, 0, 0, null, null, null, null, null, null),
  },
  {
    claim: "without rows JSON aggregates are an empty array and object",
    setup: empty,
    sql: "SELECT json_group_array(a), json_group_object(b, a) FROM t",
    answer: row("[]", "{}"),
  },
  {
    claim: "GROUP BY has no group without rows",
    setup: empty,
    sql: "SELECT count(*) FROM t GROUP BY a",
    answer: { rows: [] },
  },
  {
    claim: "a bare column beside an aggregate without GROUP BY is NULL without rows",
    setup: empty,
    sql: "SELECT a, b, count(*) FROM t",
    answer: row(null, null, 0),
  },
  {
    claim: "HAVING may drop the one row of an aggregate",
    setup: empty,
    sql: "SELECT count(*) FROM t HAVING count(*) > 0",
    answer: { rows: [] },
  },
  {
    claim: "sum() of integers is INTEGER, total() and avg() are REAL",
    setup: two,
    sql: "SELECT typeof(sum(a)), typeof(total(a)), typeof(avg(a)), typeof(sum(a + 0.0)) FROM t",
    answer: row("integer", "real", "real", "real"),
  },
  {
    claim: "sum() of text that looks like an integer is INTEGER, of other text REAL",
    sql: "SELECT typeof(sum(column1)), (SELECT typeof(sum(column1)) FROM (VALUES ('x'))) FROM (VALUES ('1'), ('2'))",
    answer: row("integer", "real"),
  },
  {
    claim: "FILTER that drops all rows is like no rows",
    setup: two,
    sql: "SELECT count(*) FILTER (WHERE a > 9), sum(a) FILTER (WHERE a > 9) FROM t",
    answer: row(0, null),
  },
  {
    claim: "aggregates skip NULL; all NULL is like no rows",
    sql: "SELECT count(column1), sum(column1), group_concat(column1), json_group_array(column1) FROM (VALUES (NULL))",
    answer: row(0, null, null, "[null]"),
  },
  {
    claim: "lag() and lead() are NULL at the edge, and their third argument in its place",
    setup: two,
    sql: "SELECT group_concat(coalesce(p, '-') || n) FROM (SELECT lag(b) OVER w AS p, lead(b, 1, '.') OVER w AS n FROM t WINDOW w AS (ORDER BY a))",
    answer: row("-y,x."),
  },
  {
    claim: "nth_value() is NULL before the frame reaches it, first_value() is not",
    setup: two,
    sql: "SELECT group_concat(coalesce(n, '-') || f) FROM (SELECT nth_value(b, 2) OVER w AS n, first_value(b) OVER w AS f FROM t WINDOW w AS (ORDER BY a))",
    answer: row("-x,yx"),
  },
  {
    claim: "an empty frame makes sum() and first_value() NULL and count() 0",
    setup: two,
    sql: "SELECT sum(a) OVER w, first_value(b) OVER w, count(*) OVER w FROM t WINDOW w AS (ORDER BY a ROWS BETWEEN 5 PRECEDING AND 4 PRECEDING) LIMIT 1",
    answer: row(null, null, 0),
  },
  {
    claim: "row_number(), rank(), dense_rank() and ntile() are INTEGER, percent_rank() and cume_dist() REAL",
    setup: two,
    sql: "SELECT typeof(row_number() OVER w), typeof(rank() OVER w), typeof(dense_rank() OVER w), typeof(ntile(2) OVER w), typeof(percent_rank() OVER w), typeof(cume_dist() OVER w) FROM t WINDOW w AS (ORDER BY a) LIMIT 1",
    answer: row("integer", "integer", "integer", "integer", "real", "real"),
  },
  {
    claim: "min() and max() with a bare column take it from the row they found",
    setup: two,
    sql: "SELECT max(a), b FROM t",
    answer: row(2, "y"),
  },
]
