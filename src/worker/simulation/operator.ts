import type { Driver } from "wonder-sql/runtime"
import { cancel } from "../../../gen/schedule.ts"
import type { Clock } from "../clock.ts"
import { between, randomFor } from "./random.ts"
import type { Planned } from "./workload.ts"

/** The share of workflows that somebody cancels, soon after they were meant to start. */
const cancelled = 0.06

/** Somebody changes their mind: cancels some workflows, whatever they are doing by then. */
export async function operatorLoop(
  db: Driver<"async">,
  clock: Clock,
  options: { readonly seed: number; readonly planned: readonly Planned[] },
): Promise<void> {
  for (const { id, at } of cancellations(options.seed, options.planned)) {
    await clock.sleep(at - clock.now())
    await cancel(db, { id, now: clock.now() }) // no row: it was finished already
  }
}

function cancellations(seed: number, planned: readonly Planned[]) {
  return planned
    .flatMap(({ id, runAt }) => {
      const random = randomFor(seed, "cancel", id)
      return random() < cancelled ? [{ id, at: runAt + between(random, 200, 5000) }] : []
    })
    .toSorted((a, b) => a.at - b.at)
}
