import { affinityOf } from "../catalog/affinity.ts"
import { fold } from "../catalog/catalog.ts"
import type { BinaryOperator, Expression, LiteralValue } from "../syntax/ast.ts"
import { argument, firstNull, inferArithmetic } from "./arithmetic.ts"
import { inferAgainst, inferIn } from "./compare.ts"
import { inferCase, inferConnective } from "./conditional.ts"
import { farBelow } from "./descent.ts"
import { inferCall } from "./infer-call.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import { extracted } from "./json-extract.ts"
import { arrowSteps } from "./json-path.ts"
import {
  anyStorage,
  join,
  jsonScalarStorage,
  jsonType,
  notNullBecause,
  nullableBecause,
  numericStorage,
  plain,
  reason,
  storageOf,
  truthValue,
} from "./lattice.ts"
import { literalOf, numberOf } from "./literal.ts"
import { ambiguousColumn, unknownColumn, unknownTableQualifier } from "./messages.ts"
import { isWhole } from "./open.ts"
import { between, meet, rangeOf } from "./range.ts"
import { hasRow } from "./row-count.ts"
import { recordField } from "./row-fields.ts"
import { sameText } from "./same-text.ts"
import { resolve, type Scope, typeAt } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { Range, Reason, ValueType } from "./value-type.ts"

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>

/** The value type of an expression at a point. Total: a name that does not resolve is reported once and then silent. */
export function infer(on: Inference, scope: Scope, node: Expression, expected?: Expectation): ValueType {
  const known = on.ahead.get(node)
  on.ahead.delete(node)
  if (known !== undefined) return known
  on.steps.count++
  const below = farBelow(on, node)
  if (below !== undefined) on.ahead.set(below, infer(on, scope, below, expected))
  return withProofs(scope, node, inferKind(on, scope, node, expected))
}

/** What conditions proved of this very expression. */
function withProofs(scope: Scope, node: Expression, type: ValueType): ValueType {
  const { solid, ranges } = scope.facts
  if (solid.size + ranges.size === 0 || node.kind === "literal") return type
  const text = sameText(scope, node)
  if (text === undefined) return type
  const proof = solid.get(text)
  const range = ranges.get(text)
  const found = proof === undefined ? type : notNullBecause(type, proof)
  if (range === undefined || !isOnly(found, "integer", "real")) return found
  return { ...found, range: meet(rangeOf(found), range) }
}

function inferKind(on: Inference, scope: Scope, node: Expression, expected: Expectation | undefined): ValueType {
  switch (node.kind) {
    case "literal":
      return inferLiteral(scope, node)
    case "column":
      return inferColumn(on, scope, node, expected)
    case "parameter":
      return inferParameter(on, scope, node, expected)
    case "unary":
      return inferUnary(on, scope, node, expected)
    case "binary":
      return inferBinary(on, scope, node, expected)
    case "is-null": {
      infer(on, scope, node.operand, expecting(undefined, "IS NULL", { nullMeant: true, visible: false }))
      return truth(scope, node, "IS NULL is never NULL", [])
    }
    case "between":
      return inferBetween(on, scope, node)
    case "like":
      return inferLike(on, scope, node)
    case "in":
      return inferIn(on, scope, node)
    case "exists": {
      on.select(on, scope, node.select)
      return truth(scope, node, "EXISTS is never NULL", [])
    }
    case "subquery":
      return inferSubquery(on, scope, node, expected)
    case "case":
      return inferCase(on, scope, node, expected)
    case "cast":
      return inferCast(on, scope, node)
    case "collate":
      return infer(on, scope, node.operand, expected)
    case "call":
      return inferCall(on, scope, node, expected)
    case "row": {
      const types = node.items.map((item) => infer(on, scope, item))
      return join(types, why(scope, node, "a row value"))
    }
    case "raise":
      return plain(new Set(), true, why(scope, node, "RAISE gives no value"))
  }
}

function why(scope: Scope, node: Expression, text: string, ...because: readonly Reason[]): Reason {
  return reason(text, scope.file, node.span, ...because)
}

/** 0, 1, or NULL where an operand may be NULL. */
function truth(scope: Scope, node: Expression, text: string, operands: readonly ValueType[]): ValueType {
  return truthValue(why(scope, node, "a truth value is the integer 0 or 1"), text, operands)
}

function inferLiteral(scope: Scope, node: Of<"literal">): ValueType {
  const because = why(scope, node, "a literal")
  const storage = literalStorage(node.value)
  const value = literalOf(node)
  return {
    ...plain(storage, storage.size === 0, because),
    range: numberRange(node),
    literals: value === undefined ? undefined : [value],
  }
}

function literalStorage(value: LiteralValue): ValueType["storage"] {
  switch (value.type) {
    case "null":
      return new Set()
    case "integer":
      return isInt64(value.text) ? storageOf("integer") : storageOf("real")
    case "boolean":
      return storageOf("integer")
    case "real":
      return storageOf("real")
    case "text":
    case "current":
      return storageOf("text")
    case "blob":
      return storageOf("blob")
  }
}

