import { fold } from "../../catalog/catalog.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { report } from "../../syntax/report.ts"
import { labelAt } from "../label-at.ts"
import type { RuleInput } from "./rule.ts"

/** Rows of an `@append-only` table stay as they are: also triggers and foreign keys must not change them. */
export function appendOnly({ statement, described, catalog }: RuleInput): readonly Diagnostic[] {
  const { file, span, ast } = statement
  const replaces = ast?.kind === "insert" && ast.or === "replace" ? [fold(ast.table.name.text)] : []
  const changed = described.effects.writes.flatMap(({ table, action }) => (action === "insert" ? [] : [fold(table)]))
  return [...new Set([...replaces, ...changed])].flatMap((name): readonly Diagnostic[] => {
    const table = catalog.relations.get(name)
    if (table?.kind !== "table" || !table.appendOnly) return []
    const message = `rows of \`${table.name}\` are only added, and this statement changes or deletes some`
    const help = "add a row that says what is new, or write why in `-- sqlgen-ignore append-only: ...`"
    const secondary = labelAt(table.place, "declared `@append-only`")
    return [{ ...report(file, "append-only", span, message, "not an INSERT of new rows", { help }), secondary }]
  })
}
