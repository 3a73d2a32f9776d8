import type { StatementDescription } from "../engine/engine.ts"
import type { Statement } from "../syntax/statement.ts"
import { reason } from "./lattice.ts"
import type { StatementTypes } from "./statement-types.ts"

/** What `@rows` makes many; and a PRAGMA may answer rows that nothing is known of: SQLite says so. */
export function provedCardinality(
  statement: Statement,
  { cardinality }: Pick<StatementTypes, "cardinality">,
  described: StatementDescription,
): StatementTypes["cardinality"] {
  const rows = statement.annotation?.rows
  if (rows !== undefined && cardinality.value !== "exec")
    return { value: "many", why: reason("`@rows` inserts any number of rows", statement.file, rows.span) }
  if (cardinality.value !== "exec" || described.columns.length === 0) return cardinality
  return { value: "many", why: reason("SQLite answers rows to it", statement.file, statement.span) }
}
