import { fold } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import { literalOf } from "./literal.ts"
import type { KnownValue } from "./scope.ts"

/** All that an expression may be: NULL, one of a few values, or any value. */
export type Possible = KnownValue

export const anything: Possible = { null: true, values: undefined }
const someTruth: Possible = { null: true, values: [0, 1] }
const nothing: Possible = { null: false, values: [] }

/** More combinations than this are not looked at. */
const mostValues = 12

type Value = string | number
type Look = (column: string) => Possible

/**
 * What an expression may come to, given what its columns may be. Comparisons are between values of one class in columns that
 * compare byte by byte; of everything else nothing is known.
 */
export function evaluate(node: Expression, look: Look): Possible {
  switch (node.kind) {
    case "literal": {
      if (node.value.type === "null") return { null: true, values: [] }
      const value = literalOf(node)
      return value === undefined ? { null: false, values: undefined } : { null: false, values: [value] }
    }
    case "column":
      return look(fold(node.name.text))
    case "is-null":
      return isNull(evaluate(node.operand, look), node.not)
    case "unary":
      return node.op === "not" ? negated(truth(evaluate(node.operand, look))) : anything
    case "binary":
      return binary(node, look)
    case "in":
      return member(node, look)
    case "case":
      return chosen(node, look)
    default:
      return anything
  }
}

function isNull(value: Possible, not: boolean): Possible {
  const has = value.values === undefined || value.values.length > 0
  const answers = [...(value.null ? [not ? 0 : 1] : []), ...(has ? [not ? 1 : 0] : [])]
  return { null: false, values: answers }
}

/** As a condition: 0, 1 or NULL. Text is a number here, of which nothing is said. */
function truth({ null: mayBeNull, values }: Possible): Possible {
  if (values === undefined || values.some((value) => typeof value === "string"))
    return { null: mayBeNull, values: [0, 1] }
  return { null: mayBeNull, values: [...new Set(values.map((value) => (value === 0 ? 0 : 1)))] }
}

function negated({ null: mayBeNull, values }: Possible): Possible {
  return { null: mayBeNull, values: values?.map((value) => (value === 0 ? 1 : 0)) }
}

function binary(node: Extract<Expression, { kind: "binary" }>, look: Look): Possible {
  const left = evaluate(node.left, look)
  const right = evaluate(node.right, look)
  switch (node.op) {
    case "and":
      return conjunction(truth(left), truth(right))
    case "or":
      return negated(conjunction(negated(truth(left)), negated(truth(right))))
    case "=":
    case "<>":
    case "is":
    case "is not":
      return equality(left, right, node.op)
    default:
      return isComparison.has(node.op)
        ? { null: left.null || right.null, values: hasNone(left) || hasNone(right) ? [] : [0, 1] }
        : anything
  }
}

const isComparison: ReadonlySet<string> = new Set(["<", "<=", ">", ">="])

/** True for what can only be NULL. */
function hasNone({ values }: Possible): boolean {
  return values?.length === 0
}

function conjunction(a: Possible, b: Possible): Possible {
  const has = (one: Possible, value: number): boolean => one.values?.includes(value) === true
  const values = [...(has(a, 0) || has(b, 0) ? [0] : []), ...(has(a, 1) && has(b, 1) ? [1] : [])]
  const mayBeNull = (a.null && (b.null || has(b, 1))) || (b.null && has(a, 1))
  return { null: mayBeNull, values }
}

function equality(a: Possible, b: Possible, op: "=" | "<>" | "is" | "is not"): Possible {
  if (a.values === undefined || b.values === undefined || a.values.length * b.values.length > mostValues)
    return op === "=" || op === "<>" ? { ...someTruth, null: a.null || b.null } : { null: false, values: [0, 1] }
  if (!sameClass([...a.values, ...b.values])) return someTruth
  const yes = op === "=" || op === "is" ? 1 : 0
  const { values: others } = b
  const outcomes = a.values.flatMap((x) => others.map((y) => (x === y ? yes : 1 - yes)))
  if (op === "=" || op === "<>") return { null: a.null || b.null, values: [...new Set(outcomes)] }
  if (a.null && b.null) outcomes.push(yes)
  if ((a.null && !hasNone(b)) || (b.null && !hasNone(a))) outcomes.push(1 - yes)
  return { null: false, values: [...new Set(outcomes)] }
}

function sameClass(values: readonly Value[]): boolean {
  return new Set(values.map((value) => typeof value)).size <= 1
}

function member(node: Extract<Expression, { kind: "in" }>, look: Look): Possible {
  if (node.set.kind !== "list" || node.operand.kind === "row") return anything
  const operand = evaluate(node.operand, look)
  const items = node.set.items.map((item) => evaluate(item, look))
  const any = items
    .map((item) => equality(operand, item, "="))
    .reduce((all, one) => negated(conjunction(negated(truth(all)), negated(truth(one)))), {
      null: false,
      values: [0],
    } as Possible)
  return node.not ? negated(any) : any
}

/** The arms that may be reached, together. */
function chosen(node: Extract<Expression, { kind: "case" }>, look: Look): Possible {
  const { operand } = node
  let all = nothing
  for (const arm of node.arms) {
    const when = evaluate(arm.when, look)
    const holds = truth(operand === undefined ? when : equality(evaluate(operand, look), when, "="))
    if (holds.values?.includes(1) === true) all = union(all, evaluate(arm.then, look))
    if (!holds.null && holds.values?.includes(0) === false) return all
  }
  return union(all, node.otherwise === undefined ? { null: true, values: [] } : evaluate(node.otherwise, look))
}

function union(a: Possible, b: Possible): Possible {
  const values = a.values === undefined || b.values === undefined ? undefined : [...new Set([...a.values, ...b.values])]
  return { null: a.null || b.null, values }
}
