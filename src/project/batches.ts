/** Paths in, runs out: at most one at a time. */
export interface Batches {
  /** `rewritten`: a file was saved in its place; what else happens to files comes in company */
  add(path: string, rewritten: boolean): void
  /** Runs nothing any more; resolves when the run that may be going on has ended. */
  close(): Promise<void>
}

/** Milliseconds. */
const waits = {
  /** after one file was saved: an editor's second write to it */
  save: 6,
  /** between two events of a burst: a checkout, a rename, a save as deletion and creation */
  quiet: 60,
  /** a burst without an end: run now and then all the same */
  most: 2000,
  /** chokidar drops what happens to a file within 50 ms of a save: then its path is looked at once more */
  again: 70,
}

/**
 * The one place that waits. Events that belong together become one run: a single save runs almost at once, anything more
 * when it has been quiet for a moment, and not while `isBusy` (git at work). `run` is told the paths, and is told them
 * once more a little later; it must do nothing when nothing changed.
 */
export function batchesFor(run: (paths: ReadonlySet<string>) => Promise<void>, isBusy: () => boolean): Batches {
  let pending = new Set<string>()
  let since = 0
  let alone = true
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let closed = false
  const again = new Set<NodeJS.Timeout>()

  const wait = (): void => {
    clearTimeout(timer)
    if (closed || running !== undefined || pending.size === 0) return
    const left = Math.max(0, since + waits.most - performance.now())
    timer = setTimeout(start, Math.min(alone && pending.size === 1 ? waits.save : waits.quiet, left))
  }
  const start = (): void => {
    if (running !== undefined) return // its end waits again
    if (isBusy() && performance.now() - since < waits.most) {
      alone = false
      wait()
      return
    }
    const paths = pending
    pending = new Set()
    go(paths)
    const timeout = setTimeout(() => {
      again.delete(timeout)
      if (running === undefined) go(paths)
      else for (const path of paths) note(path, true)
    }, waits.again)
    again.add(timeout)
  }
  const go = (paths: ReadonlySet<string>): void => {
    running = run(paths).finally(() => {
      running = undefined
      wait()
    })
  }
  const note = (path: string, rewritten: boolean): void => {
    if (pending.size === 0) {
      since = performance.now()
      alone = true
    }
    alone &&= rewritten
    pending.add(path)
    wait()
  }
  return {
    add: note,
    close: async () => {
      closed = true
      clearTimeout(timer)
      for (const timeout of again) clearTimeout(timeout)
      await running
    },
  }
}
