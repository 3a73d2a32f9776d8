import { spawn } from "node:child_process"
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { root as repository } from "../tidy/repository.ts"
import { startingTree } from "./random-edits.ts"
import { folderWith } from "./watched.ts"

const npm = { npm_config_watch: "true", npm_command: "run-script", npm_lifecycle_script: "sqlgen" }

/** Starts the program, and sends it a signal at its first end line. */
function interrupted(
  root: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  more: object,
): Promise<[number | null, string]> {
  const program = ["--import", import.meta.resolve("tsx"), join(repository, "src/cli/main.ts"), ...args]
  const { CI: _ci, ...environment } = process.env
  const child = spawn(process.execPath, program, { cwd: root, env: { ...environment, ...more } })
  let said = ""
  child.stderr.on("data", (part) => {
    said += part
    if (said.endsWith(", watching\n")) child.kill(signal)
  })
  return new Promise((done) => child.on("exit", (code) => done([code, said])))
}

test("Ctrl-C and SIGTERM end the process with 0; npm's word is as good as the option", async () => {
  const root = folderWith(startingTree())
  try {
    const ended = await interrupted(root, ["--watch"], "SIGINT", {})
    expect(ended).toEqual([0, "sqlgen: starting\n6 queries in 6 files, 13 written\nsqlgen: 0 errors, watching\n"])
    const [code, said] = await interrupted(root, [], "SIGTERM", npm)
    expect(code).toBe(0)
    expect(said).toContain("`npm run sqlgen -- --watch` works with every version of npm\nsqlgen: starting\n")
    expect(readdirSync(join(root, "gen")).filter((name) => name.startsWith("."))).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
})
