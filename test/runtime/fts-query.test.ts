import fc from "fast-check"
import Database from "libsql"
import { afterAll, describe, expect, it } from "vitest"
import { native } from "../../src/runtime/drivers/native.ts"
import { ftsQuery } from "../../src/runtime/index.ts"
import { schema } from "./conformance/schema.ts"
import { addNote, findNotes } from "./conformance/writes.ts"

const database = new Database(":memory:")
for (const sql of schema) database.exec(sql)
const db = native(database)
for (const body of ["the quick brown fox", "the lazy dog's bone"]) database.prepare(addNote.sql).run([body])

afterAll(() => {
  database.close()
})

function found(query: string): readonly string[] {
  return findNotes(db, { query }).map((row) => row.body)
}

describe("ftsQuery", () => {
  it("asks for every word", () => {
    expect(ftsQuery(" the  lazy ")).toBe('"the" AND "lazy"')
    expect(found(ftsQuery("the lazy"))).toEqual(["the lazy dog's bone"])
    expect(found(ftsQuery("quick lazy"))).toEqual([])
  })

  it("asks for any word", () => {
    expect(found(ftsQuery("quick lazy", { all: false }))).toHaveLength(2)
  })

  it("takes the last word as the beginning of one", () => {
    expect(ftsQuery("the qui", { prefix: true })).toBe('"the" AND "qui"*')
    expect(found(ftsQuery("the qui", { prefix: true }))).toEqual(["the quick brown fox"])
    expect(found(ftsQuery("the qui"))).toEqual([])
  })

  it("without a word matches nothing", () => {
    for (const text of ["", " \t\n", "\0"]) expect(found(ftsQuery(text, { prefix: true }))).toEqual([])
  })

  it("takes operators, filters and quotes as text", () => {
    for (const text of ['"', "fox OR dog", "body : fox", "NEAR(fox)", "^the", "fox*", "-fox", "(fox", "a + b", "AND"]) {
      expect(() => found(ftsQuery(text)), text).not.toThrow()
    }
    expect(found(ftsQuery("fox OR dog"))).toEqual([])
  })

  it("is never an error, whatever was typed", () => {
    const text = fc.string({ unit: "binary", maxLength: 20 })
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (typed, prefix, all) => {
        found(ftsQuery(typed, { prefix, all }))
      }),
      { numRuns: 500 },
    )
  })
})
