import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient } from "@libsql/client"
import Libsql from "libsql"
import { Miniflare } from "miniflare"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { d1 } from "../../src/runtime/drivers/d1.ts"
import { libsqlClient } from "../../src/runtime/drivers/libsql-client.ts"
import { native } from "../../src/runtime/drivers/native.ts"
import { type InteractiveDriver, type Pending, type StagedDriver, staged, withRetry } from "../../src/runtime/index.ts"
import { addToCell, bumpCell, cells, moveBetweenCells, putCell } from "./conformance/cells.gen.ts"
import { errorFields } from "./conformance/outcome.ts"
import { schema } from "./conformance/schema.ts"
import { addLate } from "./conformance/transactions.ts"
import { addParent, getParent, parentCodes } from "./conformance/writes.ts"

/*
 * What the random programs of the conformance suite do not do: calls at the wrong time, callbacks that are odd, failures of the
 * commit. On an open transaction that answers at once, on one that answers later, and on a staged one.
 */

const start = [
  { id: 1, n: 5 },
  { id: 2, n: 0 },
]
const put = putCell.with({ id: 3, n: 3 })
const again = putCell.with({ id: 1, n: 1 })
const late = addLate.with({ child: 404, parent: 7 })

async function failure(run: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  return run().then((value) => ({ name: "none", value }), errorFields)
}

describe("a transaction on a driver that answers at once", () => {
  const database = new Libsql(":memory:")
  const db: InteractiveDriver<"sync"> = native(database)
  database.exec("PRAGMA foreign_keys = ON")
  for (const sql of schema) database.exec(sql)
  afterAll(() => database.close())
  beforeEach(() => {
    database.exec("DELETE FROM cells; DELETE FROM late_children; DELETE FROM parents")
    database.exec("INSERT INTO cells (id, n) VALUES (1, 5), (2, 0)")
  })

  const fails = (run: () => unknown): Promise<Readonly<Record<string, unknown>>> => failure(async () => run())

  it("reads what it wrote, with every generated function, and answers what the callback answers", () => {
    const answer = db.transaction((tx) => {
      const bumped = tx.run(bumpCell.with({ id: 1 }))
      const moved = moveBetweenCells(tx, { source: 1, target: 2, by: 2 })
      const refused = moveBetweenCells(tx, { source: 1, target: 404, by: 2 })
      return { bumped: bumped.value, moved, refused, cells: cells(tx) }
    })
    expect(answer).toEqual({
      bumped: { n: 6 },
      moved: { ok: true, source: { n: 4 } },
      refused: { ok: false, reason: "no_target" },
      cells: [
        { id: 1, n: 4 },
        { id: 2, n: 2 },
      ],
    })
    expect(cells(db)).toEqual(answer.cells)
  })

  it("refuses an async callback, and nothing is done", async () => {
    expect(await fails(() => db.transaction(async (tx) => tx.run(put)))).toMatchObject({
      name: "TypeError",
      message: "the callback of a transaction on a sync driver must not be async: nothing was done",
    })
    expect(cells(db)).toEqual(start)
    expect(
      await fails(() => db.transaction((tx) => tx.savepoint(async () => Promise.reject(new Error("lost"))))),
    ).toMatchObject({
      name: "TypeError",
    })
  })

  it("throws what the callback throws, whatever it is", () => {
    const thrown: unknown[] = [5, null, new Error("mine")]
    const caught = thrown.map((value) => {
      try {
        return db.transaction((tx) => {
          void tx.run(put)
          throw value
        })
      } catch (error) {
        return error
      }
    })
    expect(caught).toEqual(thrown)
    expect(cells(db)).toEqual(start)
  })

  it("is not to be used after its end, nor beside a savepoint of its own", async () => {
    const kept = db.transaction((tx) => tx)
    expect(await fails(() => kept.run(put))).toMatchObject({ name: "TypeError" })
    expect(await fails(() => cells(kept))).toMatchObject({
      message: "the transaction has ended: this call came too late",
    })
    expect(await fails(() => db.transaction((tx) => tx.savepoint(() => tx.run(put))))).toMatchObject({
      message: "a savepoint is open: use the transaction that its callback was given",
    })
    expect(cells(db)).toEqual(start)
  })

  it("fails with a commit that fails", async () => {
    expect(await fails(() => db.transaction((tx) => tx.run(late)))).toMatchObject({
      name: "ConstraintError",
      kind: "foreign-key",
    })
    expect(database.inTransaction).toBe(false)
  })

  it("fails with a statement that failed, also when its error was caught", async () => {
    const work = (): unknown =>
      db.transaction((tx) => {
        try {
          void tx.run(again)
        } catch {
          return "went on"
        }
        return "no error"
      })
    expect(await fails(work)).toMatchObject({ name: "ConstraintError", kind: "primary-key" })
  })

  it("goes on after a row that is not there, and after wrong parameters", () => {
    void db.transaction((tx) => {
      expect(() => getParent(tx, { id: 404 })).toThrow("expected exactly one row, got none")
      expect(() => tx.run(putCell.with({ id: 3, n: 10 }))).toThrow("Too big")
      void tx.run(put)
    })
    expect(cells(db)).toHaveLength(3)
  })

  it("is a BusyError where another connection writes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wonder-sql-busy-"))
    const [one, other] = [new Libsql(join(folder, "db")), new Libsql(join(folder, "db"))]
    one.exec("BEGIN IMMEDIATE")
    let called = false
    const blocked = (): unknown => native(other).transaction(() => (called = true))
    expect(await fails(blocked)).toMatchObject({ name: "BusyError" })
    expect(called).toBe(false)
    one.exec("ROLLBACK")
    expect(blocked()).toBe(true)
    for (const connection of [one, other]) connection.close()
    rmSync(folder, { recursive: true })
  })
})

