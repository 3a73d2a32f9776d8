import type { Catalog } from "../catalog/catalog.ts"
import { missingFunction } from "../catalog/function-names.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import type { Span } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"
import { inferStatement } from "./statement-types.ts"
import { unknownFunction } from "./unknown-function.ts"

/**
 * SQLite refused the statement: its own message in full, at our span. Where our resolution finds the name that does not
 * exist, that says it better: with the name that was meant, and where it is declared. `error.offset` counts from the
 * statement's start.
 */
export function refusal(statement: Statement, catalog: Catalog, error: EngineError, engine: Engine): Diagnostic {
  const ours =
    statement.ast === undefined
      ? undefined
      : inferStatement(statement, catalog).diagnostics.find((diagnostic) => explains(diagnostic, error))
  if (ours !== undefined) return ours
  const missing = missingFunction(error.message)
  const span = spanOf(statement, error)
  if (missing !== undefined) return unknownFunction(statement, catalog, missing, error, engine, span)
  return {
    code: "sqlite-error",
    severity: "error",
    message: `SQLite refuses it: ${error.message}`,
    primary: { file: statement.file, span, text: labelOf(error) },
    secondary: [],
    help: helpFor(error),
    fix: undefined,
  }
}

/** Our unknown name must be the one that SQLite complains of. */
function explains(diagnostic: Diagnostic, error: EngineError): boolean {
  const about = /^(?:no such column|no such table|ambiguous column name|table .* has no column named):? ?(.*)$/.exec(
    error.message,
  )?.[1]
  if (about === undefined) return false
  const { file, span } = diagnostic.primary
  const name = file.text
    .slice(span.start, span.end)
    .replace(/^["'`[]|["'`\]]$/g, "")
    .toLowerCase()
  return about.toLowerCase().split(/[ .]/).includes(name) || about.toLowerCase().endsWith(name)
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

function helpFor(error: EngineError): string | undefined {
  if (error.message.startsWith("not authorized to use function")) return "the target does not allow this function"
  return undefined
}
