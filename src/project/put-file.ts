import { randomUUID } from "node:crypto"
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/*
 * The one place that changes files. Whoever is killed, at any point, leaves each file as it was or as it was to be:
 * a file is written beside its place under a name of its own, and renamed into it, which is one step for the disk.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html
 */

const unfinished = /^\.sqlgen-[0-9a-f-]{36}\.tmp$/
/** Milliseconds after which nobody writes to an unfinished file any more. */
const abandoned = 60_000

/** Writes a file whole, and its folder when that is not there; throws Node's error, and then nothing has changed. */
export function putFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const beside = join(dirname(path), `.sqlgen-${randomUUID()}.tmp`)
  try {
    writeFileSync(beside, text, { flag: "wx" })
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Removes a file; it is no error that another process was faster. */
export function removeFile(path: string): void {
  rmSync(path, { force: true })
}

/** Removes what processes that were killed had not finished. What cannot be removed does no harm. */
export function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (unfinished.test(name) && Date.now() - statSync(path).mtimeMs > abandoned) rmSync(path)
    }
  } catch {
    // no such folder yet, or another process sweeps it too
  }
}
