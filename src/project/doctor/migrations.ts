import { sentence } from "../../diagnostics/one-line.ts"
import type { Config } from "../config.ts"
import { counted } from "../counted.ts"
import { readJournal } from "../journal.ts"
import type { Layout, Migrations } from "../migrations.ts"
import { wranglerDatabases, wranglerSetting } from "../wrangler-config.ts"
import { type Check, type Finding, shortened } from "./check.ts"
import { errorsIn, type Setup } from "./setup.ts"

/** The files that are the schema, in their order, and whether wrangler applies the same. */
export const migrations: Check = {
  name: "migrations",
  run: (setup) => {
    const { migrations: found, config } = setup
    if (config.value === undefined) return []
    if (found === undefined) return [missing(setup, config.value)]
    return [listed(found, config.value), ...unread(found), ...wranglerFindings(setup, found, config.value)]
  },
}

function missing({ project }: Setup, { schema }: Config): Finding {
  const own = errorsIn(project.diagnostics).filter(({ message }) => message.includes(`\`${schema.path}\``))
  const why = "without a schema no query can be compiled"
  return {
    level: "problem",
    text: `\`${schema.path}\` cannot be read`,
    why,
    todo: "sqlgen init",
    details: own.map(sentence),
  }
}

const layouts: Readonly<Record<Layout, string>> = {
  file: "one file",
  numbered: "by number",
  journal: "in the order of Drizzle's journal",
  folders: "folder by folder",
  pattern: "as `migrations_pattern` of wrangler finds them",
}

function listed({ files, layout }: Migrations, { schema }: Config): Finding {
  const text = `${counted(files.length, "file")} in \`${schema.path}\`, ${layouts[layout]}`
  if (files.length > 0) return { level: "ok", text, details: shortened(files) }
  return { level: "problem", text, why: "without a schema no query can be compiled", todo: "sqlgen init" }
}

function unread({ unread: files, unreadWhy }: Migrations): readonly Finding[] {
  if (files.length === 0) return []
  const text = `${counted(files.length, "file")} beside them ${files.length === 1 ? "is" : "are"} not read`
  return [{ level: "note", text, why: unreadWhy, todo: "move what belongs to the schema", details: shortened(files) }]
}

function wranglerFindings(
  { root, files: { wrangler } }: Setup,
  { layout, files }: Migrations,
  { schema, target }: Config,
): readonly Finding[] {
  if (target !== "d1" || wrangler === undefined || wranglerDatabases(wrangler).value.length === 0) return []
  const setting = (key: string, value: string): string =>
    `\`${wranglerSetting(wrangler, key, value)}\` in ${wrangler.path}`
  if (schema.wrangler === undefined) {
    const text = `wrangler applies other migrations than those in \`${schema.path}\``
    const why = "the database may differ from the schema that the queries were checked with"
    const todo =
      layout === "file"
        ? "see to it that both say the same"
        : `${setting("migrations_dir", schema.path)}, if wrangler applies them`
    return [{ level: "note", text, why, todo }]
  }
  if (layout === "folders") {
    const why = "it reads only files directly in `migrations_dir`"
    const todo = `${setting("migrations_pattern", `${schema.path}/*/migration.sql`)} (a wrangler of mid 2026 or later)`
    return [{ level: "problem", text: "wrangler does not find these files", why, todo }]
  }
  return journalFindings(root, schema.path, files)
}

/** wrangler knows no journal. */
function journalFindings(root: string, folder: string, files: readonly string[]): readonly Finding[] {
  const journal = readJournal(root, folder)
  const tags = journal?.entries.map(({ tag }) => `${folder}/${tag}.sql`)
  if (tags === undefined || tags.join() === files.join()) return []
  const text = "Drizzle's journal lists other files, or another order"
  const why = "wrangler applies the files by number and does not read the journal; we do as wrangler does"
  return [{ level: "note", text, why, todo: "apply the migrations with one tool only", details: shortened(tags) }]
}
