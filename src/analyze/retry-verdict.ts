import type { Table } from "../catalog/catalog.ts"
import type { Span } from "../source/source-file.ts"
import type { Expression, ResultItem } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import type { StatementTypes } from "./statement-types.ts"

/** What a proof that a second run changes nothing may look at. */
export interface RetryInput {
  readonly statement: Statement
  readonly types: StatementTypes
  readonly table: Table
}

/** The proof, or what stands in its way. */
export interface Verdict {
  readonly value: "idempotent" | "unsafe"
  readonly span: Span
  readonly text: string
}

export function unsafe(span: Span, text: string): Verdict {
  return { value: "unsafe", span, text }
}

/** What is computed in a list of result columns. */
export function expressionsOf(items: readonly ResultItem[]): readonly Expression[] {
  return items.flatMap((item) => (item.kind === "expression" ? [item.expression] : []))
}
