import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Annotation, Cardinality } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import type { CheckedStep } from "./checked-query.ts"
import { authorsWord, reason } from "./lattice.ts"
import type { StatementTypes } from "./statement-types.ts"

export interface CheckedCardinality {
  readonly value: CheckedStep["cardinality"]
  readonly diagnostics: readonly Diagnostic[]
}

/** What the author says against what is proved. `:one` over a proved 0-or-1 is the author's promise, checked at run time. */
export function checkCardinality(
  statement: Statement,
  annotation: Annotation,
  proved: StatementTypes["cardinality"],
): CheckedCardinality {
  const said = annotation.cardinality
  if (said === undefined) return { value: proved, diagnostics: [] }
  const word = said.value === proved.value ? reason : authorsWord
  const why = word(`\`:${said.value}\` is written`, statement.file, said.span, proved.why)
  const value = { value: said.value, why }
  const problem = contradiction(said.value, proved.value)
  if (problem === undefined) return { value, diagnostics: [] }
  return {
    value,
    diagnostics: [
      {
        code: "cardinality",
        severity: "error",
        message: `\`:${said.value}\`, but ${problem.message}`,
        primary: { file: statement.file, span: said.span, text: `\`:${said.value}\` cannot be promised` },
        secondary: [{ file: statement.file, span: proved.why.span, text: problem.label ?? proved.why.text }],
        help: problem.help,
        fix: undefined,
      },
    ],
  }
}

function contradiction(
  said: Cardinality,
  proved: Cardinality,
): { readonly message: string; readonly label?: string; readonly help: string } | undefined {
  if (said === proved) return undefined
  if (proved === "exec") return { message: "the statement answers no rows", help: "write `:exec`, or add RETURNING" }
  if (said === "exec") {
    const help = "remove `:exec` to get the rows, or remove RETURNING where it has one"
    return { message: "the statement answers rows", label: "`:exec` is for statements without rows", help }
  }
  if (proved === "many" && said !== "many") {
    return {
      message: "it may answer any number of rows",
      help: "add LIMIT 1 or a predicate on a unique key, or write `:many`",
    }
  }
  return undefined
}
