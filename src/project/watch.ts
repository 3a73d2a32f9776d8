import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Batches, batchesFor } from "./batches.ts"
import { reasonOf } from "./read.ts"
import { type Run, WatchTask } from "./watch-task.ts"
import { openWatcher, type Watcher } from "./watcher.ts"

export type { QueryChange, TypeChange } from "./query-changes.ts"
export type { Run } from "./watch-task.ts"

/** Told in this order: begun, ended, begun, ended ... */
export interface WatchListener {
  readonly begun: (first: boolean) => void
  /** `milliseconds` from `begun` to here */
  readonly ended: (run: Run, milliseconds: number) => void
  /** not all of the project can be watched, and why */
  readonly blind: (why: string) => void
}

/** Keeps the output of the project in a folder up to date until `stop`; a run that has begun is finished first. */
export async function watch(root: string, listener: WatchListener, stop: AbortSignal): Promise<void> {
  const session = new WatchSession(root, listener)
  try {
    await session.start()
    await Promise.race([stopped(stop), session.broken])
  } finally {
    await session.close()
  }
}

/** The watcher and the task, tied together. */
class WatchSession {
  /** rejects when a run does: that is a mistake of ours */
  readonly broken: Promise<never>
  readonly #root: string
  readonly #listener: WatchListener
  readonly #task: WatchTask
  readonly #batches: Batches
  #break: (error: unknown) => void = () => undefined
  #watcher: Watcher | undefined
  #runs: Promise<void> = Promise.resolve()
  #first = true

  constructor(root: string, listener: WatchListener) {
    this.#root = root
    this.#listener = listener
    this.#task = new WatchTask(root)
    this.broken = new Promise((_, reject) => {
      this.#break = reject
    })
    this.broken.catch(() => undefined) // before `watch` listens, `start` has said it
    const lock = join(root, ".git/index.lock")
    this.#batches = batchesFor(
      (paths) => this.#run(paths).catch(this.#break),
      () => existsSync(lock),
    )
  }

  async start(): Promise<void> {
    await this.#open()
    await this.#run(undefined)
  }

  async close(): Promise<void> {
    await this.#batches.close()
    await this.#watcher?.close()
    this.#task.close()
  }

  /** One at a time, also the first run and what happens meanwhile. */
  #run(paths: ReadonlySet<string> | undefined): Promise<void> {
    this.#runs = this.#runs.then(() => this.#once(paths))
    return this.#runs
  }

  async #once(paths: ReadonlySet<string> | undefined): Promise<void> {
    const { places } = this.#task
    let start = 0
    const run = await this.#task.run(paths, () => {
      start = performance.now()
      this.#listener.begun(this.#first)
    })
    if (run !== undefined) this.#listener.ended(run, performance.now() - start)
    this.#first = false
    if (JSON.stringify(places) === JSON.stringify(this.#task.places)) return
    await this.#watcher?.close()
    await this.#open()
    await this.#once(undefined)
  }

  async #open(): Promise<void> {
    this.#watcher = await openWatcher(this.#root, this.#task.places, {
      changed: (path, rewritten) => this.#batches.add(path, rewritten),
      failed: (error) => this.#listener.blind(reasonOf(error)),
    })
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (stop.aborted) done()
    stop.addEventListener("abort", () => done(), { once: true })
  })
}
