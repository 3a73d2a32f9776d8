import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type PackDatabase, type Params, type Row } from "./database.ts"
import { bareCalls, claim, orderCalls, t0, workflow } from "./seed.ts"

async function queued(db: PackDatabase, workflows: readonly Params[]): Promise<void> {
  await db.batch([...bareCalls, ...workflows.map((params) => ["insertWorkflow", params] as const)])
}

const ids = (rows: readonly Row[]): unknown[] => rows.map((row) => row["id"])
const error = { error_fingerprint: "boom", error_message: "boom 17" }

describe.each(["native", "d1"] as const)("claims on %s", (engine) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 17)
  }, 30_000)
  afterAll(() => source.close())

  it("gives every workflow to exactly one of many claimers", async () => {
    const db = source.next()
    await queued(
      db,
      Array.from({ length: 40 }, (_, i) => workflow(`w${i}`)),
    )
    const claims = Array.from({ length: 20 }, (_, i) => db.run("claimBatch", claim(`c${i}`, { batch: 3 })))
    const taken = (await Promise.all(claims)).flat()
    expect(ids(taken).sort()).toEqual(Array.from({ length: 40 }, (_, i) => `w${i}`).sort())
    expect(taken.every((row) => row["claim_token"] === 1)).toBe(true)
  })

  it("takes the most urgent first, then the longest due, then the lowest id, and nothing before its time", async () => {
    const db = source.next()
    await queued(db, [
      workflow("late", { run_at: t0 + 1 }),
      workflow("b"),
      workflow("a"),
      workflow("old", { run_at: t0 - 5 }),
      workflow("low", { priority: 0, run_at: t0 - 50 }),
      workflow("urgent", { priority: 3 }),
    ])
    const order: unknown[] = []
    for (let i = 0; i < 6; i += 1) order.push(...ids(await db.run("claimBatch", claim(`c${i}`, { batch: 1 }))))
    expect(order).toEqual(["urgent", "old", "a", "b", "low"])
  })

  it("leaves work below the asked priority alone", async () => {
    const db = source.next()
    await queued(db, [workflow("normal"), workflow("urgent", { priority: 3 })])
    expect(ids(await db.run("claimBatch", claim("c", { min_priority: 2 })))).toEqual(["urgent"])
  })

  it("claims nothing more when the same claim is sent again, and answers what it holds", async () => {
    const db = source.next()
    await queued(db, [workflow("a"), workflow("b"), workflow("c")])
    const call = () =>
      db.batch([
        ["claimBatch", claim("c1", { batch: 2 })],
        ["claimedBy", { claim_id: "c1" }],
      ])
    const [first, held] = await call()
    const [again, heldAgain] = await call()
    expect(first?.length).toBe(2)
    expect(again).toEqual([])
    expect(heldAgain).toEqual(held)
    expect(ids(held ?? [])).toEqual(["a", "b"])
  })

  it("takes over an expired lease with a higher token, and no lease that still runs", async () => {
    const db = source.next()
    await queued(db, [workflow("a")])
    await db.run("claimBatch", claim("c1"))
    expect(await db.run("claimBatch", claim("c2", { now: t0 + 999 }))).toEqual([])
    expect(await db.run("claimBatch", claim("c3", { now: t0 + 1000 }))).toEqual([
      { id: "a", claim_token: 2, lease_until: t0 + 2000 },
    ])
  })

  it("refuses every write with a stale token and accepts the current one", async () => {
    const db = source.next()
    await queued(db, [workflow("a")])
    await db.run("claimBatch", claim("c1"))
    await db.run("claimBatch", claim("c2", { now: t0 + 1000 }))
    const now = t0 + 1100
    const writes: readonly (readonly [string, Params])[] = [
      ["heartbeat", { now, lease_ms: 1000 }],
      ["complete", { now, result: null }],
      ["fail", { now, ...error }],
      ["release", { now }],
      ["snooze", { now, run_at: now }],
      ["failWithBackoff", { now, base_ms: 1, cap_ms: 1, jitter_ms: 0, ...error }],
      ["exhaust", { now, ...error }],
    ]
    const before = await db.run("workflowById", { id: "a" })
    for (const [name, params] of writes) {
      expect(await db.run(name, { id: "a", claim_token: 1, ...params }), name).toEqual([])
    }
    expect(await db.run("workflowById", { id: "a" })).toEqual(before)
    expect(await db.run("complete", { id: "a", claim_token: 2, now, result: '{"ok":true}' })).toHaveLength(1)
  })

  it("extends a lease by a heartbeat and never shortens it", async () => {
    const db = source.next()
    await queued(db, [workflow("a")])
    await db.run("claimBatch", claim("c1"))
    const beat = (now: number, lease_ms: number) => db.run("heartbeat", { id: "a", claim_token: 1, now, lease_ms })
    expect(await beat(t0 + 500, 1000)).toEqual([{ lease_until: t0 + 1500 }])
    expect(await beat(t0 + 600, 10)).toEqual([{ lease_until: t0 + 1500 }])
  })

  it("never gives a token out twice, over release, snooze, pause, loss and retry", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { max_attempts: 10 })])
    const tokens: number[] = []
    let now = t0
    const ends: ((token: number) => Promise<unknown>)[] = [
      (claim_token) => db.run("release", { id: "a", claim_token, now }),
      (claim_token) => db.run("snooze", { id: "a", claim_token, now, run_at: now }),
      async () => {
        await db.run("pauseWorkflow", { id: "a", now })
        await db.run("resumeWorkflow", { id: "a", now })
      },
      async () => {},
      (claim_token) =>
        db.run("failWithBackoff", { id: "a", claim_token, now, base_ms: 1, cap_ms: 1, jitter_ms: 0, ...error }),
      async () => {},
    ]
    for (const [i, end] of ends.entries()) {
      now += 5000
      const [claimed] = await db.run("claimBatch", claim(`c${i}`, { now }))
      tokens.push(Number(claimed?.["claim_token"]))
      await end(tokens.at(-1) ?? 0)
    }
    expect(tokens).toEqual([1, 2, 3, 4, 5, 6])
    const [row] = await db.run("workflowById", { id: "a" })
    expect(row?.["attempt"], "only what ended badly is counted").toBe(3)
  })

  it("ends a workflow exactly once, whoever comes first", async () => {
    const db = source.next()
    await queued(db, [workflow("a")])
    await db.run("claimBatch", claim("c1"))
    const now = t0 + 10
    const held = { id: "a", claim_token: 1, now }
    const answers = await Promise.all([
      db.run("complete", { ...held, result: null }),
      db.run("cancel", { id: "a", now }),
      db.run("fail", { ...held, ...error }),
      db.run("exhaust", { ...held, ...error }),
    ])
    expect(answers.flat()).toHaveLength(1)
    expect(await db.run("cancel", { id: "a", now })).toEqual([])
  })

  it("completes only when every node has run and every effect has succeeded", async () => {
    const db = source.next()
    await db.batch([...orderCalls, ["insertWorkflow", workflow("a")], ["claimBatch", claim("c1")]])
    const complete = () => db.run("complete", { id: "a", claim_token: 1, now: t0 + 1, result: null })
    expect(await complete(), "no node has begun").toEqual([])
    await db.run("advance", { workflow_id: "a", claim_token: 1, now: t0 })
    await db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1")
    expect(await complete(), "three nodes have not begun").toEqual([])
    await db.run("advance", { workflow_id: "a", claim_token: 1, now: t0 })
    await db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1")
    await db.run("advance", { workflow_id: "a", claim_token: 1, now: t0 })
    expect(await complete(), "the last effect is pending").toEqual([])
    await db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1")
    expect(await complete()).toHaveLength(1)
  })

  it("keeps to the graph of the version it has pinned", async () => {
    const db = source.next()
    const key = { definition: "order", definition_version: 2 }
    const nodes = ["charge", "extra"].map((node) => ({ node, kind: "k", fanOut: false, maxAttempts: 3 }))
    await db.batch([
      ["insertDefinition", { name: "order", version: 1, description: "", now: t0 }],
      ["insertNodes", { ...key, definition_version: 1, nodes: JSON.stringify(nodes.slice(0, 1)) }],
      ["insertDefinition", { name: "order", version: 2, description: "", now: t0 }],
      ["insertNodes", { ...key, nodes: JSON.stringify(nodes) }],
      ["insertWorkflow", workflow("a")],
      ["claimBatch", claim("c1")],
    ])
    const advanced = await db.run("advance", { workflow_id: "a", claim_token: 1, now: t0 })
    expect(advanced.map((row) => row["node"])).toEqual(["charge"])
    await db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1")
    expect(await db.run("complete", { id: "a", claim_token: 1, now: t0, result: null })).toHaveLength(1)
  })

  it("does not claim or complete past the deadline", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { deadline_at: t0 + 100 }), workflow("b", { deadline_at: t0 + 100 })])
    await db.run("claimBatch", claim("c1", { batch: 1 }))
    const now = t0 + 100
    expect(await db.run("complete", { id: "a", claim_token: 1, now, result: null })).toEqual([])
    expect(await db.run("claimBatch", claim("c2", { now }))).toEqual([])
    expect(ids(await db.run("expireDeadlines", { now, batch: 10 })).sort()).toEqual(["a", "b"])
  })

  it("buries a workflow that lost its last lease, and only such", async () => {
    const db = source.next()
    await queued(db, [workflow("last", { max_attempts: 1 }), workflow("more", { max_attempts: 2 })])
    await db.run("claimBatch", claim("c1"))
    expect(await db.run("reapExpired", { now: t0 + 999, batch: 10 })).toEqual([])
    expect(ids(await db.run("reapExpired", { now: t0 + 1000, batch: 10 }))).toEqual(["last"])
    expect(ids(await db.run("claimBatch", claim("c2", { now: t0 + 1000 })))).toEqual(["more"])
  })

  it("takes tenants in turns", async () => {
    const db = source.next()
    const flood = Array.from({ length: 5 }, (_, i) => workflow(`a${i}`, { tenant: "flood" }))
    await queued(db, [...flood, workflow("z1", { tenant: "small" }), workflow("z2", { tenant: "small" })])
    const { min_priority: _, ...fair } = claim("c1", { batch: 4 })
    expect(ids(await db.run("claimFair", fair)).sort()).toEqual(["a0", "a1", "z1", "z2"])
    expect(await db.run("claimFair", fair), "the same claim again").toEqual([])
  })

  it("enqueues once for an idempotency key, also after the first has finished", async () => {
    const db = source.next()
    await queued(db, [workflow("a", { idempotency_key: "k" })])
    const again = await Promise.all([
      db.run("insertWorkflow", workflow("a", { idempotency_key: "k" })),
      db.run("insertWorkflow", workflow("b", { idempotency_key: "k" })),
    ])
    expect(again.flat()).toEqual([])
    await db.run("cancel", { id: "a", now: t0 })
    expect(await db.run("insertWorkflow", workflow("c", { idempotency_key: "k" }))).toEqual([])
    expect(ids(await db.run("byIdempotencyKey", { definition: "order", idempotency_key: "k" }))).toEqual(["a"])
  })

  it("has one live workflow for a unique key, and a new one after it", async () => {
    const db = source.next()
    await queued(db, [])
    const { parent_id: _p, idempotency_key: _i, deadline_at: _d, ...params } = workflow("a", { unique_key: "k" })
    const enqueue = (id: string) => db.run("enqueueUnique", { ...params, id })
    const answers = await Promise.all([enqueue("a"), enqueue("b"), enqueue("a")])
    expect(ids(answers.flat())).toEqual(["a", "a", "a"])
    expect(ids(await db.run("cancelByKey", { definition: "order", unique_key: "k", now: t0 }))).toEqual(["a"])
    expect(ids(await enqueue("a")), "the first request once more").toEqual(["a"])
    expect(ids(await enqueue("b"))).toEqual(["b"])
  })

  it("counts what is due, leased, abandoned and delayed", async () => {
    const db = source.next()
    await queued(db, [
      workflow("a", { priority: 3 }),
      workflow("b"),
      workflow("c", { run_at: t0 + 9000 }),
      workflow("d", { priority: 0 }),
    ])
    await db.run("claimBatch", claim("c1", { batch: 1 }))
    const depth = (now: number) => db.run("queueDepth", { now })
    expect(await depth(t0)).toEqual([{ due: 2, delayed: 1, leased: 1, abandoned: 0, oldest_due_at: t0 }])
    expect(await depth(t0 + 1000)).toEqual([{ due: 2, delayed: 1, leased: 0, abandoned: 1, oldest_due_at: t0 }])
    expect((await db.run("countByPriority", { now: t0 })).map((row) => [row["priority_name"], row["due"]])).toEqual([
      ["urgent", 0],
      ["high", 0],
      ["normal", 1],
      ["low", 1],
    ])
  })
})
