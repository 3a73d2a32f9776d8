import { posix } from "node:path"
import type { Diagnostic, Label, Outcome } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { type JsonNode, jsonWords, memberOf, parseJson } from "./json-text.ts"
import { report } from "./report.ts"
import { d1DatabasesOfToml } from "./toml-text.ts"

/** What wrangler is told of one D1 database. Values as written. */
export interface WranglerDatabase {
  /** its entry in the configuration */
  readonly span: Span
  readonly binding: WrittenString | undefined
  readonly databaseName: WrittenString | undefined
  readonly migrationsDir: WrittenString | undefined
  readonly migrationsPattern: WrittenString | undefined
}

interface WrittenString {
  readonly value: string
  readonly span: Span
}

/** The migrations of a D1 database as wrangler finds them; paths from the root, plain. */
export interface WranglerMigrations {
  readonly folder: string
  /** undefined: the `.sql` files directly in the folder */
  readonly pattern: string | undefined
  /** where the configuration says so, or the database that has wrangler's default */
  readonly place: Label
  /** true for `migrations` because nothing else is said */
  readonly isDefault: boolean
}

/** Where wrangler looks without `migrations_dir`. */
const defaultFolder = "migrations"

/** The D1 databases at the top level of `wrangler.toml`, `.json` or `.jsonc`. */
export function wranglerDatabases(file: SourceFile): Outcome<readonly WranglerDatabase[]> {
  if (isToml(file)) {
    const value = d1DatabasesOfToml(file.text).map(({ strings, span }) => ({
      span,
      binding: strings.get("binding"),
      databaseName: strings.get("database_name"),
      migrationsDir: strings.get("migrations_dir"),
      migrationsPattern: strings.get("migrations_pattern"),
    }))
    return { value, diagnostics: [] }
  }
  const parsed = parseJson(file.text, { comments: true })
  if (!parsed.ok) {
    const words = { message: `\`${file.path}\` is not JSON`, ...jsonWords(file.text, parsed.error) }
    return { value: [], diagnostics: [report("config-syntax", file, parsed.error.span, words)] }
  }
  const databases = memberOf(parsed.value, "d1_databases")?.value
  return { value: databases?.kind === "array" ? databases.items.map(databaseOf) : [], diagnostics: [] }
}

function databaseOf(node: JsonNode): WranglerDatabase {
  const written = (key: string): WrittenString | undefined => {
    const value = memberOf(node, key)?.value
    return value?.kind === "string" ? { value: value.value, span: value.span } : undefined
  }
  return {
    span: node.span,
    binding: written("binding"),
    databaseName: written("database_name"),
    migrationsDir: written("migrations_dir"),
    migrationsPattern: written("migrations_pattern"),
  }
}

/**
 * Where wrangler's migrations are. With `folder`, of the database that has this one; without, of the databases that name
 * a folder (two of them have to be decided), else wrangler's own default. Undefined without a D1 database.
 * https://developers.cloudflare.com/d1/reference/migrations/
 */
export function wranglerMigrations(
  file: SourceFile | undefined,
  folder: string | undefined,
): Outcome<WranglerMigrations | undefined> {
  if (file === undefined) return { value: undefined, diagnostics: [] }
  const { value: databases, diagnostics } = wranglerDatabases(file)
  if (folder !== undefined) {
    const database = databases.find(({ migrationsDir }) => plainPath(migrationsDir?.value ?? defaultFolder) === folder)
    return { value: database && migrationsOf(file, database, []), diagnostics: [] }
  }
  const found = [...diagnostics]
  const [first, ...rest] = databases.filter(({ migrationsDir }) => migrationsDir !== undefined)
  const other = rest.find(({ migrationsDir }) => migrationsDir?.value !== first?.migrationsDir?.value)
  if (first !== undefined && other !== undefined) found.push(differentFolders(file, first, other))
  const database = first ?? databases[0]
  return { value: database && migrationsOf(file, database, found), diagnostics: found }
}

function differentFolders(file: SourceFile, first: WranglerDatabase, other: WranglerDatabase): Diagnostic {
  const secondary = [{ file, span: other.migrationsDir?.span ?? other.span, text: "another one here" }]
  const help = "name the folder to compile: `schema` in the configuration of sqlgen"
  const message = "the D1 databases have different folders of migrations"
  const span = first.migrationsDir?.span ?? first.span
  return report("config-value", file, span, { message, label: "one here", secondary, help })
}

function migrationsOf(
  file: SourceFile,
  { migrationsDir: dir, migrationsPattern: written, span }: WranglerDatabase,
  diagnostics: Diagnostic[],
): WranglerMigrations | undefined {
  const folder = plainPath(dir?.value ?? defaultFolder)
  if (folder === undefined) {
    const words = {
      message: "`migrations_dir` is not a folder",
      label: "expected a path relative to the project root",
      help: "write a path such as `migrations`, or name the folder in sqlgen's own configuration: `schema`",
    }
    diagnostics.push(report("config-value", file, dir?.span ?? span, words))
    return undefined
  }
  const text =
    dir === undefined ? "wrangler reads `migrations` unless `migrations_dir` is set" : "`migrations_dir` is set here"
  const place = { file, span: dir?.span ?? span, text }
  const isDefault = dir === undefined
  const pattern = written && posix.normalize(written.value.replaceAll("\\", "/"))
  if (pattern === undefined || pattern.startsWith(`${folder}/`)) return { folder, pattern, place, isDefault }
  const label = `expected a pattern that starts with \`${folder}/\``
  const message = "`migrations_pattern` finds nothing in `migrations_dir`"
  const help = `write it from the project's root: \`${folder}/*.sql\``
  diagnostics.push(report("config-value", file, written?.span ?? span, { message, label, help }))
  return undefined
}

/** `./sql/queries/` -> `sql/queries`; undefined for an absolute path, one with `\\`, or one that cannot be a folder. */
export function plainPath(text: string): string | undefined {
  if (text === "" || text.startsWith("/") || /[\\*?<>|"\p{Cc}\u2028\u2029]|^[A-Za-z]:/u.test(text)) return undefined
  const path = posix.normalize(text).replace(/\/$/, "")
  return path === "." ? undefined : path
}

/** How a setting is written in this wrangler configuration: `a = "b"` or `"a": "b"`. */
export function wranglerSetting(file: SourceFile, key: string, value: string): string {
  return isToml(file) ? `${key} = "${value}"` : `"${key}": "${value}"`
}

/** How a D1 database is written in this wrangler configuration, on one line. */
export function wranglerDatabase(file: SourceFile, settings: Readonly<Record<string, string>>): string {
  const inside = Object.entries(settings).map(([key, value]) => wranglerSetting(file, key, value))
  return `${isToml(file) ? "d1_databases =" : '"d1_databases":'} [{ ${inside.join(", ")} }]`
}

function isToml({ path }: SourceFile): boolean {
  return path.endsWith(".toml")
}
