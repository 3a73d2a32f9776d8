/*
 * npm run conformance [-- <folder>]: the conformance suite on each Node that has `node:sqlite`, through `npx`. With a folder
 * where `npm install better-sqlite3` was run by this Node, on that too.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { resolve } from "node:path"

const test = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "test/runtime/conformance.test.ts",
  "test/runtime/node-sqlite.test.ts",
]
const [folder] = process.argv.slice(2)

const runs = [
  ...["22.13.0", "22", "24"].map((version) => ({
    name: `Node ${version}`,
    command: ["npx", "--yes", "-p", `node@${version}`, "node", ...test],
    peers: undefined,
  })),
  ...(folder === undefined
    ? []
    : [{ name: `better-sqlite3 in ${folder}`, command: [process.execPath, ...test], peers: resolve(folder) }]),
]
if (folder !== undefined && !existsSync(folder)) throw new Error(`no folder ${folder}`)

const failed = runs.filter(({ name, command: [program = "", ...args], peers }) => {
  console.log(`\n# ${name}`)
  const env = peers === undefined ? process.env : { ...process.env, WONDER_SQL_PEERS: peers }
  return spawnSync(program, args, { stdio: "inherit", env, shell: process.platform === "win32" }).status !== 0
})
for (const { name } of failed) console.log(`FAILED: ${name}`)
process.exitCode = failed.length === 0 ? 0 : 1
