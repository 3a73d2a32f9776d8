// npx tsx scripts/transaction-bench.ts [rounds]: a transaction of ten statements against ten calls, on a local D1, inside a Worker
import { build } from "esbuild"
import { Miniflare } from "miniflare"
import { compileSources } from "../src/project/build.ts"
import { readConfig } from "../src/project/config.ts"

const rounds = Number(process.argv[2] ?? 200)
const schema = "CREATE TABLE cells (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
const ten = Array.from({ length: 10 }, (_, id) => `UPDATE cells SET n = n + :by WHERE id = ${id};`)
const guarded = ten.map((statement) => `${statement} -- @expect changes = 1 else gone`)
const queries = `
-- name: addToOne
UPDATE cells SET n = n + :by WHERE id = :id;
-- name: addToAll
${ten.join("\n")}
-- name: addToAllGuarded
${guarded.join("\n")}
`

/** Milliseconds of each, the three in turns; the clock of a Worker stands still between two answers. */
const worker = `
import { d1 } from "./src/runtime/drivers/d1.ts"
import { addToAll, addToAllGuarded, addToOne } from "./cells.ts"
const timed = async (run) => { const start = performance.now(); await run(); return performance.now() - start }
export default {
  async fetch(request, { DB }) {
    const db = d1(DB)
    const calls = { sequential: [], transaction: [], guarded: [] }
    for (let round = 0; round < ${rounds}; round++) {
      calls.sequential.push(await timed(async () => { for (let id = 0; id < 10; id++) await addToOne(db, { by: 1, id }) }))
      calls.transaction.push(await timed(() => addToAll(db, { by: 1 })))
      calls.guarded.push(await timed(() => addToAllGuarded(db, { by: 1 })))
    }
    return Response.json(calls)
  },
}
`

const { value: config } = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined })
if (config === undefined) throw new Error("no configuration is one")
const { value } = await compileSources(
  { schema: [{ path: "schema.sql", text: schema }], queries: [{ path: "cells.sql", text: queries }] },
  { ...config, target: "d1", runtime: "./src/runtime/index.ts", outDir: "." },
)
const code = value.files.find(({ path }) => path === "cells.ts")?.text ?? ""
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
        onResolve({ filter: /^\.\/cells\.ts$/ }, () => ({ path: "cells", namespace: "generated" }))
        onLoad({ filter: /.*/, namespace: "generated" }, () => ({ contents: code, resolveDir: root, loader: "ts" }))
      },
    },
  ],
})
const miniflare = new Miniflare({
  modules: true,
  script: bundle.outputFiles[0]?.text ?? "",
  compatibilityDate: "2026-04-01",
  d1Databases: { DB: "bench" },
})
const database = await miniflare.getD1Database("DB")
await database.prepare(schema.replace(/;$/, "")).run()
await database.prepare("INSERT INTO cells (id, n) SELECT key, 0 FROM json_each('[0,0,0,0,0,0,0,0,0,0]')").run()
const times: unknown = await (await miniflare.dispatchFetch("http://bench/")).json()
await miniflare.dispose()

function median(name: string): number {
  const all: unknown = Reflect.get(Object(times), name)
  const sorted = Array.isArray(all) ? all.map(Number).toSorted((a, b) => a - b) : []
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const [sequential, transaction, withGuards] = [median("sequential"), median("transaction"), median("guarded")]
const line = (what: string, ms: number): string =>
  `${what.padEnd(34)}${ms.toFixed(2).padStart(8)} ms   ${(ms / sequential).toFixed(3)}`
console.log(`medians of ${rounds} rounds on a local D1, and as a part of ten calls (budget 0.18)`)
console.log(line("ten calls", sequential))
console.log(line("one transaction of ten", transaction))
console.log(line("the same, each with a guard", withGuards))
