import type { Driver } from "wonder-sql/runtime"
import { reapExpired } from "../../gen/claims.ts"
import { sweepAttempts, sweepEffects } from "../../gen/effects.ts"
import { expireDeadlines } from "../../gen/schedule.ts"
import type { Clock } from "./clock.ts"

/** How many rows of each sort one round takes. */
const batch = 100

/**
 * Ends workflows that are too late or have lost their last lease, and what was running in finished ones. Answers how
 * many rows it ended. Any number of programs may do this at once.
 */
export async function maintain(db: Driver<"async">, now: number): Promise<number> {
  const ended = await db.batch([
    expireDeadlines.with({ now, batch }),
    reapExpired.with({ now, batch }),
    sweepAttempts.with({ now, batch }),
    sweepEffects.with({ now, batch }),
  ])
  return ended.reduce((sum, rows) => sum + rows.length, 0)
}

/** Maintains the database every `everyMs`, and once more at the end, until nothing is left. */
export async function maintenanceLoop(
  db: Driver<"async">,
  clock: Clock,
  options: { readonly everyMs: number; readonly stopped: () => boolean },
): Promise<void> {
  while (!options.stopped()) {
    await maintain(db, clock.now())
    await clock.sleep(options.everyMs)
  }
  while ((await maintain(db, clock.now())) > 0) await clock.sleep(0)
}
