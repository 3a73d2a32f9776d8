// npx tsx scripts/bulk-bench.ts [rows]: lists against loops on a local D1, inside a Worker: an insert of many rows, a list of ids
import { startMeasured } from "./measured-worker.ts"

const count = Number(process.argv[2] ?? 5000)

const schema =
  "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, weight REAL, data TEXT CHECK (json_valid(data))) STRICT;"
const queries = `
-- name: addOne
INSERT INTO things (id, name, weight, data) VALUES (:id, :name, :weight, :data);
-- name: addAll
-- @rows
INSERT INTO things (id, name, weight, data) VALUES (:id, :name, :weight, :data);
-- name: byId
SELECT id, name FROM things WHERE id = :id;
-- name: byIds
-- @param ids []
SELECT id, name FROM things WHERE id IN (:ids);
-- name: clear
DELETE FROM things;
`

/** Times of one round in milliseconds; the clock of a Worker stands still between two answers, which is all that is measured. */
const worker = `
import { d1 } from "./src/runtime/drivers/d1.ts"
import { addAll, addOne, byId, byIds, clear } from "./queries.ts"
const timed = async (run) => { const start = Date.now(); await run(); return Date.now() - start }
export default {
  async fetch(request, { DB }) {
    const db = d1(DB)
    const rows = Array.from({ length: ${count} }, (_, id) => ({ id, name: "thing " + id, weight: id / 3, data: { id } }))
    const ids = rows.map(({ id }) => id)
    const insertLoop = await timed(async () => { for (const row of rows) await addOne(db, row) })
    await clear(db)
    const insertBatch = await timed(() => db.batch(rows.map((row) => addOne.with(row))))
    await clear(db)
    let answer
    const insertRows = await timed(async () => { answer = await addAll(db, { rows }) })
    const selectLoop = await timed(async () => { for (const id of ids) await byId(db, { id }) })
    let found
    const selectList = await timed(async () => { found = await byIds(db, { ids }) })
    return Response.json({ insertLoop, insertBatch, insertRows, selectLoop, selectList, answer, found: found.length })
  },
}
`

const measured = await startMeasured({ schema, queries, worker })
for (let round = 0; round < 3; round++) {
  console.log(await measured.ask())
  await measured.execute("DELETE FROM things")
}
await measured.dispose()
