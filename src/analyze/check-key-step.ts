import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Expect, RetryAnnotation } from "../syntax/annotation.ts"
import type { InsertStatement, OrderTerm } from "../syntax/ast.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"

/**
 * The first step of an `@idempotent` transaction inserts its key, or nothing where it is there: then an earlier run has done
 * everything, and the rest must not happen again.
 */
export function keyStepFindings(
  { statement, expect }: { readonly statement: Statement; readonly expect: Expect | undefined },
  retry: Extract<RetryAnnotation, { readonly kind: "idempotent" }>,
): readonly Diagnostic[] {
  const { file, span, ast } = statement
  const key = retry.by.text
  if (ast?.kind !== "insert" || !insertsKey(ast, key)) {
    const message = `the first statement of this transaction does not insert its key \`${key}\``
    return [
      report(file, "key-step", span, message, "a second run would do this again", {
        also: { span: retry.span, text: "a second run is to be known by it" },
        help: `begin with \`INSERT INTO ... (id, ...) VALUES (:${key}, ...) ON CONFLICT (id) DO NOTHING\``,
      }),
    ]
  }
  if (expect === undefined) return []
  const message = "the step that inserts the key of a transaction has a guard of its own"
  return [
    report(file, "key-step", expect.span, message, "one guard too many", {
      also: { span: retry.span, text: "by this key a second run is known" },
      help: "remove it: when the key is there already, the transaction answers `replayed: true`",
    }),
  ]
}

/** `INSERT INTO t (id) VALUES (:key) ON CONFLICT (id) DO NOTHING` */
function insertsKey({ columns, source, upserts, or }: InsertStatement, key: string): boolean {
  const [upsert, another] = upserts
  const values = source?.first
  if (columns === undefined || values?.kind !== "values" || source?.rest.length !== 0) return false
  if (values.rows.length !== 1 || or !== undefined) return false
  if (upsert === undefined || another !== undefined || upsert.update !== undefined) return false
  const at = values.rows[0]?.items.findIndex((item) => item.kind === "parameter" && item.text.slice(1) === key) ?? -1
  const column = columns[at]?.text.toLowerCase()
  return column !== undefined && (upsert.target ?? []).some((term) => nameOf(term) === column)
}

function nameOf({ expression }: OrderTerm): string | undefined {
  return expression.kind === "column" ? expression.name.text.toLowerCase() : undefined
}
