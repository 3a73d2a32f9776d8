import { build } from "esbuild"
import { expect, test } from "vitest"
import { filesUnder, root } from "./repository.ts"

/** Bundles for a platform without Node; an import that is left over is an error unless it is `cloudflare:`. */
async function bundled(entry: string): Promise<{ readonly text: string; readonly inputs: readonly string[] }> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "import"],
    external: ["cloudflare:*"],
    alias: {
      "wonder-sql/runtime": `${root}/src/runtime/index.ts`,
      "wonder-sql/d1": `${root}/src/runtime/drivers/d1.ts`,
    },
    logLevel: "silent",
  })
  return { text: result.outputFiles[0]?.text ?? "", inputs: Object.keys(result.metafile.inputs).sort() }
}

test("the Worker reaches the run time without a node: import, without the compiler and without zod", async () => {
  const [entry] = filesUnder("src/worker", "index.ts")
  expect(entry).toBe("src/worker/index.ts")
  const { text, inputs } = await bundled("src/worker/index.ts")
  expect(text).not.toMatch(/from ?"node:|require\("/)
  expect(inputs.filter((path) => !/^(?:src\/(?:worker|runtime)|gen|sql|node_modules\/zod)\//.test(path))).toEqual([])
  expect(inputs).toContain("src/runtime/index.ts")
})

for (const driver of ["d1", "d1-sessions", "durable-object", "libsql-client"]) {
  test(`a Worker reaches the driver ${driver} without a node: import`, async () => {
    const { text, inputs } = await bundled(`src/runtime/drivers/${driver}.ts`)
    expect(text).not.toMatch(/from ?"node:|require\("/)
    expect(inputs.filter((path) => !path.startsWith("src/runtime/"))).toEqual([])
  })
}

test("the run time alone has no dependency at all", async () => {
  const { inputs } = await bundled("src/runtime/index.ts")
  expect(inputs.filter((path) => !path.startsWith("src/runtime/"))).toEqual([])
})
