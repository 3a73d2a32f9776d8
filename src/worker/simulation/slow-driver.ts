import { BusyError, type Driver } from "wonder-sql/runtime"
import { around } from "../around.ts"
import type { Clock } from "../clock.ts"
import { between, type Random } from "./random.ts"
import type { SimulationLog } from "./simulation-log.ts"

/** How often the database says that it is busy. */
const busyChance = 0.01

/** The network to the database: every call takes virtual time, and now and then it is refused and nothing happens. */
export function slowDriver(
  db: Driver<"async">,
  clock: Clock,
  random: Random,
  onCall: SimulationLog["onCall"],
): Driver<"async"> {
  return around(db, async (ask, { statements }) => {
    await clock.sleep(between(random, 1, 4))
    if (random() < busyChance) {
      onCall(0)
      throw new BusyError({ name: "simulation", source: "slow-driver.ts", sql: "" }, "D1 DB is overloaded")
    }
    onCall(statements)
    const answer = await ask()
    await clock.sleep(between(random, 1, 4))
    return answer
  })
}
