import type { Terminal } from "./terminal.ts"

/** One line on a terminal that says how far long work is; it goes away for whatever comes next. */
export interface ProgressLine {
  readonly show: (work: string, done: number, all: number) => void
  readonly clear: () => void
}

/** In milliseconds: what takes less than `least` is not long, and nobody reads faster than `pause`. */
const least = 400
const pause = 100

/** Writes nothing where no person looks. */
export function progressLine({ live, err }: Pick<Terminal, "live" | "err">): ProgressLine {
  let begun: number | undefined
  let shown = 0
  let visible = false
  const clear = (): void => {
    if (visible) err("\r\u001b[K")
    visible = false
    begun = undefined
  }
  const show: ProgressLine["show"] = (work, done, all) => {
    if (!live) return
    const now = performance.now()
    begun ??= now
    if (now - begun < least || now - shown < pause) return
    shown = now
    visible = true
    err(`\r\u001b[K${work} ${done} of ${all} files`)
  }
  return { show, clear }
}
