import type { Expression, Select } from "../../syntax/ast.ts"
import { coresOf, selectsIn, walkExpression } from "../../syntax/walk.ts"
import { type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** MATCH finds rows; as a value of a row it is a call of a function that only says so. https://sqlite.org/fts5.html */
export const matchCall: RefusalRule = {
  code: "always-fails",
  explains: () => false,
  find: (input) => {
    const { ast } = input.statement
    if (ast === undefined) return []
    const returned = "returning" in ast ? ast.returning.flatMap((item) => expressionOf(item)) : []
    return [...returned, ...selectsIn(ast).flatMap(valuesOf)].flatMap(matchesIn).map((node) =>
      refusedAt(input, "always-fails", node.span, {
        words: "unable to use function MATCH in the requested context",
        label: "MATCH as a value: fails at the first row",
        help: "put it into WHERE, or ask with IN: id IN (SELECT rowid FROM docs WHERE docs MATCH ...)",
      }),
    )
  },
}

/** What a SELECT computes for each row that it found. */
function valuesOf(select: Select): readonly Expression[] {
  const cores = coresOf(select).flatMap((core) =>
    core.kind === "core"
      ? [...core.columns.flatMap(expressionOf), ...core.groupBy, ...(core.having === undefined ? [] : [core.having])]
      : [],
  )
  return [...cores, ...select.orderBy.map(({ expression }) => expression)]
}

function expressionOf(item: { readonly kind: string; readonly expression?: Expression }): readonly Expression[] {
  return item.expression === undefined ? [] : [item.expression]
}

function matchesIn(expression: Expression): readonly Expression[] {
  const found: Expression[] = []
  const visit = (node: Expression): void => {
    if (node.kind === "like" && node.op === "match") found.push(node)
  }
  walkExpression(expression, visit, { subqueries: false })
  return found
}
