import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { sqlgen } from "../cli/in-process.ts"
import { editAtRandom, randomFrom, repair, startingTree, type Tree } from "./random-edits.ts"
import { folderWith, freshOutput, outputIn, timesIn, type Watched, watched } from "./watched.ts"

const user = "-- name: user\nSELECT id, email FROM users WHERE id = :id;\n"
const plans = "-- name: plans\nSELECT plan, count(*) AS n FROM users GROUP BY plan;\n"
let project: Watched | undefined

afterEach(async () => {
  await project?.stop()
  if (project !== undefined) rmSync(project.root, { recursive: true })
  project = undefined
})

/** Two query files over the schema of `startingTree`, generated and watched. */
async function twoFiles(): Promise<Watched> {
  const tree = startingTree(0)
  tree.set("sql/queries/users.sql", user)
  tree.set("sql/queries/plans.sql", plans)
  project = await watched(folderWith(tree))
  return project
}

const fine = (run: string): boolean => run.endsWith("sqlgen: 0 errors, watching\n")

describe("sqlgen --watch", () => {
  test("a save writes what changed, says what that is, and touches nothing else", async () => {
    const { root, write, until } = await twoFiles()
    const before = timesIn(root)
    write("sql/queries/users.sql", user.replace("email", "plan AS email"))
    expect(await until(fine)).toMatchInlineSnapshot(`
      "sqlgen: change detected
      ~ user  sql/queries/users.sql
          column email: TEXT -> TEXT 'free' | 'pro'
      2 queries in 2 files, 2 written
      sqlgen: 0 errors, watching
      "
    `)
    const after = timesIn(root)
    const touched = Object.keys(after).filter((name) => after[name] !== before[name])
    expect(touched).toEqual(["users.schemas.ts", "users.ts"])
  })

  test("an error keeps the last good output; its repair is written", async () => {
    const { root, write, until } = await twoFiles()
    const good = outputIn(root)
    write("sql/queries/users.sql", user.replace("email", "emial"))
    const run = await until(() => true)
    expect(run).toContain("error[unknown-column]: no column `emial` in `users`")
    const end = [
      "1 query in 1 of 2 files, 0 written",
      "last good output kept: sql/queries/users.sql",
      "sqlgen: 1 error, watching\n",
    ]
    expect(run.endsWith(end.join("\n"))).toBe(true)
    expect(outputIn(root)).toEqual(good)
    write("sql/queries/users.sql", user.replace("email", "settings"))
    const repaired = await until(fine)
    expect(repaired).toContain("~ user  sql/queries/users.sql\n    column email: gone, was TEXT\n")
    expect(repaired).toContain("\nright again: sql/queries/users.sql\n")
    expect(outputIn(root)["users.ts"]).toContain("settings")
  })

  test("new, renamed and deleted files are followed; what was generated from them goes", async () => {
    const { root, write, until } = await twoFiles()
    write("sql/queries/more.sql", user.replace("user", "other"))
    expect(await until(fine)).toContain("+ other  sql/queries/more.sql\n")
    renameSync(join(root, "sql/queries/more.sql"), join(root, "sql/queries/again.sql"))
    expect(await until(fine)).toContain("+ other  sql/queries/again.sql\n- other  sql/queries/more.sql\n")
    expect(Object.keys(outputIn(root))).toEqual(
      ["again", "plans", "users"].flatMap((name) => [`${name}.schemas.ts`, `${name}.ts`]).toSpliced(2, 0, "index.ts"),
    )
    rmSync(join(root, "sql/queries/again.sql"))
    expect(await until(fine)).toContain("- other  sql/queries/again.sql\n2 queries in 2 files, 1 written, 2 removed\n")
    expect(existsSync(join(root, "gen/again.ts"))).toBe(false)
  })

  test("a change of the schema reaches every query", async () => {
    const { write, until } = await twoFiles()
    write("sql/migrations/0002.sql", "ALTER TABLE users RENAME COLUMN plan TO tier;\n")
    expect(await until(() => true)).toContain("error[unknown-column]: no column `plan` in `users`")
    write("sql/queries/plans.sql", plans.replaceAll("plan", "tier"))
    expect(await until(fine)).toContain("+ tiers  sql/queries/plans.sql\n")
  })

  test("the configuration is read again, and its folders are watched", async () => {
    const { root, write, until } = await twoFiles()
    write("sqlgen.json", '{ "queries": "elsewhere" }')
    expect(await until(() => true)).toContain("error[missing-folder]: there is no folder `elsewhere`")
    mkdirSync(join(root, "elsewhere"))
    await until(fine)
    write("elsewhere/users.sql", user)
    expect(await until((run) => fine(run) && run.includes("+ user"))).toContain("1 query in 1 file")
    write("sqlgen.json", '{ "queries": 1 }')
    expect(await until(() => true)).toContain("nothing generated\nsqlgen: 1 error, watching\n")
    write("wrangler.toml", "[[d1_databases]]\nmigrations_dir = 'db/migrations'\n")
    write("sqlgen.json", "{}")
    expect(await until((run) => run.includes("missing-folder"))).toContain("migrations are read from there")
    write("db/migrations/1.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, plan TEXT) STRICT;\n")
    expect(await until(fine)).toContain("- user  elsewhere/users.sql\n2 queries in 2 files")
  })

  test("folders that are missing at first are seen when they appear", async () => {
    project = await watched(folderWith(new Map([["package.json", "{}"]])))
    const [first = ""] = project.runs
    expect(first).toContain("sqlgen: starting\n")
    expect(first).toContain("sqlgen: 2 errors, watching\n")
    project.write("sql/migrations/1.sql", "CREATE TABLE t (a INTEGER NOT NULL) STRICT;\n")
    project.write("sql/queries/t.sql", "-- name: all\nSELECT a FROM t;\n")
    expect(await project.until(fine)).toContain("1 query in 1 file, 3 written\n")
  })

  test("output that is deleted or edited comes back", async () => {
    const folder = folderWith(startingTree(0).set("sql/queries/users.sql", user).set("sql/queries/plans.sql", plans))
    await sqlgen(folder, []) // the output is there before the watch begins
    project = await watched(folder)
    expect(project.runs[0]).toContain("2 queries in 2 files, 0 written\n")
    const { root, until } = project
    const good = outputIn(root)
    rmSync(join(root, "gen/users.ts"))
    expect(await until(fine)).toContain("2 queries in 2 files, 1 written\n")
    writeFileSync(join(root, "gen/users.ts"), (good["users.ts"] ?? "").replace("email", "mail"))
    expect(await until(() => true)).toContain("edited-output")
    expect(outputIn(root)).toEqual(good)
  })

  test("links are followed to files and to the folder of the queries, never in a circle", async () => {
    const folder = folderWith(startingTree(0).set("shared/users.sql", user).set("shared/plans.txt", plans))
    symlinkSync("../shared", join(folder, "sql/queries"))
    symlinkSync("plans.txt", join(folder, "shared/plans.sql"))
    for (const [name, target] of Object.entries({ again: ".", up: "../sql", a: "b", b: "a" }))
      symlinkSync(target, join(folder, "shared", name))
    project = await watched(folder)
    expect(project.runs[0]).toBe("sqlgen: starting\n2 queries in 2 files, 5 written\nsqlgen: 0 errors, watching\n")
    project.write("shared/users.sql", user.replace("email", "plan"))
    expect(await project.until(fine)).toContain("~ user  sql/queries/users.sql\n")
    project.write("shared/plans.txt", plans.replace("count(*)", "max(id)"))
    expect(await project.until(fine)).toContain("~ plans  sql/queries/plans.sql")
  })

  test("a project that is removed is the end, with words and exit code 1", async () => {
    const { root, stop, rest, ended } = await twoFiles()
    rmSync(root, { recursive: true })
    expect(await ended).toBe(1)
    expect(rest()).toBe("error: the folder of the project is not there any more\n")
    mkdirSync(root) // for the one that tidies up
    await stop()
  })

  test("with json, the error stream holds one array for each run", async () => {
    const tree = startingTree(1)
    project = await watched(folderWith(tree), ["--format", "json"])
    expect(project.runs[0]).toBe("sqlgen: starting\n[]\nsqlgen: 0 errors, watching\n")
  })

  test("it ends with 0 when it is told to", async () => {
    const { stop } = await twoFiles()
    expect(await stop()).toBe(0)
  })
})

