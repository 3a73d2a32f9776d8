import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Label } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import { textOf } from "../source/source-file.ts"
import { unquoted } from "../syntax/parse-source.ts"
import type { ScopeRelation } from "./scope.ts"

type HistoryEntry = Catalog["history"][number]

/** A column that a migration renamed or dropped, and its name now, when it still has one. */
export interface GoneColumn {
  /** the line that dropped it, or those that renamed it, oldest first */
  readonly labels: readonly Label[]
  readonly now: string | undefined
}

/**
 * The column that once had the name, or else one whose old name is nearer to it than every name in `present`. The labels
 * are at the lines of the migrations.
 */
export function goneColumn(
  catalog: Catalog,
  relations: readonly ScopeRelation[],
  present: readonly string[],
  name: string,
): GoneColumn | undefined {
  const tables = new Set(
    relations.flatMap((relation) => (relation.table === undefined ? [] : [fold(relation.table.name)])),
  )
  const taken = new Set(present.map(fold))
  const past = catalog.history.filter(
    (entry) => entry.what !== "added" && tables.has(fold(entry.table)) && !taken.has(fold(entry.column)),
  )
  const entry = latest(past, name) ?? latest(past, nearest(name, present, past))
  if (entry === undefined) return undefined
  const steps = stepsFrom(past, entry)
  const last = steps.at(-1) ?? entry
  const now = last.what === "renamed" ? present.find((one) => fold(one) === fold(newName(last))) : undefined
  return { labels: steps.map(labelOf), now }
}

/** Where a name in use is as near as an old one, it is the one that was meant. */
function nearest(name: string, present: readonly string[], past: readonly HistoryEntry[]): string | undefined {
  const old = didYouMean(
    name,
    past.map((entry) => entry.column),
  )
  if (old === undefined) return undefined
  const used = didYouMean(name, present)
  return used === undefined || didYouMean(name, [used, old]) === old ? old : undefined
}

function latest(past: readonly HistoryEntry[], name: string | undefined): HistoryEntry | undefined {
  return name === undefined ? undefined : past.findLast((entry) => fold(entry.column) === fold(name))
}

/** What was done to the column after `entry`, as long as it was renamed. */
function stepsFrom(past: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  if (entry.what !== "renamed") return [entry]
  const to = fold(newName(entry))
  const later = past.slice(past.indexOf(entry) + 1)
  const next = later.find((one) => fold(one.table) === fold(entry.table) && fold(one.column) === to)
  return next === undefined ? [entry] : [entry, ...stepsFrom(past, next)]
}

function labelOf(entry: HistoryEntry): Label {
  const what = entry.what === "renamed" ? `renamed to \`${newName(entry)}\`` : entry.what
  return { ...entry.place, text: `\`${entry.column}\` was ${what} here` }
}

/** The place of a rename is the new name. */
function newName({ place }: HistoryEntry): string {
  return unquoted(textOf(place.file, place.span))
}