interface Later {
  readonly db: StagedDriver
  readonly ask: (sql: string) => Promise<unknown>
}

describe.each(["libsql-client", "d1"])("a transaction on a driver that answers later: %s", (name) => {
  const folder = mkdtempSync(join(tmpdir(), "wonder-sql-later-"))
  const client = createClient({ url: `file:${join(folder, "test.db")}`, intMode: "bigint" })
  let miniflare: Miniflare | undefined
  let later: Later

  async function onD1(): Promise<Later> {
    miniflare = new Miniflare({ modules: true, script: "export default {}", d1Databases: { DB: "later" } })
    const binding = await miniflare.getD1Database("DB")
    return { db: staged(withRetry(d1(binding))), ask: (sql) => binding.prepare(sql).run() }
  }

  beforeAll(async () => {
    later = name === "d1" ? await onD1() : { db: libsqlClient(client), ask: (sql) => client.execute(sql) }
    for (const sql of schema) await later.ask(sql)
  })
  afterAll(async () => {
    client.close()
    rmSync(folder, { recursive: true })
    await miniflare?.dispose()
  })
  beforeEach(async () => {
    for (const table of ["cells", "late_children", "parents"]) await later.ask(`DELETE FROM ${table}`)
    await later.ask("INSERT INTO cells (id, n) VALUES (1, 5), (2, 0)")
  })

  it("answers what the callback answers; what its calls answer is there after the commit", async () => {
    const { bumped, moved } = await later.db.transaction(async (tx) => ({
      bumped: await tx.run(bumpCell.with({ id: 1 })),
      moved: await tx.run(moveBetweenCells.with({ source: 1, target: 2, by: 2 })),
    }))
    expect([bumped.value, moved.value]).toEqual([{ n: 6 }, { ok: true, source: { n: 4 } }])
  })

  it("includes calls that nobody waits for, also one that fails", async () => {
    await later.db.transaction(async (tx) => {
      void tx.run(put)
      void tx.savepoint((inner) => inner.run(addToCell.with({ id: 2, by: 2 })))
    })
    expect(await cells(later.db)).toEqual([
      { id: 1, n: 5 },
      { id: 2, n: 2 },
      { id: 3, n: 3 },
    ])
    const forgotten = later.db.transaction(async (tx) => {
      void tx.run(again)
    })
    expect(await failure(() => forgotten)).toMatchObject({ name: "ConstraintError", kind: "primary-key" })
  })

  it("rejects with what the callback throws, whatever it is", async () => {
    for (const thrown of [5, null, "mine"]) {
      const rejected = later.db.transaction(async (tx) => {
        await tx.run(put)
        throw thrown
      })
      expect(await rejected.catch((error: unknown) => ({ error }))).toEqual({ error: thrown })
    }
    expect(await cells(later.db)).toEqual(start)
  })

  it("is not to be used after its end, nor beside a savepoint of its own", async () => {
    let kept: Parameters<Parameters<StagedDriver["transaction"]>[0]>[0] | undefined
    await later.db.transaction(async (tx) => {
      kept = tx
    })
    expect(await failure(async () => kept?.run(put))).toMatchObject({
      name: "TypeError",
      message: "the transaction has ended: this call came too late",
    })
    expect(await failure(() => later.db.transaction((tx) => tx.savepoint(() => tx.run(put))))).toMatchObject({
      name: "TypeError",
      message: "a savepoint is open: use the transaction that its callback was given",
    })
    expect(await cells(later.db)).toEqual(start)
  })

  it("fails with a commit that fails", async () => {
    expect(await failure(() => later.db.transaction((tx) => tx.run(late)))).toMatchObject({
      name: "ConstraintError",
      kind: "foreign-key",
    })
    const nested = later.db.transaction((tx) =>
      tx.savepoint((inner) => inner.transaction((innermost) => innermost.run(late))).catch(() => undefined),
    )
    expect(await failure(() => nested)).toMatchObject({ name: "ConstraintError", kind: "foreign-key" })
  })

  it("leaves out a savepoint that fails by a constraint in the middle, and keeps the rest", async () => {
    const errors: unknown[] = []
    await later.db.transaction(async (tx) => {
      await tx.run(addParent.with({ id: 1, code: "a" }))
      for (const code of ["b", "A", "c", "C", "d"]) {
        await tx
          .savepoint(async (inner) => {
            await inner.run(addToCell.with({ id: 2, by: 1 }))
            await inner.run(addParent.with({ id: 2 + errors.length + code.charCodeAt(0), code }))
          })
          .catch((error: unknown) => errors.push(errorFields(error)["kind"]))
      }
    })
    expect(await parentCodes(later.db)).toEqual(["a", "b", "c", "d"].map((code) => ({ code })))
    expect(await cells(later.db)).toEqual([
      { id: 1, n: 5 },
      { id: 2, n: 3 },
    ])
  })

  it("tells a broken guard of a transaction file by its reason, and goes on", async () => {
    let reason: unknown
    await later.db.transaction(async (tx) => {
      await tx.run(put)
      await tx
        .savepoint((inner) => inner.run(moveBetweenCells.with({ source: 1, target: 404, by: 1 })))
        .catch((error: unknown) => {
          reason = errorFields(error)["reason"]
        })
    })
    expect([reason, await cells(later.db)]).toEqual(["no_target", [...start, { id: 3, n: 3 }]])
  })

  it("an expectation that does not hold is a ConflictError with its reason", async () => {
    const none = later.db.transaction((tx) => tx.expect(addToCell.with({ id: 404, by: 1 }), { changes: 1 }, "gone"))
    expect(await failure(() => none)).toMatchObject({ name: "ConflictError", reason: "gone", query: "addToCell" })
    const few = later.db.transaction(async (tx) => {
      await tx.run(put)
      await tx.expect(cells.with(), { rows: 4, atLeast: true }, "few")
    })
    expect(await failure(() => few)).toMatchObject({ name: "ConflictError", reason: "few", query: "cells" })
    const odd = later.db.transaction((tx) => tx.expect(cells.with(), { changes: 1 }, "odd"))
    expect(await failure(() => odd)).toMatchObject({ name: "TypeError" })
    expect(await cells(later.db)).toEqual(start)
  })

  it("writes nothing, and asks for nothing, when nothing was called", async () => {
    expect(await later.db.transaction(() => Promise.resolve("nothing"))).toBe("nothing")
  })
})

