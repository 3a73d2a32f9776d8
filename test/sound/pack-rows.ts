import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import type { Random } from "./random.ts"

type Row = Readonly<Record<string, SqlValue>>

/** What the rows of one round have in common. */
interface World {
  readonly engine: Engine
  readonly random: Random
  /** an instant near those of other rows, so that many are equal */
  readonly time: () => bigint
  /** how often a value is swapped for a wild one; SQLite judges what comes out */
  readonly wildness: number
}

interface Definition {
  readonly name: string
  readonly version: bigint
  readonly nodes: readonly string[]
}

interface Workflow {
  readonly id: string
  readonly status: string
  readonly token: bigint
  readonly definition: Definition
}

const statuses = ["queued", "running", "paused", "succeeded", "failed", "cancelled", "expired", "dead"]
const live = ["queued", "running", "paused"]
const names = ["order", "a", "A", "é😀", "x'y", "1"]
const workers = ["worker-1", "worker-1/7", "", "é😀"]
const kinds = ["card.charge", "image.resize", "", "😀"]
const errors = [
  ["timeout", "timeout after 3000 ms"],
  ["", ""],
  ["lease-lost", "the worker lost its lease"],
  ["é", "😀 'quoted' \"text\"\n--"],
] as const
const contexts = [
  '{"count":1,"items":[1,2],"more":null,"new":1}',
  "{}",
  '{"user":{"id":"u1"}}',
  '{"user":{"id":"é😀","name":null},"note":""}',
  ' { "note" : "x" , "items" : [1, 2.5, null, {"a": true}] } ',
  '{"user":{"id":"1"},"note":"\\u0000"}',
]
const anyJson = [...contexts, "[]", "null", "true", "0", "-1.5e3", '"text"', "[[],{}]", "9007199254740993"]
const extremes = [
  9_007_199_254_740_991n,
  9_007_199_254_740_993n,
  9_223_372_036_854_775_807n,
  -9_007_199_254_740_992n,
  -9_223_372_036_854_775_808n,
]
const wild: readonly SqlValue[] = [null, 0n, 1n, 2n, -1n, "", "x", "queued", "running", "failed"]
/** What they hold is the author's word (`@json`), beyond what the CHECKs ask for. */
const promised = new Set(["context", "result", "input", "output", "data", "state"])

/** Random legal rows in every table of `sql/migrations`: every state that the CHECKs admit, equal times, odd texts. */
export function fillPack(engine: Engine, random: Random): void {
  const world = worldOf(engine, random)
  const definitions = makeDefinitions(world)
  const workflows = makeWorkflows(world, definitions)
  for (const workflow of workflows) {
    makeEffects(world, workflow)
    makeTags(world, workflow)
    makeHistory(world, workflow)
    makeSearchEntry(world, workflow)
  }
  makeLocks(world)
  makeSchedules(world, definitions, workflows)
  makeArchive(world, definitions)
}

function worldOf(engine: Engine, random: Random): World {
  const base = random.pick([0n, 1_700_000_000_000n, 1_700_000_000_000n, 9_007_199_254_700_000n])
  const steps = [0n, 0n, 0n, 1n, 1000n, 1000n, 30_000n, 60_000n, 3_600_000n]
  const tail = random.chance(0.25) ? extremes : [0n, 1n, -1n]
  return {
    engine,
    random,
    time: () => (random.chance(0.04) ? random.pick(tail) : base + random.pick(steps)),
    wildness: random.pick([0, 0.05, 0.3]),
  }
}

/** Inserts a row if SQLite takes it; a row that was made wild and is refused goes in as it was. */
function insert(world: World, table: string, row: Row): void {
  const { random } = world
  const keys = Object.keys(row).filter((key) => !promised.has(key))
  if (random.chance(world.wildness)) {
    const other = { ...row, [random.pick(keys)]: random.chance(0.2) ? random.pick(extremes) : random.pick(wild) }
    if (write(world.engine, table, other)) return
  }
  write(world.engine, table, row)
}

