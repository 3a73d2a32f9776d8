import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, createClient } from "@libsql/client"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { libsqlClient } from "../../src/runtime/drivers/libsql-client.ts"
import type { Driver } from "../../src/runtime/index.ts"
import { looseIntegers } from "./conformance/loose.ts"
import { errorFields } from "./conformance/outcome.ts"
import { schema } from "./conformance/schema.ts"
import { countThings } from "./conformance/things.ts"
import { addParent, parentCodes, touchReturning } from "./conformance/writes.ts"

let folder = ""
let client: Client
let db: Driver<"async">

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wonder-sql-libsql-client-"))
  client = createClient({ url: `file:${join(folder, "test.db")}`, intMode: "bigint" })
  await client.executeMultiple(schema.join(";\n"))
  db = libsqlClient(client)
})

afterEach(() => {
  client.close()
  rmSync(folder, { recursive: true })
})

async function failure(run: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  return run().then((value) => ({ name: "none", value }), errorFields)
}

describe("@libsql/client", () => {
  it("tells which call of a batch failed, also where two write the same table", async () => {
    await addParent(db, { id: 1, code: "a" })
    const calls = [
      touchReturning.with({ from: 9 }),
      addParent.with({ id: 2, code: "b" }),
      parentCodes.with(),
      addParent.with({ id: 1, code: "c" }),
    ]
    expect(await failure(() => db.batch(calls))).toMatchObject({
      name: "ConstraintError",
      kind: "primary-key",
      query: "addParent",
      table: "parents",
      columns: ["id"],
    })
    expect(await failure(() => db.batch([touchReturning.with({ from: 1 }), ...calls.slice(3)]))).toMatchObject({
      query: "addParent",
    })
    expect(await parentCodes(db)).toEqual([{ code: "a" }])
  })

  it("a locked database is a BusyError", async () => {
    const other = createClient({ url: `file:${join(folder, "test.db")}` })
    const lock = await other.transaction("write")
    expect(await failure(() => addParent(db, { id: 1, code: "a" }))).toMatchObject({ name: "BusyError" })
    expect(await failure(() => db.batch([addParent.with({ id: 1, code: "a" })]))).toMatchObject({ name: "BusyError" })
    await lock.rollback()
    other.close()
    expect(await addParent(db, { id: 1, code: "a" })).toBe(1)
  })

  it("without `intMode` an integer beyond 2^53 is a TargetError that keeps the client's words", async () => {
    const numbers = createClient({ url: `file:${join(folder, "test.db")}` })
    await numbers.execute("INSERT INTO loose (v) VALUES (9007199254740993)")
    expect(await failure(() => looseIntegers(libsqlClient(numbers)))).toMatchObject({ name: "TargetError" })
    expect(await failure(() => looseIntegers(db))).toMatchObject({ name: "RowShapeError", column: "v" })
    numbers.close()
  })

  it("a closed client is a TargetError", async () => {
    client.close()
    expect(await failure(() => countThings(db))).toMatchObject({ name: "TargetError", query: "countThings" })
  })
})

describe("a server that is not there", () => {
  it("is transient over HTTP and over a WebSocket", async () => {
    const { server, port } = await listening(500)
    const gone = await listening(500)
    await closed(gone.server)
    const transient = { name: "TransientError", retryable: true, hasCause: true }
    for (const url of [`http://127.0.0.1:${port}`, `http://127.0.0.1:${gone.port}`, `ws://127.0.0.1:${gone.port}`]) {
      const remote = createClient({ url })
      expect(await failure(() => countThings(libsqlClient(remote)))).toMatchObject(transient)
      expect(await failure(() => libsqlClient(remote).batch([countThings.with()]))).toMatchObject(transient)
      remote.close()
    }
    await closed(server)
  })

  it("is no transient failure when it refuses for good", async () => {
    const { server, port } = await listening(404)
    const remote = createClient({ url: `http://127.0.0.1:${port}` })
    expect(await failure(() => countThings(libsqlClient(remote)))).toMatchObject({ name: "TargetError" })
    remote.close()
    await closed(server)
  })
})

/** A server that answers every request with this status. */
async function listening(status: number): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((_request, response) => response.writeHead(status).end("no"))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  return { server, port: address.port }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}