describe("a staged transaction", () => {
  const database = new Libsql(":memory:")
  for (const sql of schema) database.exec(sql)
  database.exec("INSERT INTO cells (id, n) VALUES (1, 5), (2, 0)")
  const under = native(database)
  let batches = 0
  const db = staged({
    mode: "async",
    one: async (statement, params) => under.one(statement, params),
    optional: async (statement, params) => under.optional(statement, params),
    many: async (statement, params) => under.many(statement, params),
    exec: async (statement, params) => under.exec(statement, params),
    attempt: async (call) => under.attempt(call),
    batch: async (calls) => {
      batches++
      return under.batch(calls)
    },
  })
  afterAll(() => database.close())
  beforeEach(() => {
    batches = 0
  })

  it("is one batch where nothing fails, and runs its callback once", async () => {
    let runs = 0
    const pending: Pending<unknown>[] = []
    await db.transaction(async (tx) => {
      runs++
      pending.push(await tx.run(bumpCell.with({ id: 1 })))
      expect(() => pending[0]?.value).toThrow("a staged transaction answers after its commit")
      await tx.savepoint((inner) => inner.run(addToCell.with({ id: 2, by: 1 })))
    })
    expect([runs, batches, pending[0]?.value]).toEqual([1, 1, { n: 6 }])
  })

  it("runs its callback once more for each savepoint that fails", async () => {
    let runs = 0
    await db.transaction(async (tx) => {
      runs++
      for (let count = 0; count < 3; count++) await tx.savepoint((inner) => inner.run(again)).catch(() => undefined)
    })
    expect(runs).toBe(4)
  })

  it("does not run its callback again when no savepoint failed", async () => {
    let runs = 0
    const work = db.transaction(async (tx) => {
      runs++
      await tx.savepoint((inner) => inner.run(addToCell.with({ id: 2, by: 1 })))
      await tx.run(again)
    })
    expect(await failure(() => work)).toMatchObject({ name: "ConstraintError" })
    expect(runs).toBe(1)
  })

  it("notices a callback that does something else when it runs again", async () => {
    let runs = 0
    const work = db.transaction((tx) =>
      tx.savepoint((inner) => inner.run(runs++ === 0 ? again : addToCell.with({ id: 2, by: 1 }))),
    )
    expect(await failure(() => work)).toMatchObject({ name: "TypeError" })
  })
})
