import { readdirSync } from "node:fs"
import type { SchemaFolder } from "../config.ts"
import { discover } from "../discover.ts"
import { readJournal } from "../journal.ts"
import { memberOf, parseJson } from "../json-text.ts"
import { type Migrations, migrationsIn, prismaLock } from "../migrations.ts"
import { readSource } from "../read.ts"
import { plainPath } from "../wrangler-config.ts"

/** What lies at a path where migrations may be. */
export interface Place {
  readonly path: string
  readonly migrations: Migrations
  /** the database that they are for, when it is not SQLite: `postgresql` */
  readonly foreign: string | undefined
}

/** Where projects keep migrations, apart from what a configuration says. */
const usual = [
  "sql/migrations",
  "migrations",
  "drizzle",
  "drizzle/migrations",
  "prisma/migrations",
  "db/migrations",
  "src/db/migrations",
  "database/migrations",
  "server/db/migrations",
]

/** Looks at one folder (or file); undefined when nothing is there or it cannot be listed. */
export function lookAt(root: string, folder: SchemaFolder): Place | undefined {
  const looked = discover(root, folder.path, () => migrationsIn(root, folder))
  if (!looked.ok) return undefined
  return { path: folder.path, migrations: looked.found, foreign: foreignDatabase(root, folder.path, looked.found) }
}

/** Every usual place, and the one that Drizzle's configuration names, that holds migrations. */
export function search(root: string): readonly Place[] {
  const paths = new Set([...usual, ...drizzleFolders(root)])
  return [...paths].flatMap((path) => {
    const found = lookAt(root, { path, place: undefined, isDefault: false, wrangler: undefined })
    return found === undefined || found.migrations.files.length === 0 ? [] : [found]
  })
}

/** `out: "./drizzle"` of `drizzle.config.ts`. https://orm.drizzle.team/docs/drizzle-config-file#out */
function drizzleFolders(root: string): readonly string[] {
  const names = readdirSync(root).filter((name) =>
    /^drizzle[\w.-]*\.config\.(?:[cm]?[jt]s|json)$|^drizzle\.config\./.test(name),
  )
  return names.flatMap((name) => {
    const read = readSource(root, name)
    const out = read.ok ? /\bout["']?\s*:\s*["'`]([^"'`]+)["'`]/.exec(read.file.text)?.[1] : undefined
    return (out && plainPath(out)) ?? []
  })
}

/** What Drizzle's journal or snapshot, or Prisma's lock, says of the database. */
function foreignDatabase(root: string, path: string, { layout, files }: Migrations): string | undefined {
  const told =
    layout === "folders" ? (prismaProvider(root, path) ?? snapshotDialect(root, files)) : journalDialect(root, path)
  return told === undefined || ["sqlite", "turso", "libsql"].includes(told) ? undefined : told
}

function journalDialect(root: string, path: string): string | undefined {
  return readJournal(root, path)?.dialect
}

function prismaProvider(root: string, path: string): string | undefined {
  const read = readSource(root, `${path}/${prismaLock}`)
  return read.ok ? /^provider\s*=\s*"([^"]+)"/m.exec(read.file.text)?.[1] : undefined
}

function snapshotDialect(root: string, files: readonly string[]): string | undefined {
  const [first = ""] = files
  const read = readSource(root, first.replace(/[^/]+$/, "snapshot.json"))
  const parsed = read.ok ? parseJson(read.file.text, { comments: false }) : undefined
  const dialect = parsed?.ok === true ? memberOf(parsed.value, "dialect")?.value : undefined
  return dialect?.kind === "string" ? dialect.value : undefined
}
