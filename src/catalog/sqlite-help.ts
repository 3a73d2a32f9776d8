import { didYouMean } from "../diagnostics/suggest.ts"
import { textOf } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"

/**
 * What to do about a message of SQLite's, in words; what no line knows gets the page on such statements. Messages are those
 * of SQLite 3.47 to 3.53.
 */
export function sqliteHelp(statement: Statement, message: string): string {
  for (const [pattern, words] of lines) {
    const found = pattern.exec(message)
    if (found !== null) return typeof words === "string" ? words : words(...found.slice(1))
  }
  return `compare it with ${pageOf(textOf(statement.file, statement.span))}`
}

type Line = readonly [pattern: RegExp, words: string | ((...parts: readonly (string | undefined)[]) => string)]

const sameCount = "give each column one value, in the order of the columns"
const wrapIt = "wrap the SELECT that it belongs to: SELECT * FROM (SELECT ... LIMIT 1)"
const types = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"]
const collations = ["BINARY", "NOCASE", "RTRIM"]

const queries: readonly Line[] = [
  [/^\d+ values? for \d+ columns?$/, sameCount],
  [/^table (\S+) has \d+ columns but \d+ values/, (table) => `name the columns that get a value: INTO ${table} (...)`],
  [/^table (\S+) has \d+ values for \d+ columns$/, "give the common table a name for each column of its SELECT"],
  [/^all VALUES must have the same number of terms$/, "give each row of VALUES as many values"],
  [/^misuse of (?:aliased )?aggregate/, "an aggregate cannot stand here: use HAVING, or a subquery"],
  [
    /^misuse of (?:aliased )?window function/,
    "it may stand in SELECT and ORDER BY: wrap the SELECT, and filter outside",
  ],
  [/^sub-select returns \d+ columns - expected (\d+)$/, (count) => `let the subquery answer as many columns: ${count}`],
  [/^SELECTs to the left and right of /, "let both answer as many columns; `NULL AS name` fills a gap"],
  [
    /^ON CONFLICT clause does not match/,
    "name the columns of a key (with its WHERE where it is partial), or create a unique index in a migration",
  ],
  [/^\d+\w\w (?:ORDER|GROUP) BY term does not match/, "order by the name of a result column, or wrap the whole SELECT"],
  [/^\d+\w\w (?:ORDER|GROUP) BY term out of range/, "a number counts result columns: write the column's name"],
  [/HAVING/, "put the condition into WHERE, or add GROUP BY"],
  [/^cannot modify (\S+) because it is a view$/, "write to the tables that the view reads"],
  [/^table \S+ may not be modified$/, "it is SQLite's own: change the schema in a migration"],
  [/generated column "?(\S+?)"?$/, (column) => `leave \`${column}\` out: SQLite computes it`],
  [/^row value misused$/, "compare it with a row of as many values, (a, b) = (1, 2), or name one column"],
  [
    /^circular reference: (\S+)$/,
    (name) => `start \`${name}\` with a SELECT that does not read it, and add the rest with UNION ALL`,
  ],
  [
    /^(?:recursive reference|multiple (?:recursive )?references)/,
    "read the table once, in FROM of the SELECT after UNION ALL",
  ],
  [/^recursive aggregate queries/, "aggregate outside, over the finished common table"],
  [/^no such collation sequence: (\S+)$/, (name) => meant(name, collations)],
  [/^cannot join using column (\S+) /, (column) => `write ON with a column of each table instead of USING (${column})`],
  [/^a NATURAL join may not have/, "remove NATURAL, or remove what follows the table"],
  [/^RAISE\(\)/, "refuse rows with a CHECK, or in a trigger"],
  [/^DISTINCT aggregates/, "count the rows of a subquery: SELECT count(*) FROM (SELECT DISTINCT a, b FROM t)"],
  [/^duplicate WITH table name: (\S+)$/, (name) => `give one \`${name}\` another name`],
  [/^no tables specified$/, "`*` stands for the columns of FROM: name a table there"],
  [/^(?:ORDER BY|LIMIT) clause should come after/, `put it behind the last SELECT, or ${wrapIt}`],
  [/^no such window: (\S+)$/, (name) => `declare it behind WHERE and GROUP BY: WINDOW ${name} AS (...)`],
  [/^unknown (?:or unsupported )?join type/, "SQLite joins with JOIN, LEFT, RIGHT, FULL, CROSS and NATURAL JOIN"],
  [/frame|^RANGE with offset/, "compare it with https://sqlite.org/windowfunctions.html#frame_specifications"],
  [/^no such index: |^no query solution$/, "remove INDEXED BY, or create the index in a migration"],
  [
    /^no such column: "(.*)" - should this be/s,
    (text) => `write '${(text ?? "").replaceAll("'", "''")}' if it is text`,
  ],
]

