import { BusyError, type Driver } from "wonder-sql/runtime"
import { around } from "./around.ts"
import type { Clock } from "./clock.ts"

const maxAttempts = 6

/** A driver that asks again while the database is busy: a BusyError says that nothing was changed. */
export function patient(db: Driver<"async">, clock: Clock): Driver<"async"> {
  return around(db, async (ask) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof BusyError) || attempt === maxAttempts) throw error
        await clock.sleep(25 * 2 ** attempt)
      }
    }
  })
}
