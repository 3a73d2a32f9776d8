import { execFileSync, spawn } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sqlgen } from "../cli/in-process.ts"
import { withFolder } from "./odd-disk.ts"
import { bundledProgram, type Ended, ended, type Program } from "./program.ts"

/*
 * What a folder alone cannot express: a process that is killed, several at once, a disk that is full, a file that
 * changes. Real processes on a real disk.
 */

let program: Program
beforeAll(async () => {
  program = await bundledProgram()
})
afterAll(() => program.remove())

type Files = Readonly<Record<string, string>>

/** `good-project`, generated. */
function inGoodProject(use: (root: string) => Promise<void>): Promise<void> {
  return withFolder("project", async (root) => {
    cpSync(join(import.meta.dirname, "good-project"), root, { recursive: true })
    expect((await sqlgen(root, [])).exit).toBe(0)
    await use(root)
  })
}

function generated(root: string): Files {
  const names = readdirSync(join(root, "gen")).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(root, "gen", name), "utf8")]))
}

/** The generated text of the users' queries, whatever white space and `;` end their file. */
function withoutHash(files: Files): string | undefined {
  return files["users.ts"]?.replace(/hash: [0-9a-f]{16}/, "")
}

/** What a fresh run gives for the sources of a project. */
async function fresh(root: string): Promise<Files> {
  let files: Files = {}
  await withFolder("fresh", async (folder) => {
    cpSync(join(root, "sql"), join(folder, "sql"), { recursive: true })
    expect((await sqlgen(folder, [])).exit).toBe(0)
    files = generated(folder)
  })
  return files
}

function isUnfinished(name: string): boolean {
  return name.startsWith(".sqlgen-")
}

/** Words, not the stack of ours; every file whole: as it was or as it is to be. */
function expectWhole({ out, err }: Ended, files: Files, old: Files, now: Files): void {
  expect(out + err).not.toMatch(/^\s+at |node:internal/m)
  const half = Object.entries(files).filter(
    ([name, text]) => !isUnfinished(name) && text !== old[name] && text !== now[name],
  )
  expect(half).toEqual([])
  expect(Object.keys(old).filter((name) => files[name] === undefined && now[name] !== undefined)).toEqual([])
}

describe("a process that is killed while it writes", () => {
  test("leaves each file old or new, at every moment; the next run finishes and tidies up", async () => {
    await inGoodProject(async (root) => {
      const old = generated(root)
      const users = join(root, "sql/queries/users.sql")
      writeFileSync(users, `${readFileSync(users, "utf8")}\n-- name: one\nSELECT 1 AS one;\n`)
      rmSync(join(root, "sql/queries/orders.sql"))
      const now = await fresh(root)
      const moments: Promise<boolean>[] = []
      const kill = (moment: number): Promise<boolean> => {
        const copy = `${root}-${moment}`
        cpSync(root, copy, { recursive: true })
        return program.start(copy, { faults: { KILL_AT: String(moment) } }).ended.then(async (end) => {
          const files = generated(copy)
          expectWhole(end, files, old, now)
          for (const name of Object.keys(files).filter(isUnfinished)) utimesSync(join(copy, "gen", name), 1, 1)
          expect((await sqlgen(copy, [])).exit).toBe(0)
          expect(generated(copy)).toEqual(now)
          return end.signal === "SIGKILL"
        })
      }
      // two removals, and three files with three moments each: with half of it written, with all, renamed
      for (let moment = 1; moment <= 12; moment++) moments.push(kill(moment))
      expect(await Promise.all(moments)).toEqual([...Array.from({ length: 11 }, () => true), false])
    })
  })
})

describe("several at once on one output folder", () => {
  test("all end well, and leave what one of them would have", async () => {
    await inGoodProject(async (root) => {
      for (let index = 0; index < 20; index++)
        writeFileSync(join(root, `sql/queries/q${index}.sql`), `-- name: q${index}\nSELECT id FROM users;\n`)
      rmSync(join(root, "sql/queries/orders.sql"))
      const all = await Promise.all(Array.from({ length: 4 }, () => program.start(root).ended))
      expect(all.map(({ code, err }) => [code, err.replace(/\d+ (?:written|unchanged|removed)/g, "n $&")])).toEqual(
        all.map(() => [0, expect.stringMatching(/^22 queries in 21 files, n \d+ written/)]),
      )
      expect(generated(root)).toEqual(await fresh(root))
    })
  })
})

