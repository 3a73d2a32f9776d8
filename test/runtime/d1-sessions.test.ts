import type { Readable } from "node:stream"
import { build } from "esbuild"
import { Miniflare } from "miniflare"
import { beforeAll, describe, expect, it } from "vitest"

/*
 * The local D1 has no replicas, so what is recorded is which session is asked what, and that the real D1 answers it. How
 * far a replica is behind cannot be shown here.
 */
const unconstrained = "first-unconstrained"
const primary = "first-primary"

const expected: Readonly<Record<string, { readonly value: unknown; readonly record: readonly string[] }>> = {
  "reads stay in the session that they begin with": {
    value: [[], [[], []]],
    record: [`${unconstrained}: SELECT`, `${unconstrained}: batch of 2`],
  },
  "a write goes to the primary, and what is read then sees it": {
    value: [{ code: "a" }],
    record: [`${unconstrained}: SELECT`, `${primary}: INSERT`, "bookmark 1: SELECT"],
  },
  "each write is a session of its own": {
    value: 1,
    record: [`${primary}: INSERT`, `${primary}: batch of 2`, `${primary}: DELETE`],
  },
  "a read that no replica may answer goes to the primary": {
    value: [[], [[], []]],
    record: [`${primary}: SELECT`, `${primary}: batch of 2`],
  },
  "after a write that failed the primary is read": {
    value: ["primary-key", [{ code: "a" }]],
    record: [`${primary}: INSERT`, `${primary}: INSERT`, `${primary}: SELECT`],
  },
  "the bookmark goes out and comes in": {
    value: { before: null, isText: true, rows: [{ code: "a" }], later: true },
    record: [`${primary}: INSERT`, "bookmark 1: SELECT"],
  },
  "wrong parameters ask nobody": { value: ["ParameterError", null], record: [] },
  "OR ROLLBACK takes the whole batch, and D1 does not say why": {
    value: ["TargetError", true, [{ code: "a" }]],
    record: [`${primary}: INSERT`, `${primary}: batch of 2`, `${primary}: SELECT`],
  },
}

describe("d1Sessions", () => {
  let outcomes: Readonly<Record<string, unknown>> = {}
  beforeAll(async () => {
    outcomes = await outcomesInWorker()
  }, 120_000)

  for (const [name, outcome] of Object.entries(expected)) it(name, () => expect(outcomes[name]).toEqual(outcome))

  it("does nothing else", () => {
    expect(Object.keys(outcomes)).toEqual(Object.keys(expected))
  })
})

async function outcomesInWorker(): Promise<Readonly<Record<string, unknown>>> {
  const bundle = await build({
    entryPoints: [new URL("./sessions/worker.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
  })
  const miniflare = new Miniflare({
    modules: true,
    script: bundle.outputFiles[0]?.text ?? "",
    compatibilityDate: "2026-04-01",
    d1Databases: { DB: "sessions" },
    // OR ROLLBACK makes workerd write pages
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      stdout.resume()
      stderr.resume()
    },
  })
  try {
    const response = await miniflare.dispatchFetch("http://worker/")
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    return JSON.parse(text)
  } finally {
    await miniflare.dispose()
  }
}
