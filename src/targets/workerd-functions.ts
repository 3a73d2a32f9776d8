import { byName, deniedFunctionLines, type FunctionLine, functionLines } from "./line.ts"
import { probed, source } from "./workerd-evidence.ts"

/** The functions that workerd lets SQL use, with the counts of arguments that SQLite 3.47 and 3.54 both take. */
const lines: readonly FunctionLine[] = [
  ...functionLines(
    probed,
    "scalar",
    `
    abs 1; acos 1; acosh 1; asin 1; asinh 1; atan 1; atan2 2; atanh 1; ceil 1; changes 0; char 0-; coalesce 2-;
    concat 1-; concat_ws 2-; cos 1; cosh 1; date 0-; datetime 0-; degrees 1; exp 1; floor 1; format 0-; glob 2; hex 1;
    ifnull 2; iif 3 older; instr 2; json 1; json_array 0-; json_array_length 1-2; json_extract 0-; json_insert 1- odd;
    json_object 0- even; json_patch 2; json_quote 1; json_remove 0-; json_replace 1- odd; json_set 1- odd; json_type 1-2;
    json_valid 1-2; jsonb 1; jsonb_array 0-; jsonb_extract 0-; jsonb_insert 1- odd; jsonb_object 0- even; jsonb_patch 2;
    jsonb_remove 0-; jsonb_replace 1- odd; jsonb_set 1- odd; julianday 0-; last_insert_rowid 0; length 1; like 2-3;
    likelihood 2; likely 1; ln 1; log 1-2; log2 1; lower 1; ltrim 1-2; match 2; max 1-; min 1-; mod 2; nullif 2;
    octet_length 1; pi 0; pow 2; printf 0-; quote 1; radians 1; random 0; randomblob 1; replace 3; round 1-2; rtrim 1-2;
    sign 1; sin 1; sinh 1; sqrt 1; strftime 0-; substr 2-3; substring 2-3; tan 1; tanh 1; time 0-; timediff 2;
    total_changes 0; trim 1-2; trunc 1; typeof 1; unhex 1-2; unicode 1; unixepoch 0-; unlikely 1; upper 1; zeroblob 1
    `,
  ),
  ...functionLines(
    probed,
    "aggregate",
    `
    avg 1; count 0-1; group_concat 1-2; json_group_array 1; json_group_object 2; jsonb_group_array 1;
    jsonb_group_object 2; string_agg 2; sum 1; total 1
    `,
  ),
  ...functionLines(
    probed,
    "window",
    `
    cume_dist 0; dense_rank 0; first_value 1; lag 1-3; last_value 1; lead 1-3; nth_value 2; ntile 1; percent_rank 0;
    rank 0; row_number 0
    `,
  ),
  ...functionLines(probed, "table", "json_each 0-2; json_tree 0-2"),
  ...functionLines(probed, "full-text", "bm25 1-; highlight 4; snippet 6"),
  ...functionLines(probed, "keyword", "current_date 0; current_time 0; current_timestamp 0"),
  ...functionLines(probed, "operator", "-> 2; ->> 2"),
  ...functionLines(
    source,
    "internal",
    `
    sqlite_drop_column 3; sqlite_rename_column 9; sqlite_rename_quotefix 2; sqlite_rename_table 7; sqlite_rename_test 7
    `,
  ),
]

export const functions: ReadonlyMap<string, FunctionLine> = byName(lines)

/** What people write, and both refuse. Words as SQLite 3.47 in workerd says them. */
export const deniedFunctions: ReturnType<typeof byName<ReturnType<typeof deniedFunctionLines>[number]>> = byName([
  ...deniedFunctionLines(
    probed,
    "not authorized to use function",
    `
    ceiling -> ceil: write \`ceil\`, which is the same;
    power -> pow: write \`pow\`, which is the same;
    log10 -> log: write \`log\`, which is base 10 with one argument;
    json_pretty: indent it in TypeScript, JSON.stringify(value, null, 2);
    json_error_position: ask \`json_valid(x)\`, and find the place in TypeScript;
    subtype: remove it, SQLite documents it for tests only;
    sqlite_version: do without the version: D1 and Durable Objects do not tell it;
    sqlite_source_id: do without the version: D1 and Durable Objects do not tell it;
    sqlite_compileoption_get: remove it, the build is Cloudflare's;
    sqlite_compileoption_used: remove it, the build is Cloudflare's;
    sqlite_log: log in TypeScript;
    load_extension: remove it, there are no extensions;
    fts5: remove it, it is for programs in C;
    fts5_locale: leave the locale to the tokenizer;
    fts5_get_locale: leave the locale to the tokenizer;
    fts5_source_id: remove it, it tells of the build only
    `,
  ),
  ...deniedFunctionLines(
    probed,
    "no such function",
    `
    if: write \`iif\` with three arguments, or CASE WHEN ... THEN ... END;
    unistr: write the characters themselves, or \`char()\`;
    unistr_quote: write \`quote\`;
    json_array_insert: write \`json_insert(x, '$[#]', value)\`, which appends;
    jsonb_array_insert: write \`jsonb_insert(x, '$[#]', value)\`, which appends;
    fts5_insttoken: put the search text in double quotes;
    median: sort and take the middle row, ORDER BY x LIMIT 1 OFFSET n;
    percentile: sort and take the row at that place, ORDER BY x LIMIT 1 OFFSET n, or \`percent_rank()\`;
    percentile_cont: sort and take the row at that place, ORDER BY x LIMIT 1 OFFSET n, or \`percent_rank()\`;
    percentile_disc: sort and take the row at that place, ORDER BY x LIMIT 1 OFFSET n, or \`cume_dist()\`;
    stddev: write \`sqrt(avg(x * x) - avg(x) * avg(x))\`;
    variance: write \`avg(x * x) - avg(x) * avg(x)\`;
    generate_series: count in WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 10);
    regexp: use LIKE or GLOB, or match in TypeScript;
    soundex: compute it in TypeScript and store it;
    md5: hash in TypeScript;
    sha1: hash in TypeScript;
    sha3: hash in TypeScript;
    uuid: write \`lower(hex(randomblob(16)))\`, or pass crypto.randomUUID();
    base64: write \`hex\`, or encode in TypeScript;
    decimal: keep integers of the smallest unit;
    sqlite_offset: remove it, it is for programs in C;
    edit: remove it, it belongs to the sqlite3 shell;
    eval: remove it, SQL is text that is known when you build;
    readfile: read the file in TypeScript and pass its bytes;
    writefile: write the file in TypeScript;
    zipfile: unpack it in TypeScript
    `,
  ),
])
