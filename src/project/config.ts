import { type Diagnostic, hasErrors, type Label, type Outcome } from "../diagnostics/diagnostic.ts"
import { listOf, suggestionOr } from "../diagnostics/suggest.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { TargetProfile } from "../targets/target.ts"
import { type JsonMember, type JsonNode, jsonWords, memberOf, parseJson } from "./json-text.ts"
import { report } from "./report.ts"
import { type Rules, readRules } from "./rules-config.ts"
import { plainPath, wranglerMigrations } from "./wrangler-config.ts"

/** A folder relative to the project root, with `/`, and where the configuration says so (undefined: the default). */
export interface Folder {
  readonly path: string
  readonly place: Label | undefined
}

/** The folder of migrations. */
export interface SchemaFolder extends Folder {
  /** true when no configuration names it */
  readonly isDefault: boolean
  /** set when wrangler applies them: then its order counts, and its `migrations_pattern` where that is set */
  readonly wrangler: { readonly pattern: string | undefined } | undefined
}

/** How a project is compiled; every key has a default, so a project needs no configuration. */
export interface Config {
  readonly schema: SchemaFolder
  readonly queries: Folder
  readonly out: Folder
  readonly target: TargetProfile["name"]
  readonly casing: "camel" | "preserve"
  readonly validation: "generated" | "zod"
  readonly rules: Rules
  /** where the keys stand that are set */
  readonly origins: ReadonlyMap<string, Label>
}

/** The configuration files that exist; texts as read, undefined where there is no such file. */
export interface ConfigFiles {
  readonly packageJson: SourceFile | undefined
  readonly sqlgenJson: SourceFile | undefined
  /** wrangler.jsonc, wrangler.json or wrangler.toml */
  readonly wrangler: SourceFile | undefined
}

/** The targets, the default first. */
export const targetNames: readonly [TargetProfile["name"], ...TargetProfile["name"][]] = [
  "d1",
  "durable-object",
  "sqlite",
  "libsql",
]

const choices = {
  casing: ["camel", "preserve"],
  validation: ["generated", "zod"],
} as const
const keys = ["schema", "queries", "out", "target", "casing", "validation", "rules"]

/**
 * `"sqlgen"` of package.json or sqlgen.json over the folder of migrations of wrangler's D1 database over the defaults.
 * Undefined on any error.
 */
export function readConfig(files: ConfigFiles): Outcome<Config | undefined> {
  const diagnostics: Diagnostic[] = []
  const found = findObject(files, diagnostics)
  const read = found === undefined ? emptyReader : reader(found, diagnostics)
  const config = configFrom(read, files, diagnostics)
  diagnostics.push(...oneFolderForBoth(config))
  return { value: hasErrors(diagnostics) ? undefined : config, diagnostics }
}

/** Each `.sql` file is a migration or holds queries. */
function oneFolderForBoth({ schema, queries }: Config): readonly Diagnostic[] {
  const [place, other] = [queries.place, schema.place].filter((each) => each !== undefined)
  if (place === undefined || schema.path !== queries.path) return []
  return [
    report("config-value", place.file, place.span, {
      message: "migrations and queries cannot be in one folder",
      label:
        other === undefined
          ? `this is where the ${queries.place === undefined ? "queries" : "migrations"} are`
          : "queries",
      secondary: other === undefined ? [] : [{ ...other, text: "and migrations" }],
      help: "give the queries a folder of their own: `queries` in the configuration",
    }),
  ]
}

function configFrom(read: Reader, files: ConfigFiles, diagnostics: Diagnostic[]): Config {
  return {
    schema: schemaFolder(read.folder("schema"), files.wrangler, diagnostics),
    queries: read.folder("queries") ?? { path: "sql/queries", place: undefined },
    out: read.folder("out") ?? { path: "gen", place: undefined },
    target: read.choice("target", targetNames),
    casing: read.choice("casing", choices.casing),
    validation: read.choice("validation", choices.validation),
    rules: read.rules(),
    origins: read.origins,
  }
}

function schemaFolder(
  own: Folder | undefined,
  wrangler: SourceFile | undefined,
  diagnostics: Diagnostic[],
): SchemaFolder {
  const { value: theirs, diagnostics: found } = wranglerMigrations(wrangler, own?.path)
  diagnostics.push(...found)
  const applied = theirs && { pattern: theirs.pattern }
  if (own !== undefined) return { ...own, isDefault: false, wrangler: applied }
  if (theirs !== undefined) return { ...theirs, path: theirs.folder, wrangler: applied }
  return { path: "sql/migrations", place: undefined, isDefault: true, wrangler: undefined }
}

interface Found {
  readonly file: SourceFile
  readonly node: JsonNode
}

