import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import type { JsonDiagnostic } from "../../src/diagnostics/render-json.ts"
import { type Ran, sqlgen } from "../cli/in-process.ts"
import { asItsUser, type Plan, prepare, withFolder } from "./odd-disk.ts"

/*
 * Each folder is laid over `good-project`, after code was generated for that one. Its `expected.json` says what must
 * happen; `expected.txt` is what a person reads. `run.json` (optional) says how it is run, and makes what a checkout
 * cannot hold. Hashes in `expected.txt` are not the real ones. In `make.json` (optional): files as base64, where bytes
 * matter that an editor or git would change.
 */
interface Expected {
  readonly exit: number
  /** `code path:line:column`, in the order printed; the first of them where there are `count` */
  readonly diagnostics: readonly string[]
  readonly count?: number
  /** what may differ in `gen/` afterwards; everything else keeps its bytes */
  readonly gen?: {
    readonly changed?: readonly string[]
    readonly added?: readonly string[]
    readonly removed?: readonly string[]
  }
}
const here = import.meta.dirname
const notAProject = new Set(["expected.json", "expected.txt", "run.json", "make.json"])
const items = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "good-project")
  .map((entry) => entry.name)
  .sort()

describe.each(items)("%s", (item) => {
  const folder = join(here, item)
  const expected = readJson<Expected>(folder, "expected.json")
  const plan = existsSync(join(folder, "run.json")) ? readJson<Plan>(folder, "run.json") : {}

  // a big one is run for a person alone, whose text shows the places too
  if (plan.once !== true)
    test("exit code, codes, places, and the bytes of gen/", async () => {
      await inProject(folder, plan, async (root) => {
        const before = bytesOf(join(root, "gen"))
        const got = await asItsUser(plan, () => sqlgen(root, [...(plan.args ?? []), "--format", "json"]))
        const places = placesIn(got.err)
        const { diagnostics, count = diagnostics.length } = expected
        expect(places).toHaveLength(count)
        expect(places.slice(0, diagnostics.length)).toEqual(diagnostics)
        expect(got.exit).toBe(expected.exit)
        expectDifference(before, root, expected)
        expectNoStack(got, root)
      })
    })

  test("what a person reads", async () => {
    await inProject(folder, plan, async (root) => {
      const before = bytesOf(join(root, "gen"))
      const got = await asItsUser(plan, () => sqlgen(root, plan.args ?? []))
      expect(got.exit).toBe(expected.exit)
      expectDifference(before, root, expected)
      expectNoStack(got, root)
      await expect((got.out + got.err).replace(/hash: [0-9a-f]{16}/g, "hash: 0123456789abcdef")).toMatchFileSnapshot(
        join(folder, "expected.txt"),
      )
    })
  })
})

function inProject(folder: string, plan: Plan, use: (root: string) => Promise<void>): Promise<void> {
  return withFolder(plan.root ?? "project", async (root) => {
    cpSync(join(here, "good-project"), root, { recursive: true })
    const good = await sqlgen(root, [])
    expect(good).toMatchObject({ exit: 0, out: "" })
    cpSync(folder, root, { recursive: true, filter: (path) => !notAProject.has(path.slice(folder.length + 1)) })
    if (existsSync(join(folder, "make.json"))) {
      for (const [path, base64] of Object.entries(readJson<Record<string, string>>(folder, "make.json"))) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), Buffer.from(base64, "base64"))
      }
    }
    prepare(root, plan)
    await use(root)
  })
}

/** Usage errors are plain words, also with `--format json`. */
function placesIn(err: string): readonly string[] {
  if (!err.startsWith("[")) return []
  const diagnostics: readonly JsonDiagnostic[] = JSON.parse(err)
  return diagnostics.map(({ code, primary }) => `${code} ${primary.file}:${primary.line}:${primary.column}`)
}

function expectDifference(before: ReadonlyMap<string, string>, root: string, { gen }: Expected): void {
  expect(difference(before, bytesOf(join(root, "gen")))).toEqual({ changed: [], added: [], removed: [], ...gen })
}

function expectNoStack({ out, err }: Ran, root: string): void {
  expect(out + err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  expect(out + err).not.toMatch(/node_modules|node:internal/)
  expect(out + err).not.toContain(root)
}

function bytesOf(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map()
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(entries.map(({ name }) => [`gen/${name}`, readFileSync(join(folder, name)).toString("base64")]))
}

function difference(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Expected["gen"] {
  const [old, now] = [[...before.keys()].sort(), [...after.keys()].sort()]
  return {
    changed: old.filter((path) => after.has(path) && after.get(path) !== before.get(path)),
    added: now.filter((path) => !before.has(path)),
    removed: old.filter((path) => !after.has(path)),
  }
}

function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), "utf8"))
}
