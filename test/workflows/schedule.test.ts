import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, onNative, type PackDatabase, type Params } from "./database.ts"
import { bareCalls, claim, runAll, t0, workflow } from "./seed.ts"

const error = { error_fingerprint: "boom", error_message: "boom 17" }

async function queued(db: PackDatabase, workflows: readonly Params[]): Promise<void> {
  await db.batch([...bareCalls, ...workflows.map((params) => ["insertWorkflow", params] as const)])
}

async function statusOf(db: PackDatabase, id: string): Promise<unknown> {
  return (await db.run("workflowById", { id }))[0]?.["status"]
}

describe.each(["native", "d1"] as const)("the schedule on %s", (engine) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 8)
  }, 30_000)
  afterAll(() => source.close())

  it("backs off, and buries when no attempt is left: one of the two, in one batch", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { max_attempts: 2 })])
    const failing = (claim_token: number, now: number) =>
      db.batch([
        ["failWithBackoff", { id: "a", claim_token, now, base_ms: 1000, cap_ms: 60_000, jitter_ms: 7, ...error }],
        ["exhaust", { id: "a", claim_token, now, ...error }],
      ])
    await db.run("claimBatch", claim("c1"))
    const first = await failing(1, t0)
    expect(first.map((rows) => rows.length)).toEqual([1, 0])
    expect(first[0]?.[0]?.["retry_at"]).toBe(t0 + 1007)
    await db.run("claimBatch", claim("c2", { now: t0 + 1007 }))
    expect((await failing(2, t0 + 2000)).map((rows) => rows.length)).toEqual([0, 1])
    expect(await statusOf(db, "a")).toBe("dead")
    expect((await failing(2, t0 + 2000)).flat(), "sent once more").toEqual([])
  })

  it("does not wait past the deadline", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { deadline_at: t0 + 1000 })])
    await db.run("claimBatch", claim("c1"))
    const backoff = { id: "a", claim_token: 1, now: t0, base_ms: 1, cap_ms: 5000, ...error }
    expect(await db.run("failWithBackoff", { ...backoff, jitter_ms: 999 })).toEqual([])
    expect(await db.run("failWithBackoff", { ...backoff, jitter_ms: 998 })).toHaveLength(1)
  })

  it("brings the dead back with more attempts, and resets neither token nor attempt", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { max_attempts: 1 })])
    await db.run("claimBatch", claim("c1"))
    await db.run("exhaust", { id: "a", claim_token: 1, now: t0, ...error })
    const page = { after_finished_at: 0, after_id: "", page_size: 10 }
    expect((await db.run("deadLetters", page)).map((row) => row["id"])).toEqual(["a"])
    await db.run("requeueDead", { id: "a", extra_attempts: 2, now: t0 })
    expect(await db.run("deadLetters", page)).toEqual([])
    expect(await db.run("claimBatch", claim("c2"))).toEqual([{ id: "a", claim_token: 2, lease_until: t0 + 1000 }])
    const [row] = await db.run("workflowById", { id: "a" })
    expect([row?.["attempt"], row?.["max_attempts"]]).toEqual([2, 3])
  })

  it("pulls work forward and never back", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { run_at: t0 + 100 })])
    const pull = (run_at: number) => db.run("reschedule", { id: "a", run_at, now: t0 })
    expect(await pull(t0 + 50)).toHaveLength(1)
    expect(await pull(t0 + 70)).toEqual([])
    expect((await db.run("nextWakeup", {}))[0]?.["next_available_at"]).toBe(t0 + 50)
    await db.run("scheduleAt", { id: "a", run_at: t0 + 900, now: t0 })
    expect((await db.run("nextWakeup", {}))[0]?.["next_available_at"]).toBe(t0 + 900)
    await db.run("claimBatch", claim("c1", { now: t0 + 900 }))
    expect(await pull(t0), "a lease is not a schedule").toEqual([])
  })

  it("wakes up for leases and deadlines too, and for nothing when all is done", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { deadline_at: t0 + 700 })])
    await db.run("claimBatch", claim("c1"))
    const wakeup = () => db.run("nextWakeup", {})
    expect(await wakeup()).toEqual([{ next_available_at: t0 + 1000, next_deadline_at: t0 + 700 }])
    await db.run("pauseWorkflow", { id: "a", now: t0 })
    expect(await wakeup()).toEqual([{ next_available_at: null, next_deadline_at: t0 + 700 }])
    expect(await db.run("expireDeadlines", { now: t0 + 700, batch: 10 })).toEqual([{ id: "a" }])
    expect(await wakeup()).toEqual([{ next_available_at: null, next_deadline_at: null }])
  })

  it("keeps the time that a paused workflow waited for, and takes the lease of a running one", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { run_at: t0 + 100 }), workflow("b", { max_attempts: 1 })])
    await db.run("claimBatch", claim("c1"))
    for (const id of ["a", "b"]) expect(await db.run("pauseWorkflow", { id, now: t0 })).toHaveLength(1)
    expect(await db.run("heartbeat", { id: "b", claim_token: 1, now: t0, lease_ms: 1000 })).toEqual([])
    expect(await db.run("claimBatch", claim("c2", { now: t0 + 9000 }))).toEqual([])
    for (const id of ["a", "b"]) expect(await db.run("resumeWorkflow", { id, now: t0 })).toHaveLength(1)
    const due = await db.run("dueWorkflows", { now: t0 + 50, page_size: 10 })
    expect(due.map((row) => row["id"])).toEqual(["b"])
    expect(await db.run("claimBatch", claim("c3"))).toEqual([{ id: "b", claim_token: 2, lease_until: t0 + 1000 }])
  })

  it("fires a slot once for many programs, and moves on once", async () => {
    const db = source.next()
    await queued(db, [])
    await db.run("insertSchedule", {
      id: "s",
      definition: "order",
      definition_version: 1,
      tenant: "acme",
      cron: "* * * * *",
      missed: "once",
      priority: 1,
      max_attempts: 3,
      context: "{}",
      next_slot_at: t0,
      now: t0,
    })
    const fire = (workflow_id: string) =>
      db.batch([
        ["fireSlot", { schedule_id: "s", slot_at: t0, workflow_id, now: t0 + 5 }],
        ["enqueueSlot", { schedule_id: "s", slot_at: t0, workflow_id, now: t0 + 5 }],
        ["moveSchedule", { id: "s", slot_at: t0, next_slot_at: t0 + 60_000 }],
      ])
    expect((await db.run("dueSchedules", { now: t0, page_size: 10 })).map((row) => row["id"])).toEqual(["s"])
    const answers = [...(await Promise.all(["x", "y", "z"].map(fire))), await fire("x")]
    for (const step of [0, 1, 2]) expect(answers.flatMap((answer) => answer[step])).toHaveLength(1)
    expect(await db.run("dueSchedules", { now: t0 + 59_999, page_size: 10 })).toEqual([])
    const [row] = await db.run("workflowById", { id: "x" })
    expect([row?.["scheduled_at"], row?.["status"]], "its time is the slot's").toEqual([t0, "queued"])
  })
})

describe("backoff", () => {
  it("doubles up to the cap for as many attempts as there may be", () => {
    onNative((db) => {
      runAll(db.run, [...bareCalls, ["insertWorkflow", workflow("a", { max_attempts: 200 })]])
      for (let attempt = 1; attempt <= 130; attempt += 1) {
        for (const cap_ms of [60_000, 1e15]) {
          const retryAt = db.tried(() => {
            db.sql("UPDATE workflows SET attempt = ?1 - 1, claim_token = ?1, started_at = 1", attempt)
            const [held] = db.run("claimBatch", claim("c"))
            const params = { base_ms: 1000, cap_ms, jitter_ms: 3, now: t0, ...error }
            return db.run("failWithBackoff", { id: "a", claim_token: held?.["claim_token"], ...params })[0]?.[
              "retry_at"
            ]
          })
          expect(retryAt, `attempt ${attempt}`).toBe(t0 + Math.min(cap_ms, 1000 * 2 ** Math.min(attempt - 1, 20)) + 3)
        }
      }
    })
  })
})
