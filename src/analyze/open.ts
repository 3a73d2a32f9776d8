import { fold } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Inference } from "./inference.ts"
import { resolve, type Scope } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { ValueType } from "./value-type.ts"

/** A parameter, also behind a sign, COLLATE or COALESCE: its surroundings decide its type. */
export function isOpen(node: Expression): boolean {
  switch (node.kind) {
    case "parameter":
      return true
    case "unary":
      return (node.op === "+" || node.op === "-") && isOpen(node.operand)
    case "collate":
      return isOpen(node.operand)
    case "call":
      return isOpenCall(fold(node.name.text), node.args)
    default:
      return false
  }
}

function isOpenCall(name: string, args: readonly Expression[]): boolean {
  if (name === "coalesce" || name === "ifnull") return args.every(isOpen)
  const [first] = args
  return ["likely", "unlikely", "likelihood"].includes(name) && first !== undefined && isOpen(first)
}

/** The parameter that is handed on as it is; a column of a subquery or common table may hand one on as well. */
export function parametersOf(on: Inference, node: Expression): readonly number[] | undefined {
  if (node.kind === "column") return on.resolved.get(node)?.parameters
  if (node.kind === "collate" || (node.kind === "unary" && node.op === "+")) return parametersOf(on, node.operand)
  const index = node.kind === "parameter" ? on.indexAt.get(node.span.start) : undefined
  return index === undefined ? undefined : [index]
}

/** A column that is nothing but a parameter further inside: what it is compared with tells what the parameter is. */
export function isParameterColumn(scope: Scope, node: Expression): boolean {
  if (node.kind !== "column") return false
  const found = resolve(scope, node)
  return found.kind === "column" && found.column.parameters !== undefined
}

/** An integer, or arithmetic over integers (which is REAL only when it overflows). */
export function isWhole(type: ValueType): boolean {
  return isOnly(type, "integer") || type.whole === true
}
