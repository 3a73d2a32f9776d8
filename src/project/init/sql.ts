import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts"
import { createEngine } from "../../engine/sqlite-wasm.ts"
import type { SourceFile } from "../../source/source-file.ts"
import { targets } from "../../targets/index.ts"
import { type AppliedSchema, applySchema } from "../applied-schema.ts"
import { optionsOf } from "../build.ts"
import type { Config } from "../config.ts"
import { counted } from "../counted.ts"
import { discover, filesIn } from "../discover.ts"
import type { Layout, Migrations } from "../migrations.ts"
import { readSource } from "../read.ts"
import type { InitChange, InitNote } from "./plan.ts"
import { lookAt } from "./search.ts"
import { firstMigration, firstQuery } from "./seed.ts"

interface SqlPlan {
  readonly changes: readonly InitChange[]
  readonly notes: readonly InitNote[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The schema and the queries that are there; a first migration and a first query where there is none. */
export async function planSql(root: string, config: Config): Promise<SqlPlan> {
  const schema = readSchema(root, config)
  const engine = await createEngine(targets[config.target])
  try {
    const applied = applySchema(schema.files, engine, config.rules)
    const broken = hasErrors([...schema.diagnostics, ...applied.findings])
    const queries = broken ? nothingMade : planQueries(root, config, applied)
    return {
      changes: [...schema.made, ...queries.changes],
      notes: [
        ...schema.notes(broken ? "the schema does not load" : counted(tablesIn(applied), "table")),
        ...queries.notes,
      ],
      diagnostics: broken ? [...schema.diagnostics, ...applied.findings].filter(isError) : [],
    }
  } finally {
    engine.close()
  }
}

interface Schema {
  readonly files: readonly SourceFile[]
  readonly made: readonly InitChange[]
  readonly notes: (built: string) => readonly InitNote[]
  readonly diagnostics: readonly Diagnostic[]
}

function readSchema(root: string, { schema }: Config): Schema {
  const migrations = lookAt(root, schema)?.migrations
  const count = migrations?.files.length ?? 0
  if (migrations === undefined || (migrations.layout === "numbered" && count === 0)) {
    const file = firstMigration(schema.path)
    return { files: [file], made: [made(file, "the first migration")], notes: () => [], diagnostics: [] }
  }
  const { files, diagnostics } = readAll(root, migrations)
  const words = `${layoutWords[migrations.layout]}${schema.wrangler === undefined ? "" : ", applied by wrangler"}`
  const notes = (built: string): readonly InitNote[] => [
    { kind: "found", path: schema.path, text: `${counted(count, "migration")}${words}: ${built}` },
  ]
  return { files, made: [], notes, diagnostics }
}

const layoutWords: Readonly<Record<Layout, string>> = {
  file: "",
  numbered: "",
  journal: " of Drizzle in the order of its journal",
  folders: " (`*/migration.sql`)",
  pattern: " (`migrations_pattern`)",
}

function readAll(root: string, migrations: Migrations): Pick<Schema, "files" | "diagnostics"> {
  const files: SourceFile[] = []
  const diagnostics = [...migrations.diagnostics]
  for (const path of migrations.files) {
    const read = readSource(root, path)
    if (read.ok) files.push(read.file)
    else if (!read.missing) diagnostics.push(read.diagnostic)
  }
  return { files, diagnostics }
}

const nothingMade = { changes: [], notes: [] }

function planQueries(root: string, config: Config, applied: AppliedSchema): Pick<SqlPlan, "changes" | "notes"> {
  const folder = config.queries.path
  const found = discover(root, folder, () => filesIn(root, folder))
  const files = found.ok ? found.found.files.length : 0
  if (files > 0) {
    return { changes: [], notes: [{ kind: "found", path: folder, text: `${counted(files, "file")} of queries` }] }
  }
  const file = firstQuery(applied, folder, optionsOf(config))
  return file === undefined ? nothingMade : { changes: [made(file, "a first query, to be changed")], notes: [] }
}

function made({ path, text }: SourceFile, what: string): InitChange {
  return { path, before: undefined, after: text, what: [what] }
}

function tablesIn({ catalog }: AppliedSchema): number {
  return [...catalog.relations.values()].filter(({ kind, place }) => kind === "table" && place !== undefined).length
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error"
}
