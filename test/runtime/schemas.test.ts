import { setImmediate } from "node:timers/promises"
import Database from "libsql"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import * as z from "zod"
import { native } from "../../src/runtime/drivers/native.ts"
import { type OneQuery, oneQuery, standardCheck, toBlob, toBoolean } from "../../src/runtime/index.ts"
import { schemaIssues } from "../../src/runtime/standard-schema.ts"
import { errorFields } from "./conformance/outcome.ts"

interface SaveParams {
  readonly code: string
  readonly flag: boolean
}

interface SaveRow {
  readonly code: string
  readonly flag: boolean
  readonly bytes: Uint8Array
}

const SaveParamsSchema: z.ZodType<SaveParams> = z.strictObject({ code: z.string().min(2), flag: z.boolean() })
const SaveRowSchema: z.ZodType<SaveRow> = z.strictObject({
  code: z.string().max(4),
  flag: z.boolean(),
  bytes: z.instanceof(Uint8Array),
})

/** As generated with `validation: "zod"`: the schemas decide, the tables stay. */
const save: OneQuery<SaveParams, SaveRow> = /* @__PURE__ */ oneQuery({
  name: "save",
  source: "sql/queries/save.sql:1",
  sql: "INSERT INTO saved (code, flag, bytes) VALUES (?1, ?2, x'0102') RETURNING code, flag, bytes",
  columns: ["code", "flag", "bytes"],
  readonly: false,
  tables: { reads: ["saved"], writes: ["saved"] },
  changes: "own",
  parameters: [
    ["code", "string"],
    ["flag", "boolean"],
  ],
  results: [
    ["code", "string"],
    ["flag", "boolean"],
    ["bytes", "blob"],
  ],
  schemas: { parameters: SaveParamsSchema, row: SaveRowSchema },
  bind(params) {
    if (!standardCheck(SaveParamsSchema, params).ok) return undefined
    const { code, flag } = params
    return [code, flag ? 1 : 0]
  },
  decode([code, flag, bytes]) {
    const checked = standardCheck(SaveRowSchema, { code, flag: toBoolean(flag), bytes: toBlob(bytes) })
    return checked.ok ? checked.value : undefined
  },
})

const database = new Database(":memory:")
database.exec("CREATE TABLE saved (code TEXT NOT NULL, flag INTEGER NOT NULL, bytes BLOB)")
const db = native(database)

beforeEach(() => {
  database.exec("DELETE FROM saved")
})

afterAll(() => {
  database.close()
})

function failure(params: SaveParams): Readonly<Record<string, unknown>> {
  try {
    return { name: "none", row: save(db, params) }
  } catch (error) {
    return errorFields(error)
  }
}

describe("schemas that decide", () => {
  it("let a row pass", () => {
    expect(save(db, { code: "abc", flag: true })).toEqual({ code: "abc", flag: true, bytes: Uint8Array.of(1, 2) })
  })

  it("report what they have against parameters, beyond what the types say", () => {
    expect(failure({ code: "a", flag: true })).toMatchObject({
      name: "ParameterError",
      issues: [{ code: "too_small", minimum: 2, origin: "string", path: ["code"] }],
    })
    expect(database.prepare("SELECT count(*) FROM saved").raw().get([])).toEqual([0])
  })

  it("report what they have against a row", () => {
    expect(failure({ code: "abcdef", flag: true })).toMatchObject({
      name: "RowShapeError",
      column: "code",
      row: 0,
      issues: [{ code: "too_big", maximum: 4, path: ["code"] }],
    })
  })
})

describe("a user's schema that does not answer at once", () => {
  const throws = z.string().transform((): string => {
    throw new Error("mine")
  })
  const waits = z.string().refine(async () => true)

  it.each([
    ["a transform that throws", throws],
    ["a refinement that waits", waits],
  ])("%s takes no value, and leaves no rejection behind that ends the process", async (_what, schema) => {
    const rejections: unknown[] = []
    const note = (reason: unknown): void => void rejections.push(reason)
    process.on("unhandledRejection", note)
    try {
      expect(standardCheck(schema, "a")).toEqual({ ok: false })
      expect(schemaIssues(schema, "a", ["doc"])).toEqual([
        {
          code: "custom",
          path: ["doc"],
          message: "the schema validates asynchronously, which a query cannot wait for",
        },
      ])
      await setImmediate()
      expect(rejections).toEqual([])
    } finally {
      process.off("unhandledRejection", note)
    }
  })
})
