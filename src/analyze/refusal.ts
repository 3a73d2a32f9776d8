import { type Catalog, fold } from "../catalog/catalog.ts"
import { missingFunction, nearFunction } from "../catalog/function-names.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import type { Span } from "../source/source-file.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkStatement } from "../syntax/walk.ts"
import { inferStatement } from "./statement-types.ts"

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
  if (missing !== undefined) return unknownFunction(statement, missing, error, engine)
  const span = spanOf(statement, error)
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

/** SQLite's words, at the name in the tree: a function may be called in a window, or a filter. */
function unknownFunction(statement: Statement, name: string, error: EngineError, engine: Engine): Diagnostic {
  const callee = calleeOf(statement, name, error)
  const near = callee === undefined ? undefined : nearFunction(name, engine)
  const span = callee ?? spanOf(statement, error)
  return {
    code: "sqlite-error",
    severity: "error",
    message: `SQLite refuses it: ${error.message}`,
    primary: { file: statement.file, span, text: `not a function of ${engine.target.title}` },
    secondary: [],
    help: near === undefined ? withoutFunction(callee, name) : `did you mean \`${near}\`?`,
    fix: near === undefined ? undefined : { file: statement.file, span, text: near },
  }
}

/** The name of the call that SQLite means: at its offset, or the first of that name. */
function calleeOf(statement: Statement, name: string, error: EngineError): Span | undefined {
  if (statement.ast === undefined) return undefined
  const spans: Span[] = []
  const visit = (node: Expression): void => {
    if (node.kind === "call" && fold(node.name.text) === fold(name)) spans.push(node.name.span)
  }
  walkStatement(statement.ast, visit, { subqueries: true })
  const at = error.offset === undefined ? undefined : statement.span.start + error.offset
  return spans.find((span) => span.start === at) ?? spans[0]
}

function withoutFunction(callee: Span | undefined, name: string): string {
  if (callee === undefined && fold(name) === "regexp") {
    return "SQLite has the operator REGEXP without a function for it: use LIKE or GLOB"
  }
  return "use the functions of SQLite (https://sqlite.org/lang_corefunc.html), or do this part in TypeScript"
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
