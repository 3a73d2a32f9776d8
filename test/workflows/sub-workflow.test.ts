import Libsql from "libsql"
import { Miniflare } from "miniflare"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { claimBatch } from "../../gen/claims.ts"
import { readStream } from "../../gen/events.ts"
import {
  insertDefinition,
  insertWorkflow,
  type StartSubWorkflowDone,
  type StartSubWorkflowParams,
  startSubWorkflow,
} from "../../gen/state.ts"
import { d1 } from "../../src/runtime/drivers/d1.ts"
import { native } from "../../src/runtime/drivers/native.ts"
import { type Driver, type Pending, type StagedDriver, staged } from "../../src/runtime/index.ts"
import { t0 } from "./seed.ts"
import { migrations } from "./statements.ts"

/** A native database behind promises, its transactions staged: one test runs on both. */
function promised(): StagedDriver {
  const database = new Libsql(":memory:")
  database.exec("PRAGMA foreign_keys = ON")
  for (const text of migrations) database.exec(text)
  const db = native(database)
  return staged<Driver<"async">>({
    mode: "async",
    one: async (statement, params) => db.one(statement, params),
    optional: async (statement, params) => db.optional(statement, params),
    many: async (statement, params) => db.many(statement, params),
    exec: async (statement, params) => db.exec(statement, params),
    batch: async (calls) => db.batch(calls),
    attempt: async (call) => db.attempt(call),
  })
}

describe.each(["native", "d1"])("startSubWorkflow on %s", (engine) => {
  let db: StagedDriver
  let miniflare: Miniflare | undefined
  let count = 0
  let parent = ""
  let parentToken = 0
  const child = (id: string): StartSubWorkflowParams => ({
    id,
    definition: "order",
    definitionVersion: 1,
    tenant: "acme",
    parentId: parent,
    parentToken,
    priority: 1,
    runAt: t0 + 1_000_000, // later than any parent, so that claims take parents
    maxAttempts: 3,
    context: {},
    now: t0,
  })
  const events = async (): Promise<unknown[]> =>
    (await readStream(db, { workflowId: parent, afterSeq: 0, pageSize: 10 })).map(({ type, data }) => [type, data])

  beforeAll(async () => {
    if (engine === "native") db = promised()
    else {
      miniflare = new Miniflare({ modules: true, script: "export default {}", d1Databases: { DB: "sub" } })
      const binding = await miniflare.getD1Database("DB")
      await binding.batch(migrations.map((text) => binding.prepare(text)))
      db = staged(d1(binding))
    }
    await insertDefinition(db, { name: "order", version: 1, description: "", now: t0 })
  }, 30_000)
  afterAll(() => miniflare?.dispose())
  beforeEach(async () => {
    parent = `parent-${++count}`
    const { id, ...common } = child(parent)
    await insertWorkflow(db, {
      ...{ id, definition: "order", definitionVersion: 1, tenant: "acme", parentId: null, idempotencyKey: null },
      ...{
        uniqueKey: null,
        priority: 1,
        runAt: t0,
        deadlineAt: null,
        maxAttempts: 3,
        context: common.context,
        now: t0,
      },
    })
    const claimed = await claimBatch(db, {
      ...{ claimId: parent, worker: "w", now: t0, leaseMs: 1000, minPriority: 0, batch: 1 },
    })
    parentToken = claimed[0]?.claimToken ?? 0
  })

  it("starts a child and notes it with the parent, once", async () => {
    const id = `${parent}.1`
    const outcome = await startSubWorkflow(db, child(id))
    expect(outcome).toMatchObject({ ok: true, replayed: false, event: { seq: 1 }, child: { id, status: "queued" } })
    expect(await startSubWorkflow(db, child(id))).toMatchObject({ ok: true, replayed: true, child: { id } })
    expect(await events()).toEqual([["child.started", { children: { [id]: "order" } }]])
  })

  it("starts nothing for a worker that has lost the lease", async () => {
    const id = `${parent}.1`
    expect(await startSubWorkflow(db, { ...child(id), parentToken: parentToken + 1 })).toEqual({
      ok: false,
      reason: "lease_lost",
    })
    expect(await events()).toEqual([])
    expect(await startSubWorkflow(db, child(id)), "the key was undone too").toMatchObject({ replayed: false })
  })

  it("is a part of another transaction, where a child that fails leaves the others", async () => {
    const reasons: unknown[] = []
    const started = await db.transaction(async (tx) => {
      const all: Pending<StartSubWorkflowDone>[] = []
      for (const [index, token] of [parentToken, parentToken + 1, parentToken].entries()) {
        const params = { ...child(`${parent}.${index}`), parentToken: token }
        const pending = await tx
          .savepoint((inner) => inner.run(startSubWorkflow.with(params)))
          .catch((error: unknown) => {
            reasons.push(Object(error).reason)
          })
        if (pending !== undefined) all.push(pending)
      }
      return all
    })
    expect(started.map(({ value }) => value.event.seq)).toEqual([1, 2])
    expect([reasons.at(-1), (await events()).length]).toEqual(["lease_lost", 2])
  })
})
