import type { Progress } from "../../src/worker/simulation/simulation.ts"
import { count, minutes } from "./table.ts"

/** Shows how far the run is: on one line of a terminal, or as a line for each fifth in a pipe. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void
  /** takes the line off the terminal */
  readonly end: () => void
}

const barWidth = 30

export function progressDisplay(write: (text: string) => void, terminal: boolean): ProgressDisplay {
  let shown = -1
  return {
    show(progress) {
      const share = progress.total === 0 ? 0 : progress.finished / progress.total
      const fifth = Math.floor(share * 5)
      if (terminal) write(`\r\u001b[2K${lineOf(progress, share)}`)
      else if (fifth > shown) write(`${lineOf(progress, share)}\n`)
      shown = Math.max(shown, fifth)
    },
    end() {
      if (terminal) write("\r\u001b[2K")
    },
  }
}

function lineOf(progress: Progress, share: number): string {
  const full = Math.floor(share * barWidth)
  const bar = `${"=".repeat(full)}${"-".repeat(barWidth - full)}`
  const finished = `${count(progress.finished)} of ${count(progress.total)} finished`
  return `  ${minutes(progress.atMs).padStart(5)}  ${bar}  ${finished}, ${progress.running} running, ${progress.refused} refused`
}
