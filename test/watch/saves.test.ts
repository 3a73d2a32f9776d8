import { execFileSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { gitLock } from "../../src/project/git-lock.ts"
import { startingTree } from "./random-edits.ts"
import { folderWith, outputIn, type Watched, watched } from "./watched.ts"

const user = "-- name: user\nSELECT id, email FROM users WHERE id = :id;\n"
const saved = user.replace("email", "settings")
const file = "sql/queries/users.sql"
let project: Watched | undefined
let folder = ""

afterEach(async () => {
  await project?.stop()
  if (folder !== "") rmSync(folder, { recursive: true })
  project = undefined
  folder = ""
})

/** Steps of a save, with names beside the file's. */
interface Disk {
  readonly write: (name: string, text: string) => void
  readonly copy: (from: string, to: string) => void
  readonly rename: (from: string, to: string) => void
  readonly remove: (name: string) => void
  readonly link: (target: string, name: string) => void
}

/** What editors do when they save `users.sql`, as seen with strace or said in their manuals. */
const editors: Readonly<Record<string, (disk: Disk) => void>> = {
  "Visual Studio Code, nano: in its place": ({ write }) => write("users.sql", saved),
  "in two steps: emptied, then written": ({ write }) => {
    write("users.sql", "")
    write("users.sql", saved)
  },
  "vim: tries the folder, renames to a backup, writes anew": ({ write, rename, remove }) => {
    write(".users.sql.swp", "b0VIM")
    write(".users.sql.swx", "")
    remove(".users.sql.swx")
    write("4913", "")
    remove("4913")
    rename("users.sql", "users.sql~")
    write("users.sql", saved)
    remove("users.sql~")
    remove(".users.sql.swp")
  },
  "vim with backupcopy=yes: copies to a backup, writes over": ({ write, copy }) => {
    copy("users.sql", "users.sql~")
    write("users.sql", saved)
  },
  "emacs: a lock that is a link to nowhere, an auto-save, a backup": ({ write, copy, link, remove }) => {
    link("ada@example.com.4711:1700000000", ".#users.sql")
    write("#users.sql#", saved)
    copy("users.sql", "users.sql~")
    write("users.sql", saved)
    remove("#users.sql#")
    remove(".#users.sql")
  },
  "JetBrains: written beside, the old one moved away": ({ write, rename, remove }) => {
    write("users.sql___jb_tmp___", saved)
    rename("users.sql", "users.sql___jb_old___")
    rename("users.sql___jb_tmp___", "users.sql")
    remove("users.sql___jb_old___")
  },
  "gedit and Kate: written beside, renamed over": ({ write, rename }) => {
    write(".goutputstream-A1B2C3", saved)
    rename(".goutputstream-A1B2C3", "users.sql")
  },
  "sed -i, formatters: a new file takes the place": ({ write, rename }) => {
    write("sedX1y2Z3", saved)
    rename("sedX1y2Z3", "users.sql")
  },
  "deleted, then made again": ({ write, remove }) => {
    remove("users.sql")
    write("users.sql", saved)
  },
}

describe("a save is one change of one file, whatever the editor does beside it", () => {
  test.each(Object.entries(editors))("%s", async (_, save) => {
    folder = folderWith(startingTree(0).set(file, user))
    project = await watched(folder)
    const at = (name: string): string => join(folder, "sql/queries", name)
    save({
      write: (name, text) => writeFileSync(at(name), text),
      copy: (from, to) => copyFileSync(at(from), at(to)),
      rename: (from, to) => renameSync(at(from), at(to)),
      remove: (name) => rmSync(at(name)),
      link: (target, name) => symlinkSync(target, at(name)),
    })
    await project.until((run) => run.includes("column settings: new, JSON, may be NULL"))
    await project.stop()
    expect(project.runs.filter((run) => !run.endsWith("sqlgen: 0 errors, watching\n"))).toEqual([])
    expect(project.runs.slice(1)).toHaveLength(1)
    expect(Object.keys(outputIn(folder))).toEqual(["index.ts", "users.schemas.ts", "users.ts"])
  })
})

function git(cwd: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"]
  return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })
}

function commit(branch: string): void {
  git(folder, "checkout", "-qb", branch)
  git(folder, "add", ".")
  git(folder, "commit", "-qm", branch)
}

function query(index: number, column: string): void {
  const text = user.replace("user", `user${index}`).replace("email", column)
  writeFileSync(join(folder, `sql/queries/q${index}.sql`), text)
}

describe("git", () => {
  test("a checkout of 500 files is one run, whether they come, change or go", async () => {
    folder = folderWith(startingTree(0).set(file, user))
    git(folder, "init", "-q")
    writeFileSync(join(folder, ".gitignore"), "gen\n")
    commit("few")
    for (let index = 0; index < 500; index++) query(index, "email")
    commit("many")
    for (let index = 0; index < 500; index++) query(index, "settings")
    commit("others")
    git(folder, "checkout", "-q", "few")
    project = await watched(folder)
    git(folder, "checkout", "-q", "many")
    expect(await project.until(() => true)).toContain(
      "\n... and 480 queries more\n501 queries in 501 files, 1001 written\nsqlgen: 0 errors, watching\n",
    )
    git(folder, "checkout", "-q", "others")
    expect(await project.until(() => true)).toContain("\n501 queries in 501 files, 1000 written\nsqlgen: 0 errors")
    git(folder, "checkout", "-q", "few")
    expect(await project.until(() => true)).toContain("\n1 query in 1 file, 1 written, 1000 removed\nsqlgen: 0 errors")
    await project.stop()
    expect(project.runs).toHaveLength(4)
  })

  test("its lock is found from a folder inside, from a linked worktree, and not outside", () => {
    folder = mkdtempSync(join(tmpdir(), "sqlgen-git-"))
    const [main, linked, outside] = [join(folder, "main"), join(folder, "linked"), join(folder, "outside")]
    for (const each of [main, outside]) mkdirSync(each)
    git(main, "init", "-q")
    git(main, "commit", "-q", "--allow-empty", "-m", "one")
    git(main, "worktree", "add", "-q", linked)
    mkdirSync(join(main, "packages/api"), { recursive: true })
    expect(gitLock(join(main, "packages/api"))).toBe(join(main, ".git/index.lock"))
    const lock = gitLock(linked) ?? ""
    expect(dirname(lock)).toBe(git(linked, "rev-parse", "--absolute-git-dir").trim())
    expect(gitLock(outside)).toBe(undefined)
  })
})
