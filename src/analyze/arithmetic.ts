import type { BinaryOperator, Expression } from "../syntax/ast.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import { numericStorage, plain, reason, storageOf } from "./lattice.ts"
import { isOpen, isParameterColumn, isWhole } from "./open.ts"
import { compute, isNonZero, rangeOf } from "./range.ts"
import type { Scope } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { Reason, ValueType } from "./value-type.ts"

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>

function why(scope: Scope, node: Expression, text: string, ...because: readonly Reason[]): Reason {
  return reason(text, scope.file, node.span, ...because)
}

/** What an operand or argument of one storage class expects of a parameter. */
export function argument(
  scope: Scope,
  node: Expression,
  storage: "integer" | "text" | "real",
  text: string,
): Expectation {
  return expecting(plain(storageOf(storage), false, why(scope, node, text)), text, { strength: "argument" })
}

/** Why an operator is NULL: an operand that may be, or none. */
export function firstNull(scope: Scope, node: Expression, operands: readonly ValueType[]): Reason {
  const nullable = operands.find((operand) => operand.nullable)
  return nullable === undefined
    ? why(scope, node, "no operand may be NULL", ...operands.map((operand) => operand.why.nullable))
    : why(scope, node, "an operand may be NULL", nullable.why.nullable)
}

const bitwise = new Set<BinaryOperator>(["&", "|", "<<", ">>", "%"])

/** `+ - * / %` and the bit operators. https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes */
export function inferArithmetic(
  on: Inference,
  scope: Scope,
  node: Of<"binary">,
  expected: Expectation | undefined,
): ValueType {
  const operands = inferOperands(on, scope, node, expected)
  const [left, right] = operands
  const zero = (node.op === "/" || node.op === "%") && !isNonZero(right, node.op === "%")
  const { range, noNumber } = isComputed(node.op) ? compute(node.op, rangeOf(left), rangeOf(right)) : bits
  const nullWhy = zero
    ? why(scope, node, "division by zero gives NULL")
    : noNumber
      ? why(scope, node, `\`${node.op}\` of infinities may give NULL: they come from numbers that overflow`)
      : firstNull(scope, node, operands)
  const nullable = zero || noNumber || operands.some((operand) => operand.nullable)
  const types = operands.map((operand) => operand.why.type)
  const bothInteger = operands.every((operand) => isOnly(operand, "integer"))
  if (node.op === "&" || node.op === "|" || node.op === "<<" || node.op === ">>" || (node.op === "%" && bothInteger)) {
    return plain(storageOf("integer"), nullable, why(scope, node, `\`${node.op}\` gives an integer`, ...types), nullWhy)
  }
  if (operands.some((operand) => isOnly(operand, "real"))) {
    return { ...plain(storageOf("real"), nullable, why(scope, node, "an operand is REAL", ...types), nullWhy), range }
  }
  if (node.op === "/" && bothInteger && isNonZero(right, false) && !mayBeMinusOne(right)) {
    return plain(storageOf("integer"), nullable, why(scope, node, "integer division", ...types), nullWhy)
  }
  const because = why(scope, node, "arithmetic gives a number; integers become REAL when they overflow", ...types)
  const number = { ...plain(numericStorage, nullable, because, nullWhy), range }
  return operands.every(isWhole) ? { ...number, whole: true } : number
}

const bits = { range: undefined, noNumber: false }

function isComputed(op: BinaryOperator): op is "+" | "-" | "*" | "/" | "%" {
  return op === "+" || op === "-" || op === "*" || op === "/" || op === "%"
}

/** -2^63 / -1 overflows. */
function mayBeMinusOne(type: ValueType): boolean {
  const { low, high } = rangeOf(type)
  return low <= -1 && high >= -1
}

/** A parameter beside a number is of that number's kind; beside another parameter the place of the whole decides. */
function inferOperands(
  on: Inference,
  scope: Scope,
  node: Of<"binary">,
  expected: Expectation | undefined,
): readonly [ValueType, ValueType] {
  const text = `an operand of \`${node.op}\``
  if (bitwise.has(node.op)) {
    // `7 % 2.0` is 1.0: there the storage class shows
    const bits = { ...argument(scope, node, "integer", text), visible: node.op === "%" }
    return [on.expression(on, scope, node.left, bits), on.expression(on, scope, node.right, bits)]
  }
  const outside = expected?.type !== undefined && isOnly(expected.type, "integer", "real") ? expected.type : undefined
  const number = expecting(plain(outside?.storage ?? numericStorage, false, why(scope, node, text)), text, {
    strength: "argument",
  })
  const open = (side: Expression): boolean => isOpen(side) || isParameterColumn(scope, side)
  if (open(node.left) && !open(node.right)) {
    const right = on.expression(on, scope, node.right)
    return [on.expression(on, scope, node.left, besideNumber(scope, node, right, number)), right]
  }
  const left = on.expression(on, scope, node.left, open(node.left) ? number : expected)
  if (!open(node.right)) return [left, on.expression(on, scope, node.right, expected)]
  return [
    left,
    on.expression(on, scope, node.right, open(node.left) ? number : besideNumber(scope, node, left, number)),
  ]
}

function besideNumber(scope: Scope, node: Expression, type: ValueType, fallback: Expectation): Expectation {
  const text = fallback.reason
  if (isWhole(type)) return argument(scope, node, "integer", text)
  return isOnly(type, "real") ? argument(scope, node, "real", text) : fallback
}
