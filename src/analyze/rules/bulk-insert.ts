import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { SourceFile } from "../../source/source-file.ts"
import { report } from "../../syntax/report.ts"
import type { Statement } from "../../syntax/statement.ts"
import { type BulkInsert, bulkInsertOf, isInRow, rowsName } from "../bulk.ts"
import type { Parameter } from "../checked-query.ts"
import type { RuleInput } from "./rule.ts"

/** `@rows` stands above an INSERT of one row of VALUES, and a parameter is either of the row or the same for all rows. */
export function bulkInsert({ statement, annotation, types, parameters }: RuleInput): readonly Diagnostic[] {
  if (annotation.rows === undefined) return []
  // the parameters of a transaction are those of all its statements
  if (types.parameters.length > parameters.length) return [inTransaction(statement.file, annotation.rows)]
  const insert = bulkInsertOf(statement)
  if (insert === undefined) return [notOneRow(statement, annotation.rows)]
  const own = parameters.filter(({ spans }) => spans.some((span) => isInRow(insert, span)))
  if (own.length === 0) return [withoutParameters(statement.file, insert, annotation.rows)]
  return parameters.flatMap((parameter) => outside(statement.file, insert, parameter, own.includes(parameter)))
}

function notOneRow({ file, ast }: Statement, rows: NonNullable<RuleInput["annotation"]["rows"]>): Diagnostic {
  const label = "any number of rows, of what one row is"
  const say = (message: string, help: string, also?: { readonly span: BulkInsert["row"]; readonly text: string }) =>
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

function inTransaction(file: SourceFile, rows: BulkInsert["row"]): Diagnostic {
  const message = "`@rows` belongs above a query of one statement, not into a transaction"
  const help =
    "write `INSERT INTO t (a) SELECT value ->> '$.a' FROM json_each(:rows)`, or a query of its own, for `db.batch([...])`"
  return report(file, "bulk-insert", rows, message, "of a step", { help })
}

function withoutParameters(file: SourceFile, insert: BulkInsert, rows: BulkInsert["row"]): Diagnostic {
  const message = "no parameter stands in VALUES, so all rows would be the same"
  const help = "write parameters for what differs from row to row, as in `VALUES (:id, :name)`"
  return report(file, "bulk-insert", insert.row, message, "one row", { help, also: { span: rows, text: "of many" } })
}

function outside(file: SourceFile, insert: BulkInsert, parameter: Parameter, isField: boolean): readonly Diagnostic[] {
  const place = parameter.spans.find((span) => !isInRow(insert, span))
  if (place === undefined) return []
  const name = `:${parameter.sqlName}`
  if (isField) {
    const first = parameter.spans.find((span) => isInRow(insert, span))
    const also = first === undefined ? undefined : { span: first, text: "another value for each row" }
    const message = `\`${name}\` differs from row to row, and stands outside VALUES too`
    const help = "in ON CONFLICT write `excluded.` and the column; for one value for all rows take another parameter"
    return [report(file, "bulk-insert", place, message, "one value for all rows", { help, also })]
  }
  if (parameter.name !== rowsName) return []
  const message = `\`${name}\` has the name under which the rows are given`
  return [report(file, "bulk-insert", place, message, "not one of the rows", { help: "give it another name" })]
}
