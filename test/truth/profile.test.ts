import { resolve } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { jsonlInspector } from "../../src/project/inspect-jsonl.ts"
import { findWorkerd, type Said, type Storage } from "../../src/project/workerd.ts"
import { targets } from "../../src/targets/index.ts"
import { probeSchema } from "../../src/targets/probe-schema.ts"
import { fits, type Probe, probesOf } from "../../src/targets/probes.ts"

/*
 * Every line of the profile, on the local D1 and in the storage of a local Durable Object: what it allows is taken, at each
 * count of arguments and at the edge of each limit, and what it refuses is refused in its words. `sqlgen inspect` says the
 * same of each.
 */
const root = resolve(import.meta.dirname, "../..")
const inspect = jsonlInspector()

async function refusalHere(target: Storage, { sql, setup }: Probe): Promise<string | undefined> {
  const schema = [...probeSchema, ...setup].join(";\n")
  const line = await inspect(JSON.stringify({ id: 1, schema, sql, target }))
  const { error }: { readonly error: { readonly code: string; readonly message: string } | null } = JSON.parse(line)
  return error === null ? undefined : `${error.code}: ${error.message}`
}

describe.each<Storage>(["d1", "durable-object"])("%s", (storage) => {
  const probes = probesOf(targets[storage])
  const said = new Map<Probe, Said>()
  beforeAll(async () => {
    const workerd = await findWorkerd(root)
    if (workerd === undefined) throw new Error("miniflare is a development dependency")
    const answers = await workerd.ask(storage, probes)
    for (const [index, probe] of probes.entries()) said.set(probe, answers[index])
  })

  it.each(probes.map((probe) => [probe.line, probe] as const))("%s", async (_, probe) => {
    const answer = said.get(probe)
    expect({ answer, fits: fits(probe, answer, "strictly") }).toEqual({ answer, fits: true })
    const here = await refusalHere(storage, probe)
    if (probe.refusal === undefined) expect(here).toBeUndefined()
    else expect(here).toBeDefined()
  })
})
