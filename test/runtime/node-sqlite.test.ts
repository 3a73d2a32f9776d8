import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type NodeSqliteLike, nodeSqlite } from "../../src/runtime/drivers/node-sqlite.ts"
import { type Driver, oneQuery } from "../../src/runtime/index.ts"
import { errorFields } from "./conformance/outcome.ts"
import { schema, withoutFts5 } from "./conformance/schema.ts"
import { addChild, addParent, parentCodes } from "./conformance/writes.ts"

const DatabaseSync: unknown = Object(process.getBuiltinModule("node:sqlite")).DatabaseSync

describe("node:sqlite", () => {
  if (typeof DatabaseSync === "function") run(DatabaseSync)
  else
    it("is not in this Node: `npm run conformance` runs these on those that have it", () => {
      expect(process.versions.node).toMatch(/^(?:20|21|22\.(?:\d|1[0-2])\.)/)
    })
})

type NodeDatabase = NodeSqliteLike & { close(): void }

/** `n` is beyond 2^53, and each run counts. */
const bumpLoose = oneQuery<void, { readonly v: string }>({
  name: "bumpLoose",
  source: "sql/queries/loose.sql:20",
  sql: "UPDATE loose SET v = v + 1 RETURNING v",
  columns: ["v"],
  readonly: false,
  tables: { reads: ["loose"], writes: ["loose"] },
  changes: "own",
  parameters: [],
  results: [["v", "string"]],
  bind: () => [],
  decode: ([v]) => (typeof v === "string" ? { v } : undefined),
})

// biome-ignore lint/complexity/noBannedTypes: a class that this Node may not have
function run(Database: Function): void {
  let folder = ""
  let database: NodeDatabase
  let db: Driver<"sync">
  const open = (): NodeDatabase => Reflect.construct(Database, [join(folder, "test.db")])

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wonder-sql-node-"))
    database = open()
    for (const sql of withoutFts5(schema)) database.exec(sql)
    db = nodeSqlite(database)
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  it("a write is not run again because its answer holds an integer beyond 2^53", () => {
    database.exec("INSERT INTO loose (v) VALUES (9007199254740993)")
    expect(failure(() => bumpLoose(db))).toMatchObject({ name: "RowShapeError", column: "v" })
    expect(database.prepare("SELECT CAST(v AS TEXT) AS v FROM loose").all()).toEqual([{ v: "9007199254740994" }])
  })

  it("a batch inside a transaction of the caller is a savepoint of it", () => {
    database.exec("BEGIN")
    db.batch([addParent.with({ id: 1, code: "a" })])
    const orphan = addChild.with({ id: 1, parentId: 404, a: null, b: null })
    expect(failure(() => db.batch([addParent.with({ id: 2, code: "b" }), orphan]))).toMatchObject({
      name: "ConstraintError",
      kind: "foreign-key",
      query: "addChild",
    })
    expect(parentCodes(db)).toEqual([{ code: "a" }])
    database.exec("ROLLBACK")
    expect(parentCodes(db)).toEqual([])
  })

  it("a locked database is a BusyError, and nothing stays open", () => {
    const other = open()
    other.exec("BEGIN IMMEDIATE")
    expect(failure(() => addParent(db, { id: 1, code: "a" }))).toMatchObject({ name: "BusyError" })
    expect(failure(() => db.batch([addParent.with({ id: 1, code: "a" })]))).toMatchObject({ name: "BusyError" })
    other.exec("COMMIT")
    other.close()
    expect(addParent(db, { id: 1, code: "a" })).toBe(1)
    database.exec("BEGIN; COMMIT")
  })

  it("a closed database is a TargetError", () => {
    const other = open()
    const driver = nodeSqlite(other)
    other.close()
    expect(failure(() => parentCodes(driver))).toMatchObject({ name: "TargetError" })
  })
}

function failure(call: () => unknown): Readonly<Record<string, unknown>> {
  try {
    return { name: "none", value: call() }
  } catch (error) {
    return errorFields(error)
  }
}
