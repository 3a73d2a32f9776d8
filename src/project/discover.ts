import { readdirSync, statSync } from "node:fs"
import { join, posix } from "node:path"

/** What lies under a folder: the `.sql` files that are read, and those that are not; paths from the root, with `/`. */
export interface Discovered {
  readonly files: readonly string[]
  readonly unread: readonly string[]
}

export type Discovery =
  | { readonly ok: true; readonly found: Discovered }
  /** nothing has this path */
  | { readonly ok: false; readonly missing: true }
  /** it exists and cannot be listed; `error` is Node's */
  | { readonly ok: false; readonly missing: false; readonly error: unknown }

/**
 * The `.sql` files directly in a folder, or the one file that the path names. The order is the caller's (`byMigration`,
 * `byPath`), never that of the directory. A symbolic link to a file is a file; links to folders are not followed, so no
 * circle of links is.
 */
export function discover(root: string, path: string, order: (a: string, b: string) => number): Discovery {
  try {
    const kind = statSync(join(root, path), { throwIfNoEntry: false })
    if (kind === undefined) return { ok: false, missing: true }
    if (!kind.isDirectory()) return { ok: true, found: { files: [path], unread: [] } }
    const all = [...sqlFilesIn(root, path)]
    const files = all.filter((file) => file.endsWith(".sql"))
    const unread = [
      ...all.filter((file) => !file.endsWith(".sql")),
      ...foldersIn(root, path).flatMap(sqlFilesUnder(root)),
    ]
    return { ok: true, found: { files: files.toSorted(order), unread: unread.toSorted(byPath) } }
  } catch (error) {
    return { ok: false, missing: false, error }
  }
}

/** True for an existing folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false // not there, or not to be looked at: no folder to work in
  }
}

/** The folders beside a path that may have been meant instead; none when they cannot be listed. */
export function foldersBeside(root: string, path: string): readonly string[] {
  try {
    return foldersIn(root, posix.dirname(path)).map((folder) => posix.normalize(folder))
  } catch {
    return []
  }
}

/** Byte order of the UTF-8 names: no locale plays in. */
export function byPath(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * The order in which wrangler applies migrations: by the leading number, then by text; numbered before unnumbered.
 * https://developers.cloudflare.com/d1/reference/migrations/
 */
export function byMigration(a: string, b: string): number {
  const [first, second] = [numberOf(a), numberOf(b)]
  return first === second ? byPath(a, b) : first - second
}

function numberOf(path: string): number {
  const digits = /^\d+/.exec(path.slice(path.lastIndexOf("/") + 1))?.[0]
  return digits === undefined ? Number.MAX_SAFE_INTEGER : Number(digits)
}

function sqlFilesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const sql = entry.name.toLowerCase().endsWith(".sql") && !entry.name.startsWith(".")
    return sql && (entry.isFile() || entry.isSymbolicLink()) ? [`${folder}/${entry.name}`] : []
  })
}

function foldersIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const hidden = entry.name.startsWith(".") || entry.name === "node_modules"
    return entry.isDirectory() && !hidden ? [`${folder}/${entry.name}`] : []
  })
}

/** All `.sql` files of a folder and the folders in it; those that cannot be listed are passed over: nothing is read there. */
function sqlFilesUnder(root: string): (folder: string) => readonly string[] {
  return (folder) => {
    try {
      return [...sqlFilesIn(root, folder), ...foldersIn(root, folder).flatMap(sqlFilesUnder(root))]
    } catch {
      return []
    }
  }
}
