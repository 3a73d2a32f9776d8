import { expect, test } from "vitest"
import { freezableClock } from "../../src/worker/simulation/freezable-clock.ts"
import { virtualClock } from "../../src/worker/simulation/virtual-clock.ts"

const realPause = () => new Promise((resolve) => setImmediate(resolve))

test("only one task runs at a time, whoever wakes first", async () => {
  const clock = virtualClock(1000)
  const seen: string[] = []
  const task = (name: string, ms: number) => async () => {
    for (let round = 0; round < 2; round++) {
      await clock.sleep(ms)
      seen.push(`${name}${round} at ${clock.now()}`)
      await realPause() // a database call: nobody else may run meanwhile
      seen.push(`${name}${round} done`)
    }
    return name
  }
  expect(await clock.together([task("a", 30), task("b", 20), task("c", 30)])).toEqual(["a", "b", "c"])
  expect(seen).toEqual(
    ["b0 at 1020", "a0 at 1030", "c0 at 1030", "b1 at 1040", "a1 at 1060", "c1 at 1060"].flatMap((begun) => [
      begun,
      `${begun.slice(0, 2)} done`,
    ]),
  )
})

test("a task that waits for others goes on after the last of them", async () => {
  const clock = virtualClock(0)
  const nested = async () => {
    await clock.together([() => clock.sleep(50), () => clock.sleep(10)])
    return clock.now()
  }
  expect(await clock.together([nested, async () => clock.now()])).toEqual([50, 0])
})

test("a failure is thrown after all tasks have ended", async () => {
  const clock = virtualClock(0)
  let ended = 0
  const fails = async () => {
    await clock.sleep(5)
    throw new TypeError("broken")
  }
  const ends = async () => {
    await clock.sleep(500)
    ended = clock.now()
  }
  await expect(clock.together([fails, ends])).rejects.toThrow("broken")
  expect(ended).toBe(500)
})

test("nothing to do takes no time", async () => {
  const clock = virtualClock(7)
  expect(await clock.together([])).toEqual([])
  expect(clock.now()).toBe(7)
})

test("a frozen process wakes late, the others do not", async () => {
  const clock = virtualClock(0)
  const frozen = freezableClock(clock)
  const times = await clock.together([
    async () => {
      frozen.freeze(300)
      await frozen.sleep(10)
      return clock.now()
    },
    async () => {
      await clock.sleep(10)
      return clock.now()
    },
  ])
  expect(times).toEqual([300, 10])
})
