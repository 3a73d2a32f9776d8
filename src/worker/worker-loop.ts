import { claimBatch, claimedBy } from "../../gen/claims.ts"
import { nextWakeup } from "../../gen/schedule.ts"
import { runWorkflow } from "./run-workflow.ts"
import type { Worker } from "./worker.ts"

/** Claims due workflows and runs them, side by side, until `stopped` says so; then answers after the running ones. */
export async function workerLoop(worker: Worker, stopped: () => boolean): Promise<void> {
  const { name, db, clock, leaseMs, capacity, maxIdleMs } = worker
  while (!stopped()) {
    const now = clock.now()
    const claimId = worker.newClaimId()
    // claimBatch with the same id claims nothing twice, so this batch may be sent again when its answer was lost
    const [, claimed, wakeup] = await db.batch([
      claimBatch.with({ claimId, worker: name, now, leaseMs, minPriority: 0, batch: capacity }),
      claimedBy.with({ claimId }),
      nextWakeup.with(),
    ])
    if (claimed.length > 0) {
      await clock.together(claimed.map((work) => () => runWorkflow(worker, work)))
    } else {
      const dueInMs = (wakeup.nextAvailableAt ?? Number.POSITIVE_INFINITY) - now
      await clock.sleep(Math.min(Math.max(dueInMs, 0), maxIdleMs) + 50 + Math.floor(worker.random() * 200))
    }
  }
}
