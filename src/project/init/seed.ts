import { camelCase, pascalCase } from "../../analyze/names.ts"
import type { Table } from "../../catalog/catalog.ts"
import { hasErrors } from "../../diagnostics/diagnostic.ts"
import type { SourceFile } from "../../source/source-file.ts"
import type { AppliedSchema } from "../applied-schema.ts"
import type { CompileOptions } from "../compile-file.ts"
import { compileFile } from "../compile-file.ts"

/** The first migration of a project that has none. */
export function firstMigration(folder: string): SourceFile {
  return {
    path: `${folder}/0001_start.sql`,
    text: `-- These files, in order, are the schema. The next change goes into 0002_<words>.sql.
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT;
`,
  }
}

/** Tables that other tools keep in the database. */
const bookkeeping =
  /^(?:sqlite_|_cf_|d1_migrations$|_prisma_migrations$|__drizzle_migrations$|schema_migrations$|goose_db_version$)/i

/**
 * A query file over the first table of a schema that compiles without a finding: all columns of its rows, by key.
 * Undefined when there is no such table.
 */
export function firstQuery(schema: AppliedSchema, folder: string, options: CompileOptions): SourceFile | undefined {
  for (const table of tablesOf(schema)) {
    for (const quote of [plainly, quoted]) {
      const file = queryOver(table, folder, quote)
      const { failed, findings } = compileFile(file, schema, options)
      if (!failed && findings.length === 0) return file
    }
  }
  return undefined
}

/** Tables in the order of their migrations. */
function tablesOf({ catalog, findings }: AppliedSchema): readonly Table[] {
  if (hasErrors(findings)) return []
  const all = [...catalog.relations.values()].flatMap((relation) => (relation.kind === "table" ? [relation] : []))
  return all.filter(({ name, place }) => place !== undefined && !bookkeeping.test(name))
}

function queryOver(table: Table, folder: string, quote: (name: string) => string): SourceFile {
  const columns = table.columns.flatMap(({ name, hidden }) => (hidden ? [] : [quote(name)]))
  const key = table.uniqueKeys.find(({ primary }) => primary)?.columns ?? []
  const rowid = table.columns.find(({ rowidAlias }) => rowidAlias)
  const order = (rowid === undefined ? key : [rowid.name]).flatMap((name) => (name === undefined ? [] : [quote(name)]))
  const list = columns.join(", ")
  return {
    path: `${folder}/${fileName(table.name)}.sql`,
    text: [
      `-- name: list${pascalCase(table.name)}`,
      `-- The first rows of ${table.name}.`,
      list.length < 90 ? `SELECT ${list}` : `SELECT\n  ${columns.join(",\n  ")}`,
      `FROM ${quote(table.name)}`,
      ...(order.length === 0 ? [] : [`ORDER BY ${order.join(", ")}`]),
      "LIMIT :limit;\n",
    ].join("\n"),
  }
}

/** `user_posts`, `UserPost` -> `user-posts`, `user-post`; as the file is called, so is the module. */
function fileName(table: string): string {
  const words = camelCase(table).replace(/[^A-Za-z0-9]+/g, "")
  return words === "" ? "queries" : words.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}

function plainly(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quoted(name)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