/** A decimal literal beyond int64 is a REAL; hexadecimal ones wrap. https://sqlite.org/lang_expr.html#literal_values_constants_ */
function isInt64(text: string): boolean {
  return /^0x/i.test(text) || BigInt(text) <= 9223372036854775807n
}

function inferColumn(on: Inference, scope: Scope, node: Of<"column">, expected: Expectation | undefined): ValueType {
  const found = resolve(scope, node)
  switch (found.kind) {
    case "column": {
      const list = found.relation?.list
      if (list !== undefined) recordElement(on, scope, node, list, expected)
      if (found.column.elementOf !== undefined) recordHandedElement(on, scope, node, found.column.elementOf, expected)
      on.resolved.set(node, found.column)
      recordHandedOn(on, scope, node, found.column.parameters, expected)
      return typeAt(found.scope, found.relation, found.column)
    }
    case "alias":
      return found.type
    case "ambiguous":
      on.diagnostics.push(ambiguousColumn(scope, node, found.relations))
      break
    case "unknown-table":
      on.diagnostics.push(unknownTableQualifier(on, scope, node))
      break
    case "unknown":
      if (node.table === undefined && node.name.quote === '"') break // SQLite takes it as a string where it may
      on.diagnostics.push(unknownColumn(on, scope, node))
      break
  }
  return plain(anyStorage, true, why(scope, node, "the name does not resolve"))
}

/** What a column is used as, the parameter that it hands on is used as. */
function recordHandedOn(
  on: Inference,
  scope: Scope,
  node: Of<"column">,
  indexes: readonly number[] | undefined,
  expectation: Expectation | undefined,
): void {
  for (const index of indexes ?? []) on.uses.push({ index, span: node.span, file: scope.file, expectation })
}

/** What a column is used as, the elements that it hands on are used as. */
function recordHandedElement(
  on: Inference,
  scope: Scope,
  node: Of<"column">,
  index: number,
  expectation: Expectation | undefined,
): void {
  on.elementUses.push({ index, span: node.span, file: scope.file, expectation, simple: true, isValue: true })
}

function recordElement(
  on: Inference,
  scope: Scope,
  node: Of<"column">,
  index: number,
  expectation: Expectation | undefined,
): void {
  const name = fold(node.name.text)
  const value = name === "value"
  on.elementUses.push({
    index,
    span: node.span,
    file: scope.file,
    expectation: value ? expectation : undefined,
    simple: value || name === "key" || name === "id",
    isValue: value,
  })
}

function inferParameter(
  on: Inference,
  scope: Scope,
  node: Of<"parameter">,
  expected: Expectation | undefined,
): ValueType {
  const index = on.indexAt.get(node.span.start) ?? 0
  on.uses.push({ index, span: node.span, file: scope.file, expectation: expected })
  const known = on.known.get(index)
  if (known !== undefined && !known.array) return known
  const because = why(scope, node, `parameter \`${node.text}\``)
  if (known !== undefined) return plain(storageOf("text"), known.nullable, because) // a list travels as JSON text
  const type = expected?.type
  return type === undefined
    ? plain(anyStorage, expected?.nullMeant ?? false, because)
    : { ...type, range: undefined, nullable: expected?.nullMeant ?? false, why: { type: because, nullable: because } }
}

function inferUnary(on: Inference, scope: Scope, node: Of<"unary">, expected: Expectation | undefined): ValueType {
  const operand = infer(on, scope, node.operand, unaryExpectation(scope, node, expected))
  const nullWhy = operand.why.nullable
  if (node.op === "+") return operand
  if (node.op === "not") return truth(scope, node, "the operand of NOT is not NULL", [operand])
  if (node.op === "~")
    return plain(storageOf("integer"), operand.nullable, why(scope, node, "`~` gives an integer"), nullWhy)
  const negative = negativeInteger(scope, node)
  if (negative !== undefined) return negative
  const storage = isOnly(operand, "real") ? storageOf("real") : numericStorage
  const because = why(scope, node, "`-` gives a number", operand.why.type)
  const { low, high, zero } = rangeOf(operand)
  const number = { ...plain(storage, operand.nullable, because, nullWhy), range: { low: -high, high: -low, zero } }
  return isWhole(operand) ? { ...number, whole: true } : number
}

/** -2^63 is an integer, although 2^63 alone is none; SQLite refuses -0x8000000000000000. */
function negativeInteger(scope: Scope, node: Of<"unary">): ValueType | undefined {
  const { operand } = node
  const literal = literalOf(node)
  const number = operand.kind === "literal" && operand.value.type === "integer" ? operand.value.text : undefined
  if (number === undefined && literal === undefined) return undefined
  return {
    ...plain(storageOf("integer"), false, why(scope, node, "a literal")),
    range: numberRange(node),
    literals: literal === undefined ? undefined : [literal],
  }
}

function numberRange(node: Expression): Range | undefined {
  const number = numberOf(node)
  return number === undefined ? undefined : between(number, number)
}

