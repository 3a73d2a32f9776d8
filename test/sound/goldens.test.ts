import { afterAll, describe, expect, test } from "vitest"
import { goldenNames } from "../golden/case.ts"
import { broken, depth, golden, type Seen, seenIn, verify } from "./run.ts"
import { tell } from "./sources.ts"

/** The rounds of a run of all tests; `npm run test:soak` makes more. */
const options = depth(12)

/** Cases whose author promises what random rows do not keep: that is found, and is no lie of ours. */
const promises = ["alias-mark-forces-not-null", "cardinality-one-is-kept-as-a-promise", "column-annotation-overrides"]

describe(`no printed type is a lie (SOUND_SEED=${options.seed} SOUND_ROUNDS=${options.rounds})`, () => {
  const all: (Seen & { readonly name: string })[] = []

  test.each(goldenNames)(
    "%s",
    async (name) => {
      const { verified, problems } = await verify(golden(name), options)
      all.push({ ...seenIn(verified), name })
      expect(broken(verified, "ours")).toEqual([])
      expect(broken(verified, "contract")).toEqual([])
      expect(broken(verified, "word").length).toBe(promises.includes(name) ? 1 : 0)
      expect(problems).toEqual([])
      // without the contract much breaks, and none of it by us
      const hostile = await verify(golden(name), { ...options, rounds: Math.ceil(options.rounds / 6), hostile: true })
      expect(broken(hostile.verified, "ours")).toEqual([])
    },
    60_000 + options.rounds * 1000,
  )

  afterAll(() => {
    const sum = (count: (seen: Seen) => number): number => all.reduce((total, seen) => total + count(seen), 0)
    tell(
      `sound: ${all.length} goldens, seed ${options.seed}, ${options.rounds} rounds: ${sum((seen) => seen.queries)} queries, ${sum((seen) => seen.calls)} calls, ${sum((seen) => seen.rows)} rows, ${sum((seen) => seen.seen)} of ${sum((seen) => seen.columns)} columns have shown a value`,
    )
    const list = (names: (seen: Seen) => readonly string[]): string =>
      all.flatMap((seen) => names(seen).map((name) => `${seen.name}: ${name}`)).join(", ")
    tell(`refused whenever they ran: ${list((seen) => seen.refused) || "none"}`)
    tell(`never a value: ${list((seen) => seen.unseen) || "none"}`)
  })
})
