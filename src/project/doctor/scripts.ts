import { ownScripts } from "../own-scripts.ts"
import type { Check } from "./check.ts"

/** The scripts of package.json. */
export const scripts: Check = {
  name: "scripts",
  run: ({ manifest }) => {
    const names = Object.keys(ownScripts)
    const missing = names.filter((name) => manifest?.scripts.has(name) !== true)
    if (missing.length === 0) return [{ level: "ok", text: names.join(", ") }]
    const why = "others in the project find `npm run sqlgen` there, and CI `npm run sqlgen:check`"
    return [{ level: "note", text: `package.json has no ${missing.join(", ")}`, why, todo: "sqlgen init" }]
  },
}
