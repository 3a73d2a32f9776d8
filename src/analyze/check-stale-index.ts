import { type Catalog, fold, type VirtualTable } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Effects, StatementDescription } from "../engine/engine.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { labelAt } from "./label-at.ts"

/** A statement of a unit that happens together or not at all. */
interface Part {
  readonly statement: Statement
  readonly described: StatementDescription
}

/**
 * A full-text index without content of its own is written together with the table that it indexes: by triggers, or in the
 * same transaction. Otherwise it finds what is gone, and misses what is there.
 * https://sqlite.org/fts5.html#external_content_tables
 */
export function staleIndexFindings(parts: readonly Part[], catalog: Catalog): readonly Diagnostic[] {
  const written = new Set(parts.flatMap(({ described }) => described.effects.writes.map(({ table }) => fold(table))))
  const tables = [...written].flatMap((name) => catalog.relations.get(name) ?? [])
  const names = tables.flatMap((table) => (table.kind === "table" ? table.searchedBy : []))
  return names.flatMap((name): readonly Diagnostic[] => {
    const index = catalog.relations.get(fold(name))
    if (index?.kind !== "virtual" || written.has(fold(name))) return []
    const part = parts.find(({ described }) => described.effects.writes.some((write) => touches(write, index)))
    return part === undefined ? [] : [stale(part.statement, index)]
  })
}

type Write = Effects["writes"][number]

/** An INSERT or DELETE of a row, or an UPDATE of a column that is indexed. */
function touches({ table, action, column }: Write, { content, columns }: VirtualTable): boolean {
  if (fold(table) !== fold(content ?? "")) return false
  return action !== "update" || columns.some(({ name }) => fold(name) === fold(column ?? ""))
}

function stale({ file, span }: Statement, index: VirtualTable): Diagnostic {
  const message = `\`${index.name}\` indexes what this statement writes, and is not written with it`
  const help =
    "write to the index in the same transaction (several statements under one name), first `'delete'` with the old values, or by a trigger"
  const secondary = labelAt(index.place, `an index of \`${index.content}\``)
  return { ...report(file, "stale-index", span, message, "the index does not follow", { help }), secondary }
}
