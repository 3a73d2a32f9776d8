import type { Driver } from "wonder-sql/runtime"
import type { Clock } from "./clock.ts"
import type { Program } from "./program.ts"

/** A worker: a name, and all that it works with. */
export interface Worker {
  readonly name: string
  readonly db: Driver<"async">
  readonly clock: Clock
  readonly program: Program
  /** Makes ids for claims: never the same twice, on any worker. */
  readonly newClaimId: () => string
  /** A number from 0 up to but without 1, for jitter. */
  readonly random: () => number
  /** How long a lease holds; every effect must end well within it. */
  readonly leaseMs: number
  /** How many workflows it runs side by side. */
  readonly capacity: number
  /** The longest time without a look into the queue: somebody may have put new work in. */
  readonly maxIdleMs: number
  /** Is told of each write that the database refused because the lease was lost. */
  readonly onRefused: (refusal: Refusal) => void
}

/** The right to work on a workflow, until somebody else has it. */
export interface Lease {
  readonly workflowId: string
  readonly claimToken: number
}

/** A write that changed nothing, because its lease was lost. */
export interface Refusal extends Lease {
  readonly worker: string
  readonly write: Write
  readonly at: number
}

export type Write = "heartbeat" | "closeAttempt" | "complete" | "fail" | "failWithBackoff" | "snooze"

/** The workflow belongs to somebody else now, or to nobody: stop working on it, and write nothing more. */
export class LeaseLost extends Error {
  override readonly name: string = "LeaseLost"
}

/** The row that a fenced write answered. No row: the lease is lost, which is reported and thrown. */
export function held<T>(worker: Worker, lease: Lease, write: Write, row: T | null | undefined): T {
  if (row !== null && row !== undefined) return row
  worker.onRefused({ ...lease, worker: worker.name, write, at: worker.clock.now() })
  throw new LeaseLost(`${worker.name} has lost ${lease.workflowId} (token ${lease.claimToken}) before ${write}`)
}
