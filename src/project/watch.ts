import { existsSync } from "node:fs"
import { type Batches, batchesFor } from "./batches.ts"
import { isFolder } from "./discover.ts"
import { reasonOf, watchesExhausted } from "./disk-errors.ts"
import { gitLock } from "./git-lock.ts"
import { type Pace, type Progress, paceUntil } from "./pace.ts"
import { type Run, WatchTask } from "./watch-task.ts"
import { openWatcher, type Watcher, type Way } from "./watcher.ts"

export type { QueryChange, TypeChange } from "./query-changes.ts"
export type { Run } from "./watch-task.ts"

/** Told in this order: begun, ended, begun, ended ... */
export interface WatchListener {
  readonly begun: () => void
  /** `milliseconds` from `begun` to here */
  readonly ended: (run: Run, milliseconds: number) => void
  /** while a run goes on that takes long */
  readonly progress: Progress
  /** why changes will be seen late, or not all of them */
  readonly trouble: (what: string) => void
}

/** When it ended: as it was told to, or because the folder of the project is not there any more. */
export type WatchEnd = "between runs" | "in a run" | "gone"

/**
 * Keeps the output of the project in a folder up to date until `stop`. A run that goes on then ends soon, between two
 * files: those that it has written are whole, the others are as they were.
 */
export async function watch(root: string, listener: WatchListener, stop: AbortSignal): Promise<WatchEnd> {
  const session = new WatchSession(root, listener, stop)
  try {
    session.start()
    await Promise.race([session.stopped, session.broken, session.gone])
  } finally {
    await session.close()
  }
  if (!stop.aborted) return "gone"
  return session.isIdle ? "between runs" : "in a run"
}

/** The watcher and the task, tied together. */
class WatchSession {
  /** rejects when a run does: that is a mistake of ours */
  readonly broken: Promise<never>
  readonly stopped: Promise<void>
  readonly gone: Promise<void>
  #leave: () => void = () => undefined
  readonly #root: string
  readonly #listener: WatchListener
  readonly #task: WatchTask
  readonly #batches: Batches
  #break: (error: unknown) => void = () => undefined
  #watcher: Watcher | undefined
  #way: Way = "told"
  readonly #stop: AbortSignal
  readonly #pace: Pace
  #runs: Promise<void> = Promise.resolve()
  #failed = false
  /** false while there is a run, and after one that was broken off */
  isIdle = true

  constructor(root: string, listener: WatchListener, stop: AbortSignal) {
    this.#root = root
    this.#stop = stop
    this.stopped = stopped(stop)
    this.gone = new Promise((done) => {
      this.#leave = done
    })
    this.#pace = paceUntil(stop, listener.progress)
    this.#listener = listener
    this.#task = new WatchTask(root)
    this.broken = new Promise((_, reject) => {
      this.#break = reject
    })
    const lock = gitLock(root)
    this.#batches = batchesFor(
      (paths) => this.#then(() => this.#once(paths)),
      () => lock !== undefined && existsSync(lock),
    )
  }

  start(): void {
    void this.#then(() => this.#open())
    void this.#then(() => this.#once(undefined))
  }

  async close(): Promise<void> {
    await this.#batches.close()
    await this.#runs
    await this.#watcher?.close()
    this.#task.close()
  }

  /** One thing at a time, also the first run and what happens meanwhile; nothing any more after a failure or the end. */
  #then(work: () => Promise<void>): Promise<void> {
    this.#runs = this.#runs.then(async () => {
      if (this.#failed || this.#stop.aborted) return
      await work().catch((error) => {
        this.#failed = true
        if (!this.#stop.aborted) this.#break(error)
      })
    })
    return this.#runs
  }

  async #once(paths: ReadonlySet<string> | undefined): Promise<void> {
    if (!isFolder(this.#root)) return this.#leave()
    const { places } = this.#task
    let start = 0
    const run = await this.#task.run(
      paths,
      () => {
        start = performance.now()
        this.isIdle = false
        this.#listener.begun()
      },
      this.#pace,
    )
    this.isIdle = true
    if (run !== undefined) this.#listener.ended(run, performance.now() - start)
    if (JSON.stringify(places) === JSON.stringify(this.#task.places)) return
    await this.#reopen()
  }

  async #open(): Promise<void> {
    const events = {
      changed: (path: string, rewritten: boolean) => this.#batches.add(path, rewritten),
      failed: (error: unknown) => this.#unwatched(error),
    }
    const how = { way: this.#way, stopped: this.stopped }
    this.#watcher = await openWatcher(this.#root, this.#task.places, events, how)
  }

  async #reopen(): Promise<void> {
    await this.#watcher?.close()
    await this.#open()
    await this.#once(undefined)
  }

  /** Where the system has nothing left to tell of changes with, files are looked at instead. */
  #unwatched(error: unknown): void {
    const exhausted = watchesExhausted(error)
    if (exhausted === undefined) this.#listener.trouble(`not all changes will be seen: ${reasonOf(error)}`)
    if (exhausted === undefined || this.#way === "looking") return
    this.#way = "looking"
    this.#listener.trouble(`${exhausted}; until then files are looked at twice a second`)
    void this.#then(() => this.#reopen())
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (stop.aborted) done()
    stop.addEventListener("abort", () => done(), { once: true })
  })
}
