/*
 * Statements that grow with a number; the largest are near what SQLite takes (1,000 levels of an expression, 2,000 columns, 64 tables
 * of a join), and beyond it.
 */
const list = (count: number, item: (index: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator)

const views = list(
  50,
  (n) => `CREATE VIEW v${n + 1} AS SELECT x.a, y.b FROM v${n} AS x JOIN t AS y ON x.a = y.a;`,
  "\n",
)
/** What the large statements read. */
export const largeSchema = `
CREATE TABLE t (a INTEGER, b TEXT, c REAL);
CREATE TABLE wide (${list(600, (n) => `c${n} INTEGER`, ", ")});
CREATE TABLE jobs (state TEXT NOT NULL CHECK (state IN ('a', 'b')), lease TEXT, CHECK (state <> 'b' OR lease IS NOT NULL));
CREATE VIEW v0 AS SELECT a, b FROM t;
${views}`

/** Statements that grow with a number: name, the statement of a size, a size to compare with its double. */
export const families: readonly (readonly [string, (size: number) => string, number])[] = [
  ["AND", (n) => `SELECT a FROM t WHERE ${list(n, (i) => `a + ${i} > ${i}`, " AND ")}`, 300],
  ["OR", (n) => `SELECT a FROM t WHERE ${list(n, (i) => `a = ${i}`, " OR ")}`, 300],
  ["OR of ANDs", (n) => `SELECT a FROM t WHERE ${list(n, (i) => `(a > ${i} AND b > ${i})`, " OR ")}`, 300],
  ["AND of ORs", (n) => `SELECT a FROM t WHERE ${list(n, (i) => `(a > ${i} OR b > ${i})`, " AND ")}`, 300],
  ["a long sum", (n) => `SELECT ${list(n, () => "a", " + ")} FROM t`, 300],
  ["a condition on a long sum", (n) => `SELECT a FROM t WHERE ${list(n, () => "a", " + ")} > 3`, 300],
  ["NOT NOT NOT", (n) => `SELECT a FROM t WHERE ${"NOT ".repeat(n)}a`, 300],
  ["nested calls", (n) => `SELECT ${"abs(".repeat(n)}a${")".repeat(n)} FROM t`, 300],
  ["nested coalesce", (n) => `SELECT ${"coalesce(a, ".repeat(n)}1${")".repeat(n)} FROM t`, 150],
  ["nested JSON", (n) => `SELECT ${"json_array(".repeat(n)}a${")".repeat(n)} FROM t`, 300],
  ["arms of CASE", (n) => `SELECT CASE ${list(n, (i) => `WHEN a = ${i} THEN ${i}`, " ")} ELSE 0 END FROM t`, 300],
  [
    "nested CASE",
    (n) => `SELECT ${list(n, (i) => `CASE WHEN a > ${i} THEN 5 / a ELSE `, "")}0${" END".repeat(n)} FROM t`,
    150,
  ],
  ["IN", (n) => `SELECT a FROM t WHERE a IN (${list(n, String, ", ")})`, 3000],
  ["parameters", (n) => `SELECT a FROM t WHERE a IN (${list(n, (i) => `:p${i}`, ", ")})`, 300],
  ["rows of VALUES", (n) => `VALUES ${list(n, (i) => `(${i}, 'x')`, ", ")}`, 1000],
  ["columns", (n) => `SELECT ${list(n, (i) => `c${i} AS x${i}`, ", ")} FROM wide`, 250],
  ["UNION ALL", (n) => list(n, (i) => `SELECT a + ${i} FROM t`, " UNION ALL "), 200],
  [
    "common tables",
    (n) =>
      `WITH c0 AS (SELECT a FROM t), ${list(n, (i) => `c${i + 1} AS (SELECT a + 1 AS a FROM c${i})`, ", ")} SELECT a FROM c${n}`,
    300,
  ],
  [
    "joins",
    (n) => `SELECT t0.a FROM t AS t0 ${list(n, (i) => `LEFT JOIN t AS t${i + 1} ON t${i + 1}.a = t${i}.a`, " ")}`,
    31,
  ],
  ["joins by USING", (n) => `SELECT * FROM t AS t0 ${list(n, (i) => `JOIN t AS t${i + 1} USING (a)`, " ")}`, 31],
  ["subqueries in FROM", (n) => `SELECT a FROM ${"(SELECT a FROM ".repeat(n)}t${")".repeat(n)}`, 45],
  [
    "subqueries side by side",
    (n) => `SELECT ${list(n, (i) => `(SELECT max(x.a) FROM t AS x WHERE x.a > t.a + ${i}) AS s${i}`, ", ")} FROM t`,
    100,
  ],
  [
    "aggregates and HAVING",
    (n) =>
      `SELECT ${list(n, (i) => `sum(a + ${i}) AS s${i}`, ", ")} FROM t GROUP BY b HAVING ${list(n, (i) => `sum(a + ${i}) > ${i}`, " AND ")}`,
    100,
  ],
  [
    "windows",
    (n) =>
      `SELECT ${list(n, (i) => `sum(a) OVER (PARTITION BY b ORDER BY c ROWS ${i} PRECEDING) AS x${i}`, ", ")} FROM t`,
    150,
  ],
  [
    "a CHECK under AND",
    (n) => `SELECT lease FROM jobs WHERE state = 'b' AND ${list(n, (i) => `lease <> '${i}'`, " AND ")}`,
    300,
  ],
  [
    "a CHECK under OR",
    (n) => `SELECT lease FROM jobs WHERE ${list(n, (i) => `(state = 'b' AND lease <> '${i}')`, " OR ")}`,
    300,
  ],
  [
    "a recursion of many branches",
    (n) =>
      `WITH RECURSIVE r (x) AS (SELECT 1 ${list(n, (i) => `UNION SELECT x + ${i} FROM r WHERE x < 5`, " ")}) SELECT x FROM r`,
    100,
  ],
  [
    "a recursion of many columns",
    (n) =>
      `WITH RECURSIVE r (${list(n, (i) => `x${i}`, ", ")}) AS (SELECT ${list(n, String, ", ")} UNION ALL SELECT ${list(n, (i) => `x${(i + 1) % n}`, ", ")} FROM r LIMIT 9) SELECT * FROM r`,
    20,
  ],
]

/** Deeper or wider than anyone writes: name, statement. Some are more than SQLite takes. */
export const large: readonly (readonly [string, string])[] = [
  ["10,000 parentheses", `SELECT ${"(".repeat(10_000)}a${")".repeat(10_000)} AS a FROM t`],
  ["10,000 NOTs", `SELECT ${"NOT ".repeat(10_000)}a AS a FROM t`],
  ["10,000 minus signs", `SELECT ${"- ".repeat(10_000)}a AS a FROM t`],
  ["a sum of 10,000", `SELECT ${list(10_000, () => "a", " + ")} AS a FROM t`],
  ["10,000 nested calls", `SELECT ${"abs(".repeat(10_000)}a${")".repeat(10_000)} AS a FROM t`],
  ["10,000 conditions", `SELECT a FROM t WHERE ${list(10_000, () => "a > 1", " AND ")}`],
  ["990 levels", `SELECT ${list(990, () => "a", " + ")} AS a FROM t WHERE ${list(990, () => "a", " || ")} = :x`],
  ["990 levels of calls and sums", `SELECT ${"max(".repeat(490)}a${" + 1, 1)".repeat(490)} AS a FROM t`],
  ["990 levels of signs and sums", `SELECT ${"-(".repeat(490)}a${" + 1)".repeat(490)} AS a FROM t`],
  ["990 levels of tests and sums", `SELECT a${" + 1 IS NULL".repeat(490)} AS a FROM t`],
  ["990 levels of casts and calls", `SELECT ${"abs(CAST(".repeat(490)}a${" AS REAL))".repeat(490)} AS a FROM t`],
  ["990 tests for NULL", `SELECT a${" IS NULL".repeat(990)} AS a FROM t`],
  ["500 columns", `SELECT ${list(500, (i) => `c${i}`, ", ")} FROM wide WHERE c0 = :x`],
  ["2,000 columns", `SELECT ${list(2000, (i) => `c${i % 600} AS x${i}`, ", ")} FROM wide`],
  ["2,001 columns", `SELECT ${list(2001, (i) => `c${i % 600} AS x${i}`, ", ")} FROM wide`],
  ["64 tables", `SELECT t0.a FROM t AS t0 ${list(63, (i) => `LEFT JOIN t AS t${i + 1} USING (a)`, " ")}`],
  ["65 tables", `SELECT t0.a FROM t AS t0 ${list(64, (i) => `LEFT JOIN t AS t${i + 1} USING (a)`, " ")}`],
  [
    "a chain of 1,500 common tables",
    `WITH c0 AS (SELECT a FROM t), ${list(1500, (i) => `c${i + 1} AS (SELECT a FROM c${i})`, ", ")} SELECT a FROM c1500`,
  ],
  [
    "a chain of 1,500 common tables from its end",
    `WITH ${list(1500, (i) => `c${i} AS (SELECT a FROM c${i + 1})`, ", ")}, c1500 AS (SELECT a FROM t) SELECT a FROM c0`,
  ],
  ["200 subqueries in FROM", `SELECT a FROM ${"(SELECT a FROM ".repeat(200)}t${")".repeat(200)}`],
  ["50 views upon each other", "SELECT a FROM v50"],
  ["10,000 rows", `VALUES ${list(10_000, (i) => `(${i})`, ", ")}`],
  ["10,000 parameters", `SELECT a FROM t WHERE a IN (${list(10_000, () => "?", ", ")})`],
]
