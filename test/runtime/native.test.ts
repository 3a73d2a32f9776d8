import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import Database from "libsql"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type NativeBinds, type NativeDatabase, native } from "../../src/runtime/drivers/native.ts"
import { withoutNumbers } from "../../src/runtime/drivers/numbered.ts"
import type { Driver } from "../../src/runtime/index.ts"
import { looseOnce } from "./conformance/loose.ts"
import { errorFields } from "./conformance/outcome.ts"
import { schema } from "./conformance/schema.ts"
import { countThings, echo, getThing, manyByText, oneByText, putThing } from "./conformance/things.ts"
import { emptyThing } from "./conformance/value-cases.ts"
import {
  addChild,
  addLateChild,
  addParent,
  addParentReturning,
  getParent,
  parentCodes,
  touchReturning,
} from "./conformance/writes.ts"

let folder = ""
let file = ""
let database: Database.Database
let db: Driver<"sync">

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wonder-sql-native-"))
  file = join(folder, "test.db")
  database = open()
  for (const sql of schema) database.exec(sql)
  db = native(database)
})

afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

function open(): Database.Database {
  const opened = new Database(file)
  opened.exec("PRAGMA foreign_keys = ON")
  return opened
}

function failure(run: () => unknown): Readonly<Record<string, unknown>> {
  try {
    return { name: "none", value: run() }
  } catch (error) {
    return errorFields(error)
  }
}

describe("libsql", () => {
  it("binds a JavaScript integer as REAL, as D1 does", () => {
    expect(echo(db, { n: 5 }).bare).toBe("real")
  })

  it("takes values as numbered names, which better-sqlite3 asks for", () => {
    const row = database.prepare<[NativeBinds]>("SELECT ?2, ?1, ?1").raw().get({ 1: "a", 2: "b" })
    expect(row).toEqual(["b", "a", "a"])
  })
})

describe("a Buffer", () => {
  it("is stored as its bytes and comes back as Uint8Array", () => {
    expect(putThing(db, { ...emptyThing, bytes: Buffer.from("xab").subarray(1) })).toBe(1)
    const { bytes } = getThing(db, { id: "a" })
    expect([bytes?.constructor, [...(bytes ?? [])]]).toEqual([Uint8Array, [97, 98]])
  })
})

describe("transactions of the caller", () => {
  it("a batch inside one is a savepoint of it", () => {
    database.exec("BEGIN")
    db.batch([addParent.with({ id: 1, code: "a" })])
    const orphan = addChild.with({ id: 1, parentId: 404, a: null, b: null })
    expect(failure(() => db.batch([addParent.with({ id: 2, code: "b" }), orphan]))).toMatchObject({
      name: "ConstraintError",
      kind: "foreign-key",
      query: "addChild",
    })
    expect(database.inTransaction).toBe(true)
    expect(parentCodes(db)).toEqual([{ code: "a" }])
    database.exec("ROLLBACK")
    expect(parentCodes(db)).toEqual([])
  })

  it("an empty batch opens none", () => {
    expect(db.batch([])).toEqual([])
    expect(database.inTransaction).toBe(false)
  })

  it("none stays open after a commit that failed", () => {
    const calls = [addParent.with({ id: 1, code: "a" }), addLateChild.with({ value: "404" })]
    expect(failure(() => db.batch(calls))).toMatchObject({ name: "ConstraintError", kind: "foreign-key" })
    expect(database.inTransaction).toBe(false)
    expect(parentCodes(db)).toEqual([])
  })

  it("a statement with RETURNING does not stand in the way of the commit", () => {
    db.batch([addParentReturning.with({ id: 1, code: "a" }), touchReturning.with({ from: 1 })])
    expect(touchReturning(db, { from: 1 })).toBe(1)
    expect(db.batch([parentCodes.with()])).toEqual([[{ code: "a!!" }]])
  })
})

describe("two connections", () => {
  it("a locked database is a BusyError, and nothing stays open", () => {
    const other = open()
    try {
      other.exec("BEGIN IMMEDIATE")
      expect(failure(() => db.batch([addParent.with({ id: 1, code: "a" })]))).toMatchObject({
        name: "BusyError",
        code: "busy",
        query: "addParent",
      })
      expect(failure(() => addParent(db, { id: 1, code: "a" }))).toMatchObject({ name: "BusyError" })
      expect(database.inTransaction).toBe(false)
      other.exec("COMMIT")
      expect(addParent(db, { id: 1, code: "a" })).toBe(1)
    } finally {
      other.close()
    }
  })

  it("a schema that another connection changed is seen", () => {
    expect(countThings(db)).toEqual({ count: 0 })
    const other = open()
    other.exec("DROP TABLE things")
    other.close()
    expect(failure(() => countThings(db))).toMatchObject({ name: "TargetError", query: "countThings" })
  })

  it("a closed database is a TargetError", () => {
    const other = open()
    const driver = native(other)
    other.close()
    expect(failure(() => countThings(driver))).toMatchObject({ name: "TargetError" })
  })
})

