import { fold } from "../catalog/catalog.ts"
import type { Expression, SelectCore } from "../syntax/ast.ts"
import type { Inference } from "./inference.ts"
import { reason } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import { conditionsOf, partsOf, settle } from "./rows.ts"
import type { RelationColumn, Scope, ScopeColumn, ScopeRelation } from "./scope.ts"

type Core = Extract<SelectCore, { kind: "core" }>

/**
 * Positions of result columns that no two rows share: a key of a relation whose row fixes the rows of all the others,
 * or all terms of GROUP BY.
 */
export function keysOf(
  on: Inference,
  scope: Scope,
  core: Core,
  columns: readonly RelationColumn[],
): readonly (readonly number[])[] {
  if (core.from === undefined) return []
  if (core.groupBy.length > 0) {
    const positions = core.groupBy.map((term) => groupPosition(on, core, term, columns))
    return positions.every((position) => position >= 0) ? [positions] : []
  }
  if (core.from.joins.some((join) => join.type === "right" || join.type === "full")) return []
  const conditions = conditionsOf(core.from, core.where)
  return scope.relations.flatMap((relation) => {
    const reasons = new Map([[relation, reason("its row is given", scope.file, relation.span)]])
    settle(on, scope, conditions, reasons)
    if (!scope.relations.every((other) => reasons.has(other))) return []
    return ownKeys(relation).flatMap((key) => {
      const positions = key.map((part) =>
        columns.findIndex(({ origin }) => origin !== undefined && partsOf(origin).includes(part)),
      )
      return positions.every((position) => position >= 0) ? [positions] : []
    })
  })
}

function ownKeys(relation: ScopeRelation): readonly (readonly ScopeColumn[])[] {
  const named = (name: string | undefined): ScopeColumn | undefined =>
    name === undefined ? undefined : relation.columns.find((candidate) => fold(candidate.name) === fold(name))
  const unique = (relation.table?.uniqueKeys ?? []).flatMap((key) => {
    const columns = key.columns.flatMap((name) => named(name) ?? [])
    return key.where === undefined && columns.length === key.columns.length ? [columns] : []
  })
  return [...relation.keys, ...unique, ...(relation.rowid === undefined ? [] : [[relation.rowid]])]
}

/** Where a term of GROUP BY stands among the result columns; -1 where it does not. An ordinal or an alias names its place. */
function groupPosition(on: Inference, core: Core, term: Expression, columns: readonly RelationColumn[]): number {
  const listed = core.columns.every((item) => item.kind === "expression")
  const ordinal = term.kind === "literal" && term.value.type === "integer" ? literalOf(term) : undefined
  if (typeof ordinal === "number" && listed) return ordinal <= columns.length ? ordinal - 1 : -1
  const origin = on.resolved.get(term)
  if (origin !== undefined) return columns.findIndex((column) => column.origin === origin)
  if (term.kind !== "column" || term.table !== undefined || !listed) return -1
  return core.columns.findIndex(
    (item) => item.kind === "expression" && item.alias !== undefined && fold(item.alias.text) === fold(term.name.text),
  )
}
