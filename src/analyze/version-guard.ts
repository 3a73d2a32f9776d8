import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import type { Guard } from "./checked-query.ts"
import { conjuncts } from "./column-type.ts"

/**
 * An UPDATE of a `@versioned` table that compares the version with a parameter finds its row, or somebody was faster: in a
 * transaction that is an outcome. Undefined for every other statement.
 */
export function versionGuard({ ast }: Statement, catalog: Catalog): Guard | undefined {
  if (ast?.kind !== "update" || ast.where === undefined) return undefined
  const table = catalog.relations.get(fold(ast.table.name.text))
  if (table?.kind !== "table" || table.versioned === undefined) return undefined
  const version = fold(table.versioned)
  const compares = conjuncts(ast.where).some(
    (each) =>
      each.kind === "binary" &&
      each.op === "=" &&
      ((isColumn(each.left, version) && each.right.kind === "parameter") ||
        (isColumn(each.right, version) && each.left.kind === "parameter")),
  )
  return compares ? { counts: "changes", test: "=", count: 1, reason: "version_conflict" } : undefined
}

function isColumn(node: Expression, name: string): boolean {
  return node.kind === "column" && fold(node.name.text) === name
}
