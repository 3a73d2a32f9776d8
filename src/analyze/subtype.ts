import { fold } from "../catalog/catalog.ts"
import { functionNamed } from "../catalog/functions.ts"
import type { Expression, FunctionCall, Select } from "../syntax/ast.ts"
import { childrenOf, coresOf } from "../syntax/walk.ts"
import type { Inference } from "./inference.ts"

/** Functions whose result is embedded as JSON, not as a string, when it is written right inside a constructor. */
const makers = new Set([
  "json",
  "json_array",
  "json_object",
  "json_group_array",
  "json_group_object",
  "json_set",
  "json_array_insert",
  "json_insert",
  "json_replace",
  "json_remove",
  "json_patch",
  "json_quote",
  "json_extract",
])

/** Functions that hand one of their arguments on as it is. */
const passers = new Set([
  "coalesce",
  "ifnull",
  "iif",
  "if",
  "nullif",
  "min",
  "max",
  "likely",
  "unlikely",
  "likelihood",
  "lag",
  "lead",
  "first_value",
  "last_value",
  "nth_value",
])

/** True for a function that may answer one of its arguments as it is. */
export function isPasser(name: string): boolean {
  return passers.has(name)
}

/** True for a call or `->` that gives a value with SQLite's JSON subtype, directly. https://sqlite.org/json1.html */
export function isSubtyped(node: Expression): boolean {
  if (node.kind === "call") return makers.has(fold(node.name.text))
  return node.kind === "binary" && node.op === "->"
}

/** True where a value may carry that subtype; through a sorter it is lost, through a subquery or CASE it may stay. */
export function mayBeSubtyped(on: Inference, node: Expression): boolean {
  if (isSubtyped(node)) return true
  switch (node.kind) {
    case "column":
      return on.resolved.get(node)?.subtyped ?? false
    case "unary":
    case "cast":
    case "collate":
      return mayBeSubtyped(on, node.operand)
    case "case":
      return childrenOf(node).some((child) => mayBeSubtyped(on, child))
    case "call":
      return callMayBeSubtyped(on, node)
    case "subquery":
      return selectMayBeSubtyped(on, node.select)
    default:
      return false
  }
}

/** Nothing is known of an unknown function. */
function callMayBeSubtyped(on: Inference, node: FunctionCall): boolean {
  const name = fold(node.name.text)
  if (passers.has(name)) return node.args.some((argument) => mayBeSubtyped(on, argument))
  return functionNamed(name, node.args.length) === undefined
}

function selectMayBeSubtyped(on: Inference, select: Select): boolean {
  return coresOf(select).some((core) => {
    if (core.kind === "values") return core.rows.some((row) => row.items.some((item) => mayBeSubtyped(on, item)))
    const item = core.columns[0]
    return item?.kind !== "expression" || mayBeSubtyped(on, item.expression)
  })
}
