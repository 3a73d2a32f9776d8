import type { Token } from "./token.ts"

/** What other databases and templates take, and what people write in haste, in SQLite's words. */
interface Habit {
  /** the token that SQLite stops at, and what follows it; in upper case, one blank between tokens */
  readonly at: RegExp
  /** the tokens in front of it */
  readonly behind?: RegExp
  readonly help: string
}

const oneParameter = "the text is no template: write a parameter, `:id`"
const limit = "SQLite writes LIMIT, at the end of the statement"

const starts: readonly Habit[] = [
  { at: /^TRUNCATE /, help: "SQLite empties a table with DELETE FROM" },
  { at: /^(?:MERGE|UPSERT) /, help: "write INSERT INTO ... ON CONFLICT (key) DO UPDATE SET ..." },
  { at: /^(?:CALL|EXEC|EXECUTE|DO) /, help: "SQLite has no procedures: write the statements themselves" },
  { at: /^(?:SHOW|DESCRIBE|DESC) /, help: "read the schema with SELECT name, sql FROM sqlite_schema" },
  { at: /^(?:USE|GRANT|REVOKE|COMMENT ON) /, help: "remove it: SQLite has one database and no users" },
]

const habits: readonly Habit[] = [
  { at: /^& /, behind: /& $/, help: "write AND" },
  { at: /^! /, help: "write NOT" },
  { at: /^: /, help: "write CAST(value AS TEXT), with the type that you want" },
  { at: /^(?:[{}$]|# \{)/, help: oneParameter },
  { at: /^% S\b/, help: oneParameter },
  { at: /^ILIKE /, help: "write LIKE: it takes upper and lower case of ASCII letters for the same" },
  { at: /^(?:SIMILAR|RLIKE) /, help: "use LIKE or GLOB" },
  { at: /^\d+ /, behind: /(?:SELECT|DISTINCT) TOP $/, help: limit },
  { at: /^(?:FIRST|NEXT) /, behind: /FETCH $/, help: limit },
  { at: /^ALL /, behind: /LIMIT $/, help: "leave LIMIT out" },
  { at: /^(?:UPDATE|SHARE) /, behind: /FOR $/, help: "remove FOR UPDATE: whoever writes has the database alone" },
  { at: /^DUPLICATE KEY /, behind: /ON $/, help: "write ON CONFLICT (key) DO UPDATE SET name = excluded.name" },
  { at: /^' /, behind: /INTERVAL $/, help: "move a time with a modifier: datetime('now', '-1 day')" },
  { at: /^' /, behind: /' $/, help: "join texts with `||`" },
  { at: /^ON /, behind: /SELECT DISTINCT $/, help: "keep one row of each group with GROUP BY, or with row_number()" },
  {
    at: /^(?:SELECT|VALUES|INSERT|UPDATE|DELETE) /,
    behind: /\w AS $/,
    help: "put the common table's SELECT into parentheses",
  },
  { at: /^\( /, behind: /DEFAULT \w+ $/, help: "put the expression into parentheses: DEFAULT (unixepoch())" },
  { at: /^' /, behind: /\bENUM \( $/, help: "write TEXT CHECK (column IN ('a', 'b'))" },
  { at: /^= /, behind: /\b(?:ENGINE|CHARSET|AUTO_INCREMENT) $/, help: "remove what describes a table of MySQL" },
  {
    at: /^(?:TYPE|EXTENSION|FUNCTION|PROCEDURE|SEQUENCE|DATABASE|SCHEMA) /,
    behind: /^CREATE $/,
    help: "remove it: SQLite has no such thing",
  },
  { at: /^EXISTS /, behind: /ADD (?:COLUMN )?IF NOT $/, help: "remove IF NOT EXISTS: a migration runs once" },
  {
    at: /^(?:MODIFY|CHANGE) /,
    behind: /^ALTER TABLE \S+ $/,
    help: "add a new column and copy, or create the table anew",
  },
  { at: /^/, behind: / RENAME (?:COLUMN \S+ )?$/, help: "write TO in front of the new name" },
  { at: /^/, behind: /\b(?:ORDER|GROUP) $/, help: "write BY behind ORDER or GROUP" },
  { at: /^/, behind: /^DELETE $/, help: "write DELETE FROM" },
  { at: /^/, behind: /^INSERT $/, help: "write INSERT INTO" },
]

/** The habit that SQLite's complaint about `tokens[index]` shows; undefined where none does. */
export function foreignHabit(tokens: readonly Token[], index: number): string | undefined {
  const behind = sketch(tokens.slice(0, index))
  const at = sketch(tokens.slice(index, index + 3))
  if (index === 0) return starts.find((habit) => habit.at.test(at))?.help
  const placeholder = tokens[index]
  if (placeholder?.kind === "placeholder" && /\bIN $/.test(behind)) {
    return `write IN (${placeholder.text}); for a list, \`-- @param ${placeholder.text.slice(1)} []\` above the statement`
  }
  return habits.find((habit) => habit.at.test(at) && habit.behind?.test(behind) !== false)?.help
}

/** Texts in upper case, each followed by a blank; what stands in single quotes is `'`. */
function sketch(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => `${kind === "string" ? "'" : text.toUpperCase()} `).join("")
}
