import type { Driver } from "wonder-sql/runtime"
import type { Clock } from "../clock.ts"
import { patient } from "../patient.ts"
import type { Worker } from "../worker.ts"
import { freezableClock } from "./freezable-clock.ts"
import { randomFor } from "./random.ts"
import { simulatedProgram } from "./simulated-program.ts"
import type { SimulationLog } from "./simulation-log.ts"
import { slowDriver } from "./slow-driver.ts"

/** What all of a simulation shares. */
export interface World {
  readonly seed: number
  readonly db: Driver<"async">
  readonly clock: Clock
  readonly log: SimulationLog
}

const leaseMs = 10_000

/** A worker in a process of its own, with a clock that can stand still and a network that takes time. */
export function simulatedWorker(world: World, name: string): Worker {
  const { seed, log } = world
  const clock = freezableClock(world.clock)
  let claims = 0
  return {
    name,
    db: networkOf({ ...world, clock }, name),
    clock,
    program: simulatedProgram(seed, clock, { leaseMs, onStall: log.onStall }),
    newClaimId: () => `${name}/${++claims}`,
    random: randomFor(seed, "jitter", name),
    leaseMs,
    capacity: 4,
    maxIdleMs: 4000,
    onRefused: log.onRefused,
  }
}

/** The database as one process sees it: some milliseconds away, and busy now and then. */
export function networkOf({ seed, db, clock, log }: World, name: string): Driver<"async"> {
  return patient(slowDriver(db, clock, randomFor(seed, "network", name), log.onCall), clock)
}
