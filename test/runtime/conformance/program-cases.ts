import * as fc from "fast-check"
import { cells as readCells } from "./cells.gen.ts"
import { type Cells, modelled } from "./model.ts"
import type { Bench, Case } from "./outcome.ts"
import { type Op, wordFor } from "./program.ts"

const id = fc.integer({ min: 1, max: 3 })
const by = fc.integer({ min: -3, max: 6 })
const caught = fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })

const write: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("put" as const), id, n: fc.integer({ min: 0, max: 9 }), caught }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("add" as const), id, by, caught }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("expect" as const), id, caught }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), id, caught }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("move" as const), source: id, target: id, by, caught }) },
)

const { op } = fc.letrec<{ op: Op }>((tie) => ({
  op: fc.oneof(
    { maxDepth: 3, depthIdentifier: "savepoints" },
    { weight: 6, arbitrary: write },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("throw" as const), caught }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant("savepoint" as const),
        ops: fc.array(tie("op"), { minLength: 1, maxLength: 4, depthIdentifier: "savepoints" }),
        caught: fc.oneof({ weight: 1, arbitrary: fc.constant(false) }, { weight: 4, arbitrary: fc.constant(true) }),
      }),
    },
  ),
}))

/** Transactions, one after the other. */
const program: fc.Arbitrary<readonly (readonly Op[])[]> = fc.array(fc.array(op, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 2,
})

const start: Cells = new Map([
  [1, 5],
  [2, 0],
])

/** The state after each commit, and how each ended, as the model says. Answers how many savepoints failed. */
async function agrees(
  { db, ask, compose, isStaged }: Bench,
  transactions: readonly (readonly Op[])[],
): Promise<number> {
  await ask("DELETE FROM cells")
  await ask("INSERT INTO cells (id, n) VALUES (1, 5), (2, 0)")
  let model = start
  let failed = 0
  for (const ops of transactions) {
    const left = modelled(model, ops)
    const word = await compose(ops).then(() => undefined, wordFor)
    const rows = await readCells(db)
    // what is staged does not ask the database about what the callback gave up itself
    const isSame = word === left.word || (isStaged && word === "thrown" && left.word !== undefined)
    const found = JSON.stringify({ word: isSame ? left.word : word, cells: rows.map(({ id, n }) => [id, n]) })
    const expected = JSON.stringify({ word: left.word, cells: [...left.cells].toSorted(([a], [b]) => a - b) })
    if (found !== expected) throw new Error(`${JSON.stringify(ops)}: expected ${expected}, got ${found}`)
    model = left.cells
    failed += left.failedSavepoints
  }
  return failed
}

/** Random programs of nested transactions against a plain model. */
export function programCases(seed: number, numRuns: number): readonly Case[] {
  return [
    {
      name: `transaction: ${numRuns} random programs leave what a plain model says, a third with a failure in a savepoint`,
      async run(bench) {
        let withFailure = 0
        const property = fc.asyncProperty(program, async (transactions) => {
          if ((await agrees(bench, transactions)) > 0) withFailure++
        })
        await fc.assert(property, { seed, numRuns, endOnFailure: false })
        return withFailure * 3 >= numRuns ? "a third" : `${withFailure} of ${numRuns}`
      },
      value: "a third",
    },
  ]
}
