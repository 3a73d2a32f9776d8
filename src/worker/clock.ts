/** Where a worker gets its time from. All times are milliseconds; SQL gets them as `:now` and never asks itself. */
export interface Clock {
  now(): number
  sleep(ms: number): Promise<void>
  /** Runs tasks side by side. Waits for all of them, then answers their results or throws the first failure. */
  together<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]>
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  together: async (tasks) => resultsOf(await Promise.allSettled(tasks.map((task) => task()))),
}

/** The values of settled tasks, in their order. Throws the first failure. */
export function resultsOf<T>(settled: readonly PromiseSettledResult<T>[]): T[] {
  return settled.map((each) => {
    if (each.status === "rejected") throw each.reason
    return each.value
  })
}
