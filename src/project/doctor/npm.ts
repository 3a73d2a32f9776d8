import type { Manifest } from "../manifest.ts"
import type { Check, Finding } from "./check.ts"
import type { Machine } from "./setup.ts"

/** Whether `npm run sqlgen --watch` arrives: npm keeps the option for itself and hands it over in the environment. */
export const npm: Check = {
  name: "npm",
  run: ({ machine, manifest }) => (machine === undefined ? [] : [finding(machine, manifest)]),
}

function finding({ userAgent }: Machine, manifest: Manifest | undefined): Finding {
  const version = /^npm\/((\d+)\S*)/.exec(userAgent ?? "")
  const script = manifest?.scripts.get("sqlgen")
  const todo = "`npm run sqlgen -- --watch`, or the script `sqlgen:watch`"
  if (version === null) return { level: "ok", text: userAgent ?? "not started by a package manager" }
  const [, npmVersion = "", major = ""] = version
  const text = `npm ${npmVersion}`
  if (script !== undefined && /[&|;]/.test(script)) {
    const why = "the script `sqlgen` is more than one command, so `npm run sqlgen --watch` does not watch"
    return { level: "note", text, why, todo }
  }
  if (Number(major) >= 9 && Number(major) <= 11)
    return { level: "ok", text: `${text} hands \`npm run sqlgen --watch\` over` }
  return { level: "note", text, why: "only npm 9, 10 and 11 hand `npm run sqlgen --watch` over", todo }
}
