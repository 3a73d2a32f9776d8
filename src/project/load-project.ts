import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import type { SourceFile } from "../source/source-file.ts"
import { type Config, type ConfigFiles, type Folder, readConfig } from "./config.ts"
import { type Discovered, type Discovery, discover, filesIn, foldersBeside } from "./discover.ts"
import { readHelp, reasonOf } from "./disk-errors.ts"
import { migrationsIn } from "./migrations.ts"
import { readSource } from "./read.ts"
import { report, reportPath } from "./report.ts"

/** A project as it lies on the disk: configuration and sources, read once. */
export interface Project {
  readonly root: string
  readonly config: Config
  /** in the order in which they are applied */
  readonly schema: readonly SourceFile[]
  /** in byte order of their paths */
  readonly queries: readonly SourceFile[]
  /** false when a query file could not be read: what was generated from it must stay */
  readonly complete: boolean
}

/** The files that say how a project is compiled, in the root; of those for wrangler the first that exists counts. */
export const configFiles = {
  packageJson: ["package.json"],
  sqlgenJson: ["sqlgen.json"],
  wrangler: ["wrangler.jsonc", "wrangler.json", "wrangler.toml"],
} as const

/** The configuration files in a folder, as they are. */
export function loadConfigFiles(root: string): Outcome<ConfigFiles> {
  const diagnostics: Diagnostic[] = []
  const value = {
    packageJson: optionalFile(root, configFiles.packageJson, diagnostics),
    sqlgenJson: optionalFile(root, configFiles.sqlgenJson, diagnostics),
    wrangler: optionalFile(root, configFiles.wrangler, diagnostics),
  }
  return { value, diagnostics }
}

/** The configuration of the project in a folder; undefined when it has an error. */
export function loadConfig(root: string): Outcome<Config | undefined> {
  const { value: files, diagnostics: unread } = loadConfigFiles(root)
  const { value, diagnostics: found } = readConfig(files)
  const diagnostics = [...unread, ...found]
  return { value: hasErrors(diagnostics) ? undefined : value, diagnostics }
}

/** Reads the project in a folder. Undefined when it cannot be compiled at all; an unreadable query file is left out. */
export function loadProject(
  root: string,
  configured: Outcome<Config | undefined> = loadConfig(root),
): Outcome<Project | undefined> {
  const { value: config, diagnostics } = configured
  if (config === undefined) return { value: undefined, diagnostics }
  const migrations = discover(root, config.schema.path, () => migrationsIn(root, config.schema))
  const found = discover(root, config.queries.path, () => filesIn(root, config.queries.path))
  const schema = readFolder(root, config.schema, { key: "schema", what: "migrations", discovery: migrations })
  const queries = readFolder(root, config.queries, { key: "queries", what: "queries", discovery: found })
  const broken = hasErrors(schema.diagnostics) || queries.value === undefined
  const project = {
    root,
    config,
    schema: schema.value ?? [],
    queries: queries.value ?? [],
    complete: !hasErrors(queries.diagnostics),
  }
  const all = [...diagnostics, ...schema.diagnostics, ...queries.diagnostics]
  return { value: broken ? undefined : project, diagnostics: all }
}

function optionalFile(root: string, paths: readonly string[], diagnostics: Diagnostic[]): SourceFile | undefined {
  for (const path of paths) {
    const read = readSource(root, path)
    if (read.ok) return read.file
    if (!read.missing) diagnostics.push(read.diagnostic)
  }
  return undefined
}

interface Kind {
  readonly key: "schema" | "queries"
  readonly what: string
  readonly discovery: Discovery<Discovered>
}

function readFolder(root: string, folder: Folder, kind: Kind): Outcome<readonly SourceFile[] | undefined> {
  const { discovery } = kind
  if (!discovery.ok) {
    const diagnostic = discovery.missing ? missing(root, folder, kind) : closed(folder, discovery.error)
    return { value: undefined, diagnostics: [diagnostic] }
  }
  const { unread: others, unreadWhy, diagnostics: found } = discovery.found
  const diagnostics = [...found, ...others.map((path) => unread(path, unreadWhy))]
  const files: SourceFile[] = []
  for (const path of discovery.found.files) {
    const read = readSource(root, path)
    if (read.ok) files.push(read.file)
    else diagnostics.push(read.missing ? gone(path) : read.diagnostic)
  }
  return { value: files, diagnostics }
}

function missing(root: string, folder: Folder, kind: Kind): Diagnostic {
  const message = `there is no folder \`${folder.path}\``
  if (folder.place === undefined) {
    const help = `put your ${kind.what} there, name their folder (\`"${kind.key}"\` in sqlgen.json), or let \`sqlgen init\` do it`
    return reportPath("missing-folder", `${folder.path}/`, { message, label: `${kind.what} are read from here`, help })
  }
  const { file, span } = folder.place
  const near = didYouMean(folder.path, foldersBeside(root, folder.path))
  const help = near === undefined ? "`sqlgen init` makes what is missing" : `did you mean \`${near}\`?`
  return report("missing-folder", file, span, { message, label: `${kind.what} are read from there`, help })
}

function closed(folder: Folder, error: unknown): Diagnostic {
  const message = `the folder \`${folder.path}\` cannot be read`
  return reportPath("unreadable-file", `${folder.path}/`, { message, label: reasonOf(error), help: readHelp(error) })
}

/** Listed a moment ago, and yet not there. What was generated from it must stay. */
function gone(path: string): Diagnostic {
  if (path.includes("\ufffd")) {
    const words = { message: `\`${path}\` cannot be read`, label: "its name is not UTF-8", help: "rename it" }
    return reportPath("unreadable-file", path, words)
  }
  return reportPath("unreadable-file", path, {
    message: `\`${path}\` cannot be read`,
    label: "it is a symbolic link that leads nowhere, or was removed this moment",
    help: "put the file there, or remove the link",
  })
}

function unread(path: string, why: string): Diagnostic {
  return reportPath("unread-file", path, {
    message: `\`${path}\` is not read`,
    label: why,
    help: "move it, or turn this warning off: `unread-file` under `rules` in the configuration",
  })
}
