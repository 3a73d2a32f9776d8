import type { Driver } from "wonder-sql/runtime"
import { reapExpired } from "../../gen/claims.ts"
import { sweepAttempts, sweepEffects } from "../../gen/effects.ts"
import { recordHistory, unrecordedSince } from "../../gen/events.ts"
import { expireDeadlines } from "../../gen/schedule.ts"
import { insertEntries, registerDocuments, removeEntries, staleDocuments } from "../../gen/search.ts"
import type { Clock } from "./clock.ts"

/** How many rows of each sort one round takes. */
const batch = 100

/** How far back a round looks for what nobody wrote into the history: what was cancelled, and what it swept itself. */
const historyMs = 60_000

/** The search index may lag: it is brought up to date every so many rounds, and at the end. */
const indexEvery = 10

/**
 * Ends workflows that are too late or have lost their last lease, and what was running in finished ones; then writes
 * into the history how workflows ended. Answers how many rows it wrote. Any number of programs may do this at once.
 */
export async function maintain(db: Driver<"async">, now: number): Promise<number> {
  const written = await db.batch([
    expireDeadlines.with({ now, batch }),
    reapExpired.with({ now, batch }),
    sweepAttempts.with({ now, batch }),
    sweepEffects.with({ now, batch }),
  ])
  const unrecorded = await unrecordedSince(db, { since: now - historyMs, pageSize: batch })
  const ids = unrecorded.map(({ id }) => id)
  const recorded = ids.length === 0 ? [] : await recordHistory(db, { ids, now })
  return [...written, recorded].reduce((sum, rows) => sum + rows.length, 0)
}

/** Brings one chunk of the search index up to date. Answers how many workflows were not, in this chunk. */
export async function indexSome(db: Driver<"async">): Promise<number> {
  const stale = await staleDocuments(db, { afterId: "", pageSize: batch })
  const ids = stale.map(({ id }) => id)
  if (ids.length > 0)
    await db.batch([registerDocuments.with({ ids }), removeEntries.with({ ids }), insertEntries.with({ ids })])
  return ids.length
}

/** Maintains the database every `everyMs`, and once more at the end, until nothing is left. */
export async function maintenanceLoop(
  db: Driver<"async">,
  clock: Clock,
  options: { readonly everyMs: number; readonly stopped: () => boolean },
): Promise<void> {
  for (let round = 1; !options.stopped(); round++) {
    await maintain(db, clock.now())
    if (round % indexEvery === 0) await indexSome(db)
    await clock.sleep(options.everyMs)
  }
  while ((await maintain(db, clock.now())) > 0) await clock.sleep(0)
  while ((await indexSome(db)) > 0) await clock.sleep(0)
}
