import type { Driver } from "wonder-sql/runtime"
import {
  attemptSuccessRates,
  durationPercentiles,
  effectSuccessRates,
  queueLatency,
  retryDistribution,
  topErrors,
  workflowCounts,
} from "../../gen/analytics.ts"

/** What an operator wants to see of a time window: counts, rates, percentiles, errors, retries. */
export type Report = Awaited<ReturnType<typeof reportOf>>

/** Asks everything in one batch, so that the answers belong to one moment. */
export async function reportOf(db: Driver<"async">, since: number, until: number) {
  const window = { since, until }
  const [workflows, effects, attempts, percentiles, errors, retries, waits] = await db.batch([
    workflowCounts.with(),
    effectSuccessRates.with(window),
    attemptSuccessRates.with(window),
    durationPercentiles.with(window),
    topErrors.with({ ...window, pageSize: 8 }),
    retryDistribution.with(window),
    queueLatency.with(window),
  ])
  return { workflows, effects, attempts, percentiles, errors, retries, waits }
}
