import { textOf } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"
import { type BulkRows, hasSubquery } from "./bulk.ts"
import { elementsOf, inLists } from "./in-list.ts"
import type { RowEdits } from "./rewrite.ts"
import type { Edit } from "./statement-text.ts"
import { fieldSql } from "./wire.ts"

/**
 * `VALUES (:a, :b)` as `SELECT value ->> '$.a', value ->> '$.b' FROM json_each(?1)`. Before ON CONFLICT a SELECT needs a
 * WHERE. https://sqlite.org/lang_upsert.html#parsing_ambiguity
 */
export function bulkEdits(statement: Statement, { insert, rows: { fields } }: BulkRows): RowEdits {
  const name = hasSubquery(insert) ? freeName(statement) : undefined
  const row = name === undefined ? "value" : `${name}.value`
  const from = ` FROM json_each(?1)${name === undefined ? "" : ` AS ${name}`}`
  const where = insert.node.upserts.length > 0 ? " WHERE true" : ""
  const lists = inLists(statement)
  const alone = new Set(insert.items.flatMap((item) => (item.kind === "parameter" ? [item.span.start] : [])))
  const edits = fields.flatMap((field) =>
    field.spans.map((span): Edit => {
      const sql = fieldSql(row, field.name, field.wire)
      if (lists.has(span.start)) return { span, text: elementsOf(sql, field.type) }
      return { span, text: alone.has(span.start) ? sql : `(${sql})` }
    }),
  )
  const open = { start: insert.source.start, end: insert.row.start + 1 }
  const close = { start: insert.row.end - 1, end: insert.row.end }
  return { edits: [{ span: open, text: "SELECT " }, ...edits, { span: close, text: `${from}${where}` }], binds: 1 }
}

/** A name that the statement does not hold. */
function freeName({ file, span }: Statement): string {
  const text = textOf(file, span).toLowerCase()
  let name = "given"
  while (text.includes(name)) name += "_"
  return name
}
