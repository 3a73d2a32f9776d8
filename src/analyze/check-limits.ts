import { type Column, fold } from "../catalog/catalog.ts"
import type { BinaryOperator, Expression } from "../syntax/ast.ts"
import { numberOf } from "./literal.ts"
import { between, leastPositive } from "./range.ts"
import { isOnly } from "./storage.ts"
import type { Limits, Range, ValueType } from "./value-type.ts"

const flipped: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
}

/** What one conjunct of a CHECK says of a number's size or a text's length: `x >= 0`, `x BETWEEN 1 AND 5`, `length(x) <= 50`, `x <> ''`. */
export function limitsOf(type: ValueType, column: Column, conjunct: Expression): Limits | undefined {
  if (conjunct.kind === "between") {
    const [low, high] = [numberOf(conjunct.low), numberOf(conjunct.high)]
    if (conjunct.not || low === undefined || high === undefined) return undefined
    return together(limit(type, column, conjunct.operand, ">=", low), limit(type, column, conjunct.operand, "<=", high))
  }
  if (conjunct.kind !== "binary") return undefined
  if (conjunct.op === "<>") return notEmpty(type, column, conjunct.left, conjunct.right)
  const right = numberOf(conjunct.right)
  if (right !== undefined) return limit(type, column, conjunct.left, conjunct.op, right)
  const left = numberOf(conjunct.left)
  const op = flipped[conjunct.op]
  return left === undefined || op === undefined ? undefined : limit(type, column, conjunct.right, op, left)
}

function notEmpty(type: ValueType, column: Column, left: Expression, right: Expression): Limits | undefined {
  const isEmpty = right.kind === "literal" && right.value.type === "text" && right.value.value === ""
  return isEmpty && isOnly(type, "text") && isColumn(left, column) ? { minLength: 1 } : undefined
}

function limit(
  type: ValueType,
  column: Column,
  operand: Expression,
  op: BinaryOperator,
  bound: number,
): Limits | undefined {
  if (isColumn(operand, column)) {
    if (isOnly(type, "integer")) return wholeLimit(op, bound)
    return isOnly(type, "integer", "real") ? numberLimit(op, bound) : undefined
  }
  if (!isOnly(type, "text") || !isLengthOf(operand, column)) return undefined
  const { min, max } = wholeLimit(op, bound) ?? {}
  // of length(trim(x)) only the least length says something of x
  const trimmed = operand.kind === "call" && operand.args[0]?.kind === "call"
  const limits: Limits = {
    ...(min === undefined || min <= 0 ? {} : { minLength: min }),
    ...(max === undefined || trimmed || max < 0 ? {} : { maxLength: max }),
  }
  return Object.keys(limits).length === 0 ? undefined : limits
}

function wholeLimit(op: BinaryOperator, bound: number): { readonly min?: number; readonly max?: number } | undefined {
  switch (op) {
    case ">=":
      return { min: Math.ceil(bound) }
    case ">":
      return { min: Math.floor(bound) + 1 }
    case "<=":
      return { max: Math.floor(bound) }
    case "<":
      return { max: Math.ceil(bound) - 1 }
    case "=":
      return { min: bound, max: bound }
    default:
      return undefined
  }
}

function numberLimit(op: BinaryOperator, bound: number): Limits | undefined {
  switch (op) {
    case ">=":
      return { min: bound }
    case ">":
      return { above: bound }
    case "<=":
      return { max: bound }
    case "<":
      return { below: bound }
    default:
      return undefined
  }
}

/** True for the name of the column in its own table. */
export function isColumn(node: Expression, column: Column): boolean {
  return node.kind === "column" && fold(node.name.text) === fold(column.name)
}

/** `length(x)`, `length(trim(x))` */
function isLengthOf(node: Expression, column: Column): boolean {
  const [argument] = node.kind === "call" && fold(node.name.text) === "length" ? node.args : []
  if (argument === undefined) return false
  if (isColumn(argument, column)) return true
  const [inner] = argument.kind === "call" && fold(argument.name.text) === "trim" ? argument.args : []
  return inner !== undefined && isColumn(inner, column)
}

/** The narrower of both. */
export function together(a: Limits | undefined, b: Limits | undefined): Limits | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const least = (key: "max" | "below" | "maxLength"): Partial<Limits> => merged(key, a[key], b[key], Math.min)
  const most = (key: "min" | "above" | "minLength"): Partial<Limits> => merged(key, a[key], b[key], Math.max)
  return {
    ...most("min"),
    ...most("above"),
    ...least("max"),
    ...least("below"),
    ...most("minLength"),
    ...least("maxLength"),
  }
}

function merged(
  key: keyof Limits,
  a: number | undefined,
  b: number | undefined,
  choose: (...bounds: readonly number[]) => number,
): Partial<Limits> {
  const bounds = [a, b].flatMap((bound) => bound ?? [])
  return bounds.length === 0 ? {} : { [key]: choose(...bounds) }
}

/** Where a number within limits lies. */
export function rangeWithin({ min, max, above, below }: Limits): Range | undefined {
  const lows = [min, above === 0 ? leastPositive : above].flatMap((bound) => bound ?? [])
  const highs = [max, below === 0 ? -leastPositive : below].flatMap((bound) => bound ?? [])
  if (lows.length + highs.length === 0) return undefined
  return between(Math.max(-Number.MAX_VALUE, ...lows), Math.min(Number.MAX_VALUE, ...highs))
}
