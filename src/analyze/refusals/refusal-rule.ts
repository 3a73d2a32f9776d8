import type { Catalog } from "../../catalog/catalog.ts"
import type { DiagnosticCode } from "../../diagnostics/codes.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { EngineError } from "../../engine/engine.ts"
import type { Span } from "../../source/source-file.ts"
import type { Expression, FunctionCall } from "../../syntax/ast.ts"
import { report } from "../../syntax/report.ts"
import type { Statement } from "../../syntax/statement.ts"
import { walkStatement } from "../../syntax/walk.ts"
import type { TargetProfile } from "../../targets/target.ts"

/** A statement of a query file or of the schema, and where it will run. */
export interface RefusalInput {
  readonly statement: Statement
  readonly target: TargetProfile
  /** undefined while the schema itself is looked at */
  readonly catalog: Catalog | undefined
  /** what the engine said; undefined where it accepts the statement */
  readonly error: EngineError | undefined
}

/** Why a target refuses a statement, or will when it runs: one rule, one file, one code. */
export interface RefusalRule {
  readonly code: DiagnosticCode
  /** true when this is what the engine complains of */
  explains(error: EngineError, target: TargetProfile): boolean
  /** the places, whether or not the engine complained */
  find(input: RefusalInput): readonly Diagnostic[]
}

/** The target's own words, why it is so, and the way out. */
export interface RefusalWords {
  /** as the target says it */
  readonly words: string
  readonly label: string
  readonly help: string
  /** what stands rightly in place of the span */
  readonly fix?: string | undefined
}

/** One place of a refusal. */
export function refusedAt(
  { statement, target }: RefusalInput,
  code: DiagnosticCode,
  span: Span,
  { words, label, help, fix }: RefusalWords,
): Diagnostic {
  const extras = { help, fix: fix === undefined ? undefined : { span, text: fix } }
  return report(statement.file, code, span, `${target.title} refuses it: ${words}`, label, extras)
}

/** Every expression of the statement, in the order written. */
export function expressionsIn({ ast }: Statement): readonly Expression[] {
  const found: Expression[] = []
  if (ast !== undefined) walkStatement(ast, (node) => found.push(node), { subqueries: true })
  return found
}

/** Every function call of the statement. */
export function callsIn(statement: Statement): readonly FunctionCall[] {
  return expressionsIn(statement).flatMap((node) => (node.kind === "call" ? [node] : []))
}

/** Where the engine points, else the word that the statement starts with. */
export function placeOfError({ statement, error }: RefusalInput): Span {
  const { span, file } = statement
  if (error?.offset === undefined) {
    const word = /^\w*/.exec(file.text.slice(span.start, span.end))
    return { start: span.start, end: span.start + (word?.[0].length ?? 0) }
  }
  const start = Math.min(span.start + error.offset, Math.max(span.start, span.end - 1))
  const word = /^(?:[\p{L}\p{N}_$]+|'[^']*'|"[^"]*"|.)/su.exec(file.text.slice(start, span.end))
  return { start, end: start + (word?.[0].length ?? 1) }
}

/** `3 arguments`, `1 argument` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`
}

/**
 * False for a query that the engine took: what SQLite would refuse while it prepares stands in a part that is not used,
 * as a common table that nobody reads. In the schema it looks into views and triggers only later.
 */
export function isLookedInto({ error, catalog }: RefusalInput): boolean {
  return error !== undefined || catalog === undefined
}
