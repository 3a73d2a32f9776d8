import type { Call, PackDatabase, Row } from "./database.ts"

/** What the outside world decides: time, luck, and whether two statements of a batch can be torn apart. */
export interface World {
  readonly db: PackDatabase
  now(): number
  /** lets time pass */
  wait(ms: number): void
  /** below 1, repeatable */
  random(): number
  /** every batch in one transaction; otherwise a worker may die between any two statements */
  readonly atomic: boolean
}

const lease_ms = 1000
const error = { error_fingerprint: "boom", error_message: "boom 17" }
const backoff = { base_ms: 50, cap_ms: 400, jitter_ms: 3, ...error }

async function* send(world: World, calls: readonly Call[]): AsyncGenerator<void, Row[][]> {
  if (world.atomic) return world.db.batch(calls)
  const answers: Row[][] = []
  for (const [name, params] of calls) {
    answers.push(await world.db.run(name, params))
    yield
  }
  return answers
}

/** Claims a few workflows and works on each until it is done, failed, or has to wait. Stop asking, and it is dead. */
export async function* work(world: World, worker: string, claim_id: string): AsyncGenerator<void, Row[]> {
  const claim = { claim_id, worker, now: world.now(), lease_ms, min_priority: 0, batch: 2 }
  const [, held = []] = yield* send(world, [
    ["claimBatch", claim],
    ["claimedBy", { claim_id }],
  ])
  for (const row of held) yield* workOn(world, String(row["id"]), Number(row["claim_token"]))
  return held
}

async function* workOn(world: World, workflow_id: string, claim_token: number): AsyncGenerator<void> {
  const now = world.now()
  yield* send(world, [
    ["closeLostAttempts", { workflow_id, now }],
    ["recoverEffects", { workflow_id, now }],
  ])
  for (;;) {
    yield
    const held = { workflow_id, claim_token }
    const at = { now: world.now() }
    const [lease, , , , running = [], progress] = yield* send(world, [
      ["heartbeat", { id: workflow_id, claim_token, ...at, lease_ms }],
      ["advance", { ...held, ...at }],
      ["claimEffects", { ...held, ...at, batch: 10 }],
      ["openAttempts", held],
      ["runningEffects", held],
      ["progress", { workflow_id }],
    ])
    if (lease?.length !== 1) return
    for (const effect of running) yield* runEffect(world, { ...held, effect })
    if (running.length > 0) continue
    yield* settle(world, workflow_id, claim_token, progress?.[0] ?? {})
    return
  }
}

interface Running {
  readonly workflow_id: string
  readonly claim_token: number
  readonly effect: Row
}

async function* runEffect(world: World, { workflow_id, claim_token, effect }: Running): AsyncGenerator<void> {
  const luck = world.random()
  world.wait(Math.floor(luck * 200))
  yield
  const { node, branch, attempt } = effect
  const key = { workflow_id, node, branch, attempt, claim_token, now: world.now() }
  if (luck < 0.75) {
    yield* send(world, [
      ["closeAttempt", { ...key, outcome: "succeeded", error_fingerprint: null, error_message: null }],
      ["completeEffect", { ...key, output: '{"ok":true}' }],
    ])
    return
  }
  yield* send(world, [
    ["closeAttempt", { ...key, outcome: "failed", ...error }],
    ["retryEffect", { ...key, ...backoff }],
    ["failEffect", { ...key, ...error }],
  ])
}

async function* settle(world: World, id: string, claim_token: number, progress: Row): AsyncGenerator<void> {
  const held = { id, claim_token, now: world.now() }
  if (Number(progress["failed"]) > 0) {
    yield* send(world, [
      ["failWithBackoff", { ...held, ...backoff }],
      ["exhaust", { ...held, ...error }],
    ])
  } else if (Number(progress["pending"]) > 0) {
    yield* send(world, [["snooze", { ...held, run_at: progress["next_effect_at"] }]])
  } else {
    yield* send(world, [["complete", { ...held, result: "{}" }]])
  }
}

/** What a maintenance job sends now and then. */
export function housekeeping(now: number): Call[] {
  return [
    ["reapExpired", { now, batch: 100 }],
    ["expireDeadlines", { now, batch: 100 }],
    ["sweepAttempts", { now, batch: 100 }],
    ["sweepEffects", { now, batch: 100 }],
  ]
}
