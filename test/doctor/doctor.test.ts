import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { describe, expect, test } from "vitest"
import { type Ran, sqlgen } from "../cli/in-process.ts"

/*
 * Each folder is a project as somebody has it (`project/`) and what `sqlgen doctor` says of it (`expected.txt`). In
 * `run.json` (optional): `installed`, true when the packages are there; `generated`, true when sqlgen ran before; `append`,
 * text added to files after that; `bytes`, files where an editor or git would change the line breaks; `node`, `userAgent`.
 */
interface RunFile {
  readonly installed?: boolean
  readonly generated?: boolean
  readonly append?: Readonly<Record<string, string>>
  readonly bytes?: Readonly<Record<string, string>>
  readonly node?: string
  readonly userAgent?: string
}

const here = import.meta.dirname
const repository = resolve(here, "../..")
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

describe.each(cases)("%s", (name) => {
  const folder = join(here, name)
  const runFile = join(folder, "run.json")
  const plan: RunFile = existsSync(runFile) ? JSON.parse(readFileSync(runFile, "utf8")) : {}

  test("what a person reads, what a machine reads, and the exit code", async () => {
    const root = mkdtempSync(join(tmpdir(), "sqlgen-doctor-"))
    try {
      await prepare(root, folder, plan)
      const before = filesOf(root)
      const { exit, out, err } = await doctor(root, plan, [])
      await expect(`${out}${err}exit ${exit}\n`).toMatchFileSnapshot(join(folder, "expected.txt"))
      const machine = await doctor(root, plan, ["--format", "json"])
      const { findings }: { readonly findings: readonly Record<string, unknown>[] } = JSON.parse(machine.out)
      expect(machine.exit).toBe(findings.some(({ level }) => level === "problem") ? 1 : 0)
      for (const { level, text, why, todo } of findings) {
        expect(out).toContain(`${text}`)
        expect([typeof why, typeof todo]).toEqual(level === "ok" ? ["undefined", "undefined"] : ["string", "string"])
      }
      expect(filesOf(root)).toEqual(before)
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})

test("other formats are refused", async () => {
  const { exit, err } = await doctor(here, {}, ["--format", "sarif"])
  expect({ exit, err }).toEqual({ exit: 2, err: "error: `sqlgen doctor` prints `pretty` or `json`, not `sarif`\n" })
})

async function prepare(root: string, folder: string, plan: RunFile): Promise<void> {
  cpSync(join(folder, "project"), root, { recursive: true })
  if (plan.installed === true) {
    mkdirSync(join(root, "node_modules"))
    symlinkSync(repository, join(root, "node_modules/wonder-sql"), "junction")
    symlinkSync(join(repository, "node_modules/zod"), join(root, "node_modules/zod"), "junction")
  }
  for (const [path, text] of Object.entries(plan.bytes ?? {})) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  if (plan.generated === true) expect((await sqlgen(root, [])).exit).toBe(0)
  for (const [path, text] of Object.entries(plan.append ?? {})) writeFileSync(join(root, path), text, { flag: "a" })
}

function doctor(cwd: string, { node = "22.0.0", userAgent }: RunFile, args: readonly string[]): Promise<Ran> {
  return sqlgen(cwd, ["doctor", ...args], [], { node, userAgent })
}

function filesOf(root: string): readonly string[] {
  const found = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  return found
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path}\n${readFileSync(path, "utf8")}`)
}
