import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative, sep } from "node:path"
import { promisify } from "node:util"
import { root } from "./repository.ts"

/** The package as npm publishes it, and an empty folder in which it is installed. */
export interface Packed {
  /** a folder whose `node_modules` holds the unpacked tarball, beside links to what it depends on */
  readonly folder: string
  readonly tarball: string
  readonly installed: string
  /** paths in the tarball */
  readonly files: readonly string[]
}

const run = promisify(execFile)

/** Packs a copy of the repository that has no `dist/` but a stale file in it, and unpacks that. Offline. */
export async function pack(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "sqlgen-package-"))
  const copy = join(folder, "copy")
  mkdirSync(join(copy, "dist"), { recursive: true })
  writeFileSync(join(copy, "dist/stale.js"), "export {}\n")
  for (const name of ["src", "docs", "sql", "package.json", "tsconfig.json", "README.md", "LICENSE", "CHANGELOG.md"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction")
  await run("npm", ["pack", "--pack-destination", folder], { cwd: copy, shell: process.platform === "win32" })
  rmSync(copy, { recursive: true })
  const [name = "", ...others] = readdirSync(folder)
  if (others.length > 0) throw new Error(`npm pack made ${[name, ...others].join(", ")}`)
  const [tarball, installed] = [join(folder, name), join(folder, "node_modules/wonder-sql")]
  linkDependencies(folder, installed)
  await run("tar", ["xzf", tarball, "-C", installed, "--strip-components=1"])
  const found = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = found.map((entry) => relative(installed, join(entry.parentPath, entry.name)).split(sep).join("/"))
  return { folder, tarball, installed, files }
}

function linkDependencies(folder: string, installed: string): void {
  mkdirSync(installed, { recursive: true })
  for (const name of readdirSync(join(root, "node_modules")).filter((each) => !each.startsWith("."))) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction")
  }
}

/** The output of a process that ended, also one that failed. */
export interface Ended {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program of the package in a folder, as `npx sqlgen` does. */
export async function runSqlgen({ installed }: Packed, cwd: string, args: readonly string[]): Promise<Ended> {
  const bin = join(installed, "dist/cli/main.js")
  const environment = { ...process.env, NO_COLOR: "1", npm_config_user_agent: undefined }
  try {
    return { exit: 0, ...(await run(process.execPath, [bin, ...args], { cwd, env: environment })) }
  } catch (error) {
    const { code, stdout, stderr } = Object(error)
    if (typeof code !== "number") throw error
    return { exit: code, stdout, stderr }
  }
}
