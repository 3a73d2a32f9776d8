import { contains, type Span } from "../source/source-file.ts"
import type { Expression, InsertStatement } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkExpression } from "../syntax/walk.ts"
import type { Bulk, Parameter } from "./checked-query.ts"
import { jsonType, reason } from "./lattice.ts"
import { shapeOf } from "./row-fields.ts"
import type { JsonField, ValueType } from "./value-type.ts"
import { wireOf } from "./wire.ts"

/** `INSERT ... VALUES (:a, :b)` above which `@rows` stands, taken apart. */
export interface BulkInsert {
  readonly node: InsertStatement
  /** `VALUES (...)` */
  readonly source: Span
  /** what stands in the parentheses, with them */
  readonly row: Span
  readonly items: readonly Expression[]
}

/** The one row of VALUES; undefined for any other statement. */
export function bulkInsertOf({ ast }: Statement): BulkInsert | undefined {
  if (ast?.kind !== "insert" || ast.source === undefined || ast.source.rest.length > 0) return undefined
  const { first } = ast.source
  if (first.kind !== "values") return undefined
  const [row, another] = first.rows
  if (row === undefined || another !== undefined) return undefined
  return { node: ast, source: first.span, row: row.span, items: row.items }
}

/** True for a place within the parentheses of VALUES. */
export function isInRow({ row }: BulkInsert, place: Span): boolean {
  return contains(row, place)
}

/** A subquery has names of its own, among which `value` may be. */
export function hasSubquery({ items }: BulkInsert): boolean {
  let found = false
  const visit = (node: Expression): void => {
    found ||= node.kind === "subquery" || node.kind === "exists" || (node.kind === "in" && node.set.kind !== "list")
  }
  for (const item of items) walkExpression(item, visit, { subqueries: false })
  return found
}

/** A bulk insert and its list of rows. */
export interface BulkRows {
  readonly insert: BulkInsert
  readonly rows: Bulk
}

/** The list of rows as a parameter whose fields are the parameters in VALUES; undefined where there is no such list. */
export function bulkOf(statement: Statement, parameters: readonly Parameter[]): BulkRows | undefined {
  const insert = bulkInsertOf(statement)
  if (insert === undefined) return undefined
  const fields = fieldsOf(statement, insert, parameters)
  const rows: Bulk = {
    sqlName: rowsName,
    name: rowsName,
    type: rowsType(statement, insert, fields),
    doc: "",
    spans: [insert.row],
    example: undefined,
    fields: fields.map((field) => ({ ...field, wire: wireOf(field.type) })),
  }
  return { insert, rows }
}

/** The parameters that differ from row to row: those that `@rows` names, or all that stand in VALUES. */
export function fieldsOf(
  { annotation }: Statement,
  insert: BulkInsert,
  parameters: readonly Parameter[],
): readonly Parameter[] {
  const named = annotation?.rows?.fields.map(({ text }) => text) ?? []
  return parameters.filter(({ sqlName, spans }) =>
    named.length > 0 ? named.includes(sqlName) : spans.some((span) => isInRow(insert, span)),
  )
}

/** The key of the params object that holds the rows. */
export const rowsName = "rows"

/** As far as JSON can tell it. */
function rowsType(statement: Statement, bulk: BulkInsert, fields: readonly Parameter[]): ValueType {
  const why = reason("`@rows` makes a list of what a row of VALUES takes", statement.file, bulk.row)
  const known = fields.map(({ name, type }): JsonField => {
    return { name, type: shapeOf(type, type.nullable) ?? { kind: "unknown" } }
  })
  return jsonType({ kind: "array", element: { kind: "object", fields: known } }, false, why)
}
