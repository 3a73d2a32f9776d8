import type { SourceFile } from "../../source/source-file.ts"
import type { Config } from "../config.ts"
import { type Manifest, packageManager } from "../manifest.ts"
import type { Layout } from "../migrations.ts"
import { wranglerDatabases, wranglerSetting } from "../wrangler-config.ts"
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
    ...wranglerSteps(config, wrangler, lookAt(root, config.schema)?.migrations.layout ?? "numbered"),
    { command: `${ours ? run : exec} sqlgen`, why: `writes ${config.out.path}/` },
    ...(newMigration ? applySteps(config, wrangler, exec) : []),
  ]
}

/** wrangler has to apply the same migrations that we read. */
function wranglerSteps({ schema, target }: Config, wrangler: SourceFile | undefined, layout: Layout): readonly Step[] {
  if (target !== "d1" || wrangler === undefined || schema.wrangler !== undefined) return []
  const has = wranglerDatabases(wrangler).value.length > 0
  const why = has
    ? `into ${wrangler.path}, if wrangler applies these migrations`
    : `into ${wrangler.path}, with its D1 database`
  const pattern = {
    command: wranglerSetting(wrangler, "migrations_pattern", `${schema.path}/*/migration.sql`),
    why: "beside it",
  }
  return [
    { command: wranglerSetting(wrangler, "migrations_dir", schema.path), why },
    ...(layout === "folders" ? [pattern] : []),
  ]
}

function applySteps(config: Config, wrangler: SourceFile | undefined, exec: string): readonly Step[] {
  const [database] =
    wrangler === undefined || config.schema.wrangler === undefined ? [] : wranglerDatabases(wrangler).value
  const name = database?.databaseName ?? database?.binding
  if (name === undefined) return []
  const command = `${exec} wrangler d1 migrations apply ${name.value} --local`
  return [{ command, why: "makes the tables in the local database" }]
}
