import { type CratesInParams, cratesIn, cratesNotIn, type PutCrateParams, putCrate, removeCrates } from "./lists.gen.ts"
import type { Bench, Case } from "./outcome.ts"

/** A crate with nothing in it. */
export const emptyCrate: PutCrateParams = {
  id: 1,
  name: null,
  size: null,
  weight: null,
  done: null,
  hash: null,
  big: null,
  data: null,
  anything: null,
}

const noLists: CratesInParams = { names: [], sizes: [], weights: [], flags: [], hashes: [], bigs: [], anys: [] }

async function crates({ db }: Bench): Promise<unknown> {
  return db.batch([
    putCrate.with({ ...emptyCrate, id: 1, name: "it's", size: 1, weight: 0.5, done: true }),
    putCrate.with({ ...emptyCrate, id: 2, name: "é😀", size: 9007199254740991, weight: 5, done: false }),
    putCrate.with({ ...emptyCrate, id: 3, hash: Uint8Array.of(0, 171), big: 9007199254740993n, anything: "5" }),
    putCrate.with({ ...emptyCrate, id: 4, hash: new Uint8Array(), big: -(2n ** 63n), anything: 5 }),
  ])
}

async function found(bench: Bench, lists: Partial<CratesInParams>): Promise<readonly number[]> {
  return (await cratesIn(bench.db, { ...noLists, ...lists })).map(({ id }) => id)
}

function finds(name: string, lists: Partial<CratesInParams>, value: readonly number[]): Case {
  return {
    name: `list: ${name}`,
    async run(bench) {
      await crates(bench)
      return found(bench, lists)
    },
    value,
  }
}

const manyIds = Array.from({ length: 5000 }, (_, index) => index + 3)

const lists: readonly Case[] = [
  finds("text in IN", { names: ["it's", "é😀", "x"] }, [1, 2]),
  finds("integers in IN", { sizes: [0, 9007199254740991] }, [2]),
  finds("reals in IN, whole ones too", { weights: [5, 0.5, 1e-60] }, [1, 2]),
  finds("booleans in IN", { flags: [true] }, [1]),
  finds("BLOBs in IN, the empty one too", { hashes: [Uint8Array.of(0, 171), new Uint8Array()] }, [3, 4]),
  finds("the bytes of a view, not of its buffer", { hashes: [new Uint8Array([9, 0, 171, 9]).subarray(1, 3)] }, [3]),
  finds("bigints in IN", { bigs: [9007199254740993n, -(2n ** 63n)] }, [3, 4]),
  finds("a neighbour beyond 2^53 is not in the list", { bigs: [9007199254740992n] }, []),
  finds("text and numbers in IN of a column of anything", { anys: [5] }, [4]),
  finds("nothing is in an empty list", {}, []),
  {
    name: "list: NOT IN leaves out NULL, but not of an empty list",
    async run(bench) {
      await crates(bench)
      const all = [await cratesNotIn(bench.db, { names: ["it's"] }), await cratesNotIn(bench.db, { names: [] })]
      return all.map((rows) => rows.map(({ id }) => id))
    },
    value: [[2], [1, 2, 3, 4]],
  },
  {
    name: "list: a write with a list of 5,000",
    async run(bench) {
      await crates(bench)
      return [await removeCrates(bench.db, { ids: manyIds }), await found(bench, { flags: [true, false] })]
    },
    value: [2, [1, 2]],
  },
]

function refused(name: string, list: Partial<Record<keyof CratesInParams, unknown>>, issue: object): Case {
  return {
    name: `list: ${name} is refused`,
    run: ({ db }) => Reflect.apply(cratesIn, undefined, [db, { ...noLists, ...list }]),
    error: { name: "ParameterError", query: "cratesIn", issues: [issue] },
  }
}

const refusals: readonly Case[] = [
  refused(
    "NULL among the elements",
    { names: ["a", null] },
    {
      path: ["names", 1],
      message: "Invalid input: expected string, received null",
    },
  ),
  refused(
    "undefined for the list",
    { sizes: undefined },
    {
      path: ["sizes"],
      message: "Invalid input: expected array, received undefined",
    },
  ),
  refused(
    "a fraction among integers",
    { sizes: [1, 1.5] },
    {
      path: ["sizes", 1],
      message: "Invalid input: expected int, received number",
    },
  ),
  refused(
    "an ArrayBuffer among BLOBs",
    { hashes: [new ArrayBuffer(1)] },
    {
      path: ["hashes", 0],
      message: "Invalid input: expected Uint8Array, received ArrayBuffer",
    },
  ),
  refused(
    "a NUL character",
    { names: ["\\u0000", "a\0"] },
    {
      path: ["names", 1],
      message: "text with a NUL character (U+0000) cannot be stored",
    },
  ),
  refused(
    "half a surrogate pair",
    { names: ["a", "\ud83d"] },
    {
      path: ["names", 1],
      message: "text with half a surrogate pair cannot be stored",
    },
  ),
  refused(
    "a number that JSON does not carry",
    { weights: [1, 5e-324] },
    {
      path: ["weights", 1],
      message: "beyond 1e±60 a number in a list may lose its last bit: not every SQLite reads it from JSON",
    },
  ),
  refused(
    "a list that is too long",
    { names: ["é".repeat(600_000), "é".repeat(500_000)] },
    {
      path: ["names"],
      message:
        "2 elements make 2200007 bytes of JSON, more than the 2000000 that fit in a value; pass the list in parts",
    },
  ),
]

export const listCases: readonly Case[] = [...lists, ...refusals]
