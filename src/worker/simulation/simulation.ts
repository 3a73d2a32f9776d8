import type { Driver } from "wonder-sql/runtime"
import { workflowCounts } from "../../../gen/analytics.ts"
import type { Clock } from "../clock.ts"
import { maintenanceLoop } from "../maintenance.ts"
import { workerLoop } from "../worker-loop.ts"
import { operatorLoop } from "./operator.ts"
import { networkOf, simulatedWorker } from "./simulated-worker.ts"
import { type Counts, simulationLog } from "./simulation-log.ts"
import { virtualClock } from "./virtual-clock.ts"
import { enqueue, insertDefinitions, planWorkload } from "./workload.ts"

/** What is simulated. The same options give the same simulation. */
export interface SimulationOptions {
  readonly seed: number
  readonly workflows: number
  readonly workers: number
}

/** A look at the queue while it is worked on; times in milliseconds of virtual time since the start. */
export interface Progress {
  readonly atMs: number
  readonly total: number
  readonly running: number
  readonly finished: number
  readonly refused: number
}

/** What happened, and when it began and ended. */
export interface Summary extends Counts {
  readonly startAt: number
  readonly endAt: number
}

/** The simulation begins on a Monday morning. */
const startAt = Date.UTC(2026, 0, 5, 9)

/** Work comes in this fast. */
const arrivalMs = 400

/** Stores definitions and workflows, then lets workers run them in virtual time until every one is finished. */
export async function simulate(
  db: Driver<"async">,
  options: SimulationOptions,
  onProgress: (progress: Progress) => void,
): Promise<Summary> {
  const { seed } = options
  const planned = planWorkload(seed, options.workflows, startAt, options.workflows * arrivalMs)
  await insertDefinitions(db, startAt)
  await enqueue(db, planned, startAt)

  const log = simulationLog()
  const world = { seed, db, clock: virtualClock(startAt), log }
  const workers = Array.from({ length: options.workers }, (_, index) => simulatedWorker(world, `worker-${index + 1}`))
  await untilFinished(world.clock, (stop) => [
    ...workers.map((worker) => () => workerLoop(worker, stop.asked)),
    () => maintenanceLoop(networkOf(world, "maintenance"), world.clock, { everyMs: 2000, stopped: stop.asked }),
    () => operatorLoop(networkOf(world, "operator"), world.clock, { seed, planned }),
    async () => {
      while (!stop.asked()) {
        await world.clock.sleep(2000)
        const progress = progressOf(await workflowCounts(db))
        if (progress.finished === progress.total) stop.ask()
        onProgress({ ...progress, atMs: world.clock.now() - startAt, refused: log.summary().refusals.length })
      }
    },
  ])
  return { ...log.summary(), startAt, endAt: world.clock.now() }
}

interface Stop {
  readonly ask: () => void
  readonly asked: () => boolean
}

/** Runs loops until one of them asks all to stop. One that breaks does so too: nobody waits for work that no one does. */
async function untilFinished(clock: Clock, loops: (stop: Stop) => readonly (() => Promise<void>)[]): Promise<void> {
  let asked = false
  const ask = () => {
    asked = true
  }
  await clock.together(
    loops({ ask, asked: () => asked }).map((loop) => async () => {
      try {
        await loop()
      } catch (error) {
        ask()
        throw error
      }
    }),
  )
}

function progressOf(counts: Awaited<ReturnType<typeof workflowCounts<"async">>>) {
  const sum = (statuses: readonly string[]) =>
    counts.filter(({ status }) => statuses.includes(status)).reduce((total, each) => total + each.workflows, 0)
  const total = counts.reduce((all, each) => all + each.workflows, 0)
  const open = sum(["queued", "running", "paused"])
  return { total, running: sum(["running"]), finished: total - open }
}
