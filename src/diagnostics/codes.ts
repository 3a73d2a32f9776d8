/** What a code means, in one line. Users may silence or raise warnings; errors stay errors. */
export interface CodeEntry {
  readonly severity: "error" | "warning"
  readonly meaning: string
}

/** Every code we ever print, stable for ever. Its page is `docs/diagnostics/<code>.md`. */
export const codes = {
  "unknown-annotation": { severity: "error", meaning: "no annotation has this name" },
  "misplaced-annotation": { severity: "error", meaning: "an annotation that is known stands where it does not belong" },
  "annotation-syntax": { severity: "error", meaning: "an annotation is not written as its grammar wants" },
  "unsupported-annotation": { severity: "error", meaning: "this version does not implement the annotation yet" },
  "duplicate-annotation": { severity: "error", meaning: "the same thing is annotated twice" },
  "contradictory-annotation": { severity: "error", meaning: "two annotations of a query cannot both be true" },
  "needless-annotation": { severity: "warning", meaning: "an annotation promises what holds without it" },
  "missing-name": { severity: "error", meaning: "a statement in a query file has no `-- name:` line" },
  "several-statements": { severity: "error", meaning: "one cardinality stands over several statements" },
  "step-name": {
    severity: "error",
    meaning: "a step of a transaction has no name, or one that its answer cannot have",
  },
  "guard-mismatch": { severity: "error", meaning: "a guard counts what the statement before it does not have" },
  "empty-query": { severity: "error", meaning: "a `-- name:` line has no statement below it" },
  "missing-semicolon": { severity: "error", meaning: "a `-- name:` line starts before the statement above has ended" },
  "unterminated-string": { severity: "error", meaning: "a string or blob literal is never closed" },
  "unterminated-comment": { severity: "error", meaning: "a block comment is never closed" },
  "unterminated-name": { severity: "error", meaning: "a quoted name is never closed" },
  "merge-conflict": { severity: "error", meaning: "a file holds the marks of an unresolved merge" },
  "nul-character": { severity: "error", meaning: "a NUL character ends the text for SQLite" },
  "sqlite-error": { severity: "error", meaning: "SQLite refuses the statement" },
  "schema-error": { severity: "error", meaning: "SQLite or the target refuses a statement of the schema" },
  "migration-transaction": { severity: "error", meaning: "a migration controls a transaction" },
  "double-quoted-string": { severity: "warning", meaning: "a string stands in double quotes, which are for names" },
  "broken-view": { severity: "warning", meaning: "SQLite cannot read a view of the schema" },
  "unknown-key": { severity: "error", meaning: "the configuration has a key that means nothing" },
  "config-value": { severity: "error", meaning: "a value in the configuration is not one that is accepted" },
  "config-syntax": { severity: "error", meaning: "a configuration file is not JSON" },
  "missing-folder": { severity: "error", meaning: "a folder of SQL files does not exist" },
  "unreadable-file": { severity: "error", meaning: "a file cannot be read, or is not UTF-8 text" },
  "unread-file": { severity: "warning", meaning: "an `.sql` file lies where nothing reads it" },
  "empty-file": { severity: "error", meaning: "a query file holds no query" },
  "output-collision": { severity: "error", meaning: "two query files would be generated into the same file" },
  "file-name": { severity: "error", meaning: "a query file has a name that no module can have" },
  "foreign-file": { severity: "error", meaning: "a file that was not generated stands where output should go" },
  "unwritable-file": { severity: "error", meaning: "generated code cannot be written" },
  "edited-output": { severity: "warning", meaning: "a generated file was edited by hand and has been generated anew" },
  "unused-ignore": { severity: "error", meaning: "`sqlgen-ignore` silences nothing" },
  "unknown-code": { severity: "error", meaning: "the configuration names a code that no diagnostic has" },
  "broken-word": { severity: "warning", meaning: "a value breaks what an annotation, an alias or `:one` promises" },
  "broken-contract": { severity: "warning", meaning: "a stored value is not of its column's declared type" },
  "internal-error": { severity: "error", meaning: "a bug of sqlgen" },
  "unknown-column": { severity: "error", meaning: "no column of that name can be seen here" },
  "unknown-table": { severity: "error", meaning: "no table, view or alias has this name" },
  "ambiguous-column": { severity: "error", meaning: "a bare name is a column of more than one table" },
  "parameter-conflict": { severity: "error", meaning: "one parameter is used at two types" },
  "unknown-parameter": {
    severity: "error",
    meaning: "an annotation speaks of a parameter that the query does not have",
  },
  "unknown-result-column": {
    severity: "error",
    meaning: "an annotation speaks of a result column that the query does not have",
  },
  cardinality: { severity: "error", meaning: "the cardinality that is written contradicts what is proved" },
  "wide-type": { severity: "warning", meaning: "a type is not understood and therefore wide and nullable" },
  "bulk-insert": { severity: "error", meaning: "`@rows` cannot make rows of this statement" },
  "list-place": { severity: "error", meaning: "a list stands where IN does not read it as one" },
  "one-value-in": { severity: "warning", meaning: "`IN (:ids)` takes one value, because nothing calls `:ids` a list" },
  "duplicate-column": { severity: "error", meaning: "two result columns have one name" },
  "duplicate-parameter": { severity: "error", meaning: "two parameters become one key in TypeScript" },
  "unnamed-column": { severity: "error", meaning: "a result column has no name that TypeScript can use" },
  "not-a-query": { severity: "error", meaning: "a query file holds a statement that is no query" },
  "query-name": { severity: "error", meaning: "a query has a name that no function can have" },
  "duplicate-name": { severity: "error", meaning: "two queries of a file have one name" },
  "name-collision": { severity: "error", meaning: "two queries of a file would name the same type" },
  "function-arity": { severity: "error", meaning: "the target refuses a function with this many arguments" },
  "function-arguments": { severity: "error", meaning: "a function call has more arguments than the target takes" },
  "beyond-promise": { severity: "warning", meaning: "more than the target's documentation promises to take" },
  "denied-function": { severity: "error", meaning: "the target does not have the function, or not for SQL" },
  "compound-terms": { severity: "error", meaning: "`UNION` and the like join more SELECTs than the target takes" },
  "like-pattern": { severity: "error", meaning: "a LIKE or GLOB pattern is longer than the target takes" },
  "like-parameter": {
    severity: "warning",
    meaning: "a LIKE or GLOB pattern holds a parameter that may make it too long for the target",
  },
  "expression-depth": { severity: "error", meaning: "an expression is nested deeper than the target takes" },
  "value-size": { severity: "error", meaning: "a value has more bytes than the target keeps" },
  "sql-length": { severity: "error", meaning: "a statement has more bytes than the target takes" },
  "too-many-columns": {
    severity: "error",
    meaning: "a table, index, result or ORDER BY has more columns than the target takes",
  },
  "too-many-parameters": { severity: "error", meaning: "a statement has more parameters than the target binds" },
  "too-many-operations": {
    severity: "error",
    meaning: "a statement compiles to more operations than the target takes",
  },
  "rollback-conflict": {
    severity: "error",
    meaning: "`ROLLBACK` answers a conflict, where the target owns the transaction",
  },
  "reserved-name": { severity: "error", meaning: "a name starts as the target's own names do" },
  "temporary-object": { severity: "error", meaning: "the target has no temporary tables, views, triggers and indexes" },
  "denied-statement": { severity: "error", meaning: "the target does not take this kind of statement" },
  "denied-pragma": { severity: "error", meaning: "the target does not take this pragma, or not with this argument" },
  "denied-module": { severity: "error", meaning: "the target does not have this module for virtual tables" },
  "limited-write": {
    severity: "error",
    meaning: "an UPDATE or DELETE has an ORDER BY or LIMIT that the target does not take",
  },
  "newer-syntax": { severity: "error", meaning: "grammar of a newer SQLite than the target may run" },
  "outer-order": {
    severity: "error",
    meaning: "the ORDER BY or GROUP BY of a subquery names an outer column, which an older SQLite does not see",
  },
  "json-path": { severity: "error", meaning: "a JSON path starts otherwise than SQLite's paths do" },
  "always-fails": { severity: "error", meaning: "a statement of constants fails whenever it runs" },
} as const

export type DiagnosticCode = keyof typeof codes

export function entryOf(code: DiagnosticCode): CodeEntry {
  return codes[code]
}
