import type { Check } from "./check.ts"

/** The version of Node that runs us. */
export const node: Check = {
  name: "node",
  run: ({ machine }) => {
    if (machine === undefined) return []
    const [major = 0, minor = 0] = machine.node.split(".").map(Number)
    const text = `Node ${machine.node}`
    if (major > 20 || (major === 20 && minor >= 19)) return [{ level: "ok", text }]
    const why = "modules are loaded in ways that Node has since 20.19"
    return [{ level: "problem", text, why, todo: "install Node 20.19, 22 or later" }]
  },
}
