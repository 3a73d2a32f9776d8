import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import type { Span } from "../source/source-file.ts"
import { unquoted } from "../syntax/parse-source.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { syntaxHint } from "../syntax/syntax-hint.ts"
import { tokenize } from "../syntax/tokenize.ts"
import type { TargetProfile } from "../targets/target.ts"
import { missingFunction, nearFunction } from "./function-names.ts"
import { missingName, nearName } from "./schema-names.ts"
import { sqliteHelp } from "./sqlite-help.ts"

/** SQLite, or the target, refuses a statement of the schema. `error.offset` counts from the statement's start. */
export function schemaError(statement: Statement, error: EngineError, engine: Engine): Diagnostic {
  const message = `the schema does not load: ${error.message}`
  const hint = isBroken(error) ? syntaxHint(statement, offsetIn(statement, error), "schema") : undefined
  const help =
    hint?.help ??
    functionHelp(error, engine) ??
    helpFor(error, engine.target) ??
    missingName(statement, error.message, engine) ??
    sqliteHelp(statement, error.message)
  const diagnostic = report(statement.file, "schema-error", spanOf(statement, error), message, labelOf(error), { help })
  return { ...diagnostic, secondary: hint?.secondary ?? [] }
}

function isBroken({ message }: EngineError): boolean {
  return /^near |^incomplete input|^unrecognized token/.test(message)
}

function offsetIn({ span }: Statement, { offset }: EngineError): number {
  return offset ?? span.end - span.start
}

/** COMMIT of a migration that ran is refused: deferred foreign keys. */
export function commitError(last: Statement, error: EngineError, target: TargetProfile): Diagnostic {
  const message = `the migration cannot be committed: ${error.message}`
  return report(last.file, "schema-error", last.span, message, "the last statement of the migration", {
    help: `insert the rows that foreign keys miss: ${target.title} runs a migration in one transaction, and checks deferred keys at its end`,
  })
}

/** BEGIN, COMMIT and the like: one diagnostic for all of a file. */
export function migrationTransaction(statements: readonly [Statement, ...Statement[]]): Diagnostic {
  const [first] = statements
  const diagnostic = report(
    first.file,
    "migration-transaction",
    first.span,
    `\`${wordOf(first)}\` in a migration`,
    "controls a transaction",
    { help: "remove it: a migration runs in a transaction of its own, and is undone when it fails" },
  )
  const secondary = statements.slice(1).map(({ file, span }) => ({ file, span, text: "and this" }))
  return { ...diagnostic, secondary }
}

/** A view that SQLite accepted, and cannot read. */
export function brokenView(statement: Statement, span: Span, error: EngineError, engine: Engine): Diagnostic {
  return report(
    statement.file,
    "broken-view",
    span,
    `the view cannot be read: ${error.message}`,
    "fails when it is used",
    {
      help:
        functionHelp(error, engine) ??
        nearName(statement, error.message, engine) ??
        "create what it reads, or drop the view",
    },
  )
}

/** True for a statement that controls a transaction, also for one that our parser cannot read. */
export function controlsTransaction(statement: Statement): boolean {
  if (statement.ast !== undefined) return statement.ast.kind === "transaction"
  return /^(?:BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)$/.test(wordOf(statement))
}

function wordOf({ file, span }: Statement): string {
  const word = /^\w+/.exec(file.text.slice(span.start, span.end))
  return (word?.[0] ?? "").toUpperCase()
}

/** Where SQLite points, else the name that its message speaks of, else the statement. */
function spanOf({ file, span, parseError }: Statement, { message, offset }: EngineError): Span {
  const tokens = tokenize(file.text.slice(span.start, span.end))
  if (offset !== undefined) {
    const token = tokens.findLast((candidate) => candidate.start <= offset)
    if (token !== undefined) return { start: span.start + token.start, end: span.start + token.end }
  }
  const names = namesIn(message)
  const isNamed = (text: string): boolean => names.includes(unquoted(text).toLowerCase())
  const named = tokens.filter((token) => (token.kind === "word" || token.kind === "name") && isNamed(token.text))
  const token = message.startsWith("duplicate") ? named.at(-1) : named[0]
  if (token !== undefined) return { start: span.start + token.start, end: span.start + token.end }
  return parseError?.span ?? span
}

/** Names in a message of SQLite, the likeliest only: quoted ones, or the last after a colon, or `x` of "table x already exists". */
function namesIn(message: string): readonly string[] {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "")
  const colon = /: (?:\w+\.)?(\w+)$/.exec(message)?.[1]
  const exists = /^(?:table|view|index|trigger|there is already an? \w+ named) (\S+)/.exec(message)?.[1]
  return [...quoted, colon, exists].flatMap((name) => (name === undefined ? [] : [name.toLowerCase()]))
}

function labelOf({ message }: EngineError): string {
  if (/^near "/.test(message)) return "not expected here"
  if (message.startsWith("incomplete input")) return "ends too early"
  return "refused"
}

/** The function that was meant, in a CHECK, an index or a view. */
function functionHelp({ message }: EngineError, engine: Engine): string | undefined {
  const missing = missingFunction(message)
  const near = missing === undefined ? undefined : nearFunction(missing, engine)
  return near === undefined ? undefined : `did you mean \`${near}\`?`
}

function helpFor({ message }: EngineError, target: TargetProfile): string | undefined {
  const missing = /^not authorized to use function|^no such function/.test(message)
  return missing ? `${target.title} does not have this function` : undefined
}
