import { targets } from "../../targets/index.ts"
import { fits, type Probe, probesOf } from "../../targets/probes.ts"
import { lineCount } from "../../targets/target.ts"
import { counted } from "../counted.ts"
import { packageManager } from "../manifest.ts"
import { findWorkerd, type Said, type Storage } from "../workerd.ts"
import { type Check, type Finding, shortened } from "./check.ts"
import type { Setup } from "./setup.ts"

/** `sqlgen doctor --probe`: every line of the target's profile, run on the workerd that the project has. */
export const probe: Check = {
  name: "probe",
  run: async (setup) => {
    const storage = storageOf(setup)
    if (storage === undefined) return []
    const workerd = await findWorkerd(setup.root)
    if (workerd === undefined) return [missing(setup)]
    const probes = probesOf(targets[storage])
    const said = await workerd.ask(storage, probes)
    const differences = probes.flatMap((one, index) => difference(one, said[index]))
    const { title } = targets[storage]
    const about = `of the profile of ${title} (${counted(lineCount(targets[storage]), "line")})`
    if (differences.length === 0) {
      return [{ level: "ok", text: `${counted(probes.length, "probe")} ${about} hold on workerd ${workerd.version}` }]
    }
    const text = `${counted(differences.length, "probe")} ${about} ${differences.length === 1 ? "does" : "do"} not hold on workerd ${workerd.version}`
    const why = "what sqlgen accepts for this target may be refused there, or the other way round"
    const todo = "update wonder-sql, or tell us: the lines are in its src/targets"
    return [{ level: "problem", text, why, todo, details: shortened(differences, 40) }]
  },
}

/** Other targets have no workerd to ask. */
function storageOf({ config }: Setup): Storage | undefined {
  const target = config.value?.target
  return target === "d1" || target === "durable-object" ? target : undefined
}

function missing(setup: Setup): Finding {
  const { install } = packageManager(setup.root, setup.manifest)
  const why = "the profile is compared with a local workerd, which comes with wrangler or miniflare"
  return { level: "note", text: "neither wrangler nor miniflare is installed", why, todo: `${install} wrangler` }
}

function difference(probe: Probe, said: Said): readonly string[] {
  if (fits(probe, said, "as any version")) return []
  const { line, refusal } = probe
  if (refusal === undefined) return [`${line}: taken here, refused there: ${said}`]
  return [said === undefined ? `${line}: refused here, taken there` : `${line}: "${refusal}" here, there: ${said}`]
}
