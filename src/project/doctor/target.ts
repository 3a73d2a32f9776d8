import { wranglerDatabases } from "../wrangler-config.ts"
import type { Check, Finding } from "./check.ts"
import type { Setup } from "./setup.ts"

/** Whether the target fits what wrangler knows. */
export const target: Check = {
  name: "target",
  run: (setup) => {
    const config = setup.config.value
    return config === undefined ? [] : [finding(config.target, setup)]
  },
}

function finding(name: string, { files: { wrangler } }: Setup): Finding {
  const databases = wrangler === undefined ? [] : wranglerDatabases(wrangler).value
  const bindings = databases.map(({ binding }) => binding?.value ?? "one without a binding").join(", ")
  if (name === "d1" && databases.length > 0) return { level: "ok", text: `d1, and ${wrangler?.path} has ${bindings}` }
  if (name === "d1" && wrangler !== undefined) {
    const why = "the queries are checked for D1, which the Worker cannot reach"
    return {
      level: "note",
      text: `d1, and ${wrangler.path} has no D1 database`,
      why,
      todo: "add one to `d1_databases`, or set `target`",
    }
  }
  if (name === "d1" || databases.length === 0) return { level: "ok", text: name }
  const text = `${name}, and ${wrangler?.path} has the D1 database ${bindings}`
  const why = "what D1 would refuse is found when it runs there, not before"
  return { level: "note", text, why, todo: "set `target` to `d1`, unless these queries run elsewhere" }
}
