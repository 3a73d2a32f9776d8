import { QueryError } from "./errors.ts"

/** Errors that come before or after a statement ran, or of reading its rows: they fail nothing else. */
const harmless = new Set(["parameter", "no-row", "too-many-rows", "row-shape"])

/** A transaction or savepoint while its callback runs: what may be called, and whether it has failed. */
export class Scope {
  #open = true
  #inside = false
  #failure: { readonly error: unknown } | undefined

  /** Throws what forbids a call now: the end, an open savepoint inside, the failure of an earlier statement. */
  check(): void {
    if (!this.#open) throw new TypeError("the transaction has ended: this call came too late")
    if (this.#inside) throw new TypeError("a savepoint is open: use the transaction that its callback was given")
    this.checkFailure()
  }

  /** Throws the error of the statement that failed, if one did. */
  checkFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Notes the error of a call. */
  note(error: unknown): void {
    if (error instanceof QueryError && !harmless.has(error.code)) this.#failure ??= { error }
  }

  /** A savepoint of this one begins. */
  enter(): void {
    this.#inside = true
  }

  /** It has ended. */
  leave(): void {
    this.#inside = false
  }

  /**
   * The answer of a call. Where nobody waits for it, a failure that fails the transaction is told by that: it is no
   * unhandled rejection as well.
   */
  answer<T>(call: () => Promise<T>): Promise<T> {
    const answer: Promise<T> = new Promise((resolve, reject) => {
      call().then(resolve, (error) => {
        if (this.#failure?.error === error) answer.catch(() => undefined)
        reject(error)
      })
    })
    return answer
  }

  end(): void {
    this.#open = false
  }
}

/**
 * Runs an async callback of a transaction with a scope of its own. What it started and did not wait for, in `started`, is
 * waited for.
 */
export async function inScope<T>(work: (scope: Scope, started: Set<Promise<unknown>>) => T | Promise<T>): Promise<T> {
  const scope = new Scope()
  const started = new Set<Promise<unknown>>()
  try {
    const result = await work(scope, started)
    while (started.size > 0) await Promise.allSettled(started)
    scope.checkFailure()
    return result
  } finally {
    scope.end()
    while (started.size > 0) await Promise.allSettled(started)
  }
}
