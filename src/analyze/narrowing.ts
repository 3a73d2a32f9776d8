import { fold } from "../catalog/catalog.ts"
import { functionNamed } from "../catalog/functions.ts"
import type { Expression } from "../syntax/ast.ts"
import { reason } from "./lattice.ts"
import { type Facts, noFacts, resolve, type Scope, type ScopeColumn, type ScopeRelation } from "./scope.ts"
import type { Reason } from "./value-type.ts"

/** A column that cannot be NULL where a condition holds. */
interface Proof {
  readonly column: ScopeColumn
  readonly relation: ScopeRelation | undefined
  readonly why: Reason
}

/**
 * What holds where a condition is true: columns without NULL, and outer-joined relations whose row must be there.
 * A condition that is NULL is not true, so every column that would make it NULL is proved.
 */
export function factsOf(scope: Scope, condition: Expression): Facts {
  const proofs = whenTrue(scope, condition)
  if (proofs.length === 0) return noFacts
  return {
    notNull: new Map(proofs.map((proof) => [proof.column, proof.why])),
    present: new Map(
      proofs.flatMap((proof) => (proof.relation?.missing === undefined ? [] : [[proof.relation, proof.why] as const])),
    ),
  }
}

function whenTrue(scope: Scope, node: Expression): readonly Proof[] {
  if (node.kind === "binary" && node.op === "and")
    return [...whenTrue(scope, node.left), ...whenTrue(scope, node.right)]
  if (node.kind === "binary" && node.op === "or") {
    const right = whenTrue(scope, node.right)
    return whenTrue(scope, node.left).filter((proof) => right.some((other) => other.column === proof.column))
  }
  if (node.kind === "is-null") return node.not ? whenNotNull(scope, node.operand, node) : []
  if (node.kind === "binary" && node.op === "is") {
    // `x IS 'a'` holds only for a value
    return [
      ...(isValue(node.right) ? whenNotNull(scope, node.left, node) : []),
      ...(isValue(node.left) ? whenNotNull(scope, node.right, node) : []),
    ]
  }
  // true only for a value; but NULL IN () is 0, so *not NULL* alone proves less (below)
  if (node.kind === "in" && !node.not) return whenNotNull(scope, node.operand, node)
  return whenNotNull(scope, node, node)
}

function isValue(node: Expression): boolean {
  return node.kind === "literal" && node.value.type !== "null"
}

/** Columns that cannot be NULL where this expression is not NULL. */
function whenNotNull(scope: Scope, node: Expression, condition: Expression): readonly Proof[] {
  const all = (...operands: readonly Expression[]): readonly Proof[] =>
    operands.flatMap((operand) => whenNotNull(scope, operand, condition))
  switch (node.kind) {
    case "column": {
      const found = resolve(scope, node)
      if (found.kind !== "column" || found.scope.relations !== scope.relations) return []
      const why = reason(`\`${node.name.text}\` is not NULL where this holds`, scope.file, condition.span)
      return [{ column: found.column, relation: found.relation, why }]
    }
    case "unary":
    case "collate":
    case "cast":
      return all(node.operand)
    case "binary":
      return node.op === "and" || node.op === "or" || node.op === "is" || node.op === "is not"
        ? []
        : all(node.left, node.right)
    case "between":
      return all(node.operand)
    case "like":
      return node.op === "match" ? [] : all(node.operand, node.pattern)
    case "in":
      return node.set.kind === "list" && node.set.items.length > 0 ? all(node.operand) : []
    case "call":
      return propagatesNull(node) ? all(...node.args) : []
    default:
      return []
  }
}

/** A scalar function that answers NULL for any NULL argument. */
function propagatesNull(node: Extract<Expression, { kind: "call" }>): boolean {
  const entry = functionNamed(fold(node.name.text), node.args.length)
  return entry?.kind === "scalar" && entry.nulls === "any"
}
