import {
  anyJson,
  contexts,
  type Definition,
  errorPair,
  errors,
  insert,
  kinds,
  live,
  maybe,
  type Row,
  statuses,
  times,
  type Workflow,
  type World,
  workers,
} from "./pack-world.ts"

/** Some of three tags. */
export function makeTags(world: World, { id }: Workflow): void {
  for (const tag of ["vip", "eu", "é😀"])
    if (world.random.chance(0.5)) insert(world, "workflow_tags", { workflow_id: id, tag })
}

/** Events in sequence, each with an earlier cause or none, and snapshots of some. */
export function makeHistory(world: World, { id }: Workflow): void {
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
    if (random.chance(0.5))
      insert(world, "snapshots", { workflow_id: id, seq, state: random.pick(contexts), recorded_at: time() })
  }
}

/** Its document and its entry, under one integer; rarely one without the other. */
export function makeSearchEntry(world: World, { id, definition }: Workflow, rowid: bigint): void {
  const { random } = world
  if (random.chance(0.3)) return
  if (random.chance(0.9))
    insert(world, "search_documents", { id: rowid, workflow_id: id, indexed_version: random.pick([1n, 2n]) })
  if (random.chance(0.1)) return
  insert(world, "workflow_search", {
    rowid,
    definition: definition.name,
    error: `${random.pick(["boom ", "boom a", ""])}${random.pick(errors)[1]}`,
    context: `${random.pick(["boom ", ""])}${random.pick(contexts)}`,
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

/** Locks and the slots of semaphores, held or free. */
export function makeLocks(world: World): void {
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

/** Schedules and slots that have fired. */
export function makeSchedules(world: World, definitions: readonly Definition[], workflows: readonly Workflow[]): void {
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

/** What was finished long ago. */
export function makeArchive(world: World, definitions: readonly Definition[]): void {
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
