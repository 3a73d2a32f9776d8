import { byName, deniedFunctionLines, type Evidence, type FunctionLine, functionLines, moduleLines } from "./line.ts"
import type { TargetProfile } from "./target.ts"

/*
 * The `libsql` package (SQLite 3.45.1 with libSQL's additions). Read from the package itself: `pragma_function_list`,
 * `pragma_module_list` and `pragma_compile_options`, and each construct tried; test/truth/libsql.test.ts does it again.
 */
const tried: Evidence = { source: "libsql 0.5.29 (SQLite 3.45.1), linux-x64", date: "2026-11-27" }

/** Functions that libsql and the engine both have. Its own (`vector`, `uuid`, quartiles ...) cannot be checked here. */
const functions: ReadonlyMap<string, FunctionLine> = byName([
  ...functionLines(
    tried,
    "scalar",
    `
    abs 1; acos 1; acosh 1; asin 1; asinh 1; atan 1; atan2 2; atanh 1; ceil 1; ceiling 1; changes 0; char 0-;
    coalesce 2-; concat 1-; concat_ws 2-; cos 1; cosh 1; date 0-; datetime 0-; degrees 1; exp 1; floor 1; format 0-;
    fts5 1; glob 2; hex 1; ifnull 2; iif 3 older; instr 2; json 1; json_array 0-; json_array_length 1-2; json_error_position 1;
    json_extract 0-; json_insert 1- odd; json_object 0- even; json_patch 2; json_quote 1; json_remove 0-;
    json_replace 1- odd; json_set 1- odd; json_type 1-2; json_valid 1-2; jsonb 1; jsonb_array 0-; jsonb_extract 0-;
    jsonb_insert 1- odd; jsonb_object 0- even; jsonb_patch 2; jsonb_remove 0-; jsonb_replace 1- odd; jsonb_set 1- odd;
    julianday 0-; last_insert_rowid 0; length 1; like 2-3; likelihood 2; likely 1; ln 1; log10 1; lower 1; ltrim 1-2;
    match 2; max 1-; min 1-; nullif 2; octet_length 1; pi 0; power 2; printf 0-; quote 1; radians 1; random 0;
    randomblob 1; replace 3; round 1-2; rtreecheck 0-; rtreedepth 1; rtreenode 2; rtrim 1-2; sign 1; sin 1; sinh 1;
    sqlite_compileoption_get 1; sqlite_compileoption_used 1; sqlite_log 2; sqlite_source_id 0; sqlite_version 0; sqrt 1;
    strftime 0-; substr 2-3; substring 2-3; subtype 1; tan 1; tanh 1; time 0-; timediff 2; total_changes 0; trim 1-2;
    typeof 1; unhex 1-2; unicode 1; unixepoch 0-; unlikely 1; upper 1; zeroblob 1
    `,
  ),
  ...functionLines(
    tried,
    "aggregate",
    `
    avg 1; count 0-1; group_concat 1-2; json_group_array 1; json_group_object 2; jsonb_group_array 1;
    jsonb_group_object 2; median 1; string_agg 2; sum 1; total 1
    `,
  ),
  ...functionLines(
    tried,
    "window",
    `
    cume_dist 0; dense_rank 0; first_value 1; lag 1-3; last_value 1; lead 1-3; nth_value 2; ntile 1; percent_rank 0;
    rank 0; row_number 0
    `,
  ),
  // `jsonb_each` and `jsonb_tree` came later
  ...functionLines(tried, "table", "json_each 0-2; json_tree 0-2; dbstat 0-; sqlite_stmt 0-; sqlite_dbpage 0-"),
  ...functionLines(tried, "full-text", "bm25 1-; highlight 4; snippet 6"),
  ...functionLines(tried, "keyword", "current_date 0; current_time 0; current_timestamp 0"),
  ...functionLines(tried, "operator", "-> 2; ->> 2"),
  // those of ADD CONSTRAINT and ALTER COLUMN (3.53) are left out
  ...functionLines(
    tried,
    "internal",
    `
    sqlite_drop_column 3; sqlite_rename_column 9; sqlite_rename_quotefix 2; sqlite_rename_table 7; sqlite_rename_test 7
    `,
  ),
])

/** libSQL through its native package. https://docs.turso.tech/sdk/ts/reference */
export const libsql: TargetProfile = {
  name: "libsql",
  title: "libSQL",
  sqliteVersion: "3.45.1",
  judge: "3.47.0",
  limits: {
    functionArguments: { most: 127, promised: undefined, words: "too many arguments on function", from: tried },
  },
  functions,
  functionRefusal: "no such function",
  deniedFunctions: byName([
    ...deniedFunctionLines(
      tried,
      "another function has this name",
      "log: write `ln` or `log10`, because libSQL's own `log` is the natural logarithm and SQLite's is base 10",
    ),
    ...deniedFunctionLines(
      tried,
      "no such function",
      `
      pow -> power: write \`power\`, which is the same;
      log2: write \`ln(x) / ln(2)\`;
      mod: write \`a % b\`;
      trunc: write \`CAST(x AS INTEGER)\`;
      if: write \`iif\` with three arguments, or CASE WHEN ... THEN ... END;
      unistr: write the characters themselves, or \`char()\`;
      json_pretty: indent it in TypeScript, JSON.stringify(value, null, 2)
      `,
    ),
  ]),
  pragmas: undefined,
  modules: byName(moduleLines(tried, "fts5: body; fts5vocab: docs, row; rtree: id, x0, x1; rtree_i32: id, x0, x1")),
  statements: [],
  // https://sqlite.org/changes.html
  deniedSyntax: [
    {
      pattern: /(?<![\w$?:@.])(?:0x[\da-f]+|\d[\d.]*)_[\da-f]/i,
      why: "`_` between digits needs SQLite 3.46",
      from: tried,
    },
    {
      pattern: /\braise\s*\(\s*(?:abort|fail|rollback)\s*,(?!\s*(?:''|\w+)\s*\))/i,
      why: "RAISE with an expression for its message needs SQLite 3.47",
      from: tried,
    },
  ],
  denied: {
    transactions: false,
    attach: false,
    vacuum: false,
    temporary: false,
    rollback: false,
    reservedPrefix: undefined,
    trailingText: false,
  },
  limitedWrites: false,
  // DQS=0 and DEFAULT_FOREIGN_KEYS in pragma_compile_options
  doubleQuotedStrings: false,
  foreignKeys: true,
  defensive: false,
}
