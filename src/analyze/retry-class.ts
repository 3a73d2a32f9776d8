import { type Catalog, fold, type Table } from "../catalog/catalog.ts"
import type { Effects } from "../engine/engine.ts"
import type { DeleteStatement, TableName, UpdateStatement } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { reason } from "./lattice.ts"
import { changingPart, readOf } from "./repeatable.ts"
import { insertRetry } from "./retry-insert.ts"
import { expressionsOf, unsafe, type Verdict } from "./retry-verdict.ts"
import type { StatementTypes } from "./statement-types.ts"
import type { Reason } from "./value-type.ts"

/**
 * Whether a statement may be sent again when it is not known whether the first time worked. `idempotent`: a second run
 * leaves the same rows and answers the same rows; how many it changed may differ. What is not proved is `unsafe`.
 */
export type RetryClass = "read-only" | "idempotent" | "unsafe"

export interface Retry {
  readonly value: RetryClass
  readonly why: Reason
}

/** The class, with its reason. */
export function retryClass(statement: Statement, types: StatementTypes, effects: Effects, catalog: Catalog): Retry {
  type Said = Pick<Verdict, "span" | "text"> & { readonly value: RetryClass }
  const say = ({ value, span, text }: Said): Retry => ({
    value,
    why: reason(text, statement.file, span),
  })
  const { ast, span } = statement
  if (effects.readonly) return say({ value: "read-only", span, text: "it writes nothing" })
  if (ast?.kind !== "insert" && ast?.kind !== "update" && ast?.kind !== "delete")
    return say(unsafe(span, "what it does is not understood"))
  const table = targetOf(catalog, ast.table)
  if (table === undefined) return say(unsafe(ast.table.span, "only writes to a table are understood"))
  const [trigger] = effects.through
  if (trigger !== undefined) return say(unsafe(ast.table.span, `\`${trigger}\` may write something else each time`))
  if (ast.kind !== "insert" && table.changesItself)
    return say(unsafe(ast.table.span, "a foreign key changes other rows of the table, which the second run would see"))
  if (ast.with !== undefined) return say(unsafe(ast.with.span, "WITH may read what the first run wrote"))
  if (ast.kind === "insert") return say(insertRetry({ statement, types, table }, ast))
  return say(ast.kind === "update" ? updateRetry(table, ast) : deleteRetry(ast))
}

function targetOf(catalog: Catalog, name: TableName): Table | undefined {
  const relation = catalog.relations.get(fold(name.name.text))
  return relation?.kind === "table" ? relation : undefined
}

/** `UPDATE t SET state = :state WHERE id = :id`: the second run finds the same rows and assigns the same values. */
function updateRetry(table: Table, node: UpdateStatement): Verdict {
  if (node.or !== undefined)
    return unsafe(node.span, `UPDATE OR ${node.or.toUpperCase()} may do something else the second time`)
  if (node.from !== undefined) return unsafe(node.from.span, "FROM may read what the first run wrote")
  const assigned = writtenNames(table, node)
  const given = node.assignments.map(({ value }) => value)
  const read = [...given, ...(node.where === undefined ? [] : [node.where])]
  const other = changingPart([...read, ...expressionsOf(node.returning)]) ?? readOf(read, assigned)
  if (other !== undefined) return unsafe(other.node.span, other.text)
  return { value: "idempotent", span: node.span, text: "a second run finds the same rows and assigns the same values" }
}

/** Names whose values the statement changes: what is assigned, what is computed from it, and the rowid's other names. */
function writtenNames(table: Table, node: UpdateStatement): ReadonlySet<string> {
  const assigned = node.assignments.flatMap(({ columns }) => columns.map(({ text }) => fold(text)))
  const generated = table.columns.flatMap((column) => (column.generated ? [fold(column.name)] : []))
  const rowid = table.columns.find((column) => column.rowidAlias)
  const isRowid = assigned.some(
    (name) => rowidNames.includes(name) || (rowid !== undefined && fold(rowid.name) === name),
  )
  const further = isRowid ? [...rowidNames, ...(rowid === undefined ? [] : [fold(rowid.name)])] : []
  return new Set([...assigned, ...generated, ...further])
}

/** https://sqlite.org/lang_createtable.html#rowid */
const rowidNames: readonly string[] = ["rowid", "oid", "_rowid_"]

/** `DELETE FROM t WHERE id = :id`: what a second run would delete is gone. */
function deleteRetry(node: DeleteStatement): Verdict {
  const [returned] = node.returning
  if (returned !== undefined) return unsafe(returned.span, "a second run would not answer the rows that are gone")
  const other = changingPart(node.where === undefined ? [] : [node.where])
  if (other !== undefined) return unsafe(other.node.span, other.text)
  return { value: "idempotent", span: node.span, text: "what a second run would delete is gone" }
}
