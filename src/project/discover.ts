import { readdirSync, statSync } from "node:fs"
import { join, posix } from "node:path"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"

/** What lies under a folder, as paths from the root with `/`. */
export interface Discovered {
  /** `.sql` files in it, and whatever else is called so: reading says what is wrong with a folder or a pipe */
  readonly files: readonly string[]
  /** `.sql` files where nothing reads them */
  readonly unread: readonly string[]
  /** why these are not read, as the label of a message */
  readonly unreadWhy: string
  readonly diagnostics: readonly Diagnostic[]
}

export type Discovery<T> =
  | { readonly ok: true; readonly found: T }
  /** nothing has this path */
  | { readonly ok: false; readonly missing: true }
  /** it exists and cannot be listed; `error` is Node's */
  | { readonly ok: false; readonly missing: false; readonly error: unknown }

/** Looks at a path with `look`, unless nothing is there. */
export function discover<T>(root: string, path: string, look: () => T): Discovery<T> {
  try {
    if (statSync(join(root, path), { throwIfNoEntry: false }) === undefined) return { ok: false, missing: true }
    return { ok: true, found: look() }
  } catch (error) {
    return { ok: false, missing: false, error }
  }
}

/**
 * The `.sql` files directly in an existing folder in byte order, or the one file that the path names. A symbolic link to
 * a file is a file; links to folders are not followed, so no circle of links is.
 */
export function filesIn(root: string, path: string): Discovered {
  const unreadWhy = `only files \`${path}/*.sql\` are`
  if (!statSync(join(root, path)).isDirectory()) return { files: [path], unread: [], unreadWhy, diagnostics: [] }
  const all = sqlFilesIn(root, path)
  const files = all.filter((file) => file.endsWith(".sql")).toSorted(byPath)
  const unread = sqlFilesUnder(root, path).filter((file) => !files.includes(file))
  return { files, unread: unread.toSorted(byPath), unreadWhy, diagnostics: [] }
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

/** `.sql` files directly in a folder, in no order; also `.SQL`, and whatever else is called so. */
export function sqlFilesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    return isSqlName(name) && !name.startsWith(".") ? [`${folder}/${name}`] : []
  })
}

function isSqlName(name: string): boolean {
  return name.toLowerCase().endsWith(".sql")
}

function foldersIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const hidden = entry.name.startsWith(".") || entry.name === "node_modules" || isSqlName(entry.name)
    return entry.isDirectory() && !hidden ? [`${folder}/${entry.name}`] : []
  })
}

/** `.sql` files of a folder and the folders in it, in no order; those that cannot be listed are passed over. */
export function sqlFilesUnder(root: string, folder: string): readonly string[] {
  return [...sqlFilesIn(root, folder), ...foldersIn(root, folder).flatMap((inner) => passedOver(root, inner))]
}

/** Nothing is read from a folder that cannot be listed. */
function passedOver(root: string, folder: string): readonly string[] {
  try {
    return sqlFilesUnder(root, folder)
  } catch {
    return []
  }
}