function write(engine: Engine, table: string, row: Row): boolean {
  const columns = Object.keys(row)
  const places = columns.map((_, index) => `?${index + 1}`).join(", ")
  return engine.query(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`, Object.values(row)).ok
}

function times(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function maybe<T>(random: Random, probability: number, value: T): T | null {
  return random.chance(probability) ? value : null
}

function errorPair(random: Random, isThere: boolean): Row {
  const [fingerprint, message] = isThere ? random.pick(errors) : [null, null]
  return { error_fingerprint: fingerprint, error_message: message }
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

function makeTags(world: World, { id }: Workflow): void {
  for (const tag of ["vip", "eu", "é😀"])
    if (world.random.chance(0.5)) insert(world, "workflow_tags", { workflow_id: id, tag })
}

function makeHistory(world: World, { id }: Workflow): void {
  const { random, time } = world
  for (const index of times(random.pick([0, 1, 4]))) {
    const seq = BigInt(index + 1)
    const cause = index > 0 ? maybe(random, 0.5, BigInt(1 + random.below(index))) : null
    const correlation = maybe(random, 0.5, random.pick(["c-1", "", "é"]))
    const event = {
      type: random.pick(kinds),
      data: random.pick(contexts),
      cause_seq: cause,
      correlation_id: correlation,
    }
    insert(world, "events", { workflow_id: id, seq, ...event, recorded_at: time() })
    if (random.chance(0.3))
      insert(world, "snapshots", { workflow_id: id, seq, state: random.pick(contexts), recorded_at: time() })
  }
}

function makeSearchEntry(world: World, { id, definition }: Workflow): void {
  const { random } = world
  if (random.chance(0.5)) return
  insert(world, "search_documents", { workflow_id: id, indexed_version: random.pick([1n, 2n]) })
  const error = random.pick(errors)[1]
  insert(world, "workflow_search", {
    definition: definition.name,
    error: random.chance(0.7) ? `boom ${error}` : error,
    context: random.pick(contexts),
    tags: "vip eu",
  })
}

function hold(world: World): Row {
  const { random, time } = world
  const isHeld = random.chance(0.7)
  return {
    holder: isHeld ? random.pick([...workers, "other"]) : null,
    acquired_at: isHeld ? time() : null,
    expires_at: isHeld ? time() : null,
  }
}

function makeLocks(world: World): void {
  const { random } = world
  for (const name of ["invoice-numbers", "", "é😀"])
    if (random.chance(0.7)) insert(world, "locks", { name, token: BigInt(1 + random.below(3)), ...hold(world) })
  for (const semaphore of ["smtp", "é😀"]) {
    for (const index of times(random.pick([0, 1, 4]))) {
      const token = BigInt(1 + random.below(3))
      insert(world, "semaphore_slots", { semaphore, slot: BigInt(index + 1), token, ...hold(world) })
    }
  }
}

function makeSchedules(world: World, definitions: readonly Definition[], workflows: readonly Workflow[]): void {
  const { random, time } = world
  for (const id of ["nightly-report", "", "é😀"].slice(0, random.below(4))) {
    const definition = random.pick(definitions)
    insert(world, "schedules", {
      id,
      definition: definition.name,
      definition_version: definition.version,
      tenant: "acme",
      cron: random.pick(["0 3 * * *", ""]),
      missed: random.pick(["skip", "once", "backfill"]),
      enabled: random.chance(0.7) ? 1n : 0n,
      priority: BigInt(random.below(4)),
      max_attempts: random.pick([1n, 5n]),
      context: random.pick(contexts),
      next_slot_at: time(),
      created_at: time(),
    })
    for (const index of times(random.below(3))) {
      const workflow = random.chance(0.3) ? random.pick(workflows).id : `slot-${index}`
      insert(world, "schedule_slots", { schedule_id: id, slot_at: time(), workflow_id: workflow, fired_at: time() })
    }
  }
}

function makeArchive(world: World, definitions: readonly Definition[]): void {
  const { random, time } = world
  for (const index of times(random.below(3))) {
    const id = `old-${index}`
    const definition = random.pick(definitions)
    const status = random.pick(statuses.filter((each) => !live.includes(each)))
    insert(world, "archived_workflows", {
      id,
      definition: definition.name,
      definition_version: definition.version,
      tenant: "acme",
      parent_id: maybe(random, 0.3, "wf-1"),
      status,
      priority: 1n,
      attempt: 1n,
      context: random.pick(contexts),
      result: maybe(random, 0.5, random.pick(anyJson)),
      ...errorPair(random, random.chance(0.5)),
      created_at: time(),
      started_at: maybe(random, 0.8, time()),
      finished_at: time(),
      archived_at: time(),
    })
    const outcome = random.pick(["succeeded", "failed", "lost"])
    const attempt = { workflow_id: id, node: "charge", branch: 0n, attempt: 1n, kind: "", worker: "", outcome }
    insert(world, "archived_attempts", {
      ...attempt,
      ...errorPair(random, outcome === "failed"),
      started_at: time(),
      finished_at: time(),
    })
    const event = { type: "", data: random.pick(contexts), cause_seq: null, correlation_id: maybe(random, 0.5, "c-1") }
    insert(world, "archived_events", { workflow_id: id, seq: 1n, ...event, recorded_at: time() })
  }
}
