import { fold } from "../catalog/catalog.ts"
import { functionNamed } from "../catalog/functions.ts"
import type { Expression } from "../syntax/ast.ts"
import { literalOf } from "./column-type.ts"
import { reason } from "./lattice.ts"
import { type Facts, noFacts, resolve, type Scope, type ScopeColumn, type ScopeRelation } from "./scope.ts"
import type { Reason } from "./value-type.ts"

/** What a condition came to. `not true` and `not false` include NULL. */
type Verdict = "true" | "false" | "not true" | "not false"

/** A column that cannot be NULL where a condition holds; without a column, only that its relation's row is there. */
interface Proof {
  readonly column: ScopeColumn | undefined
  readonly relation: ScopeRelation | undefined
  readonly why: Reason
}

/**
 * What holds where a condition is true: columns without NULL, and outer-joined relations whose row must be there.
 * A condition that is NULL is not true, so every column that would make it NULL is proved.
 */
export function factsOf(scope: Scope, condition: Expression): Facts {
  return asFacts(proofsOf(scope, condition, "true"))
}

/** What holds where a condition is false or NULL: in the ELSE of a CASE. */
export function factsOfElse(scope: Scope, condition: Expression): Facts {
  return asFacts(proofsOf(scope, condition, "not true"))
}

/** What holds where a condition is false and not NULL: on the right of an OR. */
export function factsOfFalse(scope: Scope, condition: Expression): Facts {
  return asFacts(proofsOf(scope, condition, "false"))
}

/** What holds where two expressions are equal: in an arm of `CASE x WHEN y`. */
export function factsOfEqual(scope: Scope, left: Expression, right: Expression): Facts {
  return asFacts([left, right].flatMap((side) => whenNotNull(scope, side, right)))
}

function asFacts(proofs: readonly Proof[]): Facts {
  if (proofs.length === 0) return noFacts
  return {
    notNull: new Map(proofs.flatMap(({ column, why }) => (column === undefined ? [] : [[column, why] as const]))),
    present: new Map(
      proofs.flatMap(({ relation, why }) => (relation?.missing === undefined ? [] : [[relation, why] as const])),
    ),
  }
}

function proofsOf(scope: Scope, node: Expression, verdict: Verdict): readonly Proof[] {
  if (node.kind === "unary" && node.op === "not") return proofsOf(scope, node.operand, opposite[verdict])
  if (node.kind === "binary" && (node.op === "and" || node.op === "or")) {
    const left = proofsOf(scope, node.left, verdict)
    const right = proofsOf(scope, node.right, verdict)
    // `a AND b` that is true tells of both, one that is false of either
    const both = (node.op === "and") === (verdict === "true" || verdict === "not false")
    return both ? [...left, ...right] : shared(left, right)
  }
  if (node.kind === "is-null") {
    const hasValue = node.not === (verdict === "true" || verdict === "not false")
    return hasValue ? whenNotNull(scope, node.operand, node) : []
  }
  if (node.kind === "binary" && (node.op === "is" || node.op === "is not")) {
    const same = (node.op === "is") === (verdict === "true" || verdict === "not false")
    return same ? whenSame(scope, node.left, node.right, node) : []
  }
  if (verdict === "not true" || verdict === "not false") return []
  return holds(node, verdict) ? whenHolds(scope, node) : whenNotNull(scope, node, node)
}

const opposite: Readonly<Record<Verdict, Verdict>> = {
  true: "false",
  false: "true",
  "not true": "not false",
  "not false": "not true",
}

/** `x BETWEEN a AND b` that is true, or `x NOT BETWEEN a AND b` that is false. */
function holds(node: Expression, verdict: "true" | "false"): boolean {
  const not = node.kind === "between" || node.kind === "in" || node.kind === "like" ? node.not : false
  return not === (verdict === "false")
}

/** Columns of both sides, and relations that either side needs. */
function shared(left: readonly Proof[], right: readonly Proof[]): readonly Proof[] {
  return left.flatMap((proof): readonly Proof[] => {
    if (proof.column !== undefined && right.some((other) => other.column === proof.column)) return [proof]
    const needed = proof.relation !== undefined && right.some((other) => other.relation === proof.relation)
    return needed ? [{ ...proof, column: undefined }] : []
  })
}

