import { fold } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import { reason } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import type { Proof, Verdict } from "./proof.ts"
import { type KnownValue, resolve, type Scope, type ScopeColumn } from "./scope.ts"
import { isOnly } from "./storage.ts"

type Value = string | number

/** Columns of which a condition leaves NULL or a few values: `state = 'done'`, `state IN ('a', 'b')`, `x IS NULL`, `NOT active`. */
export function knownProofs(scope: Scope, node: Expression, verdict: Verdict): readonly Proof[] {
  const isTrue = verdict === "true" || verdict === "not false"
  if (node.kind === "is-null") {
    return node.not === isTrue ? [] : known(scope, node.operand, node, () => ({ null: true, values: [] }))
  }
  if (verdict === "not true" || verdict === "not false") return []
  switch (node.kind) {
    case "binary":
      return compared(scope, node, isTrue)
    case "in": {
      if (node.set.kind !== "list" || node.set.items.length === 0) return []
      const values = node.set.items.map(literalOf)
      return known(scope, node.operand, node, (column) => among(column, values, node.not !== isTrue))
    }
    case "column":
      return known(scope, node, node, (column) => among(column, [0], !isTrue))
    default:
      return []
  }
}

function compared(scope: Scope, node: Extract<Expression, { kind: "binary" }>, isTrue: boolean): readonly Proof[] {
  if (node.op !== "=" && node.op !== "<>" && node.op !== "is") return []
  if (node.op === "is" && !isTrue) return []
  const equal = (node.op !== "<>") === isTrue
  const side = (column: Expression, other: Expression): readonly Proof[] =>
    literalOf(other) === undefined ? [] : known(scope, column, node, (found) => among(found, [literalOf(other)], equal))
  return [...side(node.left, node.right), ...side(node.right, node.left)]
}

/** The values of the list, or, of a column with a closed list of its own, the values that are not in it. */
function among(column: ScopeColumn, values: readonly (Value | undefined)[], isIn: boolean): KnownValue | undefined {
  const listed = values.flatMap((value) => value ?? [])
  if (listed.length < values.length || !listed.every((value) => comparesExactly(column, value))) return undefined
  if (isIn) return { null: false, values: listed }
  const { literals } = column.type
  return literals === undefined
    ? undefined
    : { null: false, values: literals.filter((value) => !listed.includes(value)) }
}

/** A value of the column's own class, compared byte by byte: then equal means the same. */
function comparesExactly(column: ScopeColumn, value: Value): boolean {
  if (typeof value === "number") return isOnly(column.type, "integer", "real")
  return isOnly(column.type, "text") && fold(column.collation ?? "BINARY") === "binary"
}

function known(
  scope: Scope,
  node: Expression,
  condition: Expression,
  valuesOf: (column: ScopeColumn) => KnownValue | undefined,
): readonly Proof[] {
  if (node.kind !== "column") return []
  const found = resolve(scope, node)
  if (found.kind !== "column" || found.scope.relations !== scope.relations || found.relation === undefined) return []
  const value = valuesOf(found.column)
  if (value === undefined) return []
  const why = reason(`\`${node.name.text}\` is known here`, scope.file, condition.span)
  return [{ column: found.column, relation: undefined, why, known: value }]
}
