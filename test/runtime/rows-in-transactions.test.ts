import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient } from "@libsql/client"
import Libsql from "libsql"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { libsqlClient } from "../../src/runtime/drivers/libsql-client.ts"
import { native } from "../../src/runtime/drivers/native.ts"
import { staged } from "../../src/runtime/index.ts"
import { addNamed, addParents } from "./conformance/lists.gen.ts"
import { schema } from "./conformance/schema.ts"
import { parentCodes } from "./conformance/writes.ts"

/* Bulk inserts beside other statements of a transaction. A value takes 60 bytes here, so that few rows make several statements. */

const options = { maxValueBytes: 60 }
const rows = [1, 2, 3, 4, 5].map((id) => ({ id, code: `code ${id}` }))
const some = rows.slice(0, 2)
const twice = [...rows.slice(2), { id: 1, code: "again" }]

describe("rows in an open transaction", () => {
  const database = new Libsql(":memory:")
  for (const sql of schema) database.exec(sql)
  const db = native(database, options)
  afterAll(() => database.close())
  beforeEach(() => void database.exec("DELETE FROM parents; DELETE FROM crates"))

  it("are counted over all statements, and read by what follows", () => {
    const answer = db.transaction((tx) => [
      addParents(tx, { rows }),
      tx.run(addNamed.with({ rows: [] })).value,
      parentCodes(tx).length,
    ])
    expect(answer).toEqual([{ changes: 5, chunks: 3 }, [], 5])
  })

  it("are undone with their savepoint, whichever statement of theirs fails", () => {
    void db.transaction((tx) => {
      void tx.run(addParents.with({ rows: some }))
      expect(() => tx.savepoint((inner) => inner.run(addParents.with({ rows: twice })))).toThrow(
        "UNIQUE constraint failed",
      )
    })
    expect(parentCodes(db)).toHaveLength(2)
  })

  it("are held to what is expected, where one statement takes them or none is sent", () => {
    const expects = (given: typeof rows, changes: number) =>
      db.transaction((tx) => tx.expect(addParents.with({ rows: given }), { changes }, "some_missing").value)
    expect(expects(some, 2)).toEqual({ changes: 2, chunks: 1 })
    expect(() => expects([], 2)).toThrow("some_missing: expected changes")
    expect(expects([], 0)).toEqual({ changes: 0, chunks: 0 })
    expect(() => expects(rows, 5)).toThrow("`expect` cannot count rows that are sent in parts")
    expect(parentCodes(db)).toHaveLength(2)
  })
})

describe("rows in a staged transaction", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wonder-sql-rows-"))
  const client = createClient({ url: `file:${join(folder, "test.db")}`, intMode: "bigint" })
  await client.executeMultiple(schema.join(";\n"))
  const db = staged(libsqlClient(client, options))
  afterAll(() => {
    client.close()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => client.executeMultiple("DELETE FROM parents; DELETE FROM crates"))

  it("are counted over all statements", async () => {
    const pending = await db.transaction(async (tx) => [
      await tx.run(addParents.with({ rows })),
      await tx.run(addNamed.with({ rows: [] })),
    ])
    expect(pending.map(({ value }) => value)).toEqual([{ changes: 5, chunks: 3 }, []])
  })

  it("are left out with their savepoint, whichever statement of theirs fails", async () => {
    // the callback runs a second time, once it is known that the savepoint fails
    const ends: string[] = []
    await db.transaction(async (tx) => {
      await tx.run(addParents.with({ rows: some }))
      const inner = tx.savepoint(async (deeper) => void (await deeper.run(addParents.with({ rows: twice }))))
      ends.push(
        await inner.then(
          () => "done",
          (error) => error.name,
        ),
      )
    })
    expect(ends).toEqual(["done", "ConstraintError"])
    expect(await parentCodes(db)).toHaveLength(2)
  })

  it("are held to what is expected", async () => {
    const expects = (given: typeof rows, changes: number) =>
      db.transaction(
        async (tx) => void (await tx.expect(addParents.with({ rows: given }), { changes }, "some_missing")),
      )
    await expect(expects(some, 3)).rejects.toThrow("some_missing: expected changes")
    await expect(expects([], 3)).rejects.toThrow("some_missing: expected changes")
    expect(await parentCodes(db)).toEqual([])
  })
})
