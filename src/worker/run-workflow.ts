import { complete, fail, heartbeat } from "../../gen/claims.ts"
import {
  claimEffects,
  closeLostAttempts,
  failedEffects,
  insertEffects,
  openAttempts,
  type ProgressRow,
  progress,
  recoverEffects,
  reopenEffects,
  runningEffects,
} from "../../gen/effects.ts"
import { advance, type ReadyNodesRow, readyNodes } from "../../gen/graph.ts"
import { exhaust, failWithBackoff, snooze } from "../../gen/schedule.ts"
import type { Effect, Work } from "./program.ts"
import { runEffect } from "./run-effect.ts"
import { held, type Lease, LeaseLost, type Worker } from "./worker.ts"

/** How many effects of one workflow run side by side. */
const maxParallelEffects = 8

/** Wait before a whole workflow is tried again: 2 s, 4 s, ... up to a minute. */
const backoff = { baseMs: 2000, capMs: 60_000 }

/** Attempts that effects get when their workflow is tried again. */
const extraAttempts = 2

/** Works on a leased workflow until it is finished, or has to wait, or belongs to somebody else. */
export async function runWorkflow(worker: Worker, work: Work): Promise<void> {
  const lease = { workflowId: work.id, claimToken: work.claimToken }
  try {
    let working = true
    while (working) working = await runRound(worker, lease, work)
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
  }
}

/** Starts what can start and waits for it. False when this lease has nothing more to do. */
async function runRound(worker: Worker, lease: Lease, work: Work): Promise<boolean> {
  const state = await startEffects(worker, lease)
  const fanOuts = state.nodes.filter((node) => node.fanOut)
  for (const node of fanOuts) await fanOut(worker, lease, work, node)
  if (state.effects.length > 0) {
    await worker.clock.together(state.effects.map((effect) => () => runEffect(worker, lease, work, effect)))
  }
  if (state.effects.length + fanOuts.length > 0) return true
  await handOver(worker, lease, state.progress)
  return false
}

interface State {
  readonly effects: readonly Effect[]
  readonly nodes: readonly ReadyNodesRow[]
  readonly progress: ProgressRow
}

/**
 * Renews the lease, clears up after a worker that lost it before, creates the effects whose turn it is and starts them,
 * all in one batch. Sending it again changes nothing more.
 */
async function startEffects(worker: Worker, lease: Lease): Promise<State> {
  const { workflowId, claimToken } = lease
  const now = worker.clock.now()
  const [renewed, , , , , , effects, nodes, state] = await worker.db.batch([
    heartbeat.with({ id: workflowId, claimToken, now, leaseMs: worker.leaseMs }),
    closeLostAttempts.with({ workflowId, now }),
    recoverEffects.with({ workflowId, now }),
    advance.with({ workflowId, claimToken, now }),
    claimEffects.with({ workflowId, claimToken, now, batch: maxParallelEffects }),
    openAttempts.with({ workflowId, claimToken }),
    runningEffects.with({ workflowId, claimToken }),
    readyNodes.with({ workflowId }),
    progress.with({ workflowId }),
  ])
  held(worker, lease, "heartbeat", renewed)
  return { effects, nodes, progress: state }
}

/** Creates one effect for each branch of a node. */
async function fanOut(worker: Worker, lease: Lease, work: Work, node: ReadyNodesRow): Promise<void> {
  const { node: name, kind, maxAttempts } = node
  const effects = worker.program
    .branches(work, node)
    .map((input, branch) => ({ node: name, branch, kind, maxAttempts, input }))
  const added = await insertEffects(worker.db, { ...lease, effects, now: worker.clock.now() })
  held(worker, lease, "insertEffects", added[0])
}

/** Ends the lease: the workflow is complete, or has failed, or waits for its next effect. */
async function handOver(worker: Worker, lease: Lease, state: ProgressRow): Promise<void> {
  const fence = { id: lease.workflowId, claimToken: lease.claimToken, now: worker.clock.now() }
  if (state.failed > 0) return await giveUp(worker, lease)
  if (state.nextEffectAt !== null) {
    held(worker, lease, "snooze", await snooze(worker.db, { ...fence, runAt: state.nextEffectAt }))
    return
  }
  held(worker, lease, "complete", await complete(worker.db, { ...fence, result: { effects: state.succeeded } }))
}

/** An error that no retry would mend ends the workflow; spent retries send it back, until it has spent its own. */
async function giveUp(worker: Worker, lease: Lease): Promise<void> {
  const { workflowId } = lease
  const failures = await failedEffects(worker.db, { workflowId })
  const permanent = failures.find((effect) => effect.attempt < effect.maxAttempts)
  const { errorFingerprint, errorMessage } = permanent ?? failures[0] ?? unknownFailure
  const now = worker.clock.now()
  const write = { id: workflowId, claimToken: lease.claimToken, errorFingerprint, errorMessage, now }
  if (permanent !== undefined) {
    held(worker, lease, "fail", await fail(worker.db, write))
    return
  }
  const jitterMs = Math.floor(worker.random() * backoff.baseMs)
  const [retried, exhausted] = await worker.db.batch([
    failWithBackoff.with({ ...write, ...backoff, jitterMs }),
    exhaust.with(write), // acts when failWithBackoff did not
    reopenEffects.with({ workflowId, extraAttempts, now }),
  ])
  held(worker, lease, "failWithBackoff", retried ?? exhausted)
}

const unknownFailure = { errorFingerprint: "unknown", errorMessage: "an effect failed" }
