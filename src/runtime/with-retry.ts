import type { Driver, SentFacts } from "./driver.ts"
import { BusyError, TransientError } from "./errors.ts"
import { retryClass } from "./retry-class.ts"
import { wait } from "./wait.ts"

export interface RetryOptions {
  /** how often a query is sent at most, the first time included; 4 */
  readonly attempts?: number
  /** milliseconds after the first attempt began in which a new one may begin; 10,000 */
  readonly deadlineMs?: number
  /** the first wait is at most so long, each further one twice that; 50 */
  readonly baseMs?: number
  /** no wait is longer; 2,000 */
  readonly maxMs?: number
  /** told before each wait, for logs */
  readonly onRetry?: (retry: RetryEvent) => void
  /** milliseconds on a clock that never goes back, for tests */
  readonly now?: () => number
  /** 0 to 1, for tests */
  readonly random?: () => number
  /** for tests */
  readonly sleep?: (ms: number) => Promise<void>
}

export interface RetryEvent {
  readonly error: BusyError | TransientError
  /** attempts that have failed so far */
  readonly attempt: number
  readonly waitMs: number
}

/**
 * A driver that sends a query again when the database was busy or the connection failed, after a random wait ("full
 * jitter"), and only where that is safe: queries that read, and writes whose second run is proved, or promised by
 * `@idempotent`, to leave and answer the same. Everything else fails at once, with the same error. What an `:exec` query
 * answers is the count of its last run: a row that the first run deleted is not there to be counted. A `transaction` with a
 * callback is passed on as it is; a staged one is retried by its batches: `staged(withRetry(db))`.
 * https://developers.cloudflare.com/d1/best-practices/retry-queries/
 */
export function withRetry<D extends Driver<"async">>(db: D, options: RetryOptions = {}): D {
  const again = <T>(statements: readonly SentFacts[], send: () => Promise<T>): Promise<T> =>
    retryClass(statements) === "unsafe" ? send() : sendAgain(send, options)
  const patient: Driver<"async"> = {
    mode: "async",
    one: (statement, params) => again([statement], () => db.one(statement, params)),
    optional: (statement, params) => again([statement], () => db.optional(statement, params)),
    many: (statement, params) => again([statement], () => db.many(statement, params)),
    exec: (statement, params) => again([statement], () => db.exec(statement, params)),
    batch: (calls) =>
      again(
        calls.map(({ facts }) => facts),
        () => db.batch(calls),
      ),
    attempt: (call) => again([call.facts], () => db.attempt(call)),
  }
  return Object.assign({}, db, patient)
}

async function sendAgain<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = 4, deadlineMs = 10_000, now = Date.now, sleep = wait } = options
  const deadline = now() + deadlineMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      if (!canHelp(error) || attempt >= attempts) throw error
      const waitMs = waitAfter(attempt, options)
      if (now() + waitMs > deadline) throw error
      options.onRetry?.({ error, attempt, waitMs })
      await sleep(waitMs)
    }
  }
}

function canHelp(error: unknown): error is BusyError | TransientError {
  return error instanceof BusyError || (error instanceof TransientError && error.retryable)
}

/** Between nothing and twice as much each time, so that those who failed together do not come back together. */
function waitAfter(attempt: number, { baseMs = 50, maxMs = 2_000, random = Math.random }: RetryOptions): number {
  return random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1))
}
