import type { ResultItem, StatementNode } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import type { Bind, ResultColumn } from "./checked-query.ts"
import { elementsOf, inLists } from "./in-list.ts"
import type { TypedParameter } from "./parameters.ts"
import { textsInDoubleQuotes } from "./quoted-string.ts"
import { type Edit, editedText } from "./statement-text.ts"
import { isOnly } from "./storage.ts"
import type { ValueType } from "./value-type.ts"

export interface FinalSql {
  readonly sql: string
  readonly binds: readonly Bind[]
}

/** What makes rows of one row, and how many parameters go before the others for that. */
export interface RowEdits {
  readonly edits: readonly Edit[]
  readonly binds: number
}

const noRows: RowEdits = { edits: [], binds: 0 }

/**
 * The text that is sent: the author's own, with `?1 ... ?n` for the parameters, integers cast where their storage class
 * shows, and bigint columns as TEXT. Every driver binds numbers as REAL; the unary plus
 * takes the affinity away that a bare CAST would have, so that indexes on expressions stay in use.
 */
export function finalSql(
  statement: Statement,
  parameters: readonly TypedParameter[],
  columns: readonly ResultColumn[],
  rows: RowEdits = noRows,
): FinalSql {
  const lists = inLists(statement)
  const edits = parameters.flatMap(({ type, uses }, position) =>
    uses.map(({ span, visible }): Edit => {
      const number = rows.binds + position + 1
      const text = lists.has(span.start) ? elementsOf(`?${number}`, type) : slot(number, type, visible)
      return { span, text }
    }),
  )
  edits.push(...rows.edits)
  edits.push(...textsInDoubleQuotes(statement).map(({ span, literal }) => ({ span, text: literal })))
  const bigints = columns.some((column) => column.type.logical === "bigint")
  const select = statement.ast?.kind === "select-statement"
  if (bigints && !select) edits.push(...returningEdits(statement, columns))
  const sql = editedText(statement, edits).sql.replaceAll("\r\n", "\n").trimEnd()
  return {
    sql: bigints && select ? aroundSelect(sql, columns) : sql,
    binds: Array.from({ length: rows.binds + parameters.length }, (_, parameter) => ({ parameter })),
  }
}

function slot(number: number, type: ValueType, visible: boolean): string {
  if (type.array || type.json !== undefined) return `?${number}`
  const needsInteger = isOnly(type, "integer") && (visible || type.logical === "bigint")
  return needsInteger ? `+CAST(?${number} AS INTEGER)` : `?${number}`
}

/**
 * Bigint columns of a SELECT are cast from outside: within it, ORDER BY, GROUP BY and set operators still see integers.
 * The order of a subquery stays when nothing outside asks for another.
 */
function aroundSelect(sql: string, columns: readonly ResultColumn[]): string {
  return `SELECT ${columns.map(castColumn).join(", ")}\nFROM (\n${sql}\n)`
}

/** RETURNING takes any expressions and no subquery around it; a `*` is written out. */
function returningEdits(statement: Statement, columns: readonly ResultColumn[]): readonly Edit[] {
  const items = resultItems(statement.ast)
  const [first] = items
  const last = items.at(-1)
  if (first === undefined || last === undefined) return []
  if (items.some((item) => item.kind !== "expression")) {
    return [{ span: { start: first.span.start, end: last.span.end }, text: columns.map(castColumn).join(", ") }]
  }
  return items.flatMap((item, index) => {
    const column = columns[index]
    return item.kind === "expression" && column?.type.logical === "bigint" ? castEdits(item, column) : []
  })
}

function castEdits(item: Extract<ResultItem, { kind: "expression" }>, column: ResultColumn): readonly Edit[] {
  const { start, end } = item.expression.span
  const name = item.alias === undefined ? ` AS ${quoted(column.sqlName)}` : ""
  return [
    { span: { start, end: start }, text: "CAST(" },
    { span: { start: end, end }, text: ` AS TEXT)${name}` },
  ]
}

function castColumn({ sqlName, type }: ResultColumn): string {
  const name = quoted(sqlName)
  return type.logical === "bigint" ? `CAST(${name} AS TEXT) AS ${name}` : name
}

/** Always quoted: a name may be a keyword. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The result list of the statement, or of the first SELECT of a compound: that one names the columns. */
export function resultItems(node: StatementNode | undefined): readonly ResultItem[] {
  switch (node?.kind) {
    case "select-statement":
      return node.select.first.kind === "core" ? node.select.first.columns : []
    case "insert":
    case "update":
    case "delete":
      return node.returning
    default:
      return []
  }
}
