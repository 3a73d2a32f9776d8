import { type TargetProfile, words } from "./target.ts"

/*
 * The `libsql` package (SQLite 3.45.1 with libSQL's additions). Read from the package itself: `pragma_function_list`,
 * `pragma_module_list` and `pragma_compile_options` of libsql 0.5.29, and each construct tried, 2026-11-24.
 */

/** Functions that libsql and the engine both have. Its own (`vector`, `uuid`, `median` quartiles ...) cannot be checked here. */
const functions = words(`
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce concat
    concat_ws cos cosh count cume_dist current_date current_time current_timestamp date datetime degrees
    dense_rank exp first_value floor format fts5 glob group_concat hex highlight ifnull iif instr json
    json_array json_array_length json_error_position json_extract json_group_array json_group_object json_insert
    json_object json_patch json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array
    jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove
    jsonb_replace jsonb_set julianday lag last_insert_rowid last_value lead length like likelihood likely ln
    log10 lower ltrim match max median min nth_value ntile nullif octet_length percent_rank pi power printf
    quote radians random randomblob rank replace round row_number rtreecheck rtreedepth rtreenode rtrim sign sin
    sinh snippet sqlite_compileoption_get sqlite_compileoption_used sqlite_log sqlite_source_id sqlite_version
    sqrt strftime string_agg substr substring subtype sum tan tanh time timediff total total_changes trim typeof
    unhex unicode unixepoch unlikely upper zeroblob
`)

/** Table-valued functions and tables of SQLite's own that both have; `jsonb_each` and `jsonb_tree` came later. */
const tables = words(`
    json_each json_tree dbstat sqlite_stmt sqlite_dbpage
`)

/** Functions that ALTER TABLE calls inside the engine; those of ADD CONSTRAINT and ALTER COLUMN (3.53) are left out. */
const internalFunctions = words(`
    sqlite_rename_column sqlite_rename_table sqlite_rename_test sqlite_drop_column sqlite_rename_quotefix
`)

/** libSQL through its native package. https://docs.turso.tech/sdk/ts/reference */
export const libsql: TargetProfile = {
  name: "libsql",
  title: "libSQL",
  evidence: [{ source: "libsql 0.5.29 (SQLite 3.45.1), linux-x64", date: "2026-11-24" }],
  sqliteVersion: "3.45.1",
  limits: {
    // pragma_compile_options of libsql 0.5.29, where they differ from the engine's
    functionArguments: 127,
    sqlBytes: undefined,
    columns: undefined,
    expressionDepth: undefined,
    compoundTerms: undefined,
    likePatternBytes: undefined,
    variables: undefined,
    attached: undefined,
    triggerDepth: undefined,
    valueBytes: undefined,
    vdbeOps: undefined,
  },
  functions: new Set([...functions, ...tables, ...internalFunctions]),
  functionRefusal: "no such function",
  pragmas: undefined,
  virtualTables: new Set(["fts5", "fts5vocab", "rtree", "rtree_i32"]),
  // each tried on libsql 0.5.29, 2026-11-24
  deniedArity: [
    { name: "iif", allowed: [3], why: "`iif` takes exactly 3 arguments before SQLite 3.48" },
    {
      name: "log",
      allowed: [],
      why: "`log` is the natural logarithm here and base 10 elsewhere: write `ln` or `log10`",
    },
  ],
  // each tried on libsql 0.5.29, 2026-11-24. https://sqlite.org/changes.html
  deniedSyntax: [
    { pattern: /(?<![\w$?:@.])(?:0x[\da-f]+|\d[\d.]*)_[\da-f]/i, why: "`_` between digits needs SQLite 3.46" },
    {
      pattern: /\braise\s*\(\s*(?:abort|fail|rollback)\s*,(?!\s*(?:''|\w+)\s*\))/i,
      why: "RAISE with an expression for its message needs SQLite 3.47",
    },
  ],
  denied: { transactions: false, attach: false, vacuum: false, temporary: false, reservedPrefix: undefined },
  // DQS=0 and DEFAULT_FOREIGN_KEYS in pragma_compile_options
  doubleQuotedStrings: false,
  foreignKeys: true,
  defensive: false,
}
