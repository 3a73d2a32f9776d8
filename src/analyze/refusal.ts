import { type Catalog, fold } from "../catalog/catalog.ts"
import { missingFunction } from "../catalog/function-names.ts"
import { sqliteHelp } from "../catalog/sqlite-help.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import { type Span, textOf } from "../source/source-file.ts"
import { oddCharacterHelp } from "../syntax/odd-character.ts"
import { withBrackets } from "../syntax/quoted-text.ts"
import type { Statement } from "../syntax/statement.ts"
import { type SyntaxHint, syntaxHint } from "../syntax/syntax-hint.ts"
import type { TargetProfile } from "../targets/target.ts"
import { explainRefusal } from "./explain-refusal.ts"
import { notAQuery } from "./rules/not-a-query.ts"
import { inferStatement } from "./statement-types.ts"
import { unknownFunction } from "./unknown-function.ts"

/**
 * SQLite refused the statement: its own message in full, at our span. Where our resolution finds the name that does not
 * exist, that says it better: with the name that was meant, and where it is declared. And what no query file holds is
 * told so, whatever the target says of it. `error.offset` counts from the statement's start.
 */
export function refusal(
  statement: Statement,
  catalog: Catalog,
  error: EngineError,
  engine: Engine,
): readonly Diagnostic[] {
  const [other] = notAQuery({ statement })
  if (other !== undefined) return [other]
  const explained = explainRefusal(statement, engine.target, error, catalog)
  return explained.length > 0 ? explained : [ownRefusal(statement, catalog, error, engine)]
}

/** SQLite's own refusal: any SQLite's. */
function ownRefusal(statement: Statement, catalog: Catalog, error: EngineError, engine: Engine): Diagnostic {
  const ours = unknownName(statement, catalog, error)
  if (ours !== undefined) {
    const odd = oddCharacterHelp(textOf(ours.primary.file, ours.primary.span))
    return odd === undefined ? ours : { ...ours, help: odd, fix: undefined }
  }
  const span = spanOf(statement, error)
  const missing = missingFunction(error.message)
  if (missing !== undefined) {
    const unknown = unknownFunction(statement, catalog, missing, error, engine, span)
    const known = foreignFunctions.get(fold(missing))
    return known === undefined ? unknown : { ...unknown, help: `in SQLite it is ${known}`, fix: undefined }
  }
  const hint = hintFor(statement, error, engine.target)
  const literal = stringMeant(error)
  return {
    code: "sqlite-error",
    severity: "error",
    message: `SQLite refuses it: ${error.message}`,
    primary: {
      file: statement.file,
      span,
      text: literal === undefined ? labelOf(error) : "double quotes are for names",
    },
    secondary: hint.secondary,
    help: literal === undefined ? (hint.help ?? sqliteHelp(statement, error.message)) : `write ${literal}`,
    fix: literal === undefined ? undefined : { file: statement.file, span, text: literal },
  }
}

/** A name in double quotes may be a column, whatever SQLite would make of it. */
function unknownName(statement: Statement, catalog: Catalog, error: EngineError): Diagnostic | undefined {
  if (statement.ast === undefined) return undefined
  const at = error.offset === undefined ? undefined : statement.span.start + error.offset
  const quoted = at !== undefined && statement.file.text[at] === '"'
  const read = quoted ? withBrackets(statement, new Set([at])) : statement
  const found = inferStatement(read, catalog).diagnostics.find((diagnostic) => explains(diagnostic, error))
  return quoted && found?.fix === undefined ? undefined : found
}

/** `"Pending"`, where the target takes no string in double quotes. */
function stringMeant({ message, offset }: EngineError): string | undefined {
  const text = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s.exec(message)?.[1]
  return text === undefined || offset === undefined ? undefined : `'${text.replaceAll("'", "''")}'`
}

/** Our unknown name must be the one that SQLite complains of. */
function explains(diagnostic: Diagnostic, error: EngineError): boolean {
  const about = /^(?:no such column|no such table|ambiguous column name|table .* has no column named):? ?(.*)$/.exec(
    error.message,
  )?.[1]
  if (about === undefined) return false
  const words = about.replace(/ - should this be a string literal in single-quotes\?$/, "").replaceAll('"', "")
  const { file, span } = diagnostic.primary
  const name = file.text
    .slice(span.start, span.end)
    .replace(/^["'`[]|["'`\]]$/g, "")
    .toLowerCase()
  return words.toLowerCase().split(/[ .]/).includes(name) || words.toLowerCase().endsWith(name)
}

function spanOf(statement: Statement, error: EngineError): Span {
  if (error.offset !== undefined) {
    const start = Math.min(statement.span.start + error.offset, Math.max(statement.span.start, statement.span.end - 1))
    const word = /^(?:[\p{L}\p{N}_$]+|'[^']*'|"[^"]*"|.)/su.exec(statement.file.text.slice(start, statement.span.end))
    return { start, end: start + (word?.[0].length ?? 1) }
  }
  return statement.parseError?.span ?? statement.span
}

function labelOf(error: EngineError): string {
  const near = /^near "(.*)": syntax error$/s.exec(error.message)
  if (near !== null) return "not expected here"
  if (error.message.startsWith("incomplete input")) return "the statement ends too early"
  return "refused"
}

function hintFor(statement: Statement, { message, offset }: EngineError, target: TargetProfile): SyntaxHint {
  const broken = /^near |^incomplete input|^unrecognized token/.test(message)
  if (broken) return syntaxHint(statement, offset ?? statement.span.end - statement.span.start)
  return { secondary: [], help: functionHelp(message, target) ?? hiddenName(statement, message) }
}

/** What other databases call a function, and SQLite's word for it. */
const foreignFunctions: ReadonlyMap<string, string> = new Map([
  ["now", "`unixepoch()`, `CURRENT_TIMESTAMP`, or a parameter"],
  ["getdate", "`unixepoch()`, `CURRENT_TIMESTAMP`, or a parameter"],
  ["len", "`length()`"],
  ["nvl", "`ifnull()`"],
  ["isnull", "`ifnull()`"],
  ["greatest", "`max()` with several arguments"],
  ["least", "`min()` with several arguments"],
  ["left", "`substr()`"],
  ["right", "`substr()`"],
  ["date_trunc", "`strftime()`"],
  ["date_part", "`strftime()`"],
  ["uuid", "`lower(hex(randomblob(16)))`"],
  ["gen_random_uuid", "`lower(hex(randomblob(16)))`"],
  ["any", "`IN (:list)`, with `-- @param list []` above the statement"],
  ["array_agg", "`json_group_array()`"],
  ["json_agg", "`json_group_array()`"],
  ["json_array_agg", "`json_group_array()`"],
  ["json_build_object", "`json_object()`"],
])

function functionHelp(message: string, target: TargetProfile): string | undefined {
  return message.startsWith("not authorized to use function")
    ? `${target.title} does not allow this function`
    : undefined
}

/** A name that SQLite misses and that the statement does not hold. */
function hiddenName({ file, span }: Statement, message: string): string | undefined {
  const name = /^no such (?:column|table): (?:\w+\.)*(.+)$/s.exec(message)?.[1]
  if (name === undefined || fold(textOf(file, span)).includes(fold(name))) return undefined
  return `\`${name}\` does not stand in this statement: a trigger that it fires, a view or a foreign key asks for it`
}