/** The object that holds our keys, wherever it stands; two of them are an error that shows both. */
function findObject(files: ConfigFiles, diagnostics: Diagnostic[]): Found | undefined {
  const ofPackage = files.packageJson && rootOf(files.packageJson, diagnostics)
  const member = ofPackage && memberOf(ofPackage.node, "sqlgen")
  const own = files.sqlgenJson && rootOf(files.sqlgenJson, diagnostics)
  if (ofPackage !== undefined && member !== undefined && own !== undefined) {
    diagnostics.push(
      report("config-value", ofPackage.file, member.keySpan, {
        message: "the configuration stands in two places",
        label: "once here",
        secondary: [{ file: own.file, span: { start: 0, end: 1 }, text: "and once in this file" }],
        help: "keep one of them",
      }),
    )
    return undefined
  }
  return own ?? (ofPackage && member && { file: ofPackage.file, node: member.value })
}

function rootOf(file: SourceFile, diagnostics: Diagnostic[]): Found | undefined {
  const parsed = parseJson(file.text, { comments: file.path.endsWith(".jsonc") })
  if (parsed.ok) return { file, node: parsed.value }
  diagnostics.push(
    report("config-syntax", file, parsed.error.span, {
      message: `\`${file.path}\` is not JSON`,
      ...jsonWords(file.text, parsed.error),
    }),
  )
  return undefined
}

interface Reader {
  folder(key: string): Folder | undefined
  choice<T extends string>(key: string, allowed: readonly [T, ...T[]]): T
  rules(): Rules
  readonly origins: ReadonlyMap<string, Label>
}

const emptyReader: Reader = {
  folder: () => undefined,
  choice: (_key, allowed) => allowed[0],
  rules: () => new Map(),
  origins: new Map(),
}

function reader(found: Found, diagnostics: Diagnostic[]): Reader {
  const { file, node } = found
  const wrong = (span: Span, message: string, label: string, help: string): void => {
    diagnostics.push(report("config-value", file, span, { message, label, help }))
  }
  if (node.kind !== "object") {
    const message = "the configuration of sqlgen is not an object"
    const help = 'write it as an object: `{ "queries": "sql/queries" }`'
    wrong(node.span, message, `expected \`{ ... }\` with ${listOf(keys)}`, help)
    return emptyReader
  }
  diagnostics.push(...node.members.flatMap((member) => unknownKey(file, member)), ...repeatedKeys(file, node.members))
  const place = (key: string, span: Span): Label => ({ file, span, text: `\`${key}\` is set here` })
  return {
    origins: new Map(node.members.map(({ key, value }) => [key, place(key, value.span)])),
    folder: (key) => {
      const value = memberOf(node, key)?.value
      if (value === undefined) return undefined
      const path = value.kind === "string" ? plainPath(value.value) : undefined
      if (path === undefined || (key === "out" && path.startsWith(".."))) {
        wrong(value.span, `\`${key}\` is not a folder of the project`, ...expectedFolder(key, value))
        return undefined
      }
      return { path, place: place(key, value.span) }
    },
    choice: (key, allowed) => {
      const value = memberOf(node, key)?.value
      if (value === undefined) return allowed[0]
      const text = value.kind === "string" ? value.value : undefined
      const chosen = allowed.find((each) => each === text)
      if (chosen === undefined) {
        const written = file.text.slice(value.span.start, value.span.end)
        const example = `write \`"${key}": "${allowed[0]}"\`, or leave the key out for the same`
        wrong(
          value.span,
          `\`${key}\` cannot be ${written}`,
          `expected ${listOf(allowed)}`,
          suggestionOr(text ?? "", allowed, example),
        )
      }
      return chosen ?? allowed[0]
    },
    rules: () => readRules(file, memberOf(node, "rules")?.value, diagnostics),
  }
}

function unknownKey(file: SourceFile, member: JsonMember): readonly Diagnostic[] {
  if (keys.includes(member.key)) return []
  const words = {
    message: `unknown key \`${member.key}\` in the configuration`,
    label: `expected ${listOf(keys)}`,
    help: suggestionOr(member.key, keys, "remove it, or write one of those"),
  }
  return [report("unknown-key", file, member.keySpan, words)]
}

/** What stands twice in an object counts once for JSON, and which of the two is anybody's guess. */
function repeatedKeys(file: SourceFile, members: readonly JsonMember[]): readonly Diagnostic[] {
  return members.flatMap((member) => {
    const first = members.find((each) => each.key === member.key)
    if (first === undefined || first === member) return []
    const words = {
      message: `the key \`${member.key}\` stands twice in the configuration`,
      label: "again here",
      secondary: [{ file, span: first.keySpan, text: "first here" }],
      help: "keep one of the two",
    }
    return [report("config-value", file, member.keySpan, words)]
  })
}

/** The label and the help for a folder that is none. */
function expectedFolder(key: string, value: JsonNode): readonly [label: string, help: string] {
  if (key === "out")
    return ["expected a folder inside the project", 'write `"out": "gen"`, or another path without `..`']
  const expected = "expected a path relative to the project root"
  const glob = value.kind === "string" && /[*?]/.test(value.value)
  return [
    expected,
    glob ? "name the folder: all `.sql` files directly in it are read" : `write \`"${key}": "sql/${key}"\``,
  ]
}
