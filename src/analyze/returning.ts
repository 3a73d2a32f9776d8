import { fold } from "../catalog/catalog.ts"
import type { Expression, ResultItem } from "../syntax/ast.ts"
import { childrenOf, walkExpression } from "../syntax/walk.ts"
import type { Inference } from "./inference.ts"
import { numericStorage } from "./lattice.ts"
import { type RelationColumn, resolve, type Scope, type ScopeColumn, type ScopeRelation } from "./scope.ts"
import { inferItem } from "./select.ts"
import { isOnly } from "./storage.ts"
import { isPasser } from "./subtype.ts"

/** The columns of RETURNING after a DELETE, which reads rows as they were stored. https://sqlite.org/lang_returning.html */
export function returnedRows(on: Inference, scope: Scope, items: readonly ResultItem[]): readonly RelationColumn[] {
  return items.flatMap((item) => inferItem(on, scope, item, undefined))
}

/**
 * The columns of RETURNING after INSERT and UPDATE. There a REAL column that was given 3 or 3.0 still holds the integer 3:
 * `v` and `v / 2` see a REAL, but `coalesce(v, 0)` hands the integer on.
 */
export function returnedWrites(on: Inference, scope: Scope, items: readonly ResultItem[]): readonly RelationColumn[] {
  const loose = withIntegers(scope)
  return items.flatMap((item) => {
    const handsOn = item.kind === "expression" && mayHandOn(scope, item.expression)
    return inferItem(on, handsOn ? loose : scope, item, undefined)
  })
}

/** True when a REAL column stands where its value is handed on as it is: CASE, COALESCE, `+v`. */
function mayHandOn(scope: Scope, node: Expression): boolean {
  let found = false
  const visit = (inner: Expression): void => {
    if (handsOn(inner) && childrenOf(inner).some((child) => isRealColumn(scope, child))) found = true
  }
  walkExpression(node, visit, { subqueries: true })
  return found
}

function handsOn(node: Expression): boolean {
  if (node.kind === "call") return isPasser(fold(node.name.text))
  return node.kind === "case" || node.kind === "collate" || (node.kind === "unary" && node.op === "+")
}

function isRealColumn(scope: Scope, node: Expression): boolean {
  if (node.kind !== "column") return false
  const found = resolve(scope, node)
  return found.kind === "column" && isOnly(found.column.type, "real")
}

/** The scope in which REAL columns hold any number. What was proved of a column is proved of its copy. */
function withIntegers(scope: Scope): Scope {
  const copies = new Map<ScopeColumn, ScopeColumn>()
  const relations = scope.relations.map((relation): ScopeRelation => {
    const columns = relation.columns.map((column): ScopeColumn => {
      if (!isOnly(column.type, "real")) return column
      const copy = { ...column, type: { ...column.type, storage: numericStorage } }
      copies.set(column, copy)
      return copy
    })
    return { ...relation, columns }
  })
  const notNull = new Map([...scope.facts.notNull].map(([column, why]) => [copies.get(column) ?? column, why]))
  return { ...scope, relations, facts: { ...scope.facts, notNull } }
}
