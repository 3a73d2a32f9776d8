import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { hasErrors, type Outcome } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Compiled } from "../../src/project/compile.ts"
import { type Config, readConfig } from "../../src/project/config.ts"
import type { SourceFile } from "../../src/source/source-file.ts"

/** A folder under `test/golden`: what a user could have, and what comes out of it. */
export interface GoldenCase {
  readonly name: string
  readonly folder: string
  readonly schema: SourceFile
  readonly query: SourceFile
  readonly config: Config
}

/** What `expected.ts`, `expected.schemas.ts` and `expected.diagnostics.txt` are compared with; "" where there is none. */
export interface GoldenOutput {
  readonly code: string
  readonly schemas: string
  readonly diagnostics: string
}

const here = import.meta.dirname

/** All cases, sorted by name. */
export const goldenNames: readonly string[] = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

export function readCase(name: string): GoldenCase {
  const folder = join(here, name)
  return {
    name,
    folder,
    schema: readFile(folder, "schema.sql"),
    query: readFile(folder, "query.sql"),
    config: configOf(folder),
  }
}

/** One case through the real pipeline. */
export async function compileCase(golden: GoldenCase): Promise<Outcome<Compiled>> {
  const { config, schema, query } = golden
  return compileSources({ schema: [schema], queries: [query] }, { ...config, runtime: "wonder-sql/runtime", outDir: "." })
}

export async function outputOfCase(golden: GoldenCase): Promise<GoldenOutput> {
  const { value, diagnostics } = await compileCase(golden)
  const text = (path: string): string =>
    hasErrors(diagnostics) ? "" : (value.files.find((file) => file.path === path)?.text ?? "")
  return {
    code: text("query.ts"),
    schemas: text("query.schemas.ts"),
    diagnostics: renderText(diagnostics, { color: false }),
  }
}

function readFile(folder: string, path: string): SourceFile {
  return { path, text: readFileSync(join(folder, path), "utf8") }
}

function configOf(folder: string): Config {
  const sqlgenJson = existsSync(join(folder, "sqlgen.json")) ? readFile(folder, "sqlgen.json") : undefined
  const { value, diagnostics } = readConfig({ packageJson: undefined, sqlgenJson, wrangler: undefined })
  if (value === undefined) throw new Error(renderText(diagnostics, { color: false }))
  return value
}
