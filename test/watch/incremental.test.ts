import { describe, expect, test } from "vitest"
import type { Outcome } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Compiled } from "../../src/project/compile.ts"
import type { CompiledFile } from "../../src/project/compile-file.ts"
import { byPath } from "../../src/project/discover.ts"
import { advance, type Compilation, forget, type Memory } from "../../src/project/incremental.ts"
import { byMigration } from "../../src/project/migrations.ts"
import { editAtRandom, randomFrom, startingTree, statementCount, type Tree } from "./random-edits.ts"
import { editSchemaAtRandom, repairSchema, startingSchema } from "./random-schema.ts"

const seed = Number(process.env["SEED"] ?? 1)

const start = "sql/migrations/0001_start.sql"

test(`150 random edits: each batch gives what a fresh run gives (SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const tree = startingTree()
  let memory: Memory | undefined
  let casing: "camel" | "preserve" = "camel"
  const seen = { bad: 0, generated: 0 }
  for (let serial = 0; serial < 150; ) {
    const batch = 1 + Math.floor(random() ** 3 * 12)
    for (let left = batch; left > 0; left--) editAtRandom(tree, random, serial++)
    if (random() < 0.02) casing = casing === "camel" ? "preserve" : "camel"
    const project = compilationOf(tree, casing)
    const step = await advance(memory, project)
    memory = step.memory
    const fresh = await compileSources(project, project.options)
    if (fresh.diagnostics.length > 0) seen.bad++
    seen.generated += fresh.value.files.length
    expect(saidBy(step.outcome), `SEED=${seed}, after ${serial} edits`).toEqual(saidBy(fresh))
    expect(queriesOf(step.outcome.value), `SEED=${seed}, after ${serial} edits`).toEqual(queriesOf(fresh.value))
  }
  forget(memory)
  expect(seen.bad).toBeGreaterThan(5)
  expect(seen.generated).toBeGreaterThan(50)
})

test(`30 edits of the schema: what is not redone is what a fresh run gives (SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const tree = startingTree(statementCount)
  let memory: Memory | undefined
  const seen = { refused: 0, kept: 0, redone: 0 }
  let wasRefused = false
  for (let serial = 0; serial < 30; serial++) {
    for (let left = 1 + Math.floor(random() * 2); left > 0; left--) editSchemaAtRandom(tree, random)
    if (wasRefused && random() < 0.5) repairSchema(tree)
    const project = compilationOf(tree, "camel")
    const before = memory?.files
    const step = await advance(memory, project)
    memory = step.memory
    const fresh = await compileSources(project, project.options)
    const state = `SEED=${seed}, after ${serial + 1} edits: ${[...tree.keys()].slice(0, 20).join(" ")}`
    expect(saidBy(step.outcome), state).toEqual(saidBy(fresh))
    expect(queriesOf(step.outcome.value), state).toEqual(queriesOf(fresh.value))
    wasRefused = fresh.value.files.length === 0
    if (wasRefused) seen.refused++
    else for (const [path, file] of memory.files) seen[isKept(before?.get(path), file) ? "kept" : "redone"]++
  }
  forget(memory)
  expect(seen.refused).toBeLessThan(15)
  expect(seen.kept).toBeGreaterThan(seen.redone / 2)
  expect(seen.redone).toBeGreaterThan(50)
})

