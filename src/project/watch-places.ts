import { posix } from "node:path"
import type { Config } from "./config.ts"
import { journalPath } from "./journal.ts"
import { configFiles } from "./load-project.ts"

/** The folders of a project (or single files), relative to its root with `/`. */
export interface Places {
  readonly schema: string
  readonly queries: string
  readonly out: string
}

/** Where a project with this configuration has its files. */
export function placesOf({ schema, queries, out }: Config): Places {
  return { schema: schema.path, queries: queries.path, out: out.path }
}

const configs: ReadonlySet<string> = new Set(Object.values(configFiles).flat())

/**
 * Can this path, or something under it, matter? Folders on the way to ours do, so that one that is missing is seen when
 * it appears. Dot files, backup and swap files of editors do not, nor do files that are written beside their place.
 */
export function mayMatter(path: string, { schema, queries, out }: Places): boolean {
  if (path === "" || configs.has(path)) return true
  return [schema, queries, out].some((folder) => {
    if (path === folder || folder.startsWith(`${path}/`)) return true
    if (!path.startsWith(`${folder}/`)) return false
    const segments = path.slice(folder.length + 1).split("/")
    return !segments.some((segment) => /^[.#]|~$|^node_modules$/.test(segment))
  })
}

/** Has something to say that a file was written, made or removed here: configuration, SQL, or generated code. */
export function matters(path: string, places: Places): boolean {
  if (!mayMatter(path, places)) return false
  const { schema, queries, out } = places
  if (configs.has(path) || path === schema || path === queries || path === journalPath(schema)) return true
  if (posix.dirname(path) === out && path.endsWith(".ts")) return true
  return path.toLowerCase().endsWith(".sql")
}

/** A folder of ours, or one on the way to it. */
export function isWayTo(path: string, { schema, queries, out }: Places): boolean {
  return [schema, queries, out].some((folder) => path === folder || folder.startsWith(`${path}/`))
}

/** Below a folder of ours, not the folder itself. */
export function isInside(path: string, { schema, queries, out }: Places): boolean {
  return [schema, queries, out].some((folder) => path.startsWith(`${folder}/`))
}
