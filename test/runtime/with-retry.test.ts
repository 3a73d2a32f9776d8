import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, createClient } from "@libsql/client"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type LibsqlClientLike, libsqlClient } from "../../src/runtime/drivers/libsql-client.ts"
import {
  type Driver,
  type ExecQuery,
  execQuery,
  type ManyQuery,
  manyQuery,
  type RetryOptions,
  type TransactionQuery,
  transactionQuery,
  withRetry,
} from "../../src/runtime/index.ts"
import { errorFields } from "./conformance/outcome.ts"
import { schema } from "./conformance/schema.ts"
import { countThings } from "./conformance/things.ts"
import { addChild, addNote, addParent, brokenParent, parentCodes, removeParents } from "./conformance/writes.ts"

/** What happens to one call on its way: the connection is lost before it arrives, or after it ran. */
type Fate = "lost before" | "lost after" | "arrives"

/** As generated: the row of a second run meets that of the first. */
const keepParent: ExecQuery<{ readonly id: number; readonly code: string }> = execQuery({
  ...addParent.statement,
  name: "keepParent",
  sql: "INSERT INTO parents (id, code) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
  retry: "idempotent",
})
const dropParents: ExecQuery<{ readonly from: number }> = execQuery({ ...removeParents.statement, retry: "idempotent" })
const slowCodes: ManyQuery<void, { readonly code: string }> = manyQuery({ ...parentCodes.statement, retry: "unsafe" })

/** It reads what it writes: once is well, but a second one may write what the first reads when it runs again. */
const keepAndRead: TransactionQuery<{ readonly id: number; readonly code: string }, { readonly ok: true }> =
  transactionQuery({
    name: "keepAndRead",
    source: "sql/queries/writes.sql:1",
    readonly: false,
    tables: { reads: ["parents"], writes: ["parents"] },
    retry: "idempotent",
    parameters: keepParent.statement.parameters,
    bind: ({ id, code }) => [id, code],
    steps: [
      { ...keepParent.statement, binds: [0, 1] },
      { ...parentCodes.statement, binds: [] },
    ],
    read: () => ({ ok: true }),
  })

let folder = ""
let client: Client
let fates: Fate[] = []
let sent = 0
let waits: number[] = []
let time = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wonder-sql-retry-"))
  client = createClient({ url: `file:${join(folder, "test.db")}`, intMode: "bigint" })
  await client.executeMultiple(schema.join(";\n"))
  fates = []
  sent = 0
  waits = []
  time = 0
})

afterEach(() => {
  client.close()
  rmSync(folder, { recursive: true })
})

/** The real client behind a connection that breaks as `fates` says. */
function breaking(): LibsqlClientLike {
  async function through<T>(run: () => Promise<T>): Promise<T> {
    sent += 1
    const fate = fates.shift() ?? "arrives"
    if (fate === "lost before") throw new TypeError("fetch failed")
    const answer = await run()
    if (fate === "lost after") throw new TypeError("fetch failed")
    return answer
  }
  return {
    execute: (statement) => through(() => client.execute(statement)),
    batch: (statements, mode) => through(() => client.batch(statements, mode)),
    transaction: (mode) => through(() => client.transaction(mode)),
  }
}

/** Time passes only while it waits. */
function patient(options: RetryOptions = {}): Driver<"async"> {
  return withRetry(libsqlClient(breaking()), {
    now: () => time,
    random: () => 1,
    async sleep(ms) {
      waits.push(ms)
      time += ms
    },
    ...options,
  })
}

async function failure(run: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  return run().then((value) => ({ name: "none", value }), errorFields)
}

const lost = { name: "TransientError", retryable: true }

