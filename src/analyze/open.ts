import type { Expression } from "../syntax/ast.ts"
import { isOnly } from "./lattice.ts"
import type { ValueType } from "./value-type.ts"

/** A parameter, also behind a sign or COLLATE: its surroundings decide its type. */
export function isOpen(node: Expression): boolean {
  if (node.kind === "unary" && (node.op === "+" || node.op === "-")) return isOpen(node.operand)
  return node.kind === "collate" ? isOpen(node.operand) : node.kind === "parameter"
}

/** An integer, or arithmetic over integers (which is REAL only when it overflows). */
export function isWhole(type: ValueType): boolean {
  return isOnly(type, "integer") || type.whole === true
}
