/** Told between two pieces of long work: what is being done, and how many of how many are. */
export type Progress = (work: "compiling" | "writing", done: number, all: number) => void

/**
 * The same where work may rest, so that the process hears signals: now and then it is a promise to be awaited. It rejects
 * when the work is to end; what is done stays.
 */
export type Pace = (...told: Parameters<Progress>) => Promise<void> | undefined

/** How long work goes on without a rest, in milliseconds. */
const stretch = 50

/** Rests now and then until `stop`, and then rejects with its reason. */
export function paceUntil(stop: AbortSignal, progress: Progress): Pace {
  let rested = performance.now()
  const rest = async (): Promise<void> => {
    await new Promise(setImmediate)
    stop.throwIfAborted()
    rested = performance.now()
  }
  return (...told) => {
    progress(...told)
    return performance.now() - rested < stretch ? undefined : rest()
  }
}

/** Nobody listens, and the process has nothing else to do. */
export const unhurried: Pace = () => undefined
