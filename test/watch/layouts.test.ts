import { rmSync } from "node:fs"
import { afterEach, describe, expect, test } from "vitest"
import { folderWith, type Watched, watched } from "./watched.ts"

let project: Watched | undefined

afterEach(async () => {
  await project?.stop()
  if (project !== undefined) rmSync(project.root, { recursive: true })
  project = undefined
})

const fine = (run: string): boolean => run.endsWith("sqlgen: 0 errors, watching\n")
const query = "-- name: users\nSELECT id, name FROM users;\n"
const first = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\n"
const second = "ALTER TABLE users ADD COLUMN age INTEGER;\n"
const journal = (...tags: readonly string[]): string => JSON.stringify({ entries: tags.map((tag) => ({ tag })) })

describe("migrations of other tools are followed by a watch", () => {
  test("a migration of Drizzle counts from the moment the journal lists it", async () => {
    project = await watched(
      folderWith(
        new Map([
          ["sqlgen.json", '{ "schema": "drizzle" }'],
          ["drizzle/0000_a.sql", first],
          ["drizzle/meta/_journal.json", journal("0000_a")],
          ["sql/queries/users.sql", query],
        ]),
      ),
    )
    project.write("drizzle/0001_b.sql", second)
    expect(await project.until((run) => run.includes("does not list it"))).toContain("1 query in 1 file, 0 written")
    project.write("drizzle/meta/_journal.json", journal("0000_a", "0001_b"))
    expect(await project.until(fine)).not.toContain("does not list it")
    project.write("sql/queries/users.sql", query.replace("name FROM", "age FROM"))
    expect(await project.until(fine)).toContain("column age: new, INTEGER, may be NULL")
  })

  test("a new folder with a migration is one more", async () => {
    project = await watched(
      folderWith(
        new Map([
          ["sqlgen.json", '{ "schema": "prisma/migrations" }'],
          ["prisma/migrations/20260101000000_a/migration.sql", first],
          ["sql/queries/users.sql", query.replace("name FROM", "age FROM")],
        ]),
      ),
    )
    expect(project.runs[0]).toContain("no column `age` in `users`")
    project.write("prisma/migrations/20260201000000_b/migration.sql", second)
    expect(await project.until(fine)).toContain("1 query in 1 file, 3 written")
  })
})
