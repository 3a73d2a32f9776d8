import type { Refusal } from "../worker.ts"

/** Counts what the simulation did to the workers, and what they noticed. */
export interface SimulationLog {
  /** a call with that many statements; with none when the database was too busy to take it */
  readonly onCall: (statements: number) => void
  readonly onStall: (ms: number) => void
  readonly onRefused: (refusal: Refusal) => void
  readonly summary: () => Counts
}

export interface Counts {
  readonly calls: number
  readonly statements: number
  readonly busy: number
  readonly stalls: number
  readonly stalledMs: number
  readonly refusals: readonly Refusal[]
}

/** An empty log. */
export function simulationLog(): SimulationLog {
  const refusals: Refusal[] = []
  const counts = { calls: 0, statements: 0, busy: 0, stalls: 0, stalledMs: 0 }
  return {
    onCall(statements) {
      if (statements === 0) counts.busy++
      else counts.calls++
      counts.statements += statements
    },
    onStall(ms) {
      counts.stalls++
      counts.stalledMs += ms
    },
    onRefused(refusal) {
      refusals.push(refusal)
    },
    summary: () => ({ ...counts, refusals }),
  }
}
