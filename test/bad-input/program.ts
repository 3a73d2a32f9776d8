import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"
import { root as repository } from "../tidy/repository.ts"

/** The program as a process of its own: bundled, so that starting it takes little time. */
export interface Program {
  start(cwd: string, options?: StartOptions): Running
  remove(): void
}

export interface StartOptions {
  readonly args?: readonly string[]
  /** variables that `faults.ts` reads */
  readonly faults?: NodeJS.ProcessEnv
  readonly environment?: NodeJS.ProcessEnv
  /** a line for the shell that runs `"$0" "$@"` */
  readonly shell?: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** Builds the program into a folder of its own, laid out like the package. */
export async function bundledProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "sqlgen-program-"))
  cpSync(join(repository, "package.json"), join(folder, "package.json"))
  cpSync(join(repository, "docs/diagnostics"), join(folder, "docs/diagnostics"), { recursive: true })
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"))
  const [main, faults] = [join(folder, "dist/cli/main.js"), join(folder, "dist/cli/faults.js")]
  for (const [entry, outfile] of [
    ["src/cli/main.ts", main],
    ["test/bad-input/faults.ts", faults],
  ] as const)
    await build({
      entryPoints: [join(repository, entry)],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      logLevel: "silent",
    })
  return {
    start: (cwd, options = {}) => {
      const { CI: _ci, ...environment } = process.env
      const args = [...(options.faults === undefined ? [] : ["--import", faults]), main, ...(options.args ?? [])]
      const command = options.shell === undefined ? [] : ["sh", "-c", options.shell]
      const [first = "", ...rest] = [...command, process.execPath, ...args]
      const child = spawn(first, rest, { cwd, env: { ...environment, ...options.environment, ...options.faults } })
      return { child, ended: ended(child) }
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** Resolves when the process has ended and its streams are closed. */
export function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""]
  child.stdout?.on("data", (part) => {
    out += part
  })
  child.stderr?.on("data", (part) => {
    err += part
  })
  return new Promise((done) => child.on("close", (code, signal) => done({ code, signal, out, err })))
}