describe("a query file that changes while it is read", () => {
  test("all the time: it is not read, and what was generated from it stays", async () => {
    await inGoodProject(async (root) => {
      const old = generated(root)
      const end = await program.start(root, { faults: { CHANGE_ON_READ: "users.sql" } }).ended
      expect(end).toMatchObject({ code: 1, out: "" })
      expect(end.err).toMatchInlineSnapshot(`
        "error[unreadable-file]: \`sql/queries/users.sql\` cannot be read
        --> sql/queries/users.sql:1:1
          = note: it changes while it is read
          = help: run sqlgen again when nothing writes to it any more

        1 query in 1 file, 0 written, 2 unchanged; 1 error
        "
      `)
      expect(generated(root)).toEqual(old)
    })
  })

  test("by another process that writes two versions by turns: never a mixture of both", async () => {
    await inGoodProject(async (root) => {
      const path = join(root, "sql/queries/users.sql")
      const versions: (string | undefined)[] = []
      for (const version of ["one", "two"]) {
        const padding = "  -- padding\n".repeat(2000)
        writeFileSync(path, `-- name: ${version}\nSELECT id,\n${padding}  '${version}' AS version\nFROM users;\n`)
        cpSync(path, join(root, version))
        versions.push(withoutHash(await fresh(root)))
      }
      cpSync(join(root, "one"), path)
      expect((await sqlgen(root, [])).exit).toBe(0)
      const script = "while :; do cat one > sql/queries/users.sql; cat two > sql/queries/users.sql; done"
      const writer = spawn("sh", ["-c", script], { cwd: root, stdio: "ignore" })
      try {
        for (let run = 0; run < 20; run++) {
          // the beginning of a version may be all that there is for a while: an error, or whole but for the last `;`
          const { exit, err } = await sqlgen(root, [])
          expect(exit, err).toBe(err.includes("error[") ? 1 : 0)
          expect(versions).toContain(withoutHash(generated(root)))
        }
      } finally {
        writer.kill("SIGKILL")
        await ended(writer)
      }
    })
  })
})

describe("a disk that is full", () => {
  const canMount = mounts()

  /** A query that makes the output much larger. */
  function addLongQuery(root: string): void {
    const users = join(root, "sql/queries/users.sql")
    const columns = Array.from({ length: 90 }, (_, index) => `${index} AS column_${index}`).join(", ")
    writeFileSync(users, `${readFileSync(users, "utf8")}\n-- name: wide\nSELECT ${columns};\n`)
  }

  test.runIf(canMount)("while writing: each file old or new, nothing unfinished, and what to do", async () => {
    await inGoodProject(async (root) => {
      const gen = join(root, "gen")
      const pages = Object.values(generated(root)).reduce((sum, text) => sum + Math.ceil(text.length / 4096), 0)
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${4 * (pages + 1)}k`, "tmpfs", gen])
      try {
        expect((await program.start(root).ended).code).toBe(0)
        const old = generated(root)
        addLongQuery(root)
        const end = await program.start(root).ended
        expect(end.code).toBe(1)
        expect(end.err).toMatchInlineSnapshot(`
          "error[unwritable-file]: \`gen/users.ts\` cannot be written
          --> gen/users.ts:1:1
            = note: the disk is full
            = help: make room, and run sqlgen again: what it wrote is whole, and the rest is as it was

          4 queries in 2 files, 0 written, 2 unchanged; 1 error
          "
        `)
        expectWhole(end, generated(root), old, await fresh(root))
        expect(readdirSync(gen).filter(isUnfinished)).toEqual([])
      } finally {
        execFileSync("umount", [gen])
      }
    })
  })

  test("for this user (a limit of file size, also where nothing may be mounted)", async () => {
    await inGoodProject(async (root) => {
      const old = generated(root)
      addLongQuery(root)
      const command = `ulimit -f 8; exec "$0" "$@"`
      const end = await program.start(root, { shell: command }).ended
      expect(end.code).toBe(1)
      expect(end.err).toContain("= note: it is larger than this disk, or a limit of this user, allows\n")
      expect(end.err).toContain("= help: make room, and run sqlgen again: what it wrote is whole")
      expectWhole(end, generated(root), old, await fresh(root))
      expect(readdirSync(join(root, "gen")).filter(isUnfinished)).toEqual([])
    })
  })

  test.runIf(existsSync("/dev/full"))("for what is printed: words and exit code 1", async () => {
    await inGoodProject(async (root) => {
      rmSync(join(root, "gen/users.ts"))
      const out = await program.start(root, { args: ["check"], shell: `exec "$0" "$@" > /dev/full` }).ended
      expect(out).toEqual({
        code: 1,
        signal: null,
        out: "",
        err: expect.stringContaining("error: standard output cannot be written: the disk is full\n"),
      })
      const err = await program.start(root, { args: ["check"], shell: `exec "$0" "$@" 2> /dev/full` }).ended
      expect(err).toMatchObject({ code: 1, signal: null, err: "" })
    })
  })
})

function mounts(): boolean {
  const probe = join(import.meta.dirname, "../../node_modules/.sqlgen-mount")
  try {
    mkdirSync(probe, { recursive: true })
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", probe], { stdio: "ignore" })
    execFileSync("umount", [probe])
    return true
  } catch {
    return false // not root, or not Linux
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

test("a current folder that was removed is said in words", async () => {
  await withFolder("project", async (root) => {
    const command = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"`
    expect(await program.start(root, { shell: command }).ended).toEqual({
      code: 2,
      signal: null,
      out: "",
      err: "error: the current folder does not exist any more\n",
    })
  })
})
