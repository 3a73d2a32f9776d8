import { lstatSync } from "node:fs"
import { relative, resolve } from "node:path"
import { watch as chokidar } from "chokidar"
import { isFolder } from "./discover.ts"
import { codeOf } from "./disk-errors.ts"
import { isInside, isWayTo, matters, mayMatter, type Places } from "./watch-places.ts"

/** What a watcher tells. It knows nothing of what a path is for. */
export interface WatcherEvents {
  /** something happened at this path, relative to the root; `rewritten`: the file was there before and still is */
  readonly changed: (path: string, rewritten: boolean) => void
  /** the system cannot watch all of it */
  readonly failed: (error: unknown) => void
}

/** `told`: the system tells of changes. `looking`: files are looked at again and again, which works everywhere. */
export type Way = "told" | "looking"

/** Milliseconds between two looks. */
const pause = 500

export interface Watcher {
  close(): Promise<void>
}

/**
 * Watches the places of a project; resolves when everything that happens from then on is told. In a large project that
 * takes seconds: it resolves at once when `stopped` does.
 */
export async function openWatcher(
  root: string,
  places: Places,
  events: WatcherEvents,
  { way, stopped }: { readonly way: Way; readonly stopped: Promise<unknown> },
): Promise<Watcher> {
  const fromRoot = (path: string): string => relative(root, resolve(root, path)).replaceAll("\\", "/")
  const outside = [places.schema, places.queries].filter((folder) => folder.startsWith("../"))
  const watcher = chokidar([root, ...outside.map((folder) => resolve(root, folder))], {
    ignoreInitial: true,
    ...(way === "looking" ? { usePolling: true, interval: pause, binaryInterval: pause } : {}),
    ignored: (path) => !mayMatter(fromRoot(path), places) || (isInside(fromRoot(path), places) && isLinkedFolder(path)),
  })
  watcher.on("all", (event, path) => {
    const where = fromRoot(path)
    const counts = event === "addDir" || event === "unlinkDir" ? isWayTo(where, places) : matters(where, places)
    if (counts) events.changed(where, event === "change")
  })
  watcher.on("error", (error) => {
    if (codeOf(error) !== "ELOOP") events.failed(error) // whoever reads the file says so
  })
  const ready = new Promise<void>((done) => {
    watcher.once("ready", done)
  })
  await Promise.race([ready, stopped])
  return { close: () => watcher.close() }
}

/** A link to a folder: nothing is read behind it, and followed in a circle it would never end. */
function isLinkedFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && isFolder(path)
}
