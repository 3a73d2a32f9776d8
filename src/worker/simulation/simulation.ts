import type { Driver } from "wonder-sql/runtime"
import { workflowCounts } from "../../../gen/analytics.ts"
import type { Clock } from "../clock.ts"
import { maintenanceLoop } from "../maintenance.ts"
import { patient } from "../patient.ts"
import type { Refusal } from "../worker.ts"
import { workerLoop } from "../worker-loop.ts"
import { freezableClock } from "./freezable-clock.ts"
import { operatorLoop } from "./operator.ts"
import { randomFor } from "./random.ts"
import { simulatedProgram } from "./simulated-program.ts"
import { type OnCall, slowDriver } from "./slow-driver.ts"
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

/** What the simulation did to the workers, and what they noticed. */
export interface Summary {
  readonly startAt: number
  readonly endAt: number
  readonly calls: number
  readonly statements: number
  readonly busy: number
  readonly stalls: number
  readonly stalledMs: number
  readonly refusals: readonly Refusal[]
}

/** The simulation begins on a Monday morning. */
const startAt = Date.UTC(2026, 0, 5, 9)
const leaseMs = 10_000
const capacity = 4
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

  const clock = virtualClock(startAt)
  const log = simulationLog()
  let finished = false
  const stopped = () => finished
  const network = (name: string, time: Clock) =>
    patient(slowDriver(db, time, randomFor(seed, "network", name), log.onCall), time)
  const workers = Array.from({ length: options.workers }, (_, index) => simulatedWorker(`worker-${index + 1}`))

  function simulatedWorker(name: string) {
    const time = freezableClock(clock)
    let claims = 0
    return {
      name,
      db: network(name, time),
      clock: time,
      program: simulatedProgram(seed, time, { leaseMs, onStall: log.onStall }),
      newClaimId: () => `${name}/${++claims}`,
      random: randomFor(seed, "jitter", name),
      leaseMs,
      capacity,
      onRefused: log.onRefused,
    }
  }

  async function watch(): Promise<void> {
    while (!finished) {
      await clock.sleep(2000)
      const progress = progressOf(await workflowCounts(db))
      finished ||= progress.finished === progress.total
      onProgress({ ...progress, atMs: clock.now() - startAt, refused: log.summary().refusals.length })
    }
  }

  /** A loop that breaks stops the others: nobody waits for work that no one does. */
  const loop = (run: () => Promise<void>) => async () => {
    try {
      await run()
    } catch (error) {
      finished = true
      throw error
    }
  }

  await clock.together<void>([
    ...workers.map((worker) => loop(() => workerLoop(worker, stopped))),
    loop(() => maintenanceLoop(network("maintenance", clock), clock, { everyMs: 2000, stopped })),
    loop(() => operatorLoop(network("operator", clock), clock, { seed, planned })),
    loop(watch),
  ])
  return { ...log.summary(), startAt, endAt: clock.now() }
}

function progressOf(counts: Awaited<ReturnType<typeof workflowCounts<"async">>>) {
  const sum = (statuses: readonly string[]) =>
    counts.filter(({ status }) => statuses.includes(status)).reduce((total, each) => total + each.workflows, 0)
  const total = counts.reduce((all, each) => all + each.workflows, 0)
  const open = sum(["queued", "running", "paused"])
  return { total, running: sum(["running"]), finished: total - open }
}

function simulationLog() {
  const refusals: Refusal[] = []
  let [calls, statements, busy, stalls, stalledMs] = [0, 0, 0, 0, 0]
  const onCall: OnCall = (sent) => {
    if (sent === 0) busy++
    else calls++
    statements += sent
  }
  return {
    onCall,
    onStall: (ms: number) => {
      stalls++
      stalledMs += ms
    },
    onRefused: (refusal: Refusal) => void refusals.push(refusal),
    summary: () => ({ calls, statements, busy, stalls, stalledMs, refusals }),
  }
}
