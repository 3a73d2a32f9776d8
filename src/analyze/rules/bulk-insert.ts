import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../../source/source-file.ts"
import { report } from "../../syntax/report.ts"
import type { Statement } from "../../syntax/statement.ts"
import { type BulkInsert, bulkInsertOf, fieldsOf, isInRow, rowsName } from "../bulk.ts"
import type { Parameter } from "../checked-query.ts"
import type { RuleInput } from "./rule.ts"

/** `@rows` stands above an INSERT of one row of VALUES, and a parameter is either of the row or the same for all rows. */
export function bulkInsert({ statement, annotation, types, parameters }: RuleInput): readonly Diagnostic[] {
  if (annotation.rows === undefined) return []
  // the parameters of a transaction are those of all its statements
  if (types.parameters.length > parameters.length) return [inTransaction(statement.file, annotation.rows.span)]
  const insert = bulkInsertOf(statement)
  if (insert === undefined) return [notOneRow(statement, annotation.rows.span)]
  const fields = fieldsOf(statement, insert, parameters)
  // a name that is no parameter is told so
  if (fields.length === 0 && annotation.rows.fields.length > 0) return []
  if (fields.length === 0) return [withoutParameters(statement.file, insert, annotation.rows.span)]
  return parameters.flatMap((parameter) =>
    fields.includes(parameter)
      ? wrongField(statement.file, insert, parameter, fields)
      : wrongName(statement.file, parameter),
  )
}

function notOneRow({ file, ast }: Statement, rows: Span): Diagnostic {
  const label = "any number of rows, of what one row is"
  const say = (message: string, help: string, also?: { readonly span: Span; readonly text: string }) =>
    report(file, "bulk-insert", rows, message, label, { help, also })
  const plain = "`@rows` belongs above `INSERT INTO t (a, b) VALUES (:a, :b)`"
  if (ast?.kind !== "insert")
    return say(plain, "other statements read a list of rows with `FROM json_each(:rows)` and `value ->> '$.a'`")
  if (ast.source === undefined) return say(`${plain}, not above DEFAULT VALUES`, "name a column and its parameter")
  const { first } = ast.source
  if (first.kind === "core")
    return say(
      `${plain}, not above INSERT ... SELECT`,
      "add `FROM json_each(:rows)` to the SELECT and leave `@rows` out",
    )
  const second = first.rows[1]
  const also = second === undefined ? undefined : { span: second.span, text: "the second row" }
  return say("`@rows` wants one row in VALUES", "write one row: it says what each row of the list is", also)
}

function inTransaction(file: SourceFile, rows: Span): Diagnostic {
  const message = "`@rows` belongs above a query of one statement, not into a transaction"
  const help =
    "write `INSERT INTO t (a) SELECT value ->> '$.a' FROM json_each(:rows)`, or a query of its own, for `db.batch([...])`"
  return report(file, "bulk-insert", rows, message, "of a step", { help })
}

function withoutParameters(file: SourceFile, insert: BulkInsert, rows: Span): Diagnostic {
  const message = "no parameter stands in VALUES, so all rows would be the same"
  const help = "write parameters for what differs from row to row, as in `VALUES (:id, :name)`"
  return report(file, "bulk-insert", insert.row, message, "one row", { help, also: { span: rows, text: "of many" } })
}

/** A field stands in VALUES, and nowhere else. */
function wrongField(
  file: SourceFile,
  insert: BulkInsert,
  { sqlName, spans }: Parameter,
  fields: readonly Parameter[],
): readonly Diagnostic[] {
  const place = spans.find((span) => !isInRow(insert, span))
  const inside = spans.find((span) => isInRow(insert, span))
  if (place === undefined) return []
  if (inside === undefined) {
    const message = `\`:${sqlName}\` does not stand in VALUES, so it is the same for all rows`
    const help = "take it out of the names behind `@rows`"
    return [report(file, "bulk-insert", place, message, "one value for all rows", { help })]
  }
  const others = fields.map((field) => field.sqlName).filter((name) => name !== sqlName)
  const named = others.length === 0 ? "" : `; if it is the same for all rows, write \`-- @rows ${others.join(", ")}\``
  const message = `\`:${sqlName}\` differs from row to row, and stands outside VALUES too`
  const help = `in ON CONFLICT write \`excluded.\` and the column${named}`
  const also = { span: inside, text: "another value for each row" }
  return [report(file, "bulk-insert", place, message, "one value for all rows", { help, also })]
}

function wrongName(file: SourceFile, { name, sqlName, spans }: Parameter): readonly Diagnostic[] {
  const [place] = spans
  if (name !== rowsName || place === undefined) return []
  const message = `\`:${sqlName}\` has the name under which the rows are given`
  return [report(file, "bulk-insert", place, message, "not one of the rows", { help: "give it another name" })]
}
