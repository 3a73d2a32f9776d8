import { fold } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import { resolve, type Scope } from "./scope.ts"

/** Who repeats an expression that is longer than this? The limit keeps the work in proportion to the text. */
export const longest = 200

const changing = new Set(["random", "randomblob", "changes", "total_changes", "last_insert_rowid"])

/**
 * A text that two expressions of one scope share only if they have the same value in each row: names are replaced by the place
 * of what they mean. Undefined for what may differ from one look to the next, and for what holds a SELECT.
 */
export function sameText(scope: Scope, node: Expression): string | undefined {
  if (node.span.end - node.span.start > longest) return undefined
  scope.steps.count++
  let pure = true
  const text = JSON.stringify(node, (key, value: unknown) => {
    if (key === "span" || key === "quote") return undefined
    if (!isExpression(value)) return value
    if (value.kind === "exists" || value.kind === "subquery" || value.kind === "raise") pure = false
    if (value.kind === "in" && value.set.kind !== "list") pure = false
    if (value.kind === "call" && changing.has(fold(value.name.text))) pure = false
    if (value.kind === "parameter" && value.text === "?") pure = false // each one is another
    if (value.kind !== "column") return value
    const place = placeOf(scope, value)
    if (place === undefined) pure = false
    return place
  })
  return pure ? text : undefined
}

type Column = Extract<Expression, { kind: "column" }>

/** How many scopes out, which relation, which column. */
function placeOf(scope: Scope, node: Column): string | undefined {
  const found = resolve(scope, node)
  if (found.kind !== "column") return undefined
  let depth = 0
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.relations === found.scope.relations) break
    depth++
  }
  const { relation, column } = found
  if (relation === undefined) return `${depth}.shared.${fold(column.name)}`
  const position = found.scope.relations.indexOf(relation)
  return `${depth}.${position}.${relation.columns.indexOf(column)}`
}

function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value
}
