import { execFileSync } from "node:child_process"
import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { bundledProgram, type Program, type StartOptions } from "../bad-input/program.ts"
import { startingTree } from "./random-edits.ts"
import { folderWith } from "./watched.ts"

let program: Program
let root = ""
beforeAll(async () => {
  program = await bundledProgram()
  root = folderWith(startingTree())
})
afterAll(() => {
  program.remove()
  rmSync(root, { recursive: true })
})

/** Starts the program; after each end line of a run it does the next of these things. */
async function during(
  options: StartOptions,
  ...acts: readonly ((pid: number) => void)[]
): Promise<[number | null, string]> {
  const { child, ended } = program.start(root, options)
  const left = [...acts]
  child.stderr?.on("data", (part) => {
    if (String(part).endsWith(", watching\n")) left.shift()?.(child.pid ?? 0)
  })
  const { code, err } = await ended
  return [code, err]
}

const interrupt = (pid: number): boolean => process.kill(pid, "SIGINT")
const npm = { npm_config_watch: "true", npm_command: "run-script", npm_lifecycle_script: "sqlgen" }

test("Ctrl-C, SIGTERM and a closed terminal end the process with 0; npm's word is as good as the option", async () => {
  const [code, said] = await during({ args: ["--watch"] }, interrupt)
  expect([code, said]).toEqual([0, "sqlgen: starting\n6 queries in 6 files, 13 written\nsqlgen: 0 errors, watching\n"])
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    const [code, said] = await during({ environment: npm }, (pid) => process.kill(pid, signal))
    expect(code).toBe(0)
    expect(said).toContain("`npm run sqlgen -- --watch` works with every version of npm\nsqlgen: starting\n")
  }
  expect(readdirSync(join(root, "gen")).filter((name) => name.startsWith("."))).toEqual([])
})

/** A user namespace of its own has limits of its own. */
const limited = (limit: string): string =>
  `exec unshare --user --map-root-user sh -c 'echo ${limit} && exec "$0" "$@"' "$0" "$@"`

function canLimit(): boolean {
  try {
    const probe = "echo 5 > /proc/sys/user/max_inotify_watches"
    execFileSync("unshare", ["--user", "--map-root-user", "sh", "-c", probe], { stdio: "ignore" })
    return true
  } catch {
    return false // not Linux, or no such right here
  }
}

test.runIf(canLimit()).each([
  ["max_inotify_watches", 5, "fs.inotify.max_user_watches"],
  ["max_inotify_instances", 0, "fs.inotify.max_user_instances"],
])("with %s used up, it says so and looks by itself", async (limit, count, name) => {
  const query = join(root, "sql/queries/later.sql")
  const [code, said] = await during(
    { args: ["--watch"], shell: limited(`${count} > /proc/sys/user/${limit}`) },
    () => writeFileSync(query, "-- name: later\nSELECT 1 AS one;\n"),
    interrupt,
  )
  rmSync(query)
  expect(said.split("\n")[0]).toBe(
    `sqlgen: the system can tell this user of no more changes: raise \`${name}\`; until then files are looked at twice a second`,
  )
  expect(said).toContain("sqlgen: change detected\n+ later  sql/queries/later.sql\n")
  expect(code).toBe(0)
})
