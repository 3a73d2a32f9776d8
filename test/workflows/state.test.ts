import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type NativePack, onNative, type Params, type Row } from "./database.ts"
import { bareCalls, claim, orderCalls, runAll, t0, workflow } from "./seed.ts"

const ids = (rows: readonly Row[]): string[] => rows.map((row) => String(row["id"]))

describe("keyset pages", () => {
  const pages: readonly (readonly [string, Params])[] = [
    ["byStatus", { status: "queued" }],
    ["byStatusAndDefinition", { status: "queued", definition: "order" }],
    ["byContextUser", { user_id: "u1" }],
  ]

  function readAll(db: NativePack, name: string, filter: Params, page_size: number): Row[] {
    const seen: Row[] = []
    for (let page: Row[] | undefined; page === undefined || page.length === page_size; ) {
      const last = seen.at(-1)
      const after = { after_created_at: last?.["created_at"] ?? 0, after_id: last?.["id"] ?? "" }
      page = db.run(name, { ...filter, ...after, page_size })
      seen.push(...page)
    }
    return seen
  }

  it.each(pages)("of %s visit every row once and in order, whatever times are equal", (name, filter) => {
    const times = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 })
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (created, page_size) => {
        const seen = onNative((db) => {
          const context = '{"user":{"id":"u1"}}'
          runAll(db.run, bareCalls)
          for (const [i, at] of created.entries())
            db.run("insertWorkflow", workflow(`w${i}`, { now: t0 + at, context }))
          return readAll(db, name, filter, page_size)
        })
        const order = created.map((at, i) => ({ at, id: `w${i}` }))
        order.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
        expect(ids(seen)).toEqual(order.map((row) => row.id))
      }),
      { numRuns: 40 },
    )
  })
})

describe.each(["native", "d1"] as const)("state on %s", (engine) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 5)
  }, 30_000)
  afterAll(() => source.close())

  it("changes a workflow only for the version that was read", async () => {
    const db = source.next()
    await db.batch([...bareCalls, ["insertWorkflow", workflow("a")]])
    const set = (expected_version: number, note: string) =>
      db.run("setContext", { id: "a", expected_version, context: JSON.stringify({ note }), now: t0 })
    const answers = await Promise.all([set(1, "x"), set(1, "y")])
    expect(answers.flat()).toEqual([{ id: "a", version: 2 }])
    const move = (expected_version: number, status: string) =>
      db.run("transition", { id: "a", expected_version, status, now: t0 })
    expect(await move(1, "paused")).toEqual([])
    expect(await move(2, "running")).toEqual([])
    expect(await move(2, "succeeded")).toEqual([])
    expect(await move(2, "paused")).toEqual([{ id: "a", status: "paused", version: 3 }])
    expect(await move(3, "queued")).toHaveLength(1)
    await db.run("claimBatch", claim("c1"))
    expect(await move(5, "cancelled"), "the lease ends with it").toHaveLength(1)
    expect(await db.run("heartbeat", { id: "a", claim_token: 1, now: t0, lease_ms: 1 })).toEqual([])
    expect(await move(6, "queued"), "cancelled is the end").toEqual([])
  })

  it("inserts many in one bind, keeps integers integers, and skips what is there", async () => {
    const db = source.next()
    await db.batch(bareCalls)
    const rows = ["a", "b"].map((id, i) => ({
      id,
      definition: "order",
      definitionVersion: 1,
      tenant: "acme",
      priority: 2,
      runAt: t0 + i,
      maxAttempts: 3,
      context: { user: { id: `u${i}` }, items: [1, 2] },
    }))
    const insert = () => db.run("insertWorkflows", { workflows: JSON.stringify(rows), now: t0 })
    expect(ids(await insert())).toEqual(["a", "b"])
    expect(await insert()).toEqual([])
    const stored = await db.sql("SELECT typeof(available_at) AS at, context FROM workflows ORDER BY id")
    expect(stored).toEqual(rows.map((row) => ({ at: "integer", context: JSON.stringify(row.context) })))
    expect(ids(await db.run("workflowsById", { ids: '["b","nobody","a"]' }))).toEqual(["a", "b"])
  })

  it("finds context keys, a JSON null included, and counts what there is", async () => {
    const db = source.next()
    await db.batch([
      ...bareCalls,
      ["insertWorkflow", workflow("a", { context: '{"note":null}' })],
      ["insertWorkflow", workflow("b", { context: '{"other":{"note":1}}' })],
      ["insertWorkflow", workflow("c", { context: '{"note":"x"}', now: t0 + 500 })],
      ["insertWorkflow", workflow("d", { parent_id: "a" })],
      ["cancel", { id: "b", now: t0 + 100 }],
    ])
    expect(ids(await db.run("hasContextKey", { status: "queued", key: "note", page_size: 9 }))).toEqual(["a", "c"])
    expect(await db.run("countsByStatus", { definition: "order" })).toEqual([
      { status: "cancelled", workflows: 1 },
      { status: "queued", workflows: 3 },
    ])
    expect(await db.run("countsByVersion", { definition: "order" })).toEqual([
      { definition_version: 1, workflows: 4, unfinished: 3 },
    ])
    expect(ids(await db.run("staleSince", { status: "queued", before: t0 + 500, page_size: 9 }))).toEqual(["a", "d"])
    expect(ids(await db.run("childrenOf", { parent_id: "a" }))).toEqual(["d"])
  })

  it("answers a workflow with its effects, and one row when there are none", async () => {
    const db = source.next()
    await db.batch([...orderCalls, ["insertWorkflow", workflow("a")]])
    const read = () => db.run("workflowWithEffects", { id: "a" })
    expect((await read()).map((row) => [row["effect_node"], row["last_outcome"]])).toEqual([[null, null]])
    await db.batch([
      ["claimBatch", claim("c1")],
      ["advance", { workflow_id: "a", claim_token: 1, now: t0 }],
      ["claimEffects", { workflow_id: "a", claim_token: 1, now: t0, batch: 9 }],
      ["openAttempts", { workflow_id: "a", claim_token: 1 }],
    ])
    expect((await read()).map((row) => [row["effect_node"], row["last_outcome"]])).toEqual([["charge", "running"]])
  })

  it("tags, finds by all tags, and pins no version that has retired", async () => {
    const db = source.next()
    await db.batch([...bareCalls, ["insertWorkflow", workflow("a")], ["insertWorkflow", workflow("b")]])
    const add = (workflow_id: string, tags: string[]) => db.run("addTags", { workflow_id, tags: JSON.stringify(tags) })
    expect(await add("a", ["eu", "vip"])).toHaveLength(2)
    expect(await add("a", ["vip", "new"])).toEqual([{ tag: "new" }])
    await add("b", ["eu"])
    const find = async (tags: string[]) => ids(await db.run("byAllTags", { tags: JSON.stringify(tags), page_size: 9 }))
    expect(await find(["eu"])).toEqual(["a", "b"])
    expect(await find(["eu", "vip", "eu"])).toEqual(["a"])
    await db.run("removeTags", { workflow_id: "a", tags: '["vip"]' })
    expect((await db.run("tagsOf", { workflow_id: "a" })).map((row) => row["tag"])).toEqual(["eu", "new"])
    await db.run("insertDefinition", { name: "order", version: 2, description: "", now: t0 })
    await db.run("retireDefinition", { name: "order", version: 2, now: t0 })
    expect((await db.run("latestDefinition", { name: "order" })).map((row) => row["version"])).toEqual([1])
  })
})
