import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { type Span, textOf } from "../source/source-file.ts"
import type { Expression } from "../syntax/ast.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkStatement } from "../syntax/walk.ts"

/** A string that is written in double quotes, and the literal that it means. */
export interface QuotedString {
  readonly span: Span
  readonly literal: string
}

/** The strings in double quotes of a statement that was read with them as text. */
export function textsInDoubleQuotes(statement: Statement): readonly QuotedString[] {
  const found: QuotedString[] = []
  const visit = (node: Expression): void => {
    if (node.kind !== "literal" || node.value.type !== "text") return
    if (statement.file.text[node.span.start] !== '"') return
    found.push({ span: node.span, literal: `'${node.value.value.replaceAll("'", "''")}'` })
  }
  if (statement.ast !== undefined) walkStatement(statement.ast, visit, { subqueries: true })
  return found
}

/** `WHERE status = "Pending"`: said once for each, with the text that means the same in every SQLite. */
export function quotedStringWarnings(statement: Statement): readonly Diagnostic[] {
  return textsInDoubleQuotes(statement).map(({ span, literal }) =>
    report(
      statement.file,
      "double-quoted-string",
      span,
      `${textOf(statement.file, span)} is text only because no column has this name: strings stand in single quotes`,
      "no such column, so SQLite takes it for text",
      { help: `write ${literal}`, fix: { span, text: literal } },
    ),
  )
}
