import type { Select } from "../syntax/ast.ts"
import { literalOf } from "./literal.ts"
import type { RowCount } from "./scope.ts"

/** True where there is at least one row. */
export function hasRow(rows: RowCount): boolean {
  return rows === "one" || rows === "some"
}

/** True where there is at most one row. */
export function isSingle(rows: RowCount): boolean {
  return rows === "one" || rows === "optional"
}

/** No OFFSET, and no LIMIT or one that is a number from 1 on: what has a row keeps one. */
export function keepsRow({ limit, offset }: Select): boolean {
  if (offset !== undefined) return false
  const most = limit === undefined ? 1 : literalOf(limit)
  return typeof most === "number" && most > 0
}