const schemas: readonly Line[] = [
  [
    /^(?:table|view|index|trigger) (\S+) already exists$/,
    (name) => `give it another name than \`${name}\`, or drop the one before`,
  ],
  [/^there is already an? (\w+) named (\S+)$/, (kind, name) => `give it another name: \`${name}\` is ${article(kind)}`],
  [/^duplicate column name: (\S+)$/, "give one of the two another name, or remove it"],
  [/^unknown datatype for (?:\S+): "(.*)"$/, (type) => meant(type, types)],
  [/^unknown table option: (.*)$/, (option) => meant(option, ["STRICT", "WITHOUT ROWID"])],
  [/^missing datatype for /, `a column of a STRICT table has a type: ${types.join(", ")}`],
  [/has more than one primary key$/, "name all columns of the key once, at the end: PRIMARY KEY (a, b)"],
  [/^AUTOINCREMENT /, "write INTEGER PRIMARY KEY AUTOINCREMENT, or remove AUTOINCREMENT"],
  [/^PRIMARY KEY missing/, "WITHOUT ROWID needs a PRIMARY KEY: declare one, or remove WITHOUT ROWID"],
  [/^default value of column \S+ is not constant$/, "put the expression into parentheses: DEFAULT (unixepoch())"],
  [/^Cannot add a NOT NULL column/, "give it a DEFAULT for the rows that are there, or leave out NOT NULL"],
  [/^Cannot add a (?:PRIMARY KEY|UNIQUE) column/, "add it as a plain column, and create a unique index on it"],
  [/^Cannot add a column with non-constant default/, "add it with a constant DEFAULT, and fill it with UPDATE"],
  [/^Cannot add a REFERENCES column/, "give it DEFAULT NULL, or no DEFAULT"],
  [
    /^(?:cannot drop column|error in \w+ \S+ after drop column)/,
    "drop first what names the column: its index, view, trigger or constraint",
  ],
  [
    /^error in (view|trigger|index) (\S+?)(?: after \w+)?:/,
    (kind, name) => `drop the ${kind} \`${name}\` before, and create it again afterwards`,
  ],
  [/^number of columns in foreign key/, "name as many columns behind REFERENCES as are in the key"],
  [/^non-deterministic|prohibited in/, "here only the row itself may be looked at: use a trigger for the rest"],
  [/^generated columns cannot be part of the PRIMARY KEY$/, "take it out of the key, and create a unique index on it"],
  [/^must have at least one non-generated column$/, "add a column that is stored"],
  [/^cannot create INSTEAD OF trigger on table/, "write BEFORE or AFTER: INSTEAD OF is for views"],
  [/^cannot create (?:BEFORE|AFTER) trigger on view/, "write INSTEAD OF: a view stores no rows"],
  [/^(?:object name reserved|reserved)/, "choose a name that does not start with `sqlite_`"],
  [/^(?:views|virtual tables) may not be/, "use the tables that it reads from"],
  [/^parameters (?:are not allowed|prohibited)/, "write the value itself: what is in the schema has no parameters"],
  [/^no such module: /, "use `fts5` for full text, or a plain table"],
]

const lines: readonly Line[] = [...queries, ...schemas]

function article(kind: string | undefined): string {
  return kind === "index" ? "an index" : `a ${kind}`
}

function meant(name: string | undefined, known: readonly string[]): string {
  const near = didYouMean((name ?? "").toUpperCase(), known)
  return near === undefined ? `use one of ${known.join(", ")}` : `did you mean \`${near}\`?`
}

/** https://sqlite.org/lang.html */
function pageOf(text: string): string {
  const [first = "", second = ""] = text.toLowerCase().match(/[a-z]+/g) ?? []
  const what = first === "create" ? (/^(?:temp|temporary|unique)$/.test(second) ? "" : second) : first
  const page = pageNames.get(first === "create" ? `create ${what}` : what)
  return `https://sqlite.org/${page ?? "lang"}.html`
}

const pageNames: ReadonlyMap<string, string> = new Map([
  ["select", "lang_select"],
  ["values", "lang_select"],
  ["with", "lang_with"],
  ["insert", "lang_insert"],
  ["replace", "lang_insert"],
  ["update", "lang_update"],
  ["delete", "lang_delete"],
  ["pragma", "pragma"],
  ["create table", "lang_createtable"],
  ["create view", "lang_createview"],
  ["create index", "lang_createindex"],
  ["create trigger", "lang_createtrigger"],
  ["create virtual", "lang_createvtab"],
  ["alter", "lang_altertable"],
  ["drop", "lang"],
])
