import { type Fact, refused, row } from "../fact.ts"

const sixSelects =
  "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6"
const many = (count: number, item: (index: number) => string, separator = ", "): string =>
  Array.from({ length: count }, (_, index) => item(index + 1)).join(separator)

/** What D1 takes and refuses, as the profile has it: the engine must say the same. */
export const statements: readonly Fact[] = [
  {
    claim: "six terms of a compound SELECT are too many",
    sql: sixSelects,
    answer: refused("too many terms in compound SELECT"),
  },
  {
    claim: "rows of VALUES are no terms",
    sql: "SELECT count(*) FROM (VALUES (1), (2), (3), (4), (5), (6), (7))",
    answer: row(7),
  },
  {
    claim: "a nested SELECT counts its terms anew",
    sql: "SELECT count(*) FROM (SELECT * FROM (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) UNION ALL SELECT 6)",
    answer: row(6),
  },
  {
    claim: "100 columns are the most",
    sql: `SELECT ${many(101, String)}`,
    answer: refused("too many columns in result set"),
  },
  {
    claim: "a table has 100 columns at most",
    sql: `CREATE TABLE t (${many(101, (index) => `c${index}`)})`,
    answer: refused("too many columns on t"),
  },
  {
    claim: "?100 is the last parameter",
    sql: "SELECT ?101",
    answer: refused("variable number must be between ?1 and ?100"),
  },
  {
    claim: "expressions are 100 deep at most",
    sql: `SELECT ${many(102, String, " + ")}`,
    answer: refused("Expression tree is too large (maximum depth 100)"),
  },
  { claim: "a function takes 127 arguments", sql: `SELECT coalesce(${many(127, String)})`, answer: row(1) },
  {
    claim: "and no more",
    sql: `SELECT coalesce(${many(128, String)})`,
    answer: refused("too many arguments on function coalesce"),
  },
  {
    claim: "a LIKE pattern has 50 bytes at most",
    sql: `SELECT 'x' LIKE '${"x".repeat(51)}'`,
    answer: refused("LIKE or GLOB pattern too complex"),
  },
  {
    claim: "a statement has 100,000 bytes at most",
    sql: `SELECT '${"x".repeat(100_000)}'`,
    answer: refused("statement too long"),
  },
  {
    claim: "BEGIN is refused",
    sql: "BEGIN",
    answer: refused("To execute a transaction, please use the state.storage.transaction()"),
  },
  {
    claim: "SAVEPOINT is refused",
    sql: "SAVEPOINT a",
    answer: refused("To execute a transaction, please use the state.storage.transaction()"),
  },
  {
    claim: "COMMIT is refused",
    sql: "COMMIT",
    answer: refused("To execute a transaction, please use the state.storage.transaction()"),
  },
  { claim: "ATTACH is refused", sql: "ATTACH 'a' AS b", answer: refused("not authorized") },
  { claim: "VACUUM is refused", sql: "VACUUM", answer: refused("cannot VACUUM from within a transaction") },
  { claim: "a temporary table is refused", sql: "CREATE TEMP TABLE a (b)", answer: refused("not authorized") },
  { claim: "a temporary view is refused", sql: "CREATE TEMP VIEW a AS SELECT 1", answer: refused("not authorized") },
  { claim: "rtree is refused", sql: "CREATE VIRTUAL TABLE r USING rtree(a, b, c)", answer: refused("not authorized") },
  { claim: "a table called _cf_ is refused", sql: "CREATE TABLE _cf_a (b)", answer: refused("not authorized") },
  { claim: "PRAGMA user_version is refused", sql: "PRAGMA user_version", answer: refused("not authorized") },
  { claim: "PRAGMA journal_mode is refused", sql: "PRAGMA journal_mode = WAL", answer: refused("not authorized") },
  {
    claim: "PRAGMA table_info is there",
    setup: ["CREATE TABLE t (a)"],
    sql: "PRAGMA table_info(t)",
    answer: row(0, "a", "", 0, null, 0),
  },
  {
    claim: "foreign_keys cannot be turned off",
    setup: ["PRAGMA foreign_keys = OFF"],
    sql: "PRAGMA foreign_keys",
    answer: row(1),
  },
  {
    claim: "sqlite_version() is refused",
    sql: "SELECT sqlite_version()",
    answer: refused("not authorized to use function: sqlite_version"),
  },
  {
    claim: "json_pretty() is refused",
    sql: "SELECT json_pretty('{}')",
    answer: refused("not authorized to use function: json_pretty"),
  },
  { claim: "power() is refused", sql: "SELECT power(2, 2)", answer: refused("not authorized to use function: power") },
  { claim: "pow() is there", sql: "SELECT pow(2, 2), log(100)", answer: row(4, 2) },
  {
    claim: "jsonb_each() is refused",
    sql: "SELECT * FROM jsonb_each('[1]')",
    answer: refused("no such table: jsonb_each"),
  },
  { claim: "dbstat is refused", sql: "SELECT * FROM dbstat", answer: refused("no such table: dbstat") },
  { claim: "REGEXP is refused", sql: "SELECT 'a' REGEXP 'b'", answer: refused("no such function: REGEXP") },
  {
    claim: "RAISE() outside a trigger is refused",
    sql: "SELECT RAISE(ABORT, 'x')",
    answer: refused("RAISE() may only be used within a trigger-program"),
  },
  {
    claim: "sqlite_schema cannot be written",
    sql: "DELETE FROM sqlite_schema",
    answer: refused("may not be modified"),
  },
  {
    claim: "WITHIN GROUP is a syntax error",
    sql: "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY 1)",
    answer: refused("syntax error"),
  },
  {
    claim: "a string in double quotes passes in a CHECK",
    setup: ['CREATE TABLE t (a CHECK (a <> "x"))'],
    sql: "INSERT INTO t VALUES ('x')",
    answer: refused("CHECK constraint failed"),
  },
  {
    claim: "ALTER TABLE renames, adds and drops",
    setup: [
      "CREATE TABLE t (a)",
      "ALTER TABLE t ADD COLUMN b",
      "ALTER TABLE t RENAME COLUMN b TO c",
      "ALTER TABLE t DROP COLUMN a",
      "ALTER TABLE t RENAME TO u",
    ],
    sql: "SELECT name FROM pragma_table_info('u')",
    answer: row("c"),
  },
  { claim: "digit separators are there", sql: "SELECT 1_000", answer: row(1000) },
  {
    claim: "a view over nothing is accepted, and fails when it is read",
    setup: ["CREATE VIEW v AS SELECT * FROM nosuch"],
    sql: "SELECT * FROM v",
    answer: refused("no such table: main.nosuch"),
  },
  {
    claim: "one statement is expected",
    sql: "/* nothing */",
    answer: refused("SQL code did not contain a statement."),
  },
]
