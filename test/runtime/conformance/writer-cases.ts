import { BusyError, retryOnConflict } from "../../../src/runtime/index.ts"
import { readCounter, writeCounter } from "./cells.gen.ts"
import type { Bench, Case } from "./outcome.ts"

const writers = 50

/** Reads the counter and writes it one higher, on the condition that nobody else did. */
async function increment({ db }: Bench): Promise<"ok" | "version_conflict"> {
  const { n, version } = await notBusy(() => readCounter(db, { id: 1 }))
  await pause(0) // lets the others read before anybody writes
  const outcome = await notBusy(() => writeCounter(db, { id: 1, n: n + 1, version }))
  return outcome.ok ? "ok" : outcome.reason
}

/** Connections of `@libsql/client` to one file do not wait for each other: what was refused so has changed nothing. */
async function notBusy<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof BusyError) || attempt === 1_000) throw error
      await pause(Math.random() * 5)
    }
  }
}

function counted(outcomes: readonly string[], outcome: string): number {
  return outcomes.filter((each) => each === outcome).length
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

export const writerCases: readonly Case[] = [
  {
    name: `optimistic lock: ${writers} writers at once, and the counter is the number of those that were told ok`,
    async run(bench) {
      await bench.ask("INSERT INTO counters (id, n) VALUES (1, 0)")
      const once = await Promise.all(Array.from({ length: writers }, () => increment(bench)))
      const patient = await Promise.all(
        Array.from({ length: writers }, () =>
          retryOnConflict(
            async () => {
              const outcome = await increment(bench)
              return outcome === "ok" ? { ok: true as const } : { ok: false as const, reason: outcome }
            },
            { attempts: 3, jitter: 5 },
          ),
        ),
      )
      const later = patient.map((outcome) => (outcome.ok ? "ok" : outcome.reason))
      const all = [...once, ...later]
      const ok = counted(all, "ok")
      const { n, version } = await readCounter(bench.db, { id: 1 })
      return {
        isCounted: n === ok && version === ok + 1,
        isEachTold: ok + counted(all, "version_conflict") === all.length,
        someWereFaster: counted(once, "version_conflict") > 0,
        someSucceeded: counted(once, "ok") > 0 && counted(later, "ok") > 0,
      }
    },
    value: { isCounted: true, isEachTold: true, someWereFaster: true, someSucceeded: true },
  },
]
