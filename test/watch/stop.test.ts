import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { watch } from "../../src/project/watch.ts"
import { WatchTask } from "../../src/project/watch-task.ts"
import { sqlgen } from "../cli/in-process.ts"
import { startingTree } from "./random-edits.ts"
import { folderWith, freshOutput, outputIn, watched } from "./watched.ts"

const text = (index: number, column: string): string =>
  `-- name: user${index}\nSELECT id, ${column} FROM users WHERE id = :id;\n`
let root = ""

afterEach(() => rmSync(root, { recursive: true }))

function treeOf(files: number, column: string): Map<string, string> {
  const tree = startingTree(0)
  for (let index = 0; index < files; index++) tree.set(`sql/queries/q${index}.sql`, text(index, column))
  return tree
}

describe("the end of a watch", () => {
  test.each([0, 1, 5, 10])(
    "in the middle of writing, after %i files: each is the old one or the new",
    async (after) => {
      const [old, now] = [await freshOutput(treeOf(6, "email")), await freshOutput(treeOf(6, "settings"))]
      root = folderWith(treeOf(6, "email"))
      const task = new WatchTask(root)
      await task.run(undefined, () => undefined)
      for (let index = 0; index < 6; index++)
        writeFileSync(join(root, `sql/queries/q${index}.sql`), text(index, "settings"))
      const stopped = new Error("stopped")
      const run = task.run(
        undefined,
        () => undefined,
        (work, done) => (work === "writing" && done === after ? Promise.reject(stopped) : undefined),
      )
      await expect(run).rejects.toBe(stopped)
      task.close()
      const found = Object.entries(outputIn(root))
      expect(found.filter(([name, each]) => each !== old[name] && each !== now[name])).toEqual([])
      expect(found.filter(([name, each]) => each !== old[name])).toHaveLength(after)
      expect(readdirSync(join(root, "gen")).filter((name) => name.startsWith("."))).toEqual([])
      await sqlgen(root, [])
      expect(outputIn(root)).toEqual(now)
    },
  )

  test("a long run ends soon after it is told to, and says that it was cut", async () => {
    root = folderWith(treeOf(400, "email"))
    const stop = new AbortController()
    const end = await watch(
      root,
      {
        begun: () => stop.abort(),
        ended: () => expect.unreachable("the run was finished"),
        progress: () => undefined,
        trouble: expect.unreachable,
      },
      stop.signal,
    )
    expect(end).toBe("in a run")
  })

  test("between runs it is simply the end", async () => {
    root = folderWith(treeOf(1, "email"))
    const { stop, rest } = await watched(root, [], true)
    expect(await stop()).toBe(0)
    expect(rest()).toBe("\nsqlgen: ended\n")
  })
})

describe("on a terminal", () => {
  test("a run says when, what was edited, what it did to types, how long it took, and how the project is", async () => {
    root = folderWith(treeOf(2, "email"))
    const { runs, write, until, stop } = await watched(root, [], true)
    write("sql/queries/q1.sql", text(1, "emial"))
    await until(() => true)
    write("sql/queries/q1.sql", text(1, "plan"))
    await until(() => true)
    await stop()
    const shown = runs.map((run) => run.replace(/\d\d:\d\d:\d\d/g, "14:02:11").replace(/\d+ ms/g, "12 ms"))
    expect(shown.join("\n")).toMatchInlineSnapshot(`
      "sqlgen: starting
      14:02:11
      2 queries in 2 files, 5 written, 12 ms
      Ctrl-C ends it
      sqlgen: 0 errors, watching


      sqlgen: change detected
      14:02:11  sql/queries/q1.sql
      error[unknown-column]: no column \`emial\` in \`users\`
      --> sql/queries/q1.sql:2:12
        |
      2 | SELECT id, emial FROM users WHERE id = :id;
        |            ^^^^^ no such column
        |
       ::: sql/migrations/0001_start.sql:4:3
        |
      4 |   email TEXT NOT NULL UNIQUE,
        |   ----- similar column declared here
        = help: did you mean \`email\`?

      1 query in 1 of 2 files, 0 written, 12 ms
      last good output kept: sql/queries/q1.sql
      sqlgen: 1 error, watching


      sqlgen: change detected
      14:02:11  sql/queries/q1.sql
      ~ user1  sql/queries/q1.sql
          column email: gone, was TEXT
          column plan: new, TEXT 'free' | 'pro'
      2 queries in 2 files, 2 written, 12 ms
      right again: sql/queries/q1.sql
      sqlgen: 0 errors, watching
      "
    `)
  })
})
