import { statSync } from "node:fs"
import { join } from "node:path"
import picomatch from "picomatch"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SchemaFolder } from "./config.ts"
import { byPath, type Discovered, filesIn, sqlFilesIn, sqlFilesUnder } from "./discover.ts"
import { type Journal, readJournal } from "./journal.ts"
import { report } from "./report.ts"

/** How a folder holds its migrations. */
export type Layout =
  /** one file is the schema */
  | "file"
  /** `0001_words.sql` directly in the folder, by number: wrangler, and most others */
  | "numbered"
  /** the same, in the order that Drizzle's `meta/_journal.json` gives */
  | "journal"
  /** `<name>/migration.sql`: Drizzle 1.0, Prisma */
  | "folders"
  /** what wrangler's `migrations_pattern` matches */
  | "pattern"

/** The migrations of a project, in the order in which they are applied. */
export interface Migrations extends Discovered {
  readonly layout: Layout
}

/** The file in which Prisma notes for which database its migrations are. */
export const prismaLock = "migration_lock.toml"

/** Finds the migrations in an existing folder, or the one file that the path names. Throws what Node throws. */
export function migrationsIn(root: string, { path, wrangler }: SchemaFolder): Migrations {
  if (!statSync(join(root, path)).isDirectory()) return { layout: "file", ...filesIn(root, path) }
  if (wrangler?.pattern !== undefined) return matching(root, path, wrangler.pattern)
  const journal = wrangler === undefined ? readJournal(root, path) : undefined
  if (journal !== undefined) return listed(root, path, journal)
  const nested = sqlFilesUnder(root, path).filter((file) => /^[^/]+\/migration\.sql$/.test(file.slice(path.length + 1)))
  if (sqlFilesIn(root, path).length === 0 && nested.length > 0) return inFolders(root, path, nested)
  const found = filesIn(root, path)
  return { ...found, layout: "numbered", files: found.files.toSorted(byMigration) }
}

/** Prisma sorts the folders as text, wrangler and Drizzle by number; a `down.sql` is for the way back. */
function inFolders(root: string, path: string, files: readonly string[]): Migrations {
  const isPrisma = statSync(join(root, path, prismaLock), { throwIfNoEntry: false })?.isFile() === true
  const order = isPrisma ? byPath : byMigration
  const unread = sqlFilesUnder(root, path).filter((file) => !files.includes(file) && !file.endsWith("/down.sql"))
  const unreadWhy = `only files \`${path}/*/migration.sql\` are`
  return {
    layout: "folders",
    files: files.toSorted(order),
    unread: unread.toSorted(byPath),
    unreadWhy,
    diagnostics: [],
  }
}

/** https://developers.cloudflare.com/d1/reference/migrations/ */
function matching(root: string, path: string, pattern: string): Migrations {
  const isMatch = picomatch(pattern)
  const all = sqlFilesUnder(root, path)
  const files = all.filter((file) => isMatch(file)).toSorted(byMigration)
  const unread = all.filter((file) => !files.includes(file)).toSorted(byPath)
  const unreadWhy = `only files \`${pattern}\` are (\`migrations_pattern\` of wrangler)`
  return { layout: "pattern", files, unread, unreadWhy, diagnostics: [] }
}

/** What the journal lists is applied, in its order; a file that it does not know is not. */
function listed(root: string, path: string, { file: journal, entries, diagnostics: found }: Journal): Migrations {
  const all = sqlFilesUnder(root, path)
  const diagnostics: Diagnostic[] = [...found]
  const files: string[] = []
  for (const { tag, span } of entries) {
    const file = `${path}/${tag}.sql`
    if (all.includes(file)) files.push(file)
    else {
      const help = "put the file there; `npx drizzle-kit check` looks at the whole journal"
      diagnostics.push(
        report("unreadable-file", journal, span, { message: `there is no \`${file}\``, label: "listed here", help }),
      )
    }
  }
  const unread = found.length > 0 ? [] : all.filter((file) => !files.includes(file)).toSorted(byPath)
  return { layout: "journal", files, unread, unreadWhy: `\`${journal.path}\` does not list it`, diagnostics }
}

/**
 * The order in which wrangler applies migrations: folder by folder, by the leading number, then by text; numbered before
 * unnumbered. https://developers.cloudflare.com/d1/reference/migrations/
 */
export function byMigration(a: string, b: string): number {
  const [first, second] = [a.split("/"), b.split("/")]
  const at = first.findIndex((segment, index) => segment !== second[index])
  const [left, right] = [first[at], second[at]]
  if (left === undefined || right === undefined) return first.length - second.length
  const [n, m] = [numberOf(left), numberOf(right)]
  return n === m ? byPath(left, right) : n - m
}

/** `0012` of `0012_words.sql`; larger than all others where there is none. */
function numberOf(segment: string): number {
  const digits = /^\d+/.exec(segment)?.[0]
  return digits === undefined ? Number.MAX_SAFE_INTEGER : Number(digits)
}
