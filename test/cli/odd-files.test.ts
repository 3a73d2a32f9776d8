import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Ran, sqlgen } from "./in-process.ts"

/** What a checkout cannot hold on every system: links, pipes, folders with the names of files. */
const good = join(import.meta.dirname, "../bad-input/good-project")
const asBefore = { exit: 0, out: "", err: "3 queries in 2 files, 0 written, 5 unchanged\n" }
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

describe("in the folder of the queries", () => {
  test("links to folders are not followed, also not in a circle", async () => {
    symlinkSync(".", join(root, "sql/queries/again"))
    symlinkSync("b", join(root, "sql/queries/a"))
    symlinkSync("a", join(root, "sql/queries/b"))
    expect(await sqlgen(root, [])).toEqual(asBefore)
  })

  test("a link to a file is a file", async () => {
    writeFileSync(join(root, "elsewhere.txt"), "-- name: one\nSELECT 1 AS n;\n")
    symlinkSync("../../elsewhere.txt", join(root, "sql/queries/linked.sql"))
    expect((await sqlgen(root, [])).err).toBe("4 queries in 3 files, 3 written, 4 unchanged\n")
  })

  test("a file whose link leads nowhere is an error, and what was generated from it stays", async () => {
    const users = readFileSync(join(root, "gen/users.ts"), "utf8")
    rmSync(join(root, "sql/queries/users.sql"))
    symlinkSync("gone.sql", join(root, "sql/queries/users.sql"))
    expect((await failed()).err).toMatch(/^error\[unreadable-file\]: `sql\/queries\/users\.sql` cannot be read/)
    expect(readFileSync(join(root, "gen/users.ts"), "utf8")).toBe(users)
  })

  test("a file whose links form a circle is an error", async () => {
    symlinkSync("loop.sql", join(root, "sql/queries/loop.sql"))
    expect((await failed()).err).toContain("its symbolic links form a circle")
  })

  test("a folder called x.sql is a folder; what lies in it is not read, and that is said", async () => {
    mkdirSync(join(root, "sql/queries/x.sql"))
    expect(await sqlgen(root, [])).toEqual(asBefore)
    writeFileSync(join(root, "sql/queries/x.sql/y.sql"), "-- name: y\nSELECT 1 AS n;\n")
    const ran = await sqlgen(root, [])
    expect(ran.exit).toBe(0)
    expect(ran.err).toMatch(/^warning\[unread-file\]: `sql\/queries\/x\.sql\/y\.sql` is not read/)
  })

  test.runIf(process.platform !== "win32")("a pipe is not waited for", async () => {
    execFileSync("mkfifo", [join(root, "sql/queries/pipe.sql")])
    expect(await sqlgen(root, [])).toEqual(asBefore)
  })
})

test("folders whose links form a circle are named, not called a bug", async () => {
  rmSync(join(root, "sql/queries"), { recursive: true })
  symlinkSync("queries", join(root, "sql/queries"))
  expect((await failed()).err).toMatch(
    /^error\[unreadable-file\]: the folder `sql\/queries` cannot be read\n--> sql\/queries\/\n {2}= note: its symbolic links/,
  )
  rmSync(join(root, "gen"), { recursive: true })
  cpSync(join(good, "sql/queries"), join(root, "more"), { recursive: true })
  writeFileSync(join(root, "sqlgen.json"), '{ "queries": "more" }\n')
  symlinkSync("gen", join(root, "gen"))
  expect((await failed()).err).toContain("[unwritable-file]")
  expect((await sqlgen(root, ["--cwd", "gen"])).err).toBe("error: there is no folder `gen`\n")
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
