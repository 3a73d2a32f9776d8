import type { Engine } from "../../src/engine/engine.ts"
import { makeArchive, makeHistory, makeLocks, makeSchedules, makeSearchEntry, makeTags } from "./pack-side-rows.ts"
import {
  anyJson,
  contexts,
  type Definition,
  errorPair,
  insert,
  kinds,
  live,
  maybe,
  names,
  type Row,
  statuses,
  times,
  type Workflow,
  type World,
  workers,
  worldOf,
} from "./pack-world.ts"
import type { Random } from "./random.ts"

/** Random legal rows in every table of `sql/migrations`: every state that the CHECKs admit, equal times, odd texts. */
export function fillPack(engine: Engine, random: Random): void {
  const world = worldOf(engine, random)
  const definitions = makeDefinitions(world)
  const workflows = makeWorkflows(world, definitions)
  for (const [index, workflow] of workflows.entries()) {
    makeEffects(world, workflow)
    makeTags(world, workflow)
    makeHistory(world, workflow)
    makeSearchEntry(world, workflow, BigInt(index + 1))
  }
  makeLocks(world)
  makeSchedules(world, definitions, workflows)
  makeArchive(world, definitions)
}

function makeDefinitions(world: World): readonly Definition[] {
  const { random, time } = world
  return times(random.pick([1, 1, 2, 3])).flatMap((index) => {
    const name = index === 0 ? "order" : random.pick(names)
    return [1n, random.pick([2n, 7n])].slice(0, random.pick([1, 2])).map((version) => {
      const retired = maybe(random, 0.2, time())
      insert(world, "definitions", {
        name,
        version,
        description: random.pick(["", "😀"]),
        created_at: time(),
        retired_at: retired,
      })
      return { name, version, nodes: makeGraph(world, name, version) }
    })
  })
}

/** No nodes, loose ones, a chain, a random acyclic graph, or one that may have cycles. */
function makeGraph(world: World, name: string, version: bigint): readonly string[] {
  const { random } = world
  const nodes = ["charge", "pack", "invoice", "ship", "é😀"].slice(0, random.pick([0, 1, 2, 3, 4, 5]))
  const key = { definition: name, definition_version: version }
  for (const node of nodes) {
    const fanOut = random.chance(0.3) ? 1n : 0n
    insert(world, "nodes", {
      ...key,
      node,
      kind: random.pick(kinds),
      fan_out: fanOut,
      max_attempts: random.pick([1n, 3n]),
    })
  }
  const shape = random.pick(["loose", "chain", "acyclic", "any"])
  for (const [from, fromNode] of nodes.entries()) {
    for (const [to, toNode] of nodes.entries()) {
      const isMeant = { loose: false, chain: to === from + 1, acyclic: from < to, any: from !== to }[shape]
      if (isMeant && (shape === "chain" || random.chance(0.4)))
        insert(world, "edges", { ...key, from_node: fromNode, to_node: toNode })
    }
  }
  return nodes
}

function makeWorkflows(world: World, definitions: readonly Definition[]): readonly Workflow[] {
  const { random } = world
  const made: Workflow[] = []
  for (const index of times(random.pick([1, 8, 16, 24]))) {
    const workflow: Workflow = {
      id: random.chance(0.05) ? random.pick(["", "é😀", "WF-1"]) : `wf-${index + 1}`,
      status: random.chance(0.3) ? "running" : random.pick(statuses),
      token: 0n,
      definition: random.pick(definitions),
    }
    const row = workflowRow(world, workflow, made)
    insert(world, "workflows", row)
    made.push({ ...workflow, token: row["claim_token"] as bigint })
  }
  return made
}

