import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { bundleWorker } from "../../scripts/demo/bundle.ts"
import { applyMigrations, type LocalWorker, startWorker } from "../../scripts/demo/local-d1.ts"
import { loadProject } from "../../src/project/load-project.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
let worker: LocalWorker

beforeAll(async () => {
  const { value: project } = loadProject(root)
  if (project === undefined) throw new Error("the project cannot be read")
  worker = await startWorker(await bundleWorker(root))
  await applyMigrations(worker.d1, project.schema)
  const graph = [
    "INSERT INTO definitions (name, version, created_at) VALUES ('order', 1, 0)",
    `INSERT INTO nodes (definition, definition_version, node, kind, fan_out)
     VALUES ('order', 1, 'charge', 'card.charge', 0), ('order', 1, 'pick', 'warehouse.pick', 1)`,
    "INSERT INTO edges (definition, definition_version, from_node, to_node) VALUES ('order', 1, 'charge', 'pick')",
  ]
  await worker.d1.batch(graph.map((sql) => worker.d1.prepare(sql)))
}, 60_000)

afterAll(async () => await worker.dispose())

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const response = await worker.fetch(path, init)
  return { status: response.status, body: await response.json() }
}

function order(id: string, over: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    definition: "order",
    definitionVersion: 1,
    tenant: "acme",
    parentId: null,
    idempotencyKey: null,
    uniqueKey: null,
    priority: 1,
    runAt: 0,
    deadlineAt: null,
    maxAttempts: 3,
    context: { user: { id: "u1" }, items: ["sku-1", "sku-2"] },
    ...over,
  }
}

describe("the Worker", () => {
  test("enqueues a workflow once, however often it is sent", async () => {
    const row = { id: "once", version: 1 }
    expect(await send("POST", "/workflows", order("once"))).toEqual({ status: 201, body: { enqueued: true, ...row } })
    expect(await send("POST", "/workflows", order("once"))).toEqual({ status: 200, body: { enqueued: false } })
    expect(await send("GET", "/workflows/once")).toMatchObject({ status: 200, body: { status: "queued", attempt: 0 } })
  })

  test.each([
    ["a wrong type", { priority: "high" }, ["priority"]],
    ["JSON that its schema refuses", { context: { user: { id: 7 } } }, ["context", "user", "id"]],
    ["an unknown key", { colour: "red" }, []],
  ])("answers 400 and says where, for %s", async (_what, over, path) => {
    expect(await send("POST", "/workflows", order("bad", over))).toMatchObject({
      status: 400,
      body: { issues: [{ path }] },
    })
    expect(await send("GET", "/workflows/bad")).toMatchObject({ status: 404 })
  })

  test("answers 409 with the constraint, for what the schema refuses", async () => {
    expect(await send("POST", "/workflows", order("none", { definition: "nothing" }))).toMatchObject({
      status: 409,
      body: { kind: "foreign-key" },
    })
  })

  test("answers 400 for what a CHECK bounds, before SQLite sees it", async () => {
    expect(await send("POST", "/workflows", order("none", { maxAttempts: 0 }))).toMatchObject({
      status: 400,
      body: { issues: [{ code: "too_small", minimum: 1, path: ["maxAttempts"] }] },
    })
  })

  test("cancels a workflow, but not twice", async () => {
    await send("POST", "/workflows", order("unwanted"))
    expect(await send("POST", "/workflows/unwanted/cancel")).toMatchObject({ status: 200, body: { id: "unwanted" } })
    expect(await send("POST", "/workflows/unwanted/cancel")).toMatchObject({ status: 404 })
  })

  test("works in real time too: one effect for each node, two for the node that fans out", async () => {
    await send("POST", "/workflows", order("worked"))
    expect(await send("POST", "/work?ms=300")).toMatchObject({ status: 200 })
    expect(await send("GET", "/workflows/worked")).toMatchObject({
      status: 200,
      body: { status: "succeeded", attempt: 1, result: { effects: 3 } },
    })
    const { body } = await send("GET", `/report?since=0&until=${Number.MAX_SAFE_INTEGER}`)
    expect(body).toMatchObject({ attempts: expect.arrayContaining([expect.objectContaining({ kind: "card.charge" })]) })
  })

  test("refuses questions that it does not understand", async () => {
    expect(await send("GET", "/report?since=0")).toMatchObject({ status: 400 })
    expect(await send("POST", "/simulation?seed=1&workflows=many&workers=8")).toMatchObject({ status: 400 })
    expect(await send("GET", "/nowhere")).toMatchObject({ status: 404 })
  })
})
