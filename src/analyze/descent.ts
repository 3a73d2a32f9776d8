import { fold } from "../catalog/catalog.ts"
import { functionNamed } from "../catalog/functions.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Inference } from "./inference.ts"

/** So many levels of an expression are looked at in one descent: the stack ends before SQLite's 1,000 levels do. */
const oneDescent = 100

/** The operand so far down on the left that it is looked at first; undefined where there is none, or it has been. */
export function farBelow(on: Inference, node: Expression): Expression | undefined {
  let at: Expression | undefined = node
  let below: Expression | undefined
  for (let level = 0; level < oneDescent * 1.5; level++) {
    at = leftOf(at)
    if (at === undefined || on.ahead.has(at)) return undefined
    if (level === oneDescent) below = at
  }
  return below
}

/** What is looked at in the same scope as the whole, of the two kinds that take much of the stack. */
function leftOf(node: Expression): Expression | undefined {
  switch (node.kind) {
    case "binary":
      return node.op === "and" || node.op === "or" ? undefined : node.left
    case "call":
      return functionNamed(fold(node.name.text), node.args.length)?.kind === "scalar" ? node.args[0] : undefined
    default:
      return undefined
  }
}
