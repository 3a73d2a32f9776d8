import { expect, test } from "vitest"
import { heardViolations } from "../../src/project/verify-findings.ts"
import { broken, depth, pack, seenIn, verify } from "./run.ts"
import { tell } from "./sources.ts"

const options = depth(40)

test(
  `the workflow pack: no printed type is a lie, and generated code takes every legal row (SOUND_SEED=${options.seed} SOUND_ROUNDS=${options.rounds})`,
  async () => {
    const { compiled, verified, problems } = await verify(pack, options)
    const { queries, calls, rows, seen, columns, unseen, refused } = seenIn(verified)
    tell(
      `sound: pack, seed ${options.seed}, ${options.rounds} rounds: ${queries} queries, ${calls} calls, ${rows} rows, ${seen} of ${columns} columns have shown a value; never: ${unseen.join(", ") || "none"}`,
    )
    expect(broken(verified, "ours")).toEqual([])
    expect(problems).toEqual([])
    // what the pack leaves to its callers is written there, with the reason
    const heard = heardViolations(verified.violations, compiled.checked, new Map())
    expect(heard.map(({ diagnostic }) => diagnostic.message)).toEqual([])
    expect(refused).toEqual([])
    expect(seen / columns).toBeGreaterThan(0.95)
    expect(verified.tables.filter(({ rows }) => rows === 0)).toEqual([])
  },
  120_000 + options.rounds * 2000,
)