const seed = Number(process.env["SEED"] ?? 1)

test(`500 quick random edits end in the tree that a fresh run gives (SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const tree = startingTree()
  project = await watched(folderWith(tree))
  const { root } = project
  for (let serial = 0; serial < 500; serial++) {
    const before: Tree = new Map(tree)
    editAtRandom(tree, random, serial)
    carryOver(project, before, tree, random() < 0.5)
    if (serial % 20 > 0) continue
    project.write("sql/queries/mark.sql", `-- name: mark${serial}\nSELECT 1 AS one;\n`) // so that there is a run
    await project.until(() => true)
  }
  expect(project.runs.length).toBeGreaterThan(20)
  const before: Tree = new Map(tree)
  tree.set("sql/queries/mark.sql", "")
  repair(tree)
  tree.set("sql/queries/last.sql", user.replace("user", "last"))
  carryOver(project, before, tree, false)
  const expected = JSON.stringify(await freshOutput(tree))
  await project.until((run) => fine(run) && JSON.stringify(outputIn(root)) === expected)
  expect(outputIn(root)).toEqual(await freshOutput(tree))
})

function carryOver({ root, write, replace }: Watched, before: Tree, now: Tree, atomically: boolean): void {
  for (const path of before.keys()) if (!now.has(path)) rmSync(join(root, path))
  for (const [path, text] of now) if (before.get(path) !== text) (atomically ? replace : write)(path, text)
}
