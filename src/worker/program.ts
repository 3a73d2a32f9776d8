import type { ClaimedByRow } from "../../gen/claims.ts"
import type { CompleteEffectParams, RunningEffectsRow } from "../../gen/effects.ts"
import type { ReadyNodesRow } from "../../gen/graph.ts"

/** A leased workflow, as `claimedBy` answers it. */
export type Work = ClaimedByRow

/** An effect that has begun, as `runningEffects` answers it. */
export type Effect = RunningEffectsRow

/** What an effect is called with. */
export type Input = Effect["input"]

/** What an effect answers. */
export type Output = NonNullable<CompleteEffectParams["output"]>

/** What workflows do; the loop decides when, and what becomes of it. */
export interface Program {
  /**
   * Runs one effect and answers its output. It may run twice: a worker can die after the work and before its answer is
   * stored. Throws PermanentError when no retry would help; after any other error it is tried again.
   */
  run(work: Work, effect: Effect): Promise<Output>
  /** One input for each branch of a `fan_out` node, at least one. */
  branches(work: Work, node: ReadyNodesRow): readonly [Input, ...Input[]]
}

/** An error with the name that it is counted under: the message without what varies. */
export class EffectError extends Error {
  override readonly name: string = "EffectError"
  readonly fingerprint: string

  constructor(fingerprint: string, message: string) {
    super(message)
    this.fingerprint = fingerprint
  }
}

/** An error that no retry would mend. */
export class PermanentError extends EffectError {
  override readonly name: string = "PermanentError"
}

/** What to store of an error, whatever was thrown. */
export function storedError(error: unknown): { readonly errorFingerprint: string; readonly errorMessage: string } {
  if (error instanceof EffectError) return { errorFingerprint: error.fingerprint, errorMessage: error.message }
  if (error instanceof Error) return { errorFingerprint: error.name, errorMessage: error.message }
  return { errorFingerprint: "unknown", errorMessage: String(error) }
}
