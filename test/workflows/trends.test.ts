import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type PackDatabase, type Row } from "./database.ts"
import { bareCalls, t0, workflow } from "./seed.ts"

const statuses = ["queued", "running", "succeeded", "failed", "cancelled", "dead"] as const
const terminal = ["succeeded", "failed", "cancelled", "dead"]

/** Workflows in every status, each with an effect on two nodes and an attempt. */
const list = Array.from({ length: 48 }, (_, i) => {
  const status = statuses[(i * 5) % statuses.length] ?? "queued"
  const over = terminal.includes(status)
  return {
    id: `w${i}`,
    status,
    createdAt: t0 + i * 10,
    startedAt: status === "queued" ? null : t0 + i * 10 + 1,
    finishedAt: over ? t0 + i * 20 : null,
    context: JSON.stringify({ text: "é".repeat(i) }),
    fails: i % 3 === 0,
    duration: (i * 37) % 101,
    packed: i % 4,
  }
})

const setUp: readonly string[] = [
  `UPDATE workflows SET status = w.value ->> 'status', started_at = w.value ->> 'startedAt',
     finished_at = w.value ->> 'finishedAt', claim_token = iif(w.value ->> 'status' = 'queued', 0, 1),
     attempt = iif(w.value ->> 'status' = 'queued', 0, 1), error_message = 'm', error_fingerprint = 'f',
     claim_id = iif(w.value ->> 'status' = 'running', 'c', NULL), worker = iif(w.value ->> 'status' = 'running', 'x', NULL),
     claimed_at = iif(w.value ->> 'status' = 'running', 1, NULL)
   FROM json_each(?1) AS w WHERE workflows.id = w.value ->> 'id'`,
  `INSERT INTO effects (workflow_id, node, kind, status, available_at, claim_token, attempt, max_attempts, created_at,
     started_at, finished_at)
   SELECT value ->> 'id', 'charge', 'pay', 'succeeded', 1, 1, 1, 3, 1, 1, 2 FROM json_each(?1)`,
  `INSERT INTO effects (workflow_id, node, branch, kind, available_at, max_attempts, created_at, status, finished_at,
     claim_token, attempt, started_at)
   SELECT w.id, 'pack', branch.key, 'box', 1, 3, 1, iif(p = 3, 'succeeded', 'pending'), iif(p = 3, 2, NULL),
     iif(p = 1, 0, 1), iif(p = 1, 0, 1), iif(p = 1, NULL, 1)
   FROM (SELECT value ->> 'id' AS id, value ->> 'packed' AS p FROM json_each(?1)) AS w CROSS JOIN json_each('[0,1]') AS branch WHERE p > 0`,
  `INSERT INTO attempts (workflow_id, node, branch, attempt, kind, claim_token, worker, outcome, error_fingerprint,
     error_message, started_at, finished_at, duration_ms)
   SELECT value ->> 'id', 'charge', 0, 1, 'pay', 1, 'x', iif(value ->> 'fails', 'failed', 'succeeded'),
     iif(value ->> 'fails', 'e' || (key % 2), NULL), iif(value ->> 'fails', 'm', NULL),
     (value ->> 'createdAt') - (value ->> 'duration'), value ->> 'createdAt', value ->> 'duration'
   FROM json_each(?1)`,
]

const window = { since: t0 + 100, until: t0 + 400 }
const within = (time: number | null): boolean => time !== null && time >= window.since && time < window.until
const bucketOf = (time: number | null, size: number): number => (time ?? 0) - ((time ?? 0) % size)

/** Groups in the order of their keys. */
function grouped<T>(rows: readonly T[], keyOf: (row: T) => string, make: (group: readonly T[]) => Row): Row[] {
  const keys = [...new Set(rows.map(keyOf))].sort()
  return keys.map((key) => make(rows.filter((row) => keyOf(row) === key)))
}

