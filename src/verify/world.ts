import { type Catalog, fold } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import { alphabetOf, type Making } from "./alphabet.ts"
import type { Arena } from "./arena.ts"
import { chooseValues } from "./choose.ts"
import type { Documents } from "./documents.ts"
import { deleteOrphans, type Filler, fillerOf, fillTables } from "./fill.ts"
import { planFill } from "./fill-plan.ts"
import { type Hints, hintsOf, withHints } from "./hints.ts"
import { type Knowledge, knowledgeOf } from "./knowledge.ts"
import { meetingsOf } from "./meetings.ts"
import type { Random } from "./random.ts"
import { type Snapshot, snapshotOf } from "./snapshot.ts"
import { enter, type Footing, replay, type Step, settle } from "./step.ts"
import type { Subject } from "./subject.ts"

/** Where states of the database are made, for certain subjects. */
export interface Workshop {
  readonly arena: Arena
  readonly filler: Filler
  readonly knowledge: ReadonlyMap<Subject, Knowledge>
  readonly hints: Hints
  readonly documents: Documents
  readonly hostile: boolean
  /** tables that take no rows, and why */
  readonly unfillable: readonly { readonly name: string; readonly why: string }[]
}

/** What a workshop is for. */
export interface Order {
  /** holds the schema and no rows but those that the schema inserts */
  readonly arena: Arena
  readonly catalog: Catalog
  readonly subjects: readonly Subject[]
  readonly documents: Documents
  /** values of any storage class where SQLite admits them */
  readonly hostile: boolean
}

/** One state of the database, which is there until the transaction ends. */
export interface World {
  readonly making: Making
  readonly footing: Footing
  /** what has made it, so that it can be made again */
  readonly steps: Step[]
  snapshot: Snapshot
}

/** Looks at the schema and at the subjects once. */
export function workshopOf({ arena, catalog, subjects, documents, hostile }: Order): Workshop {
  const relations = [...catalog.relations.values()]
  const columns = new Set(relations.flatMap((relation) => relation.columns.map(({ name }) => fold(name))))
  const touched = new Set(subjects.flatMap(({ tables }) => [...tables]))
  const knowledge = knowledgeOf(arena, subjects, catalog, columns, documents)
  const written = hintsOf([...schemaTexts(arena), ...subjects.map(({ sql }) => sql)], columns)
  const hints = withHints(written, listedValues(knowledge))
  const plan = planFill(arena, catalog, touched, hints, meetingsOf(knowledge, catalog))
  return { arena, filler: fillerOf(plan), knowledge, hints, documents, hostile, unfillable: plan.unfillable }
}

/** `@param role 'admin' | 'guest'` speaks of the column that the parameter meets. */
function listedValues(knowledge: Workshop["knowledge"]): readonly (readonly [string, readonly SqlValue[]])[] {
  return [...knowledge].flatMap(([{ parameters }, { links }]) =>
    parameters.flatMap(({ type }, index) => {
      const values = (type.literals ?? []).map((value) => (Number.isInteger(value) ? BigInt(value) : value))
      return (links[index] ?? []).map(({ column }) => [column, values] as const)
    }),
  )
}

function schemaTexts(arena: Arena): readonly string[] {
  const answer = arena.run("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
  return answer.ok ? answer.rows.map(([sql]) => String(sql)) : []
}

/** Begins a transaction and makes rows in it. `leave` takes them back. */
export function makeWorld(workshop: Workshop, foreignKeys: boolean, random: Random): World {
  const { arena, filler, hints, documents, hostile } = workshop
  const making = { random, alphabet: alphabetOf(random), hints, documents, hostile }
  const footing = { foreignKeys, hasCycles: filler.plan.hasCycles }
  enter(arena, footing)
  const steps = [...fillTables(arena, footing, filler, making)]
  if (footing.foreignKeys && footing.hasCycles) steps.push(...deleteOrphans(arena, filler.plan))
  settle(arena, footing)
  return { making, footing, steps, snapshot: snapshotOf(arena, filler.plan) }
}

/** A statement may have ended the transaction (`OR ROLLBACK`): then the state is made again. */
export function reopen(arena: Arena, { footing, steps }: World): void {
  if (arena.engine.inTransaction()) return
  enter(arena, footing)
  replay(arena, steps)
  settle(arena, footing)
}

/** Parameters of a subject, most of them of rows that are there. */
export function valuesFor(workshop: Workshop, world: World, subject: Subject): readonly SqlValue[] {
  const { knowledge, filler, arena } = workshop
  const known = knowledge.get(subject)
  if (known === undefined || subject.parameters.length === 0) return []
  const { making, snapshot } = world
  const words = wordsOf(subject, filler, snapshot)
  const choice = { ...known, making: { ...making, hints: known.hints }, plan: filler.plan, snapshot, words }
  return chooseValues(arena, subject, choice)
}

/** Words of the full text search tables that a subject reads. */
function wordsOf({ tables }: Subject, { plan }: Filler, snapshot: Snapshot): readonly string[] {
  const searched = plan.tables.filter(({ name, isSearch }) => isSearch && tables.has(fold(name)))
  if (searched.length === 0) return []
  const rows = searched.flatMap(({ name }) => snapshot.tables.get(fold(name)) ?? [])
  const words = rows.flatMap((row) =>
    [...row.values()].flatMap((value) => (typeof value === "string" ? (value.match(/[a-z]{2,}/gi) ?? []) : [])),
  )
  return ["a", ...words]
}
