import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { build } from "../../src/project/build.ts"
import { loadProject } from "../../src/project/load-project.ts"
import { filesUnder, root, textOf } from "./repository.ts"

const execute = promisify(execFile)

/** The same project elsewhere, its files made in the opposite order. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), "sqlgen-elsewhere-"))
  for (const path of [...filesUnder("sql", "")].reverse()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), textOf(path))
  }
  for (const path of ["package.json", "wrangler.toml"]) cpSync(join(root, path), join(folder, path))
  return folder
}

async function compiledIn(folder: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const args = ["--import", import.meta.resolve("tsx"), join(root, "test/tidy/emit-all.ts"), folder]
  const options = { cwd: tmpdir(), env: { ...process.env, ...environment }, maxBuffer: 1 << 26 }
  return (await execute(process.execPath, args, options)).stdout
}

test("another folder, directory order, time zone and locale give the same bytes", async () => {
  const folder = copied()
  try {
    const { value: project } = loadProject(root)
    if (project === undefined) throw new Error("the project does not load")
    const { value } = await build(project)
    const here = JSON.stringify({ files: value.files, index: value.index, findings: "" })
    const elsewhere = await Promise.all([
      compiledIn(folder, { TZ: "Asia/Kolkata", LC_ALL: "C", LANG: "C" }),
      compiledIn(folder, { TZ: "America/St_Johns", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" }),
    ])
    expect(value.files.length).toBeGreaterThan(5)
    expect(elsewhere[0]).toBe(here)
    expect(elsewhere[1]).toBe(here)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