function unaryExpectation(scope: Scope, node: Of<"unary">, expected: Expectation | undefined): Expectation | undefined {
  if (node.op === "~") return argument(scope, node, "integer", "an operand of `~`")
  if (node.op === "not") return expecting(undefined, "an operand of NOT")
  if (node.op === "+" || expected?.type !== undefined) return expected
  const text = "an operand of `-`"
  return expecting(plain(numericStorage, false, why(scope, node, text)), text, { strength: "argument" })
}

const comparisons = new Set<BinaryOperator>(["=", "<>", "<", "<=", ">", ">=", "is", "is not"])

function inferBinary(on: Inference, scope: Scope, node: Of<"binary">, expected: Expectation | undefined): ValueType {
  const { op } = node
  if (op === "and" || op === "or") return inferConnective(on, scope, node)
  if (comparisons.has(op)) {
    const operands = inferAgainst(on, scope, node.left, [node.right], op === "is" || op === "is not")
    return truth(
      scope,
      node,
      op.startsWith("is") ? "IS is never NULL" : "both sides are not NULL",
      op.startsWith("is") ? [] : operands,
    )
  }
  if (op === "->" || op === "->>") return inferArrow(on, scope, node, expected)
  if (op === "||") {
    const operands = [node.left, node.right].map((side) =>
      infer(on, scope, side, argument(scope, node, "text", "an operand of `||`")),
    )
    return plain(
      storageOf("text"),
      operands.some((side) => side.nullable),
      why(scope, node, "`||` gives text"),
      firstNull(scope, node, operands),
    )
  }
  return inferArithmetic(on, scope, node, expected)
}

/** `doc -> path` is JSON text, `doc ->> path` an SQL value; both are NULL where the path is missing. https://sqlite.org/json1.html#jptr */
function inferArrow(on: Inference, scope: Scope, node: Of<"binary">, expected: Expectation | undefined): ValueType {
  recordField(on, scope, node, expected)
  const because = why(scope, node, `\`${node.op}\` gives ${node.op === "->" ? "JSON text" : "an SQL value"}`)
  const nullWhy = why(scope, node, "the path may be missing")
  const document = infer(
    on,
    scope,
    node.left,
    expecting(jsonType({ kind: "unknown" }, false, because), "a JSON document", { strength: "argument" }),
  )
  infer(on, scope, node.right, argument(scope, node, "text", "a JSON path"))
  const known = extracted(document, arrowSteps(node.right), node.op === "->" ? "text" : "value", because)
  if (known !== undefined) return known
  return node.op === "->"
    ? jsonType({ kind: "unknown" }, true, because, nullWhy)
    : plain(jsonScalarStorage, true, because, nullWhy)
}

function inferBetween(on: Inference, scope: Scope, node: Of<"between">): ValueType {
  return truth(
    scope,
    node,
    "no operand may be NULL",
    inferAgainst(on, scope, node.operand, [node.low, node.high], false),
  )
}

function inferLike(on: Inference, scope: Scope, node: Of<"like">): ValueType {
  const text = expecting(
    plain(storageOf("text"), false, why(scope, node, "a pattern is text")),
    `an operand of ${node.op.toUpperCase()}`,
    { strength: "argument" },
  )
  const operands = [node.operand, node.pattern, ...(node.escape === undefined ? [] : [node.escape])].map((operand) =>
    infer(on, scope, operand, text),
  )
  return truth(scope, node, "no operand may be NULL", operands)
}

function inferSubquery(
  on: Inference,
  scope: Scope,
  node: Of<"subquery">,
  expected: Expectation | undefined,
): ValueType {
  const { columns, rows } = on.select(on, scope, node.select, [expected])
  const type = columns[0]?.type ?? plain(anyStorage, true, why(scope, node, "a subquery without columns"))
  if (hasRow(rows.count)) return type
  return nullableBecause(type, why(scope, node, "the subquery may find no row", rows.why))
}

function inferCast(on: Inference, scope: Scope, node: Of<"cast">): ValueType {
  const affinity = affinityOf(node.type)
  const because = why(scope, node, `CAST to ${node.type}`)
  const storage = castStorage(affinity)
  const operand = infer(
    on,
    scope,
    node.operand,
    expecting(plain(storage, false, because), because.text, { strength: "argument", visible: false }),
  )
  const type = plain(castStorage(affinity, operand), operand.nullable, because, operand.why.nullable)
  return isOnly(type, "integer") ? type : { ...type, range: operand.range }
}

/** CAST to NUMERIC leaves numbers as they are. https://sqlite.org/lang_expr.html#cast_expressions */
function castStorage(affinity: ReturnType<typeof affinityOf>, operand?: ValueType): ValueType["storage"] {
  switch (affinity) {
    case "INTEGER":
      return storageOf("integer")
    case "REAL":
      return storageOf("real")
    case "TEXT":
      return storageOf("text")
    case "BLOB":
      return storageOf("blob")
    case "NUMERIC":
      return operand !== undefined && isOnly(operand, "integer", "real") ? operand.storage : numericStorage
  }
}
