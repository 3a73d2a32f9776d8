import { fold } from "../../catalog/catalog.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { report } from "../../syntax/report.ts"
import { labelAt } from "../label-at.ts"
import type { RuleInput } from "./rule.ts"

/**
 * Every UPDATE of a `@versioned` table moves its version on: one that does not is not seen by those who compare the version
 * that they have read, and overwrites what they wrote or is overwritten by them.
 */
export function unversionedUpdate({ statement, described, catalog }: RuleInput): readonly Diagnostic[] {
  const { file, span } = statement
  const updates = described.effects.writes.filter(({ action }) => action === "update")
  return [...new Set(updates.map(({ table }) => fold(table)))].flatMap((name): readonly Diagnostic[] => {
    const table = catalog.relations.get(name)
    if (table?.kind !== "table" || table.versioned === undefined) return []
    const version = table.versioned
    const moved = updates.some((each) => fold(each.table) === name && fold(each.column ?? "") === fold(version))
    if (moved) return []
    const message = `the UPDATE leaves \`${table.name}.${version}\` as it is`
    const help = `write \`SET ${version} = ${version} + 1\`, and \`WHERE ... AND ${version} = :${version}\` where you write what you have computed from what you read`
    const secondary = labelAt(table.place, `declared \`@versioned ${version}\``)
    return [
      {
        ...report(file, "unversioned-update", span, message, "who has read the old row does not notice", { help }),
        secondary,
      },
    ]
  })
}
