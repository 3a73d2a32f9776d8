import { type Clock, resultsOf } from "../clock.ts"

interface Sleeper {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/**
 * A clock that jumps to the next moment at which something happens. There is one baton: only the task that has it
 * runs, real database calls included, and passes it on when it sleeps, waits for others or ends. It goes to whoever
 * wakes first, and of several to the one that lay down first, so every run takes the same order.
 */
export function virtualClock(start: number): Clock {
  const sleepers: Sleeper[] = []
  let now = start
  let order = 0

  function lieDown(at: number): Promise<void> {
    return new Promise((wake) => sleepers.push({ at, order: order++, wake }))
  }

  function passBaton(): void {
    const next = sleepers.toSorted(byWaking)[0]
    if (next === undefined) throw new Error("every task waits for another one: virtual time has stopped")
    sleepers.splice(sleepers.indexOf(next), 1)
    now = Math.max(now, next.at)
    next.wake()
  }

  async function sleep(ms: number): Promise<void> {
    const woken = lieDown(now + Math.max(0, ms))
    passBaton()
    await woken
  }

  async function together<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    let open = tasks.length
    const running = tasks.map(async (task) => {
      await lieDown(now)
      try {
        return await task()
      } finally {
        open--
        // the last one keeps the baton for whoever waits here
        if (open > 0) passBaton()
      }
    })
    if (open > 0) passBaton()
    return resultsOf(await Promise.allSettled(running))
  }

  return { now: () => now, sleep, together }
}

function byWaking(a: Sleeper, b: Sleeper): number {
  return a.at - b.at || a.order - b.order
}
