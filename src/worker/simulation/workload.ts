import type { Driver, JsonValue } from "wonder-sql/runtime"
import { insertEdges, insertNodes } from "../../../gen/graph.ts"
import { importWorkflows, insertDefinition } from "../../../gen/state.ts"
import { definitions } from "./definitions.ts"
import { between, pick, type Random, randomFor } from "./random.ts"

/** A workflow to be enqueued. */
export interface Planned {
  readonly id: string
  readonly definition: string
  readonly tenant: string
  readonly priority: number
  readonly runAt: number
  readonly deadlineAt: number | null
  readonly context: { readonly [key: string]: JsonValue }
}

const maxAttempts = 4

/** How much of the load each definition is; they add up to 1. */
const shares: readonly (readonly [definition: string, share: number])[] = [
  ["order", 0.5],
  ["media", 0.2],
  ["report", 0.15],
  ["renewal", 0.15],
]

/** Work that comes in over `windowMs`; the same for the same seed. */
export function planWorkload(seed: number, count: number, start: number, windowMs: number): readonly Planned[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, "0")
    const random = randomFor(seed, "workflow", number)
    const definition = definitionAt((index + 0.5) / count)
    const runAt = start + Math.floor(random() * windowMs)
    return {
      id: `${definition}-${number}`,
      definition,
      tenant: pick(random, ["acme", "globex", "initech"]),
      priority: pick(random, [0, 1, 1, 1, 1, 2, 2, 3]),
      runAt,
      deadlineAt: random() < 0.05 ? runAt + between(random, 4000, 12_000) : null,
      context: { user: { id: `u${between(random, 1, 40)}` }, items: itemsOf(definition, random) },
    }
  })
}

function definitionAt(position: number): string {
  let upTo = 0
  for (const [definition, share] of shares) {
    upTo += share
    if (position < upTo) return definition
  }
  return "order"
}

/** What the `fan_out` node of a definition has one branch for. */
function itemsOf(definition: string, random: Random): readonly string[] {
  switch (definition) {
    case "order":
      return Array.from({ length: between(random, 1, 4) }, () => `sku-${between(random, 100, 999)}`)
    case "media":
      return ["240p", "480p", "720p", "1080p", "2160p"].slice(0, between(random, 2, 5))
    case "report":
      return ["north", "east", "south", "west", "overseas"].slice(0, between(random, 3, 5))
    default:
      return []
  }
}

/** Stores the definitions, each with its graph, in one batch. */
export async function insertDefinitions(db: Driver<"async">, now: number): Promise<void> {
  const version = { definitionVersion: 1 }
  await db.batch(
    definitions.flatMap(({ name, description, nodes, edges }) => [
      insertDefinition.with({ name, version: 1, description, now }),
      insertNodes.with({ ...version, definition: name, nodes }),
      insertEdges.with({ ...version, definition: name, edges }),
    ]),
  )
}

/** Enqueues many workflows, in one statement. */
export async function enqueue(db: Driver<"async">, planned: readonly Planned[], now: number): Promise<void> {
  const common = { definitionVersion: 1, maxAttempts }
  const rows = planned.map((workflow) => ({ ...workflow, ...common, idempotencyKey: `import/${workflow.id}` }))
  await importWorkflows(db, { rows, now })
}
