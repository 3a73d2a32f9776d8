import { expect, test } from "vitest"
import type { Outcome } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Compiled } from "../../src/project/compile.ts"
import { byPath } from "../../src/project/discover.ts"
import { advance, type Compilation, forget, type Memory } from "../../src/project/incremental.ts"
import { byMigration } from "../../src/project/migrations.ts"
import { editAtRandom, randomFrom, startingTree, type Tree } from "./random-edits.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9))

test(`500 random edits: each batch gives what a fresh run gives (SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const tree = startingTree()
  let memory: Memory | undefined
  let casing: "camel" | "preserve" = "camel"
  const seen = { bad: 0, generated: 0 }
  for (let serial = 0; serial < 500; ) {
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
  expect(seen.bad).toBeGreaterThan(20)
  expect(seen.generated).toBeGreaterThan(100)
})

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
