import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Ran, sqlgen } from "./in-process.ts"

/** Links and edits that are no mistakes; those that are have folders under `test/bad-input`. */
const good = join(import.meta.dirname, "../bad-input/good-project")
let root = ""

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sqlgen-odd-files-"))
  cpSync(good, root, { recursive: true })
  await sqlgen(root, [])
})
afterEach(() => rmSync(root, { recursive: true }))

async function failed(args: readonly string[] = []): Promise<Ran> {
  const ran = await sqlgen(root, args)
  expect(ran.exit).toBe(1)
  expect(ran.err).not.toMatch(/internal-error/)
  expect(ran.err).not.toContain(root)
  return ran
}

test("a link to a file is a file", async () => {
  writeFileSync(join(root, "elsewhere.txt"), "-- name: one\nSELECT 1 AS n;\n")
  symlinkSync("../../elsewhere.txt", join(root, "sql/queries/linked.sql"))
  expect((await sqlgen(root, [])).err).toBe("4 queries in 3 files, 3 written, 4 unchanged\n")
})

test("a project folder whose links form a circle is none", async () => {
  symlinkSync("loop", join(root, "loop"))
  expect((await sqlgen(root, ["--cwd", "loop"])).err).toBe("error: there is no folder `loop`\n")
})

test("a link in the place of a generated file is somebody's file", async () => {
  writeFileSync(join(root, "mine.ts"), "export {}\n")
  rmSync(join(root, "gen/users.ts"))
  symlinkSync("../mine.ts", join(root, "gen/users.ts"))
  expect((await failed()).err).toContain("[foreign-file]")
  expect(readFileSync(join(root, "mine.ts"), "utf8")).toBe("export {}\n")
})

test("a generated file whose hash was deleted was edited", async () => {
  const path = join(root, "gen/users.ts")
  writeFileSync(path, readFileSync(path, "utf8").replace(/\/\/ hash: .*\n/, ""))
  const ran = await sqlgen(root, [])
  expect(ran.exit).toBe(0)
  expect(ran.err).toMatch(/^warning\[edited-output\]: `gen\/users\.ts` was edited by hand[\s\S]* the hash stood here$/m)
})

describe("a project that has not started", () => {
  test("two folders without a file: what to write, and exit code 0", async () => {
    for (const folder of ["sql", "gen"]) rmSync(join(root, folder), { recursive: true })
    for (const folder of ["migrations", "queries"]) mkdirSync(join(root, "sql", folder), { recursive: true })
    expect(await sqlgen(root, [])).toEqual({
      exit: 0,
      out: "",
      err: "no queries yet: write `-- name: findUser` and a statement below it into `sql/queries/users.sql`\n",
    })
    expect(existsSync(join(root, "gen/index.ts"))).toBe(true)
  })

  test("a folder of another name is suggested", async () => {
    writeFileSync(join(root, "sqlgen.json"), '{ "queries": "sql/querys", "schema": "sql/migration" }\n')
    const { err } = await failed()
    expect(err).toContain("help: did you mean `sql/queries`?")
    expect(err).toContain("help: did you mean `sql/migrations`?")
  })
})
