import type { Expression } from "../syntax/ast.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import { anyStorage, join, reason, storageOf, truthValue } from "./lattice.ts"
import { isOpen, isParameterColumn, isWhole } from "./open.ts"
import { relationOf } from "./relation.ts"
import { hasRow } from "./row-count.ts"
import { isRowField } from "./row-fields.ts"
import { resolve, type Scope } from "./scope.ts"
import type { ValueType } from "./value-type.ts"

/** One expression compared with others (`=`, BETWEEN, IN, CASE x WHEN): parameters take the type of the other side. */
export function inferAgainst(
  on: Inference,
  scope: Scope,
  operand: Expression,
  others: readonly Expression[],
  isOperator: boolean,
): readonly ValueType[] {
  const first = others[0]
  if (operand.kind === "row" && others.length === 1 && first !== undefined)
    return inferRows(on, scope, operand, first, isOperator)
  const text = isOperator ? "compared with IS" : "compared"
  const options = { nullMeant: isOperator, visible: false } as const
  if (
    !isOpen(operand) &&
    !isElement(scope, operand) &&
    !isParameterColumn(scope, operand) &&
    !isRowField(scope, operand)
  ) {
    const type = on.expression(on, scope, operand, expecting(undefined, text, options))
    const wanted = comparedWith(operand, type, text, options)
    return [type, ...others.map((node) => on.expression(on, scope, node, wanted))]
  }
  const closed = new Map(
    others
      .filter((node) => !isOpen(node))
      .map((node) => [node, on.expression(on, scope, node, expecting(undefined, text, options))]),
  )
  const [sample] = closed.keys()
  const types = [...closed]
  const whole = types.length > 0 && types.every(([, type]) => isWhole(type))
  const joined = sample === undefined ? undefined : join([...closed.values()], reason(text, scope.file, sample.span))
  const wanted =
    joined === undefined
      ? expecting(undefined, text, options)
      : expecting(comparable(joined, whole, sample?.kind === "column"), text, options)
  const operandType = on.expression(on, scope, operand, wanted)
  const known = isParameterColumn(scope, operand) && operandType.storage.size < anyStorage.size
  // `? BETWEEN low AND ?`: what one side tells of the operand, it tells of the other
  const between = known ? comparedWith(operand, operandType, text, options) : wanted
  return [operandType, ...others.map((node) => closed.get(node) ?? on.expression(on, scope, node, between))]
}

/** `value` of `json_each(:list)`: what it is compared with tells what the elements of the list are. */
function isElement(scope: Scope, node: Expression): boolean {
  if (node.kind !== "column") return false
  const found = resolve(scope, node)
  return found.kind === "column" && (found.relation?.list ?? found.column.elementOf) !== undefined
}

/** What a comparison with this expression expects of the other side. */
function comparedWith(
  node: Expression,
  type: ValueType,
  text: string,
  options: Partial<Omit<Expectation, "type" | "reason">>,
): Expectation {
  return expecting(comparable(type, isWhole(type), node.kind === "column"), text, options)
}

function comparable(type: ValueType, whole: boolean, keepLiterals: boolean): ValueType | undefined {
  if (type.storage.size === 0) return undefined
  const storage = whole ? storageOf("integer") : type.storage
  return {
    ...type,
    storage,
    nullable: false,
    json: undefined,
    array: false,
    range: undefined,
    limits: undefined,
    literals: keepLiterals ? type.literals : undefined,
    logical: keepLiterals || type.logical !== "boolean" ? type.logical : "plain",
  }
}

function inferRows(
  on: Inference,
  scope: Scope,
  operand: Extract<Expression, { kind: "row" }>,
  other: Expression,
  isOperator: boolean,
): readonly ValueType[] {
  if (other.kind === "row") {
    return operand.items.flatMap((item, index) => {
      const match = other.items[index]
      return match === undefined ? [] : inferAgainst(on, scope, item, [match], isOperator)
    })
  }
  const types = operand.items.map((item) => on.expression(on, scope, item))
  if (other.kind !== "subquery") return [...types, on.expression(on, scope, other)]
  const wanted = types.map((type, index) => itemExpectation(operand.items[index], type))
  const found = on.select(on, scope, other.select, wanted)
  const missing = !hasRow(found.rows.count)
  return [
    ...types,
    ...found.columns.map((column) =>
      missing ? { ...column.type, nullable: true, why: { ...column.type.why, nullable: found.rows.why } } : column.type,
    ),
  ]
}

function itemExpectation(node: Expression | undefined, type: ValueType): Expectation | undefined {
  return node === undefined ? undefined : comparedWith(node, type, "compared", { visible: false })
}

/** `x IN (...)`: NULL where x is NULL, or where a member may be. https://sqlite.org/lang_expr.html#in_op */
export function inferIn(on: Inference, scope: Scope, node: Extract<Expression, { kind: "in" }>): ValueType {
  const why = reason("IN gives 0 or 1", scope.file, node.span)
  // not even NULL is in the empty list; SQLite does not look at the operand, not even whether its names exist
  if (node.set.kind === "list" && node.set.items.length === 0) return truthValue(why, "the list is empty", [])
  return truthValue(why, "neither the operand nor a member may be NULL", inferSet(on, scope, node))
}

function inferSet(on: Inference, scope: Scope, node: Extract<Expression, { kind: "in" }>): readonly ValueType[] {
  const { set, operand } = node
  switch (set.kind) {
    case "list":
      return operand.kind === "row"
        ? set.items.flatMap((item) => inferAgainst(on, scope, operand, [item], false))
        : inferAgainst(on, scope, operand, set.items, false)
    case "select": {
      const items = operand.kind === "row" ? operand.items : [operand]
      if (items.every(isOpen)) {
        const found = on.select(on, scope, set.select).columns
        return [
          ...items.map((item, index) => openItem(on, scope, item, found[index]?.type)),
          ...found.map((column) => column.type),
        ]
      }
      const types = items.map((item) =>
        on.expression(on, scope, item, expecting(undefined, "compared", { visible: false })),
      )
      const wanted = types.map((type, index) => itemExpectation(items[index], type))
      return [...types, ...on.select(on, scope, set.select, wanted).columns.map((column) => column.type)]
    }
    case "table": {
      const item = { kind: "table", span: set.span, table: set.table, args: set.args, alias: undefined } as const
      const members = relationOf(on, scope, item).columns.filter((column) => !column.hidden)
      const items = operand.kind === "row" ? operand.items : [operand]
      const types = items.map((one, index) => openItem(on, scope, one, members[index]?.type))
      return [...types, ...members.map((column) => column.type)]
    }
  }
}

function openItem(on: Inference, scope: Scope, item: Expression, type: ValueType | undefined): ValueType {
  return on.expression(
    on,
    scope,
    item,
    expecting(type === undefined ? undefined : comparable(type, false, true), "compared", { visible: false }),
  )
}