describe("a query that may be sent again", () => {
  it("is, when it reads", async () => {
    fates = ["lost before", "lost after"]
    expect(await countThings(patient())).toEqual({ count: 0 })
    expect([sent, waits]).toEqual([3, [50, 100]])
  })

  it("is, when a second run meets the row of the first", async () => {
    fates = ["lost after"]
    expect(await keepParent(patient(), { id: 1, code: "a" })).toBe(0)
    expect(await parentCodes(libsqlClient(client))).toEqual([{ code: "a" }])
    expect(sent).toBe(2)
  })

  it("is not, when it writes and nothing is proved", async () => {
    fates = ["lost after", "arrives"]
    expect(await failure(() => addParent(patient(), { id: 1, code: "a" }))).toMatchObject(lost)
    expect(await failure(() => addNote(patient(), { body: "x" }))).toMatchObject({ name: "none" })
    expect([sent, waits]).toEqual([2, []])
  })

  it("is not, when the author says so", async () => {
    fates = ["lost before"]
    expect(await failure(() => slowCodes(patient()))).toMatchObject(lost)
    expect(sent).toBe(1)
  })

  it("is not, when the failure is another", async () => {
    const db = patient()
    await addParent(db, { id: 1, code: "a" })
    const orphan = execQuery({ ...addChild.statement, retry: "idempotent" })
    const params = { id: 1, parentId: 404, a: null, b: null }
    expect(await failure(() => orphan(db, params))).toMatchObject({ name: "ConstraintError" })
    expect(await failure(() => brokenParent(db, { id: 1 }))).toMatchObject({ name: "RowShapeError" })
    expect(await failure(() => keepParent(db, { id: Number.NaN, code: "a" }))).toMatchObject({ name: "ParameterError" })
    expect([sent, waits]).toEqual([3, []])
  })

  it("is, when the database was locked, until it is not", async () => {
    const other = createClient({ url: `file:${join(folder, "test.db")}` })
    const lock = await other.transaction("write")
    const db = patient({ onRetry: ({ error, attempt }) => waits.push(attempt, error.code.length) })
    const stubborn = patient({ sleep: async () => (sent === 3 ? lock.rollback() : undefined) })
    expect(await failure(() => addParent(db, { id: 1, code: "a" }))).toMatchObject({ name: "BusyError" })
    expect([sent, waits]).toEqual([1, []])
    expect(await keepParent(stubborn, { id: 1, code: "a" })).toBe(1)
    expect(sent).toBe(4)
    other.close()
  })
})

describe("it ends", () => {
  it("after so many attempts, with the last error", async () => {
    fates = Array.from({ length: 9 }, () => "lost before" as const)
    expect(await failure(() => countThings(patient()))).toMatchObject(lost)
    expect([sent, waits]).toEqual([4, [50, 100, 200]])
    expect(await failure(() => countThings(patient({ attempts: 1 })))).toMatchObject(lost)
    expect(sent).toBe(5)
  })

  it("before the deadline, whatever is left of the attempts", async () => {
    fates = Array.from({ length: 99 }, () => "lost before" as const)
    expect(await failure(() => countThings(patient({ attempts: 99, deadlineMs: 400 })))).toMatchObject(lost)
    expect([sent, waits, time]).toEqual([4, [50, 100, 200], 350])
  })

  it("and no wait is longer than the longest", async () => {
    fates = Array.from({ length: 6 }, () => "lost before" as const)
    await countThings(patient({ attempts: 7, baseMs: 10, maxMs: 60 }))
    expect(waits).toEqual([10, 20, 40, 60, 60, 60])
  })
})

describe("the wait", () => {
  it("is anything between nothing and its most", async () => {
    const draws = [0, 0.25, 0.999]
    fates = ["lost before", "lost before", "lost before"]
    await countThings(patient({ random: () => draws.shift() ?? 1 }))
    expect(waits).toEqual([0, 25, 199.8])
  })

  it("is told before it begins", async () => {
    const told: unknown[] = []
    fates = ["lost before"]
    await countThings(
      patient({ onRetry: ({ error, ...event }) => told.push({ ...event, query: error.query, waited: waits.length }) }),
    )
    expect(told).toEqual([{ attempt: 1, waitMs: 50, query: "countThings", waited: 0 }])
  })

  it("is on the real clock where none is given", async () => {
    fates = ["lost before"]
    expect(await countThings(withRetry(libsqlClient(breaking()), { baseMs: 1 }))).toEqual({ count: 0 })
  })
})

describe("a batch", () => {
  const keep = keepParent.with({ id: 1, code: "a" })
  const read = parentCodes.with()
  const drop = dropParents.with({ from: 5 })
  const batches = [
    { name: "of reads", calls: [read, countThings.with()], again: true },
    { name: "of one write that may be repeated", calls: [keep], again: true },
    {
      name: "of one such statement with many values",
      calls: [keep, keepParent.with({ id: 2, code: "b" })],
      again: true,
    },
    { name: "that reads what it has written", calls: [keep, read], again: true },
    { name: "that reads before it writes", calls: [read, keep], again: false },
    { name: "of two such writes of one table", calls: [keep, drop], again: false },
    { name: "of one such transaction", calls: [keepAndRead.with({ id: 1, code: "a" })], again: true },
    {
      name: "of one such transaction with many values",
      calls: [keepAndRead.with({ id: 1, code: "a" }), keepAndRead.with({ id: 2, code: "b" })],
      again: false,
    },
    { name: "with one write that is not proved", calls: [keep, addNote.with({ body: "x" })], again: false },
  ]
  for (const { name, calls, again } of batches) {
    it(`${name} is ${again ? "" : "not "}sent again`, async () => {
      fates = ["lost after"]
      expect(await failure(() => patient().batch(calls))).toMatchObject(again ? { name: "none" } : lost)
      expect(sent).toBe(again ? 2 : 1)
    })
  }

  it("without calls asks nobody", async () => {
    expect(await patient().batch([])).toEqual([])
    expect(sent).toBe(0)
  })
})
