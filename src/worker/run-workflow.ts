import type { Prepared } from "wonder-sql/runtime"
import { complete, fail, heartbeat } from "../../gen/claims.ts"
import {
  type AttemptsOfRow,
  attemptsOf,
  claimEffects,
  closeLostAttempts,
  insertEffects,
  openAttempts,
  type ProgressRow,
  progress,
  recoverEffects,
  reopenEffects,
  runningEffects,
} from "../../gen/effects.ts"
import { recordHistory } from "../../gen/events.ts"
import { advance, type ReadyNodesRow, readyNodes } from "../../gen/graph.ts"
import { exhaust, failWithBackoff, snooze } from "../../gen/schedule.ts"
import { type Effect, storedError, type Work } from "./program.ts"
import { runEffect } from "./run-effect.ts"
import { held, type Lease, LeaseLost, type Worker, type Write } from "./worker.ts"

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
  const { effects, nodes, progress } = await startEffects(worker, lease)
  const fanOuts = nodes.filter((node) => node.fanOut)
  for (const node of fanOuts) await fanOut(worker, lease, work, node)
  const errors = await worker.clock.together(effects.map((effect) => () => runEffect(worker, lease, work, effect)))
  const permanent = errors.find((error) => error !== undefined)
  if (permanent !== undefined) {
    await end(worker, lease, "fail", fail.with({ ...fenceOf(worker, lease), ...storedError(permanent) }))
    return false
  }
  if (effects.length + fanOuts.length > 0) return true
  await handOver(worker, lease, progress)
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

/** Creates one effect for each branch of a node, unless the lease is lost, which the next round will notice. */
async function fanOut(worker: Worker, lease: Lease, work: Work, node: ReadyNodesRow): Promise<void> {
  const { node: name, kind, maxAttempts } = node
  const effects = worker.program
    .branches(work, node)
    .map((input, branch) => ({ node: name, branch, kind, maxAttempts, input }))
  await insertEffects(worker.db, { ...lease, effects, now: worker.clock.now() })
}

/** Ends the lease: the workflow is complete, or is tried again, or waits for its next effect. */
async function handOver(worker: Worker, lease: Lease, state: ProgressRow): Promise<void> {
  if (state.failed > 0) return await tryAgain(worker, lease)
  const fence = fenceOf(worker, lease)
  if (state.nextEffectAt !== null) {
    held(worker, lease, "snooze", await snooze(worker.db, { ...fence, runAt: state.nextEffectAt }))
    return
  }
  await end(worker, lease, "complete", complete.with({ ...fence, result: { effects: state.succeeded } }))
}

/** Ends the workflow, and its history with it. */
async function end<T>(worker: Worker, lease: Lease, write: Write, call: Prepared<T>): Promise<void> {
  const record = recordHistory.with({ ids: [lease.workflowId], now: worker.clock.now() })
  const [row] = await worker.db.batch([call, record])
  held(worker, lease, write, row)
}

/** An effect has spent its attempts: back into the queue with some more of them, until the workflow has spent its own. */
async function tryAgain(worker: Worker, lease: Lease): Promise<void> {
  const { workflowId } = lease
  const attempts = await attemptsOf(worker.db, { workflowId })
  const { errorFingerprint, errorMessage } = attempts.findLast(hasError) ?? onlyLost
  const failure = { ...fenceOf(worker, lease), errorFingerprint, errorMessage }
  const jitterMs = Math.floor(worker.random() * backoff.baseMs)
  const [retried, exhausted] = await worker.db.batch([
    failWithBackoff.with({ ...failure, ...backoff, jitterMs }),
    exhaust.with(failure), // acts when failWithBackoff did not
    reopenEffects.with({ workflowId, extraAttempts, now: failure.now }),
    recordHistory.with({ ids: [workflowId], now: failure.now }),
  ])
  held(worker, lease, "failWithBackoff", retried ?? exhausted)
}

const onlyLost = { errorFingerprint: "lease-lost", errorMessage: "every attempt lost its lease" }

function hasError(attempt: AttemptsOfRow): boolean {
  return attempt.errorMessage !== null
}

function fenceOf(worker: Worker, { workflowId, claimToken }: Lease) {
  return { id: workflowId, claimToken, now: worker.clock.now() }
}
