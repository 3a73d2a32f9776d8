import { fold } from "../../catalog/catalog.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { Expression, StatementNode } from "../../syntax/ast.ts"
import { report } from "../../syntax/report.ts"
import { walkExpression } from "../../syntax/walk.ts"
import { labelAt } from "../label-at.ts"
import type { RuleInput } from "./rule.ts"

/**
 * A write to a row of a `@leased` table holds the token in its WHERE, or gives the row a new one: who has lost the lease
 * without noticing must find no row.
 */
export function unfencedWrite({ statement, described, catalog }: RuleInput): readonly Diagnostic[] {
  const { file, span, ast } = statement
  if (ast?.kind !== "update" && ast?.kind !== "delete" && ast?.kind !== "insert") return []
  const table = catalog.relations.get(fold(ast.table.name.text))
  if (table?.kind !== "table" || table.leased === undefined) return []
  const token = table.leased
  const writes = described.effects.writes.filter(
    (each) => fold(each.table) === fold(table.name) && each.action !== "insert",
  )
  const gives = writes.some((each) => fold(each.column ?? "") === fold(token))
  if (writes.length === 0 || gives || conditionsOf(ast).some((condition) => speaksOf(condition, token))) return []
  const message = `the write to \`${table.name}\` does not look at \`${token}\``
  const help = `add \`AND ${token} = :${token}\` to the WHERE, or write in \`-- sqlgen-ignore unfenced-write: ...\` why nobody can hold the row`
  const secondary = labelAt(table.place, `declared \`@leased ${token}\``)
  const label = "a worker that has lost the row writes it all the same"
  return [{ ...report(file, "unfenced-write", span, message, label, { help }), secondary }]
}

function conditionsOf(ast: Extract<StatementNode, { kind: "update" | "delete" | "insert" }>): readonly Expression[] {
  const conditions = ast.kind === "insert" ? ast.upserts.map((upsert) => upsert.update?.where) : [ast.where]
  return conditions.filter((condition) => condition !== undefined)
}

/** Whether a column of this name stands in it, also in a subquery. */
function speaksOf(condition: Expression, name: string): boolean {
  let found = false
  const visit = (node: Expression): void => {
    if (node.kind === "column" && fold(node.name.text) === fold(name)) found = true
  }
  walkExpression(condition, visit, { subqueries: true })
  return found
}