function workflowRow(world: World, { id, status, definition }: Workflow, others: readonly Workflow[]): Row {
  const { random, time } = world
  const isRunning = status === "running"
  const isTerminal = !live.includes(status)
  const most = random.pick([1, 2, 5, 5])
  const attempt = isRunning ? random.pick([1, 1, most]) : random.below(isTerminal ? most + 1 : most)
  const token = attempt + random.pick([0, 0, 1, 3])
  const hasFailed = status === "failed" || status === "dead" || random.chance(0.3)
  return {
    id,
    definition: definition.name,
    definition_version: definition.version,
    tenant: random.pick(["acme", "é", ""]),
    parent_id: others.length > 0 ? maybe(random, 0.3, random.pick(others).id) : null,
    idempotency_key: maybe(random, 0.4, `request-${random.below(9)}`),
    unique_key: maybe(random, 0.5, random.pick(["order-17", "", "é😀", id, id])),
    status,
    priority: BigInt(random.below(4)),
    version: random.pick([1n, 1n, 2n, 40n]),
    scheduled_at: time(),
    available_at: time(),
    deadline_at: maybe(random, 0.4, time()),
    claim_token: BigInt(token),
    claim_id: isRunning ? random.pick(["claim-1", "claim-2", ""]) : null,
    worker: isRunning ? random.pick(workers) : null,
    claimed_at: isRunning ? time() : null,
    attempt: BigInt(attempt),
    max_attempts: BigInt(most),
    context: random.pick(contexts),
    result: status === "succeeded" ? maybe(random, 0.7, random.pick(anyJson)) : null,
    ...errorPair(random, hasFailed),
    created_at: time(),
    updated_at: time(),
    started_at: token > 0 ? time() : null,
    finished_at: isTerminal ? time() : null,
  }
}

/** None; all done; or any mixture, also of effects that no node asks for. */
function makeEffects(world: World, workflow: Workflow): void {
  const { random } = world
  const progress = random.pick(["none", "done", "mixed", "mixed"])
  if (progress === "none") return
  for (const node of [...workflow.definition.nodes, ...(progress === "mixed" ? ["loose"] : [])]) {
    if (progress === "mixed" && random.chance(0.25)) continue
    for (const branch of times(random.pick([1, 1, 1, 3]))) {
      const status =
        progress === "done"
          ? "succeeded"
          : random.pick(["pending", "running", "running", "succeeded", "failed", "cancelled"])
      makeEffect(world, workflow, { workflow_id: workflow.id, node, branch: BigInt(branch) }, status)
    }
  }
}

function makeEffect(world: World, workflow: Workflow, key: Row, status: string): void {
  const { random, time } = world
  const most = random.pick([1, 2, 4, 4])
  const attempt =
    status === "running" ? random.pick([1, 1, most]) : random.below(status === "pending" ? most : most + 1)
  const isFinished = status !== "pending" && status !== "running"
  const kind = random.pick(kinds)
  const token = workflow.token > 0n && random.chance(0.7) ? workflow.token : random.pick([1n, 2n, 99n])
  insert(world, "effects", {
    ...key,
    kind,
    status,
    available_at: time(),
    claim_token: attempt > 0 ? token : 0n,
    attempt: BigInt(attempt),
    max_attempts: BigInt(most),
    input: random.pick(contexts),
    output: status === "succeeded" ? maybe(random, 0.7, random.pick(anyJson)) : null,
    ...errorPair(random, status === "failed" || random.chance(0.3)),
    created_at: time(),
    started_at: attempt > 0 ? time() : null,
    finished_at: isFinished ? time() : null,
  })
  for (const index of times(attempt)) {
    const isLast = index + 1 === attempt
    const isOpen = isLast ? status === "running" || random.chance(0.2) : random.chance(0.1)
    const outcome = isOpen ? "running" : random.pick(["succeeded", "failed", "lost"])
    if (random.chance(0.85))
      makeAttempt(world, { ...key, attempt: BigInt(index + 1), kind, claim_token: isLast ? token : 1n }, outcome)
  }
}

function makeAttempt(world: World, start: Row, outcome: string): void {
  const { random, time } = world
  const startedAt = time()
  const duration = random.pick([0n, 1n, 1000n, 1000n, 86_400_000n])
  const isOpen = outcome === "running"
  insert(world, "attempts", {
    ...start,
    worker: random.pick(workers),
    outcome,
    ...errorPair(random, outcome === "failed"),
    started_at: startedAt,
    finished_at: isOpen ? null : startedAt + duration,
    duration_ms: isOpen ? null : duration,
  })
}
