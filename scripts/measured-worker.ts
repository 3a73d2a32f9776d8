import { build } from "esbuild"
import { Miniflare } from "miniflare"
import { compileSources } from "../src/project/build.ts"
import { readConfig } from "../src/project/config.ts"

/** What is measured: a schema of one statement, queries, and a Worker that imports what they compile to from "./queries.ts". */
export interface Measured {
  readonly schema: string
  readonly queries: string
  readonly worker: string
}

/** A Worker in workerd beside a local D1, its binding `DB`, that has the schema. */
export interface MeasuredWorker {
  readonly execute: (sql: string) => Promise<unknown>
  /** what the Worker answers, from JSON */
  readonly ask: () => Promise<unknown>
  readonly dispose: () => Promise<void>
}

/** Starts it. Throws what does not compile. */
export async function startMeasured({ schema, queries, worker }: Measured): Promise<MeasuredWorker> {
  const code = await generated(schema, queries)
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
          onResolve({ filter: /^\.\/queries\.ts$/ }, () => ({ path: "queries", namespace: "generated" }))
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
  const execute = (sql: string): Promise<unknown> => database.prepare(sql).run()
  await execute(schema.replace(/;$/, ""))
  return {
    execute,
    ask: async () => (await miniflare.dispatchFetch("http://bench/")).json(),
    dispose: () => miniflare.dispose(),
  }
}

async function generated(schema: string, queries: string): Promise<string> {
  const { value: config } = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined })
  if (config === undefined) throw new Error("no configuration is one")
  const { value } = await compileSources(
    { schema: [{ path: "schema.sql", text: schema }], queries: [{ path: "queries.sql", text: queries }] },
    { ...config, target: "d1", runtime: "./src/runtime/index.ts", outDir: "." },
  )
  return value.files.find(({ path }) => path === "queries.ts")?.text ?? ""
}
