import { closeAttempt, completeEffect, failEffect, retryEffect } from "../../gen/effects.ts"
import { recordHistory } from "../../gen/events.ts"
import { type Effect, type Output, PermanentError, storedError, type Work } from "./program.ts"
import { held, type Lease, type Worker } from "./worker.ts"

/** Wait before an effect is tried again: half a second, one, two, ... up to 20 s. */
const backoff = { baseMs: 500, capMs: 20_000 }

/**
 * Runs an effect once and stores how it ended. Answers the error when no retry would mend it. Throws LeaseLost when the
 * workflow is somebody else's by then.
 */
export async function runEffect(
  worker: Worker,
  lease: Lease,
  work: Work,
  effect: Effect,
): Promise<PermanentError | undefined> {
  const outcome = await outcomeOf(worker, work, effect)
  const closed = outcome.ok
    ? await storeSuccess(worker, lease, effect, outcome.output)
    : await storeFailure(worker, lease, effect, outcome.error)
  held(worker, lease, "closeAttempt", closed)
  return !outcome.ok && outcome.error instanceof PermanentError ? outcome.error : undefined
}

type EffectOutcome = { readonly ok: true; readonly output: Output } | { readonly ok: false; readonly error: unknown }

async function outcomeOf(worker: Worker, work: Work, effect: Effect): Promise<EffectOutcome> {
  try {
    return { ok: true, output: await worker.program.run(work, effect) }
  } catch (error) {
    return { ok: false, error }
  }
}

async function storeSuccess(worker: Worker, lease: Lease, effect: Effect, output: Output) {
  const place = placeOf(worker, lease, effect)
  const noError = { errorFingerprint: null, errorMessage: null }
  const [closed] = await worker.db.batch([
    closeAttempt.with({ ...place, ...noError, outcome: "succeeded" }),
    completeEffect.with({ ...place, output }),
    recordHistory.with({ ids: [lease.workflowId], now: place.now }),
  ])
  return closed
}

async function storeFailure(worker: Worker, lease: Lease, effect: Effect, error: unknown) {
  const failure = { ...placeOf(worker, lease, effect), ...storedError(error) }
  const close = closeAttempt.with({ ...failure, outcome: "failed" })
  const record = recordHistory.with({ ids: [lease.workflowId], now: failure.now })
  if (error instanceof PermanentError) {
    const [closed] = await worker.db.batch([close, failEffect.with(failure), record])
    return closed
  }
  const jitterMs = Math.floor(worker.random() * backoff.baseMs)
  const [closed] = await worker.db.batch([
    close,
    retryEffect.with({ ...failure, ...backoff, jitterMs }),
    failEffect.with(failure), // acts when no attempt was left for retryEffect
    record,
  ])
  return closed
}

function placeOf(worker: Worker, lease: Lease, effect: Effect) {
  const { node, branch, attempt } = effect
  return { ...lease, node, branch, attempt, now: worker.clock.now() }
}
