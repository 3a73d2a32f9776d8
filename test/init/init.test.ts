import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative, sep } from "node:path"
import { describe, expect, test } from "vitest"
import { sqlgen } from "../cli/in-process.ts"

/*
 * Each folder is a project as somebody has it (`project/`), what `sqlgen init` prints there (`expected.txt`) and the files
 * that are new or different afterwards (`after/`). In `run.json` (optional): `args` of init, and `generates`, false where
 * the project cannot be compiled afterwards either.
 */
interface RunFile {
  readonly args?: readonly string[]
  readonly generates?: boolean
}

const here = import.meta.dirname
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

describe.each(cases)("%s", (name) => {
  const folder = join(here, name)
  const runFile = join(folder, "run.json")
  const { args = [], generates = true }: RunFile = existsSync(runFile) ? JSON.parse(readFileSync(runFile, "utf8")) : {}

  test("what it says and does, once and again", async () => {
    const root = mkdtempSync(join(tmpdir(), "sqlgen-init-"))
    try {
      cpSync(join(folder, "project"), root, { recursive: true })
      const before = filesOf(root)
      const first = await sqlgen(root, ["init", ...args])
      await expect(`${first.out}${first.err}exit ${first.exit}\n`).toMatchFileSnapshot(join(folder, "expected.txt"))
      const after = filesOf(root)
      const changed = [...after].filter(([path, text]) => before.get(path) !== text)
      for (const [path, text] of changed) await expect(text).toMatchFileSnapshot(join(folder, "after", path))
      expect(changed.map(([path]) => path)).toEqual([...filesOf(join(folder, "after")).keys()])
      expect([...before.keys()].filter((path) => !after.has(path))).toEqual([])

      const again = await sqlgen(root, ["init", ...args])
      expect(again.exit).toBe(first.exit)
      expect(filesOf(root)).toEqual(after)
      expect(changed.length === 0 || again.out.includes("everything is there: nothing to do")).toBe(true)
      expect((await sqlgen(root, [])).exit).toBe(generates ? 0 : 1)
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})

function filesOf(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map()
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = found.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/")).sort()
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]))
}