describe.each(["native", "d1"] as const)("trends on %s", (engine) => {
  let source: DatabaseSource
  let db: PackDatabase
  beforeAll(async () => {
    source = await databasesOf(engine, 1)
    db = source.next()
    await db.batch(bareCalls)
    for (const { id, createdAt, context } of list) {
      await db.run("insertWorkflow", workflow(id, { now: createdAt, context }))
    }
    for (const text of setUp) await db.sql(text, JSON.stringify(list))
  }, 60_000)
  afterAll(() => source.close())

  it("counts errors and durations as JavaScript does", async () => {
    const failed = list.map((w, i) => ({ ...w, error: `e${i % 2}` })).filter((w) => w.fails && within(w.createdAt))
    const wanted = grouped(
      failed,
      (w) => `${bucketOf(w.createdAt, 70)} ${w.error}`,
      (group) => ({
        bucket_at: bucketOf(group[0]?.createdAt ?? 0, 70),
        error_fingerprint: group[0]?.error,
        occurrences: group.length,
        workflows: group.length,
      }),
    )
    expect(wanted.length).toBeGreaterThan(3)
    expect(await db.run("errorTrend", { ...window, bucket_ms: 70 })).toEqual(wanted)
    const good = list.filter((w) => !w.fails && within(w.createdAt))
    const steps = [0, 25, 50, 75, 100].map((from_ms) => ({
      from_ms,
      attempts: good.filter((w) => bucketOf(w.duration, 25) === from_ms).length,
    }))
    const histogram = await db.run("durationHistogram", { kind: "pay", ...window, step_ms: 25 })
    expect(histogram).toEqual(steps.filter((step) => step.attempts > 0))
  })

  it("shows how workflows ended and how large they became, by bucket", async () => {
    const ended = list.filter((w) => within(w.finishedAt))
    const key = (w: (typeof list)[number]) => String(bucketOf(w.finishedAt, 100))
    const rates = grouped(ended, key, (group) => {
      const count = (...some: string[]) => group.filter((w) => some.includes(w.status)).length
      const [succeeded, failedCount] = [count("succeeded"), count("failed", "dead", "expired")]
      return {
        definition: "order",
        bucket_at: bucketOf(group[0]?.finishedAt ?? 0, 100),
        succeeded,
        failed: failedCount,
        cancelled: count("cancelled"),
        success_rate: succeeded + failedCount === 0 ? null : succeeded / (succeeded + failedCount),
      }
    })
    expect(await db.run("successRateOverTime", { ...window, bucket_ms: 100 })).toEqual(rates)
    const sizes = grouped(ended, key, (group) => {
      const bytes = group.map((w) => Buffer.byteLength(w.context))
      return {
        definition: "order",
        bucket_at: bucketOf(group[0]?.finishedAt ?? 0, 100),
        workflows: group.length,
        average_bytes: bytes.reduce((sum, one) => sum + one, 0) / bytes.length,
        largest_bytes: Math.max(...bytes),
      }
    })
    expect(await db.run("contextGrowth", { ...window, bucket_ms: 100 })).toEqual(sizes)
  })

  it("shows how far workflows came", async () => {
    const made = list.filter((w) => within(w.createdAt))
    expect(await db.run("funnel", { definition: "order", ...window })).toEqual([
      {
        created: made.length,
        started: made.filter((w) => w.startedAt !== null).length,
        finished: made.filter((w) => w.finishedAt !== null).length,
        succeeded: made.filter((w) => w.status === "succeeded").length,
      },
    ])
    const packed = (...some: number[]) => made.filter((w) => some.includes(w.packed)).length
    expect(await db.run("nodeFunnel", { definition: "order", ...window })).toEqual([
      { node: "charge", reached: made.length, tried: made.length, passed: made.length },
      { node: "pack", reached: packed(1, 2, 3), tried: packed(2, 3), passed: packed(3) },
    ])
  })
})
