import type { Refusal } from "./driver.ts"
import { ConflictError } from "./errors.ts"
import { wait } from "./wait.ts"

export interface ConflictRetryOptions {
  /** how often it is tried at most, the first time included; 5 */
  readonly attempts?: number
  /** before the n-th repetition it waits a random time of up to so many milliseconds times n; 20 */
  readonly jitter?: number
  /** the outcomes, and the reasons of ConflictErrors, that trying again can help with; `version_conflict` */
  readonly reasons?: readonly string[]
  /** 0 to 1, for tests */
  readonly random?: () => number
  /** for tests */
  readonly sleep?: (ms: number) => Promise<void>
}

/**
 * Tries again where somebody else was faster: `work` reads anew what it computes from, each time. After the last attempt it
 * answers, or throws, what that one did.
 */
export async function retryOnConflict<T>(
  work: (attempt: number) => T | Promise<T>,
  options: ConflictRetryOptions = {},
): Promise<T> {
  const { attempts = 5, jitter = 20, reasons = ["version_conflict"], random = Math.random, sleep = wait } = options
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts
    try {
      const outcome = await work(attempt)
      if (isLast || !(isRefusal(outcome) && reasons.includes(outcome.reason))) return outcome
    } catch (error) {
      if (isLast || !(error instanceof ConflictError && reasons.includes(error.reason))) throw error
    }
    await sleep(random() * jitter * attempt)
  }
}

function isRefusal(outcome: unknown): outcome is Refusal {
  return (
    typeof outcome === "object" &&
    outcome !== null &&
    "ok" in outcome &&
    outcome.ok === false &&
    "reason" in outcome &&
    typeof outcome.reason === "string"
  )
}