/** `x IS 'a'` holds only for a value. */
function whenSame(scope: Scope, left: Expression, right: Expression, condition: Expression): readonly Proof[] {
  if (left.kind === "row" && right.kind === "row") {
    return left.items.flatMap((item, index) => {
      const other = right.items[index]
      return other === undefined ? [] : whenSame(scope, item, other, condition)
    })
  }
  return [
    ...(isValue(right) ? whenNotNull(scope, left, condition) : []),
    ...(isValue(left) ? whenNotNull(scope, right, condition) : []),
  ]
}

function isValue(node: Expression): boolean {
  return literalOf(node) !== undefined || (node.kind === "literal" && node.value.type !== "null")
}

/** Columns that cannot be NULL where a comparison is true, which says more than that it is not NULL. */
function whenHolds(scope: Scope, node: Expression): readonly Proof[] {
  const all = (...operands: readonly Expression[]): readonly Proof[] =>
    operands.flatMap((operand) => whenNotNull(scope, operand, node))
  switch (node.kind) {
    case "between":
      return all(node.operand, node.low, node.high)
    case "in":
      return all(...(node.operand.kind === "row" ? node.operand.items : [node.operand]))
    case "like":
      return node.op === "match" ? whenFound(scope, node.operand, node) : whenNotNull(scope, node, node)
    case "binary":
      if (node.op !== "=") return whenNotNull(scope, node, node)
      return [
        ...all(...[node.left, node.right].flatMap((side) => (side.kind === "row" ? side.items : [side]))),
        ...whenFound(scope, node.left, node),
      ]
    default:
      return whenNotNull(scope, node, node)
  }
}

/** A row that full text search found has a rank; a column that was searched has text. https://sqlite.org/fts5.html#the_auxiliary_rank_column */
function whenFound(scope: Scope, operand: Expression, condition: Expression): readonly Proof[] {
  if (operand.kind !== "column") return []
  const found = resolve(scope, operand)
  if (found.kind !== "column" || found.scope.relations !== scope.relations) return []
  const rank = found.relation?.columns.find((column) => column.hidden && fold(column.name) === "rank")
  if (rank === undefined || found.column === rank) return []
  const why = reason("full text search found the row", scope.file, condition.span)
  if (found.column.hidden) return [{ column: rank, relation: undefined, why }]
  if (condition.kind !== "like") return []
  return [rank, found.column].map((column) => ({ column, relation: undefined, why }))
}

/** Columns that cannot be NULL where this expression is not NULL. */
function whenNotNull(scope: Scope, node: Expression, condition: Expression): readonly Proof[] {
  const all = (...operands: readonly (Expression | undefined)[]): readonly Proof[] =>
    operands.flatMap((operand) => (operand === undefined ? [] : whenNotNull(scope, operand, condition)))
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
      return whenBinary(node, all)
    case "between":
      return all(node.operand)
    case "like":
      return node.op === "match" ? [] : all(node.operand, node.pattern, node.escape)
    case "in":
      return node.set.kind === "list" && node.set.items.length > 0 ? all(node.operand) : []
    case "call":
      return all(...nullArguments(node))
    default:
      return []
  }
}

/** Rows are compared from the left: where that is not NULL, their first fields are not. Equality looks at all fields. */
function whenBinary(
  node: Extract<Expression, { kind: "binary" }>,
  all: (...operands: readonly (Expression | undefined)[]) => readonly Proof[],
): readonly Proof[] {
  if (node.op === "and" || node.op === "or" || node.op === "is" || node.op === "is not") return []
  const { left, right } = node
  if (left.kind !== "row" || right.kind !== "row") return all(left, right)
  return node.op === "=" || node.op === "<>" ? [] : all(left.items[0], right.items[0])
}

/** The arguments that make a scalar function NULL. */
function nullArguments(node: Extract<Expression, { kind: "call" }>): readonly Expression[] {
  const name = fold(node.name.text)
  const entry = functionNamed(name, node.args.length)
  if (entry?.kind !== "scalar") return []
  if (entry.nulls === "first") return node.args.slice(0, 1)
  if (entry.nulls !== "any") return []
  return name === "replace" ? node.args.slice(0, 2) : node.args // nothing is replaced where there is nothing to look for
}
