// npx tsx scripts/bulk-bench.ts [rows]: lists against loops on a local D1, inside a Worker: an insert of many rows, a list of ids
import { build } from "esbuild"
import { Miniflare } from "miniflare"
import { compileSources } from "../src/project/build.ts"
import { readConfig } from "../src/project/config.ts"

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
import { addAll, addOne, byId, byIds, clear } from "./things.ts"
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

async function generated(): Promise<string> {
  const { value: config } = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined })
  if (config === undefined) throw new Error("no configuration is one")
  const { value } = await compileSources(
    { schema: [{ path: "schema.sql", text: schema }], queries: [{ path: "things.sql", text: queries }] },
    { ...config, target: "d1", runtime: "./src/runtime/index.ts", outDir: "." },
  )
  return value.files.find(({ path }) => path === "things.ts")?.text ?? ""
}

const code = await generated()
const root = new URL("..", import.meta.url).pathname
const bundle = await build({
  stdin: { contents: worker, resolveDir: root, loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  plugins: [
    {
      name: "generated",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\.\/things\.ts$/ }, () => ({ path: "things", namespace: "generated" }))
        onLoad({ filter: /.*/, namespace: "generated" }, () => ({ contents: code, resolveDir: root, loader: "ts" }))
      },
    },
  ],
})
const miniflare = new Miniflare({
  modules: true,
  script: bundle.outputFiles[0]?.text ?? "",
  compatibilityDate: "2026-04-01",
  d1Databases: { DB: "bulk" },
})
const database = await miniflare.getD1Database("DB")
await database.prepare(schema.replace(/;$/, "")).run()
for (let round = 0; round < 3; round++) {
  console.log(await (await miniflare.dispatchFetch("http://bench/")).json())
  await database.prepare("DELETE FROM things").run()
}
await miniflare.dispose()
