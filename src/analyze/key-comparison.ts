import { type Affinity, affinityOf } from "../catalog/affinity.ts"
import { fold } from "../catalog/catalog.ts"
import type { Expression, Select } from "../syntax/ast.ts"
import { coresOf, walkExpression } from "../syntax/walk.ts"
import type { Inference } from "./inference.ts"
import type { ScopeColumn } from "./scope.ts"

/**
 * The comparison must use the key's own collation and affinity: `'5'` and `'05'` are two keys and one number.
 * https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison
 */
export function comparesByKey(on: Inference, key: ScopeColumn, other: Expression): boolean {
  if (hasCollate(other)) return false
  const origin = originOf(on, other)
  if (origin !== undefined && fold(origin.collation ?? "BINARY") !== fold(key.collation ?? "BINARY")) return false
  const keyIsNumeric = key.affinity === "INTEGER" || key.affinity === "REAL" || key.affinity === "NUMERIC"
  return keyIsNumeric || affinitiesOf(on, other).every((affinity) => affinity === "TEXT" || affinity === "BLOB")
}

/** COLLATE anywhere in an operand decides the comparison. https://sqlite.org/datatype3.html#collation */
function hasCollate(node: Expression): boolean {
  let found = false
  const visit = (inner: Expression): void => {
    if (inner.kind === "collate") found = true
  }
  walkExpression(node, visit, { subqueries: false })
  return found
}

/** The column whose collation counts: a column has its own, also behind a sign or CAST. */
function originOf(on: Inference, node: Expression): ScopeColumn | undefined {
  if (node.kind === "cast" || (node.kind === "unary" && node.op === "+")) return originOf(on, node.operand)
  return on.resolved.get(node)
}

/** The affinities that a comparison may see on this side; a value without one takes the key's. */
function affinitiesOf(on: Inference, node: Expression): readonly (string | undefined)[] {
  switch (node.kind) {
    case "column":
      return present(on.resolved.get(node)?.affinity)
    case "cast":
      return [affinityOf(node.type)]
    case "subquery":
      return affinitiesOfSelect(on, node.select)
    default:
      return []
  }
}

/** A subquery has the affinity of its first column; what is not an expression there may have any. */
function affinitiesOfSelect(on: Inference, select: Select): readonly (string | undefined)[] {
  return coresOf(select).flatMap((core) => {
    if (core.kind === "values") return []
    const item = core.columns[0]
    return item?.kind === "expression" ? affinitiesOf(on, item.expression) : [undefined]
  })
}

function present(affinity: string | undefined): readonly string[] {
  const known: readonly Affinity[] = ["INTEGER", "TEXT", "BLOB", "REAL", "NUMERIC"]
  return affinity === undefined ? [] : [known.find((one) => one === affinity) ?? affinityOf(affinity)]
}
