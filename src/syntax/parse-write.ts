import type { Stmt as RawStatement, Upsert as RawUpsert, SetAssignment, TriggerCmd } from "sqlite3-parser"
import type { Span } from "../source/source-file.ts"
import type { Assignment, ConflictAction, InsertStatement, StatementNode, Upsert } from "./ast.ts"
import { convertFrom, convertResultItems, convertWith } from "./parse-select.ts"
import { type Adapter, endOf, identifierOf, indexAt, spanOf, startBefore, startOf } from "./parse-source.ts"
import { convertOrderTerms, convertTableName } from "./parse-table.ts"
import { isKeyword } from "./token.ts"

/* Part of the adapter to the `sqlite3-parser` package: INSERT, UPDATE, DELETE, and the body of a trigger. */

const conflictActions = {
  Rollback: "rollback",
  Abort: "abort",
  Fail: "fail",
  Ignore: "ignore",
  Replace: "replace",
} as const

function conflictAction(name: keyof typeof conflictActions | undefined): ConflictAction | undefined {
  return name === undefined ? undefined : conflictActions[name]
}

export function convertInsert(
  node: Extract<RawStatement, { readonly type: "InsertStmt" }>,
  span: Span,
  adapter: Adapter,
): InsertStatement {
  const body = node.body.type === "SelectInsertBody" ? node.body : undefined
  return {
    kind: "insert",
    span,
    with: node.with && convertWith(node.with, adapter),
    or: conflictAction(node.orConflict),
    table: convertTableName(node.tblName, adapter),
    alias: node.tblName.alias && identifierOf(adapter, node.tblName.alias),
    columns: node.columns?.map((column) => identifierOf(adapter, column)),
    source: body && adapter.select(body.select),
    upserts: convertUpserts(body?.upsert, adapter),
    returning: convertResultItems(node.returning, adapter),
  }
}

function convertUpserts(first: RawUpsert | undefined, adapter: Adapter): readonly Upsert[] {
  const upserts: Upsert[] = []
  for (let upsert = first; upsert !== undefined; upsert = upsert.next) upserts.push(convertUpsert(upsert, adapter))
  return upserts
}

/** The package's span of an upsert goes on through the following ones and RETURNING. */
function convertUpsert(node: RawUpsert, adapter: Adapter): Upsert {
  const start = startOf(adapter, node)
  const index = node.index
  const targets = index?.targets.at(-1)
  const head = index?.whereClause ?? targets
  const action = node.doClause
  const update =
    action.type === "NothingUpsertDo"
      ? undefined
      : {
          assignments: convertAssignments(action.sets, adapter),
          where: action.whereClause && adapter.expression(action.whereClause),
        }
  const lastSet = action.type === "SetUpsertDo" ? (action.whereClause ?? action.sets.at(-1)) : undefined
  const end =
    lastSet === undefined
      ? nothingEnd(head === undefined ? start : endOf(adapter, head), adapter)
      : endOf(adapter, lastSet)
  return {
    span: { start, end },
    target: index && convertOrderTerms(index.targets, adapter),
    targetWhere: index?.whereClause && adapter.expression(index.whereClause),
    update,
  }
}

/** End of the NOTHING of `DO NOTHING` that follows the offset. */
function nothingEnd(from: number, adapter: Adapter): number {
  let index = indexAt(adapter, from)
  while (index + 1 < adapter.tokens.length && !isKeyword(adapter.tokens[index], "NOTHING")) index++
  return adapter.tokens[index]?.end ?? from
}

/** `a = 1`, `(a, b) = (1, 2)`: in a list the package's span starts at the list. */
function convertAssignments(nodes: readonly SetAssignment[], adapter: Adapter): readonly Assignment[] {
  return nodes.map((node) => {
    const columns = node.colNames.map((name) => identifierOf(adapter, name))
    const name = columns[0]?.span.start ?? startOf(adapter, node)
    const open = startBefore(adapter, name)
    const listed = adapter.tokens[indexAt(adapter, open)]?.kind === "("
    return {
      span: { start: listed ? open : name, end: endOf(adapter, node.expr) },
      columns,
      value: adapter.expression(node.expr),
    }
  })
}

export function convertUpdate(
  node: Extract<RawStatement, { readonly type: "UpdateStmt" }>,
  span: Span,
  adapter: Adapter,
): StatementNode {
  return {
    kind: "update",
    span,
    with: node.with && convertWith(node.with, adapter),
    or: conflictAction(node.orConflict),
    table: convertTableName(node.tblName, adapter),
    alias: node.tblName.alias && identifierOf(adapter, node.tblName.alias),
    assignments: convertAssignments(node.sets, adapter),
    from: node.from && convertFrom(node.from, adapter),
    where: node.whereClause && adapter.expression(node.whereClause),
    returning: convertResultItems(node.returning, adapter),
    limited: undefined,
  }
}

export function convertDelete(
  node: Extract<RawStatement, { readonly type: "DeleteStmt" }>,
  span: Span,
  adapter: Adapter,
): StatementNode {
  return {
    kind: "delete",
    span,
    with: node.with && convertWith(node.with, adapter),
    table: convertTableName(node.tblName, adapter),
    alias: node.tblName.alias && identifierOf(adapter, node.tblName.alias),
    where: node.whereClause && adapter.expression(node.whereClause),
    returning: convertResultItems(node.returning, adapter),
    limited: undefined,
  }
}

/** One statement of a trigger's body. Neither has WITH, RETURNING or an alias. */
export function convertCommand(node: TriggerCmd, adapter: Adapter): StatementNode {
  const span = spanOf(adapter, node)
  if (node.type === "SelectTriggerCmd") return { kind: "select-statement", span, select: adapter.select(node.select) }
  const common = { span, with: undefined, table: convertTableName(node.tblName, adapter), alias: undefined }
  if (node.type === "InsertTriggerCmd") {
    return {
      ...common,
      kind: "insert",
      or: conflictAction(node.orConflict),
      columns: node.colNames?.map((column) => identifierOf(adapter, column)),
      source: adapter.select(node.select),
      upserts: convertUpserts(node.upsert, adapter),
      returning: [],
    }
  }
  const where = node.whereClause && adapter.expression(node.whereClause)
  if (node.type === "DeleteTriggerCmd") return { ...common, kind: "delete", where, returning: [], limited: undefined }
  return {
    ...common,
    kind: "update",
    or: conflictAction(node.orConflict),
    assignments: convertAssignments(node.sets, adapter),
    from: node.from && convertFrom(node.from, adapter),
    where,
    returning: [],
    limited: undefined,
  }
}