describe("prepared statements", () => {
  /** The real database, counting what is prepared; `within` runs while a statement is read. */
  function watched(within: () => void): { readonly watching: NativeDatabase; readonly prepared: string[] } {
    const prepared: string[] = []
    const watching: NativeDatabase = {
      get inTransaction() {
        return database.inTransaction
      },
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        prepared.push(sql)
        const real = database.prepare<[NativeBinds]>(sql)
        return {
          reader: real.reader,
          raw: (on) => real.raw(on),
          safeIntegers: (on) => real.safeIntegers(on),
          run: (binds) => real.run(binds),
          get: (binds) => real.get(binds),
          all(binds) {
            within()
            return real.all(binds)
          },
        }
      },
    }
    return { watching, prepared }
  }

  it("are prepared once per text", () => {
    const { watching, prepared } = watched(() => undefined)
    const driver = native(watching)
    expect([1, 2, 3].map((id) => addParent(driver, { id, code: `code ${id}` }))).toEqual([1, 1, 1])
    expect(parentCodes(driver)).toHaveLength(3)
    expect(parentCodes(driver)).toHaveLength(3)
    expect(prepared).toEqual(["INSERT INTO parents (id, code) VALUES (?, ?)", parentCodes.sql])
  })

  it("stop at the first row where their program cannot find a second one, which is asked once", () => {
    let lists = 0
    const { watching, prepared } = watched(() => {
      lists += 1
    })
    const driver = native(watching)
    database.exec("INSERT INTO parents VALUES (1, 'a'); INSERT INTO loose (v) VALUES ('a')")
    expect([1, 2].map(() => getParent(driver, { id: 1 }))).toEqual([{ code: "a" }, { code: "a" }])
    const sql = withoutNumbers(getParent.sql)
    expect([prepared, lists]).toEqual([[sql, `EXPLAIN ${sql}`], 1])
    // here it can: no unique index holds what the query was compiled for
    expect([1, 2].map(() => looseOnce(driver, { v: "a" }))).toEqual([{ n: 1 }, { n: 1 }])
    expect([prepared.length, lists]).toEqual([4, 4])
  })

  it("a busy one is left alone and a second one prepared", () => {
    let depth = 0
    const seen: unknown[] = []
    const { watching, prepared } = watched(() => {
      depth += 1
      if (depth === 1) seen.push(manyByText(driver, { text: "inner" }))
    })
    const driver = native(watching)
    const things = [
      { id: "a", text: "outer" },
      { id: "b", text: "inner" },
    ]
    expect(things.map((thing) => putThing(driver, { ...emptyThing, ...thing }))).toEqual([1, 1])
    expect(manyByText(driver, { text: "outer" })).toEqual([{ id: "a" }])
    expect(seen).toEqual([[{ id: "b" }]])
    expect(prepared.filter((sql) => sql === withoutNumbers(manyByText.sql))).toHaveLength(2)
  })

  it("one that failed is prepared anew", () => {
    const { watching, prepared } = watched(() => undefined)
    const driver = native(watching)
    expect(addParentReturning(driver, { id: 1, code: "a" })).toEqual({ id: 1, code: "a" })
    expect(failure(() => addParentReturning(driver, { id: 1, code: "b" }))).toMatchObject({ kind: "primary-key" })
    expect(addParentReturning(driver, { id: 2, code: "b" })).toEqual({ id: 2, code: "b" })
    expect(prepared.filter((sql) => sql === withoutNumbers(addParentReturning.sql))).toHaveLength(2)
  })

  it("int64 comes as a number even where the connection asks for bigints", () => {
    database.defaultSafeIntegers(true)
    expect(countThings(db)).toEqual({ count: 0 })
  })
})

describe("numbered parameters", () => {
  it("become positions where they come once and in order", () => {
    const sql = "SELECT ?1, ?2 -- ?9\nFROM t WHERE a = '?3''?4' AND \"?5\" = ?3 /* ?\n7 */"
    expect(withoutNumbers(sql)).toBe("SELECT ?, ? -- ?9\nFROM t WHERE a = '?3''?4' AND \"?5\" = ? /* ?\n7 */")
    expect(withoutNumbers("SELECT [?1], `?1`")).toBe("SELECT [?1], `?1`")
  })

  it("stay where one comes twice or out of order", () => {
    expect(withoutNumbers("SELECT ?1, ?1")).toBeUndefined()
    expect(withoutNumbers("SELECT ?2, ?1")).toBeUndefined()
    expect(echo(db, { n: 7 })).toEqual({ bare: "real", cast: "integer", joined: "n7", json: "[7]" })
  })
})

describe("the size of values", () => {
  it("is an option", () => {
    const small = native(database, { maxValueBytes: 10 })
    expect(failure(() => oneByText(small, { text: "12345678901" }))).toMatchObject({
      name: "ParameterError",
      issues: [{ path: ["text"], message: "11 bytes are more than the 10 that fit in a value" }],
    })
    expect(failure(() => oneByText(small, { text: "1234567890" }))).toMatchObject({ name: "NoRowError" })
    expect(failure(() => oneByText(small, { text: "🧨🧨🧨" }))).toMatchObject({ name: "ParameterError" })
  })

  it("goes beyond D1's without it", () => {
    expect(putThing(db, { ...emptyThing, text: "x".repeat(3_000_000) })).toBe(1)
  })
})
