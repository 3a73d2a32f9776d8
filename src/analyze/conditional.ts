import type { Expression } from "../syntax/ast.ts"
import { type Alternative, inferAlternatives } from "./alternatives.ts"
import { inferAgainst } from "./compare.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import { join, nullableBecause, reason, truthValue } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import { factsOf, factsOfElse, factsOfEqual, factsOfFalse } from "./narrowing.ts"
import { type Scope, withFacts } from "./scope.ts"
import type { ValueType } from "./value-type.ts"

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>

/**
 * `a AND b`, `a OR b`: 0 or 1, NULL where an operand may be NULL and the other does not decide. Where the left one is never NULL,
 * the right one counts only where the left one held (AND) or did not (OR): `x IS NULL OR x > 5` is never NULL.
 */
export function inferConnective(on: Inference, scope: Scope, node: Of<"binary">): ValueType {
  const condition = expecting(undefined, "a condition")
  const facts = node.op === "and" ? factsOf : factsOfFalse
  const terms = termsOf(node, node.op)
  const types: ValueType[] = []
  let beside = scope
  // what tests for NULL comes first: SQL has no order here
  for (const term of [...terms.filter(isNullTest), ...terms.filter((one) => !isNullTest(one))]) {
    types.push(on.expression(on, beside, term, condition))
    if (types.every((type) => !type.nullable)) beside = withFacts(beside, facts(beside, term))
  }
  const decided = terms.some((term) => decides(term, node.op))
  return truthValue(
    reason("a truth value is the integer 0 or 1", scope.file, node.span),
    decided ? "a side decides" : "both sides are not NULL",
    decided ? [] : types,
  )
}

/** `a AND b AND c` as a list; without recursion, for it may be long. */
function termsOf(node: Of<"binary">, op: Of<"binary">["op"]): readonly Expression[] {
  const terms: Expression[] = []
  const waiting: Expression[] = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "binary" && next.op === op) waiting.push(next.right, next.left)
    else terms.push(next)
  }
  return terms
}

function isNullTest(node: Expression): boolean {
  return node.kind === "is-null"
}

/** `x AND 0` is 0 and `x OR 1` is 1, whatever x is. */
function decides(side: Expression, op: Of<"binary">["op"]): boolean {
  const value = literalOf(side)
  return typeof value === "number" && (value === 0) === (op === "and")
}

/** `CASE WHEN a THEN x ELSE y END`, `CASE a WHEN b THEN x END`: each arm knows its condition, and that those before it did not hold. */
export function inferCase(on: Inference, scope: Scope, node: Of<"case">, expected: Expectation | undefined): ValueType {
  const { operand } = node
  const text = { one: "one of the arms of CASE", arm: "an arm of CASE", none: "CASE has no ELSE" }
  if (operand === undefined) return inferArms(on, scope, node, node.arms, node.otherwise, expected, text)
  const whens = node.arms.map((arm) => arm.when)
  inferAgainst(on, scope, operand, whens, false)
  const arms = node.arms.map((arm) => ({
    scope: withFacts(scope, factsOfEqual(scope, operand, arm.when)),
    node: arm.then,
  }))
  return joined(
    on,
    scope,
    node,
    arms,
    node.otherwise === undefined ? undefined : { scope: noneOf(scope, operand, whens), node: node.otherwise },
    expected,
    text,
  )
}

/** The ELSE of `CASE x WHEN y`: x is none of them, or NULL. */
function noneOf(scope: Scope, operand: Expression, whens: readonly Expression[]): Scope {
  return whens.reduce((at, when) => {
    const equal = { kind: "binary", op: "=", left: operand, right: when, span: when.span } as const
    return withFacts(at, factsOfElse(at, equal))
  }, scope)
}

/** What the reasons of a CASE say. */
export interface ArmWords {
  readonly one: string
  readonly arm: string
  readonly none: string
}

/** Conditions that are tried in turn: CASE without an operand, iif(). */
export function inferArms(
  on: Inference,
  scope: Scope,
  node: Expression,
  arms: readonly { readonly when: Expression; readonly then: Expression }[],
  otherwise: Expression | undefined,
  expected: Expectation | undefined,
  words: ArmWords,
): ValueType {
  let before = scope
  const alternatives = arms.map((arm): Alternative => {
    on.expression(on, before, arm.when, expecting(undefined, "a condition"))
    const inside = withFacts(before, factsOf(before, arm.when))
    before = withFacts(before, factsOfElse(before, arm.when))
    return { scope: inside, node: arm.then }
  })
  const last = otherwise === undefined ? undefined : { scope: before, node: otherwise }
  return joined(on, scope, node, alternatives, last, expected, words)
}

function joined(
  on: Inference,
  scope: Scope,
  node: Expression,
  arms: readonly Alternative[],
  otherwise: Alternative | undefined,
  expected: Expectation | undefined,
  words: ArmWords,
): ValueType {
  const all = otherwise === undefined ? arms : [...arms, otherwise]
  const types = inferAlternatives(on, all, expected, words.arm)
  const type = join(types, reason(words.one, scope.file, node.span))
  return otherwise === undefined ? nullableBecause(type, reason(words.none, scope.file, node.span)) : type
}
