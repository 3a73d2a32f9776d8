import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { describe, expect, it } from "vitest"

const root = new URL("../../", import.meta.url).pathname

/** What a bundler makes of a Worker's source, for a browser-like platform: a `node:` import would be an error. */
async function bundled(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
  })
  return result.outputFiles[0]?.text ?? ""
}

const worker = `
  import { d1 } from "./src/runtime/drivers/d1.ts"
  import { kept, dropped } from "./test/runtime/bundle/queries.ts"
  export default { async fetch(_request, env) { return Response.json(await kept(d1(env.DB), { id: 1 })) } }`

describe("a Worker's bundle", () => {
  it("holds only the queries that are called, and nothing of Node or zod", async () => {
    const code = await bundled(worker)
    expect(code).toContain("SELECT code FROM parents WHERE id = ?1")
    expect(code).not.toContain("INSERT INTO parents")
    expect(code).not.toMatch(/node:|require\(|ZodError/)
  })

  it("holds none of the run time when nothing is called", async () => {
    const code = await bundled(`import * as runtime from "./src/runtime/index.ts"; export const answer = 42`)
    expect(code.length).toBeLessThan(100)
  })

  it("of one query stays below 7 KB compressed", async () => {
    expect(gzipSync(await bundled(worker)).byteLength).toBeLessThan(7 * 1024)
  })
})
