import type { Driver } from "wonder-sql/runtime"
import {
  attemptSuccessRates,
  durationHistogram,
  durationPercentiles,
  effectSuccessRates,
  queueLatency,
  retryDistribution,
  topErrors,
  workflowCounts,
} from "../../gen/analytics.ts"

/** What an operator wants to see of a time window: counts, rates, percentiles, errors, retries. */
export type Report = Awaited<ReturnType<typeof reportOf>>

/** What the chart of durations shows: a kind of effect with a long tail. */
const chart = { kind: "carrier.book", stepMs: 250 }

/** Asks everything in one batch, so that the answers belong to one moment. */
export async function reportOf(db: Driver<"async">, since: number, until: number) {
  const window = { since, until }
  const [workflows, effects, attempts, percentiles, errors, retries, waits, durations] = await db.batch([
    workflowCounts.with(),
    effectSuccessRates.with(window),
    attemptSuccessRates.with(window),
    durationPercentiles.with(window),
    topErrors.with({ ...window, pageSize: 8 }),
    retryDistribution.with(window),
    queueLatency.with(window),
    durationHistogram.with({ ...window, ...chart }),
  ])
  return { workflows, effects, attempts, percentiles, errors, retries, waits, chart: { ...chart, durations } }
}