describe("a change of the schema", () => {
  const cases: readonly (readonly [string, (tree: Tree) => void, readonly string[]])[] = [
    ["a new table", (tree) => tree.set("sql/migrations/0002.sql", "CREATE TABLE other (a INTEGER);"), []],
    ["a comment above everything", (tree) => tree.set(start, `-- above\n${startingSchema}`), []],
    [
      "a comment in the middle of one",
      (tree) => tree.set(start, startingSchema.replace("  motto TEXT", "  -- loud\n  motto TEXT")),
      [],
    ],
    ["a comment below everything", (tree) => tree.set(start, `${startingSchema}-- below\n`), []],
    [
      "a column",
      (tree) => tree.set("sql/migrations/0002.sql", "ALTER TABLE teams ADD COLUMN x TEXT;"),
      ["gone", "owned", "teams"],
    ],
    [
      "a CHECK, seen through two views",
      (tree) => tree.set(start, startingSchema.replace("plan IN ('free', 'pro')", "plan IN ('free', 'max')")),
      ["owned", "users"],
    ],
    [
      "a unique index",
      (tree) => tree.set("sql/migrations/0002.sql", "CREATE UNIQUE INDEX i ON logins (at);"),
      ["logins"],
    ],
    [
      "an index that proves nothing",
      (tree) => tree.set("sql/migrations/0002.sql", "CREATE INDEX i ON logins (at);"),
      [],
    ],
    [
      "a view over a table",
      (tree) => tree.set("sql/migrations/0002.sql", "CREATE VIEW v AS SELECT id FROM users;"),
      [],
    ],
    [
      "a trigger changes what a write does, not what a read answers",
      (tree) =>
        tree.set("sql/migrations/0002.sql", "CREATE TRIGGER g AFTER INSERT ON members BEGIN DELETE FROM logins; END;"),
      ["members"],
    ],
    [
      "a foreign key that cascades, declared by another table",
      (tree) =>
        tree.set(
          "sql/migrations/0002.sql",
          "CREATE TABLE b (id INTEGER PRIMARY KEY, t INTEGER REFERENCES teams (id) ON DELETE CASCADE);",
        ),
      ["gone"],
    ],
  ]
  const queries = {
    users: "SELECT id, plan FROM users WHERE id = :id;",
    owned: "SELECT name, email FROM owned;",
    teams: "SELECT name FROM teams;",
    logins: "SELECT note FROM logins WHERE at = :at;",
    members: "INSERT INTO members (team_id, user_id) VALUES (:team, :user);",
    gone: "DELETE FROM teams WHERE id = :id;",
    none: "SELECT 1 AS one;",
  }

  test.each(cases)("redoes what rests on it: %s", async (_, edit, expected) => {
    const tree = startingTree(0)
    for (const [name, sql] of Object.entries(queries)) tree.set(`sql/queries/${name}.sql`, `-- name: ${name}\n${sql}\n`)
    const before = (await advance(undefined, compilationOf(tree, "camel"))).memory
    edit(tree)
    const { memory, outcome } = await advance(before, compilationOf(tree, "camel"))
    expect(outcome.diagnostics).toEqual([])
    const redone = Object.keys(queries).filter((name) => {
      const path = `sql/queries/${name}.sql`
      return !isKept(before.files.get(path), memory.files.get(path))
    })
    expect(redone.sort()).toEqual(expected)
    forget(memory)
  })
})

/** Its statements were not analysed again: what an analysis makes anew is shared with the answer before. */
function isKept(before: CompiledFile | undefined, now: CompiledFile | undefined): boolean {
  return before !== undefined && now?.statements[0]?.basis === before.statements[0]?.basis
}

test("an unchanged file is not compiled again; in a changed one, neither is an unchanged statement", async () => {
  const tree = startingTree()
  const first = await advance(undefined, compilationOf(tree, "camel"))
  const [path = "", other = ""] = [...tree.keys()].filter((each) => each.includes("queries"))
  const before = first.memory.files
  const old = tree.get(path) ?? ""
  tree.set(path, `-- name: added\nSELECT 1 AS one;\n\n${old}`)
  const second = await advance(first.memory, compilationOf(tree, "camel"))
  const now = second.memory.files
  expect(now.get(other)).toBe(before.get(other))
  expect(now.get(path)).not.toBe(before.get(path))
  // the words of an analysis are shared between the copies: the statement was moved, not analysed
  const shared = (memory: typeof now, index: number): unknown =>
    memory.get(path)?.statements[index]?.outcome.value[0]?.steps[0].columns[0]?.type.storage
  expect(shared(now, 1)).toBe(shared(before, 0))
  expect(second.memory.schema).toBe(first.memory.schema)
  forget(second.memory)
})

function compilationOf(tree: Tree, casing: "camel" | "preserve"): Compilation {
  const under = (folder: string): string[] => [...tree.keys()].filter((path) => path.startsWith(folder))
  const read = (path: string): { path: string; text: string } => ({ path, text: tree.get(path) ?? "" })
  return {
    schema: under("sql/migrations/").sort(byMigration).map(read),
    queries: under("sql/queries/").sort(byPath).map(read),
    options: {
      target: "d1",
      casing,
      validation: "generated",
      rules: new Map(),
      runtime: "wonder-sql/runtime",
      outDir: "gen",
    },
  }
}

function saidBy({ value, diagnostics }: Outcome<Compiled>): unknown {
  return { files: value.files, index: value.index, diagnostics: renderText(diagnostics, { color: false }) }
}

/** With every span and every reason. */
function queriesOf({ checked }: Compiled): unknown {
  return checked.map(({ file, queries }) => ({ file, queries }))
}
