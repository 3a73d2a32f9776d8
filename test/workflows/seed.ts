import type { Params } from "./database.ts"

/** A point in time that no test depends on. */
export const t0 = 1_700_000_000_000

type Run<R> = (name: string, params: Params) => R

/** Parameters of `insertWorkflow`, the unimportant ones filled in. */
export function workflow(id: string, over: Params = {}): Params {
  return {
    id,
    definition: "order",
    definition_version: 1,
    tenant: "acme",
    parent_id: null,
    idempotency_key: null,
    unique_key: null,
    priority: 1,
    run_at: t0,
    deadline_at: null,
    max_attempts: 3,
    context: "{}",
    now: t0,
    ...over,
  }
}

/** Parameters of a claim of everything. */
export function claim(claimId: string, over: Params = {}): Params {
  return {
    claim_id: claimId,
    worker: `worker of ${claimId}`,
    now: t0,
    lease_ms: 1000,
    min_priority: 0,
    batch: 1000,
    ...over,
  }
}

/** charge -> pack -> ship, charge -> invoice -> ship */
const orderEdges: readonly (readonly [string, string])[] = [
  ["charge", "pack"],
  ["charge", "invoice"],
  ["pack", "ship"],
  ["invoice", "ship"],
]

/** The three calls that add a definition with a graph. */
export function graphCalls(
  definition: string,
  nodes: readonly string[],
  edges: readonly (readonly [string, string])[],
  maxAttempts = 3,
): [string, Params][] {
  const key = { definition, definition_version: 1 }
  const nodeRows = nodes.map((node) => ({ node, kind: `kind.${node}`, fanOut: false, maxAttempts }))
  const edgeRows = edges.map(([from, to]) => ({ from, to }))
  return [
    ["insertDefinition", { name: definition, version: 1, description: "", now: t0 }],
    ["insertNodes", { ...key, nodes: JSON.stringify(nodeRows) }],
    ["insertEdges", { ...key, edges: JSON.stringify(edgeRows) }],
  ]
}

export const orderCalls: readonly [string, Params][] = graphCalls(
  "order",
  ["charge", "pack", "invoice", "ship"],
  orderEdges,
)

/** A definition without nodes, for tests of the workflow alone. */
export const bareCalls: readonly [string, Params][] = [
  ["insertDefinition", { name: "order", version: 1, description: "", now: t0 }],
]

/** Runs calls one by one on a synchronous database. */
export function runAll<R>(run: Run<R>, calls: readonly (readonly [string, Params])[]): R[] {
  return calls.map(([name, params]) => run(name, params))
}
