import type { BinaryOperator, Expression } from "../syntax/ast.ts"
import { reason } from "./lattice.ts"
import { numberOf } from "./literal.ts"
import type { Proof, Verdict } from "./proof.ts"
import { between, leastPositive, unbounded } from "./range.ts"
import { sameText } from "./same-text.ts"
import type { Scope } from "./scope.ts"
import type { Range } from "./value-type.ts"

const flipped: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
  "<>": "<>",
}
const negated: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "=": "<>",
  "<>": "=",
}

/**
 * Where an expression lies, if it is a number, once a condition held or did not: `x > 0`, `n BETWEEN 1 AND 5`, `NOT n`. It speaks of
 * values that are not NULL, so a condition that is NULL tells the same as one that is decided.
 */
export function rangeProofs(scope: Scope, node: Expression, verdict: Verdict): readonly Proof[] {
  const isTrue = verdict === "true" || verdict === "not false"
  const prove = (of: Expression, range: Range | undefined): readonly Proof[] => {
    const text = range === undefined ? undefined : sameText(scope, of)
    if (text === undefined) return []
    const why = reason("the condition bounds it", scope.file, node.span)
    return [{ column: undefined, relation: undefined, why, text, range }]
  }
  switch (node.kind) {
    case "binary":
      return compared(node, isTrue, prove)
    case "between": {
      const [low, high] = [numberOf(node.low), numberOf(node.high)]
      if (low === undefined || high === undefined || node.not === isTrue) return []
      return prove(node.operand, between(low, high))
    }
    case "in":
      return listed(node, isTrue, prove)
    case "column":
    case "call":
      return prove(node, isTrue ? { ...unbounded, zero: false } : between(0, 0))
    default:
      return []
  }
}

type Prove = (of: Expression, range: Range | undefined) => readonly Proof[]

function compared(node: Extract<Expression, { kind: "binary" }>, isTrue: boolean, prove: Prove): readonly Proof[] {
  const op = isTrue ? node.op : negated[node.op]
  if (op === undefined) return []
  const right = numberOf(node.right)
  if (right !== undefined) return prove(node.left, rangeThat(op, right))
  const left = numberOf(node.left)
  const other = flipped[op]
  return left === undefined || other === undefined ? [] : prove(node.right, rangeThat(other, left))
}

/** Where `x` lies in `x op bound`. */
function rangeThat(op: BinaryOperator, bound: number): Range | undefined {
  const { low, high } = unbounded
  switch (op) {
    case "<":
      return between(low, bound === 0 ? -leastPositive : bound)
    case "<=":
      return between(low, bound)
    case ">":
      return between(bound === 0 ? leastPositive : bound, high)
    case ">=":
      return between(bound, high)
    case "=":
      return between(bound, bound)
    case "<>":
      return bound === 0 ? { ...unbounded, zero: false } : undefined
    default:
      return undefined
  }
}

function listed(node: Extract<Expression, { kind: "in" }>, isTrue: boolean, prove: Prove): readonly Proof[] {
  if (node.set.kind !== "list" || node.set.items.length === 0) return []
  const numbers = node.set.items.flatMap((item) => numberOf(item) ?? [])
  if (node.not === isTrue) return numbers.includes(0) ? prove(node.operand, { ...unbounded, zero: false }) : []
  if (numbers.length < node.set.items.length) return []
  return prove(node.operand, { low: Math.min(...numbers), high: Math.max(...numbers), zero: numbers.includes(0) })
}
