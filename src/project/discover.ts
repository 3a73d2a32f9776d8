import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"

/** What lies under a folder: the `.sql` files that are read, and those that are not; paths from the root, with `/`. */
export interface Discovered {
  readonly files: readonly string[]
  readonly unread: readonly string[]
}

/**
 * The `.sql` files directly in a folder, or the one file that the path names; undefined when there is nothing.
 * The order is the caller's (`byMigration`, `byPath`), never that of the directory.
 */
export function discover(root: string, path: string, order: (a: string, b: string) => number): Discovered | undefined {
  const kind = statSync(join(root, path), { throwIfNoEntry: false })
  if (kind === undefined) return undefined
  if (!kind.isDirectory()) return { files: [path], unread: [] }
  const all = sqlFilesUnder(root, path)
  const direct = all.filter((file) => file.endsWith(".sql") && !file.slice(path.length + 1).includes("/"))
  const read = new Set(direct)
  return { files: direct.toSorted(order), unread: all.filter((file) => !read.has(file)).toSorted(byPath) }
}

/** True for an existing folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
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

function sqlFilesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    if (name.startsWith(".") || name === "node_modules") return []
    const kind = statSync(join(root, path), { throwIfNoEntry: false })
    if (kind?.isDirectory() === true) return sqlFilesUnder(root, path)
    return name.toLowerCase().endsWith(".sql") ? [path] : []
  })
}
