import * as fc from "fast-check"
import type { BulkResult } from "../../../src/runtime/index.ts"
import { addBins, addCrates, cratesIn, type PutBinParams, type PutCrateParams, putBin, putCrate } from "./lists.gen.ts"
import type { Bench, Case } from "./outcome.ts"
import { bytes, number, orNull, shown, text } from "./property-cases.ts"

/** How often each property is tried. */
const numRuns = 40

/** Numbers that JSON carries. */
const sendable = number.map((value) => (Math.abs(value) >= 1e-60 && Math.abs(value) <= 1e60 ? value : 0))
const usual = fc.integer().map((value) => (value * Math.SQRT2) / 1000)

const crates: fc.Arbitrary<PutCrateParams> = fc.record({
  id: fc.integer(),
  name: orNull(text),
  size: orNull(fc.maxSafeInteger()),
  weight: orNull(fc.oneof(sendable, fc.integer(), usual)),
  done: orNull(fc.boolean()),
  hash: orNull(bytes),
  big: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  data: orNull(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)))),
  anything: orNull(fc.oneof(text, sendable, bytes)),
})

const bins: fc.Arbitrary<PutBinParams> = fc.record({
  t: orNull(text),
  n: orNull(fc.oneof(sendable, fc.maxSafeInteger())),
  r: orNull(sendable),
  i: orNull(fc.maxSafeInteger()),
  b: orNull(bytes),
  u: orNull(fc.oneof(text, sendable, fc.integer(), bytes)),
  d: orNull(fc.boolean()),
  t2: fc.maxSafeInteger(),
})

const names = {
  crates: ["id", "name", "size", "weight", "done", "hash", "big", "data", "anything", "note"],
  bins: ["t", "n", "r", "i", "b", "u", "d", "t2"],
}

/** Everything in a table with its storage classes; int64 as text. */
async function content({ ask }: Bench, table: keyof typeof names): Promise<readonly (readonly unknown[])[]> {
  const values = names[table].map((name) => (name === "big" ? "CAST(big AS TEXT)" : name))
  const types = names[table].map((name) => `typeof(${name})`)
  return ask(`SELECT ${[...values, ...types].join(", ")} FROM ${table} ORDER BY rowid`)
}

/** Rows inserted one by one, and again as a list, give the same table. */
async function alike<T>(
  bench: Bench,
  table: keyof typeof names,
  rows: readonly T[],
  one: (db: Bench["db"], row: T) => Promise<number>,
  all: (db: Bench["db"], params: { readonly rows: readonly T[] }) => Promise<BulkResult>,
): Promise<void> {
  await bench.ask(`DELETE FROM ${table}`)
  for (const row of rows) await one(bench.db, row)
  const single = await content(bench, table)
  await bench.ask(`DELETE FROM ${table}`)
  const { changes } = await all(bench.db, { rows })
  const bulk = await content(bench, table)
  if (changes !== rows.length) throw new Error(`${changes} of ${rows.length} rows`)
  if (shown(bulk) !== shown(single)) throw new Error(`got ${shown(bulk)}, one by one ${shown(single)}`)
}

const noLists = { names: [], sizes: [], weights: [], flags: [], hashes: [], bigs: [], anys: [] }

async function found(bench: Bench, crate: PutCrateParams): Promise<void> {
  await bench.ask("DELETE FROM crates")
  await putCrate(bench.db, crate)
  const { name, size, weight, done, hash, big, anything } = crate
  const lists = [
    ...(name === null ? [] : [{ names: [name] }]),
    ...(size === null ? [] : [{ sizes: [size] }]),
    ...(weight === null ? [] : [{ weights: [weight] }]),
    ...(done === null ? [] : [{ flags: [done] }]),
    ...(hash === null ? [] : [{ hashes: [hash] }]),
    ...(big === null ? [] : [{ bigs: [big] }]),
    ...(anything === null || anything instanceof Uint8Array ? [] : [{ anys: [anything] }]),
  ]
  for (const list of lists)
    if ((await cratesIn(bench.db, { ...noLists, ...list })).length !== 1) throw new Error(`not in ${shown(list)}`)
}

/** What lists and rows do with random values. */
export function listProperties(seed: number): readonly Case[] {
  const holds = async <T>(property: fc.IAsyncProperty<T>): Promise<number> => {
    await fc.assert(property, { seed, numRuns, includeErrorInReport: true })
    return numRuns
  }
  const someCrates = fc.uniqueArray(crates, { maxLength: 6, selector: ({ id }) => id })
  const someBins = fc.array(bins, { maxLength: 6 })
  return [
    {
      name: "property: rows are stored as if each had been inserted alone",
      run: (bench) => holds(fc.asyncProperty(someCrates, (rows) => alike(bench, "crates", rows, putCrate, addCrates))),
      value: numRuns,
    },
    {
      name: "property: rows are stored as if each had been inserted alone, in columns of every affinity",
      run: (bench) => holds(fc.asyncProperty(someBins, (rows) => alike(bench, "bins", rows, putBin, addBins))),
      value: numRuns,
    },
    {
      name: "property: what is stored is found by a list of it",
      run: (bench) => holds(fc.asyncProperty(crates, (crate) => found(bench, crate))),
      value: numRuns,
    },
  ]
}
