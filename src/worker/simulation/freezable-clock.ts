import type { Clock } from "../clock.ts"

/** The clock of one process, which can stand still while the world goes on. */
export interface FreezableClock extends Clock {
  /** No sleep of this process ends in the next `ms`. */
  freeze(ms: number): void
}

/** A process of its own in the time of `clock`. */
export function freezableClock(clock: Clock): FreezableClock {
  let frozenUntil = 0
  return {
    ...clock,
    async sleep(ms) {
      await clock.sleep(ms)
      while (clock.now() < frozenUntil) await clock.sleep(frozenUntil - clock.now())
    },
    freeze(ms) {
      frozenUntil = Math.max(frozenUntil, clock.now() + ms)
    },
  }
}
