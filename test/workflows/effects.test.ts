import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type PackDatabase, type Params } from "./database.ts"
import { claim, orderCalls, t0, workflow } from "./seed.ts"

const error = { error_fingerprint: "boom", error_message: "boom 17" }
const charge = { workflow_id: "a", node: "charge", branch: 0, claim_token: 1 }
const backoff = { base_ms: 100, cap_ms: 1000, jitter_ms: 5, ...error }

/** Workflow `a`, claimed with token 1, its first effect running. */
async function started(db: PackDatabase): Promise<void> {
  await db.batch([...orderCalls, ["insertWorkflow", workflow("a")], ["claimBatch", claim("c1")]])
  await start(db, 1, t0)
}

function start(db: PackDatabase, claim_token: number, now: number) {
  const held = { workflow_id: "a", claim_token }
  return db.batch([
    ["advance", { ...held, now }],
    ["claimEffects", { ...held, now, batch: 10 }],
    ["openAttempts", held],
  ])
}

function close(db: PackDatabase, outcome: "succeeded" | "failed", params: Params) {
  const none = { error_fingerprint: null, error_message: null }
  return db.run("closeAttempt", { ...charge, outcome, ...(outcome === "failed" ? error : none), ...params })
}

describe.each(["native", "d1"] as const)("effects on %s", (engine) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 7)
  }, 30_000)
  afterAll(() => source.close())

  it("start once for a lease, with an attempt each", async () => {
    const db = source.next()
    await started(db)
    const again = await start(db, 1, t0)
    expect(again[1], "it runs already").toEqual([])
    const held = { workflow_id: "a", claim_token: 1 }
    expect((await db.run("runningEffects", held)).map((row) => row["node"])).toEqual(["charge"])
    const attempts = await db.run("attemptsOf", { workflow_id: "a" })
    expect(attempts.map((row) => [row["attempt"], row["worker"], row["outcome"]])).toEqual([
      [1, "worker of c1", "running"],
    ])
  })

  it("refuse every write with a stale token, of another attempt, or after the lease has gone", async () => {
    const db = source.next()
    await started(db)
    const writes = (claim_token: number, attempt: number, now: number): (readonly [string, Params])[] => {
      const key = { ...charge, claim_token, attempt, now }
      return [
        ["completeEffect", { ...key, output: null }],
        ["retryEffect", { ...key, ...backoff }],
        ["failEffect", { ...key, ...error }],
        ["closeAttempt", { ...key, outcome: "failed", ...error }],
      ]
    }
    const nothingHappens = async (why: string, claim_token: number, attempt: number) => {
      const answers = await db.batch(writes(claim_token, attempt, t0 + 1))
      expect(answers.flat(), why).toEqual([])
    }
    await nothingHappens("another token", 2, 1)
    await nothingHappens("another attempt", 1, 2)
    await db.run("claimBatch", claim("c2", { now: t0 + 1000 }))
    await nothingHappens("taken over", 1, 1)
    await nothingHappens("the effect was not started by the new lease", 2, 1)
    expect(await start(db, 1, t0 + 1000), "nor may the old one start anything").toEqual([[], [], []])
  })

  it("are handed from a lost worker to the next: attempt closed, effect pending, run again", async () => {
    const db = source.next()
    await started(db)
    await db.run("claimBatch", claim("c2", { now: t0 + 1000 }))
    const recover = () =>
      db.batch([
        ["closeLostAttempts", { workflow_id: "a", now: t0 + 1000 }],
        ["recoverEffects", { workflow_id: "a", now: t0 + 1000 }],
      ])
    expect(await recover()).toEqual([
      [{ node: "charge", branch: 0, attempt: 1 }],
      [{ node: "charge", branch: 0, attempt: 1, status: "pending" }],
    ])
    expect(await recover(), "again").toEqual([[], []])
    const [, running] = await start(db, 2, t0 + 1000)
    expect(running?.map((row) => row["attempt"])).toEqual([2])
    const attempts = await db.run("attemptsOf", { workflow_id: "a" })
    expect(attempts.map((row) => [row["outcome"], row["duration_ms"]])).toEqual([
      ["lost", 1000],
      ["running", null],
    ])
  })

  it("wait after a failure, and have failed for good after the last", async () => {
    const db = source.next()
    await started(db)
    const fail = (attempt: number, now: number) => {
      const key = { ...charge, attempt, now }
      return db.batch([
        ["closeAttempt", { ...key, outcome: "failed", ...error }],
        ["retryEffect", { ...key, ...backoff }],
        ["failEffect", { ...key, ...error }],
      ])
    }
    expect((await fail(1, t0))[1]).toEqual([{ attempt: 1, status: "pending", retry_at: t0 + 105 }])
    expect((await start(db, 1, t0 + 104))[1]).toEqual([])
    expect((await start(db, 1, t0 + 105))[1]).toHaveLength(1)
    expect((await fail(2, t0 + 200))[1]?.[0]?.["retry_at"]).toBe(t0 + 405)
    await start(db, 1, t0 + 500)
    const last = await fail(3, t0 + 600)
    expect(last.map((rows) => rows.length)).toEqual([1, 0, 1])
    expect(last[2]).toEqual([{ attempt: 3, status: "failed" }])
    expect(await fail(3, t0 + 600), "sent again").toEqual([[], [], []])
    expect((await db.run("progress", { workflow_id: "a" }))[0]?.["failed"]).toBe(1)
  })

  it("go on to the next nodes, never end before they began, and say how far they are", async () => {
    const db = source.next()
    await started(db)
    const early = { attempt: 1, now: t0 - 50 }
    expect(await close(db, "succeeded", early)).toEqual([{ attempt: 1, outcome: "succeeded", duration_ms: 0 }])
    expect(await db.run("completeEffect", { ...charge, ...early, output: '{"receipt":7}' })).toHaveLength(1)
    const [next] = await start(db, 1, t0 + 10)
    expect(next?.map((row) => row["node"]).sort()).toEqual(["invoice", "pack"])
    expect(await db.run("progress", { workflow_id: "a" })).toEqual([
      { nodes_unreached: 1, pending: 0, running: 2, succeeded: 1, failed: 0, cancelled: 0, next_effect_at: null },
    ])
    await db.run("snooze", { id: "a", claim_token: 1, run_at: t0 + 50, now: t0 })
    await db.run("recoverEffects", { workflow_id: "a", now: t0 + 60 })
    const [progress] = await db.run("progress", { workflow_id: "a" })
    expect([progress?.["pending"], progress?.["next_effect_at"]]).toEqual([2, t0 + 60])
    const ready = await db.run("readyEffects", { workflow_id: "a", now: t0 + 60 })
    expect(ready.map((row) => row["node"])).toEqual(["invoice", "pack"])
  })

  it("are swept up behind a workflow that was cancelled", async () => {
    const db = source.next()
    await started(db)
    const sweep = () =>
      db.batch([
        ["sweepAttempts", { now: t0 + 5, batch: 10 }],
        ["sweepEffects", { now: t0 + 5, batch: 10 }],
      ])
    expect(await sweep(), "nothing is finished").toEqual([[], []])
    await db.run("cancel", { id: "a", now: t0 + 5 })
    expect((await sweep()).map((rows) => rows.length)).toEqual([1, 1])
    expect(await sweep()).toEqual([[], []])
  })

  it("run again after the dead are requeued, without an attempt overwritten", async () => {
    const db = source.next()
    await started(db)
    await db.sql("UPDATE effects SET max_attempts = 1")
    await db.run("failEffect", { ...charge, attempt: 1, now: t0, ...error })
    await close(db, "failed", { attempt: 1, now: t0 })
    await db.run("exhaust", { id: "a", claim_token: 1, now: t0, ...error })
    await db.batch([
      ["requeueDead", { id: "a", extra_attempts: 2, now: t0 }],
      ["reopenEffects", { workflow_id: "a", extra_attempts: 2, now: t0 }],
      ["claimBatch", claim("c2")],
    ])
    const [, running] = await start(db, 2, t0)
    expect(running?.map((row) => [row["attempt"], row["max_attempts"]])).toEqual([[2, 3]])
    expect((await db.run("attemptsOf", { workflow_id: "a" })).map((row) => row["attempt"])).toEqual([1, 2])
  })
})
