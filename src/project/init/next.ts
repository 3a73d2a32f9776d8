import type { SourceFile } from "../../source/source-file.ts"
import type { Config } from "../config.ts"
import { type Manifest, packageManager } from "../manifest.ts"
import { wranglerDatabase, wranglerDatabases, wranglerSetting } from "../wrangler-config.ts"
import type { InitChange, Step } from "./plan.ts"
import { lookAt } from "./search.ts"

interface Situation {
  readonly manifest: Manifest
  readonly config: Config
  readonly wrangler: SourceFile | undefined
  readonly changes: readonly InitChange[]
}

/** What is left to do, in that order. */
export function stepsAfter(root: string, { manifest, config, wrangler, changes }: Situation): readonly Step[] {
  const { install, run, exec } = packageManager(root, manifest)
  const missing = ["wonder-sql", "zod"].filter((name) => !manifest.wanted.has(name))
  const ours = (manifest.scripts.get("sqlgen") ?? "sqlgen") === "sqlgen"
  const newMigration = changes.some(({ path }) => path.startsWith(`${config.schema.path}/`))
  return [
    ...(missing.length > 0 ? [{ command: `${install} ${missing.join(" ")}`, why: "what generated code imports" }] : []),
    ...(wrangler === undefined ? [] : wranglerSteps(root, config, wrangler, manifest)),
    { command: `${ours ? run : exec} sqlgen`, why: `writes ${config.out.path}/` },
    ...(wrangler !== undefined && newMigration ? applySteps(config, wrangler, exec) : []),
  ]
}

/** wrangler has to know a database, and to apply the same migrations that we read. */
function wranglerSteps(root: string, config: Config, wrangler: SourceFile, manifest: Manifest): readonly Step[] {
  const { schema, target } = config
  if (target !== "d1" || schema.wrangler !== undefined) return []
  const inFolders = lookAt(root, schema)?.migrations.layout === "folders"
  const settings = {
    migrations_dir: schema.path,
    ...(inFolders ? { migrations_pattern: `${schema.path}/*/migration.sql` } : {}),
  }
  if (wranglerDatabases(wrangler).value.length === 0) {
    const all = { binding: "DB", database_name: manifest.name ?? "app", ...settings }
    const why = `a D1 database, into ${wrangler.path}; wrangler makes the local one by itself`
    return [{ command: wranglerDatabase(wrangler, all), why }]
  }
  const why = `into ${wrangler.path}, if wrangler applies these migrations`
  return Object.entries(settings).map(([key, value]) => ({ command: wranglerSetting(wrangler, key, value), why }))
}

function applySteps(config: Config, wrangler: SourceFile, exec: string): readonly Step[] {
  const [database] = config.schema.wrangler === undefined ? [] : wranglerDatabases(wrangler).value
  const name = database?.databaseName ?? database?.binding
  if (name === undefined) return []
  const command = `${exec} wrangler d1 migrations apply ${name.value} --local`
  return [{ command, why: "makes the tables in the local database" }]
}
