import { type TargetProfile, words } from "./target.ts"

/**
 * Cloudflare D1: what both SQLite 3.47.0 (workerd of April 2026) and 3.54.1 (November 2026) accept there. Probed through
 * miniflare; the function list is workerd's own allow-list.
 */
export const d1: TargetProfile = {
  name: "d1",
  title: "Cloudflare D1",
  evidence: [
    { source: "workerd 1.20260410.1 and 1.20261117.1, probed through miniflare 4.20260426.0", date: "2026-11-23" },
    { source: "https://developers.cloudflare.com/d1/platform/limits/", date: "2026-11-23" },
    { source: "cloudflare/workerd src/workerd/util/sqlite.c++ (allow-lists)", date: "2026-04-10" },
  ],
  sqliteVersion: "3.47.0",
  limits: {
    // documented, and probed on both, 2026-11-23
    sqlBytes: 100_000,
    columns: 100,
    likePatternBytes: 50,
    variables: 100,
    // documented; the older workerd takes 2,200,000 and the newer 8,388,642 (probed 2026-11-23)
    valueBytes: 2_000_000,
    // probed on both, 2026-11-23; the documentation promises 32 arguments only
    functionArguments: 127,
    // not documented; probed on both, 2026-11-23; 5 compound terms are reported from production too
    expressionDepth: 100,
    compoundTerms: 5,
    attached: 0,
    triggerDepth: 10,
    // reached by the older one only (as "out of memory"), probed 2026-11-23
    vdbeOps: 25_000,
  },
  // workerd v1.20260410.1 sqlite.c++, probed on both, 2026-11-23; with what ALTER TABLE calls inside SQLite
  functions: words(`
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil changes char coalesce concat concat_ws cos
    cosh count cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp
    first_value floor format glob group_concat hex highlight ifnull iif instr json json_array json_array_length
    json_each json_extract json_group_array json_group_object json_insert json_object json_patch json_quote
    json_remove json_replace json_set json_tree json_type json_valid jsonb jsonb_array jsonb_extract
    jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace
    jsonb_set julianday lag last_insert_rowid last_value lead length like likelihood likely ln log log2 lower
    ltrim match max max_scalar min min_scalar mod nth_value ntile nullif octet_length percent_rank pi pow printf
    quote radians random randomblob rank replace round row_number rtrim sign sin sinh snippet sqlite_drop_column
    sqlite_rename_column sqlite_rename_quotefix sqlite_rename_table sqlite_rename_test sqrt strftime string_agg
    substr substring sum tan tanh time timediff total total_changes trim trunc typeof unhex unicode unixepoch
    unlikely upper zeroblob
  `),
  functionRefusal: "not authorized to use function",
  // same source and date; foreign_keys may be set, to no effect
  pragmas: words(`
    case_sensitive_like data_version defer_foreign_keys foreign_key_check foreign_key_list foreign_keys
    ignore_check_constraints index_info index_list index_xinfo legacy_alter_table optimize quick_check
    recursive_triggers reverse_unordered_selects table_info table_list table_xinfo
  `),
  // probed on both, 2026-11-23; the newer one also has rtree and rtree_i32
  virtualTables: words("fts5 fts5vocab"),
  deniedArity: [
    { name: "iif", allowed: [3], why: "`iif` takes exactly 3 arguments before SQLite 3.48, and D1 may run 3.47" },
  ],
  deniedSyntax: [],
  // probed on both, 2026-11-23; the newer one refuses the prefix in any case of letters
  denied: { transactions: true, attach: true, vacuum: true, temporary: true, reservedPrefix: "_cf_" },
  doubleQuotedStrings: true,
  foreignKeys: true,
  defensive: true,
}
