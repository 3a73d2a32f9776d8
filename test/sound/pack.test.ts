import { describe, expect, test } from "vitest"
import { attack } from "./attack.ts"
import { inspectGenerated } from "./pack-generated.ts"
import { choosePackParameters } from "./pack-parameters.ts"
import { fillPack } from "./pack-rows.ts"
import { seed, setting, sources, tell } from "./sources.ts"

const rounds = setting("SOUND_ROUNDS", 24)

describe(`the workflow pack (SOUND_SEED=${seed} SOUND_ROUNDS=${rounds})`, () => {
  test(
    "no printed type is a lie, generated code takes every legal row, and no column goes unseen",
    async () => {
      const result = await attack({
        schema: sources("sql/migrations"),
        queries: sources("sql/queries"),
        target: "d1",
        rounds,
        seed,
        mostInteger: 4_000_000_000_000n,
        fill: fillPack,
        choose: choosePackParameters,
        patience: 8,
        inspect: inspectGenerated,
      })
      tell(
        `sound: pack, seed ${seed}, ${rounds} rounds: ${result.queries} queries, ${result.rows} rows, ${result.columns - result.unseen.length} of ${result.columns} columns seen; never NULL though they might be: ${result.neverNull.join(", ") || "none"}`,
      )
      expect(result.violations).toEqual([])
      expect(result.refused).toEqual([])
      expect(result.unseen).toEqual([])
    },
    60_000 + rounds * 2000,
  )
})
