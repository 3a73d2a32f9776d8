import type { Expression, FunctionCall } from "../../syntax/ast.ts"
import { callsIn, type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** `ntile(0)`, `nth_value(x, 0)`, `-1 PRECEDING`: numbers that windows do not take, met at the first row. */
export const windowNumber: RefusalRule = {
  code: "always-fails",
  explains: () => false,
  find: (input) =>
    callsIn(input.statement).flatMap((call) => {
      if (call.over === undefined) return []
      return [...argument(input, call), ...frame(input, call)]
    }),
}

function argument(input: RefusalInput, { name, args }: FunctionCall): ReturnType<RefusalRule["find"]> {
  const word = name.text.toLowerCase()
  const node = word === "ntile" ? args[0] : word === "nth_value" ? args[1] : undefined
  const value = node === undefined ? undefined : numberOf(node)
  if (node === undefined || value === undefined || (Number.isInteger(value) && value > 0)) return []
  const what = word === "ntile" ? "argument of ntile" : "second argument to nth_value"
  const words = `${what} must be a positive integer`
  return [refusedAt(input, "always-fails", node.span, { words, label: "counts from 1", help: "write 1 or more" })]
}

function frame(input: RefusalInput, { over }: FunctionCall): ReturnType<RefusalRule["find"]> {
  const spec = over !== undefined && "kind" in over ? over.frame : undefined
  const bounds = [
    { bound: spec?.start, name: "starting" },
    { bound: spec?.end, name: "ending" },
  ]
  return bounds.flatMap(({ bound, name }) => {
    const offset = bound !== undefined && "offset" in bound ? bound.offset : undefined
    const value = offset === undefined ? undefined : numberOf(offset)
    if (offset === undefined || value === undefined || value >= 0) return []
    const kind = spec?.mode === "range" ? "number" : "integer"
    const words = `frame ${name} offset must be a non-negative ${kind}`
    const help = "write PRECEDING and FOLLOWING with 0 or more"
    return [refusedAt(input, "always-fails", offset.span, { words, label: "below 0", help })]
  })
}

function numberOf(node: Expression): number | undefined {
  if (node.kind === "unary" && node.op === "-") {
    const value = numberOf(node.operand)
    return value === undefined ? undefined : -value
  }
  if (node.kind !== "literal" || (node.value.type !== "integer" && node.value.type !== "real")) return undefined
  return Number(node.value.text)
}
