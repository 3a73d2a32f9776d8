import type { Label } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import { foreignHabit } from "./foreign-syntax.ts"
import { oddCharacterHelp } from "./odd-character.ts"
import type { Statement } from "./statement.ts"
import { isTrivia, type Token } from "./token.ts"
import { tokenize } from "./tokenize.ts"

/** What we can add to SQLite's `near "x": syntax error`: a second place, and what to do. */
export interface SyntaxHint {
  readonly secondary: readonly Label[]
  readonly help: string | undefined
}

const starters = "SELECT INSERT UPDATE DELETE REPLACE WITH VALUES".split(" ")

/** Words that start or join the parts of a statement. https://sqlite.org/lang_keywords.html */
const clauses = [
  ...starters,
  ..."FROM WHERE GROUP ORDER HAVING LIMIT OFFSET JOIN UNION INTERSECT EXCEPT INTO SET RETURNING ON USING AS BY".split(
    " ",
  ),
]

/** What a schema has besides. */
const schemaStarters = [...starters, ..."CREATE ALTER DROP PRAGMA".split(" ")]
const schemaClauses = [
  ...clauses,
  ...(
    "CREATE ALTER DROP TABLE VIEW INDEX TRIGGER VIRTUAL PRIMARY KEY NOT NULL UNIQUE CHECK DEFAULT REFERENCES FOREIGN " +
    "CONSTRAINT STRICT WITHOUT ROWID GENERATED ALWAYS STORED COLLATE AUTOINCREMENT COLUMN RENAME BEFORE AFTER BEGIN END EXISTS"
  ).split(" "),
]

/** Other keywords that cannot be a bare name. */
const reserved = new Set([
  ...clauses,
  ...(
    "ADD ALL ALTER AND AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE DISTINCT DROP " +
    "ELSE ESCAPE EXISTS FOREIGN IN INDEX IS ISNULL NOT NOTHING NOTNULL NULL OR PRIMARY REFERENCES TABLE THEN TO TRANSACTION " +
    "UNIQUE WHEN"
  ).split(" "),
])

/** Behind these words and signs only a name can stand. */
const beforeNames = new Set(["AS", ".", "FROM", "JOIN", "INTO", "UPDATE", "TABLE"])
const beforeTerms = new Set(["SELECT", "DISTINCT", ",", "(", "BY", "SET", "WHERE", "HAVING", "AND", "OR", "ON", "="])
const afterTerms = new Set([",", ")", "=", "<", ">", "FROM", "ASC", "DESC", "IS", "IN"])

/** A hint at a syntax error; `offset` counts from the statement's start, and is its length for a text that ends too early. */
export function syntaxHint(statement: Statement, offset: number, kind: "query" | "schema" = "query"): SyntaxHint {
  const words = kind === "query" ? { starters, clauses } : { starters: schemaStarters, clauses: schemaClauses }
  const text = statement.file.text.slice(statement.span.start, statement.span.end)
  const tokens = tokenize(text).filter((token) => !isTrivia(token))
  const found = tokens.findIndex((token) => token.end > offset)
  const index = found === -1 ? tokens.length : found
  const open = unclosed(tokens.slice(0, index))
  const odd = tokens.slice(Math.max(0, index - 1), index + 1).map((token) => oddCharacterHelp(token.text))
  const help =
    odd.find((each) => each !== undefined) ??
    foreignHabit(tokens, index) ??
    (index === 0
      ? helpAtStart(tokens[0], words.starters)
      : (openCase(tokens, index) ??
        misspelledClause(tokens, index, words.clauses) ??
        needlessComma(tokens, index) ??
        keywordAsName(tokens, index)))
  if (help !== undefined) return { secondary: [], help }
  const token = tokens[index]
  if (token?.kind === ")" && open === undefined) return { secondary: [], help: "there is no `(` that it closes" }
  if (open === undefined || !(token === undefined || isClause(token)))
    return { secondary: [], help: missingBetween(tokens, index) }
  const span = { start: statement.span.start + open.start, end: statement.span.start + open.end }
  return { secondary: [{ file: statement.file, span, text: "never closed" }], help: "close it with `)`" }
}

