import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf } from "./database.ts"
import { t0 } from "./seed.ts"

describe.each(["native", "d1"] as const)("locks and semaphores on %s", (engine) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 3)
  }, 30_000)
  afterAll(() => source.close())

  it("give a lock to one holder, with a token that only grows", async () => {
    const db = source.next()
    const acquire = (holder: string, now = t0) => db.run("acquireLock", { name: "l", holder, now, lease_ms: 1000 })
    const answers = await Promise.all(["a", "b", "c"].map((holder) => acquire(holder)))
    expect(answers.flat()).toEqual([{ token: 1, expires_at: t0 + 1000 }])
    const [holder] = await db.run("heldLocks", { now: t0 })
    expect(await acquire(String(holder?.["holder"])), "asked again").toEqual([{ token: 1, expires_at: t0 + 1000 }])
    expect(await db.run("releaseLock", { name: "l", token: 1 })).toEqual([{ token: 1 }])
    expect(await db.run("releaseLock", { name: "l", token: 1 })).toEqual([])
    expect(await acquire("d")).toEqual([{ token: 2, expires_at: t0 + 1000 }])
    expect(await acquire("e", t0 + 1000), "expired").toEqual([{ token: 3, expires_at: t0 + 2000 }])
    expect(await acquire("e", t0 + 2000), "the same holder, but too late").toEqual([
      { token: 4, expires_at: t0 + 3000 },
    ])
  })

  it("refuse a stale token", async () => {
    const db = source.next()
    await db.run("acquireLock", { name: "l", holder: "a", now: t0, lease_ms: 1000 })
    const renew = (token: number, now: number) => db.run("renewLock", { name: "l", token, now, lease_ms: 1000 })
    expect(await renew(1, t0 + 500)).toEqual([{ token: 1, expires_at: t0 + 1500 }])
    await db.run("acquireLock", { name: "l", holder: "b", now: t0 + 1500, lease_ms: 1000 })
    expect(await renew(1, t0 + 1600)).toEqual([])
    expect(await db.run("releaseLock", { name: "l", token: 1 })).toEqual([])
    expect((await db.run("heldLocks", { now: t0 + 1600 })).map((row) => row["holder"])).toEqual(["b"])
  })

  it("let in as many as a semaphore has slots, each once", async () => {
    const db = source.next()
    await db.run("growSemaphore", { semaphore: "s", capacity: 0 })
    expect(await db.run("semaphoreUse", { semaphore: "s", now: t0 })).toEqual([{ capacity: 0, taken: 0 }])
    await db.run("growSemaphore", { semaphore: "s", capacity: 3 })
    await db.run("growSemaphore", { semaphore: "s", capacity: 2 })
    const take = (holder: string, now = t0) => db.run("takeSlot", { semaphore: "s", holder, now, lease_ms: 1000 })
    const taken = (await Promise.all(["a", "b", "c", "d", "e"].map((holder) => take(holder)))).flat()
    expect(taken.map((row) => row["slot"]).sort()).toEqual([1, 2, 3])
    expect(await take("a", t0 + 1), "the slot it has").toEqual([{ slot: 1, token: 1, expires_at: t0 + 1001 }])
    expect(await db.run("semaphoreUse", { semaphore: "s", now: t0 })).toEqual([{ capacity: 3, taken: 3 }])
    expect(await db.run("giveSlot", { semaphore: "s", slot: 2, token: 1 })).toEqual([{ slot: 2 }])
    expect(await take("d")).toEqual([{ slot: 2, token: 2, expires_at: t0 + 1000 }])
    expect(await db.run("giveSlot", { semaphore: "s", slot: 2, token: 1 }), "stale").toEqual([])
    const renew = { semaphore: "s", slot: 2, now: t0 + 10, lease_ms: 1000 }
    expect(await db.run("renewSlot", { ...renew, token: 1 })).toEqual([])
    expect(await db.run("renewSlot", { ...renew, token: 2 })).toHaveLength(1)
    expect(await take("e", t0 + 1000), "slot 3 has expired").toEqual([{ slot: 3, token: 2, expires_at: t0 + 2000 }])
  })
})
