import { placeOfError, type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** Grammar that a newer SQLite has, and the target may not. */
export const newerSyntax: RefusalRule = {
  code: "newer-syntax",
  explains: ({ message, version }, target) =>
    (version !== undefined && /syntax error|^unrecognized token/.test(message)) ||
    /^(?:not authorized to use|no such) function: sqlite_(?:fail|\w+_constraint)/.test(message) ||
    target.deniedSyntax.some(({ why }) => why === message),
  find: (input) => {
    const { error, statement, target } = input
    if (error === undefined || !newerSyntax.explains(error, target)) return []
    const alters = statement.ast?.kind === "alter-table" && statement.ast.action.kind === "other"
    return [
      refusedAt(input, "newer-syntax", placeOfError(input), {
        words: error.message,
        label: alters
          ? "ALTER TABLE of constraints came with SQLite 3.53"
          : `not in the grammar of SQLite ${error.version ?? target.sqliteVersion}`,
        help: alters ? rebuild : olderWords(input),
      }),
    ]
  },
}

/** DROP TABLE deletes rows first, and foreign keys act on that: d1 documentation of foreign keys. */
const rebuild =
  "create the table anew and copy the rows: CREATE TABLE new (...); INSERT INTO new SELECT ... FROM old; DROP TABLE old; ALTER TABLE new RENAME TO old; but DROP TABLE deletes the rows that reference it with ON DELETE CASCADE: copy those first too"

function olderWords({ error, target }: RefusalInput): string {
  if (error?.message.startsWith("`_`")) return "write the number without `_`"
  if (error?.message.startsWith("RAISE")) return "write the message as one string"
  return `write it as SQLite ${target.sqliteVersion} has it: https://sqlite.org/changes.html`
}
