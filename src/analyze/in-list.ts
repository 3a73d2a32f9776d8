import type { Expression } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkStatement } from "../syntax/walk.ts"
import { isOnly } from "./storage.ts"
import type { ValueType } from "./value-type.ts"

/** Places (start offsets) of the parameters that are the whole list of an IN. */
export function inLists({ ast }: Statement): ReadonlySet<number> {
  const places = new Set<number>()
  const visit = (node: Expression): void => {
    if (node.kind === "in" && node.set.kind === "select" && node.set.list !== undefined) places.add(node.set.list.start)
  }
  if (ast !== undefined) walkStatement(ast, visit, { subqueries: true })
  return places
}

/** The elements of a JSON list as a subquery. JSON has no BLOB: its bytes travel as hexadecimal digits. */
export function elementsOf(json: string, type: ValueType): string {
  return `SELECT ${isOnly(type, "blob") ? "unhex(value)" : "value"} FROM json_each(${json})`
}