/** What starts a statement is a word; people also write what other programs read. */
function helpAtStart(token: Token | undefined, words: readonly string[]): string | undefined {
  if (token === undefined) return undefined
  if (token.text === "#") return "a comment starts with `--`"
  if (token.text === ".") return "commands of the sqlite3 shell are no SQL: remove the line"
  if (token.text.startsWith("```")) return "remove the lines with the three backticks"
  if (token.kind !== "word") return "a statement starts with a word, such as SELECT"
  return question(token, words)
}

/** `SELCT`, or a word before the place of the error that SQLite took for an alias: `FORM users`, `WHER id = 1`. */
function misspelledClause(tokens: readonly Token[], index: number, words: readonly string[]): string | undefined {
  const [before, at] = [tokens[index - 1], tokens[index]]
  const own = at === undefined || reserved.has(at.text.toUpperCase()) ? undefined : question(at, words)
  if (own !== undefined || before === undefined || before.text.length < 4) return own
  return reserved.has(before.text.toUpperCase()) ? undefined : question(before, words)
}

function question(token: Token, words: readonly string[]): string | undefined {
  if (token.kind !== "word" || token.text.length < 3) return undefined
  const written = token.text.toUpperCase()
  const near = words.find((word) => lettersOf(word) === lettersOf(written)) ?? didYouMean(written, words)
  return near === undefined ? undefined : `did you mean \`${near}\` for \`${token.text}\`?`
}

/** `FORM` has the letters of `FROM`: two of them changed places. */
function lettersOf(word: string): string {
  return [...word].sort().join("")
}

function needlessComma(tokens: readonly Token[], index: number): string | undefined {
  const at = tokens[index]
  if (tokens[index - 1]?.text !== "," || at === undefined) return undefined
  const ends = at.kind === ")" || (isClause(at) && !afterTerms.has(tokens[index + 1]?.text.toUpperCase() ?? ","))
  return ends ? "remove the `,` in front of it" : undefined
}

/** `SELECT order FROM t`, `AS group`: the word stands where only a name can. */
function keywordAsName(tokens: readonly Token[], index: number): string | undefined {
  const at = tokens[index]
  if (at?.kind !== "word" || !reserved.has(at.text.toUpperCase())) return undefined
  const before = tokens[index - 1]?.text.toUpperCase() ?? ""
  const after = tokens[index + 1]?.text.toUpperCase() ?? ","
  if (!beforeNames.has(before) && !(beforeTerms.has(before) && afterTerms.has(after))) return undefined
  return `\`${at.text}\` is a keyword of SQLite: as a name it is written "${at.text}"`
}

/** `CASE WHEN a THEN b FROM t`: what ends the statement, or its part, stands inside of CASE. */
function openCase(tokens: readonly Token[], index: number): string | undefined {
  const at = tokens[index]
  const inside = tokens.slice(0, index).reduce((open, { text }) => open + caseStep(text), 0)
  return inside > 0 && (at === undefined || afterTerms.has(at.text.toUpperCase()) || isWord(at, "AS"))
    ? "close CASE with END"
    : undefined
}

function caseStep(text: string): number {
  return /^CASE$/i.test(text) ? 1 : /^END$/i.test(text) ? -1 : 0
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === "word" && text.toUpperCase() === word
}

/** Two terms beside each other, or nothing behind a word that wants something; SQLite stops at `tokens[index]`. */
function missingBetween(tokens: readonly Token[], index: number): string | undefined {
  const [before, at] = [tokens[index - 1], tokens[index]]
  if (before === undefined) return undefined
  if (at === undefined) return `write what follows \`${before.text}\`, or remove it`
  const isBetween = isTerm(before, ")") && isTerm(at, "(")
  return isBetween ? "write `,`, AND or an operator in front of it" : undefined
}

function isTerm({ kind, text }: Token, bracket: "(" | ")"): boolean {
  if (kind === "word") return !reserved.has(text.toUpperCase())
  return kind === bracket || ["name", "string", "blob", "number", "placeholder"].includes(kind)
}

/** The last `(` that nothing closes. */
function unclosed(tokens: readonly Token[]): Token | undefined {
  const open: Token[] = []
  for (const token of tokens) {
    if (token.kind === "(") open.push(token)
    else if (token.kind === ")") open.pop()
  }
  return open.at(-1)
}

function isClause(token: Token): boolean {
  return token.kind === "word" && clauses.includes(token.text.toUpperCase())
}
