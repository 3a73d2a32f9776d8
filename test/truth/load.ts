import type { Catalog, Relation, Table } from "../../src/catalog/catalog.ts"
import { loadCatalog } from "../../src/catalog/load.ts"
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts"
import type { Engine } from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { textOf } from "../../src/source/source-file.ts"
import { parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { targets } from "../../src/targets/index.ts"
import type { TargetProfile } from "../../src/targets/target.ts"

/** A schema of some migrations, loaded. */
export interface Loaded {
  readonly engine: Engine
  readonly catalog: Catalog
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads migrations 0001.sql, 0002.sql ... for a target. */
export async function load(migrations: readonly string[], target: TargetProfile = targets.d1): Promise<Loaded> {
  const engine = await createEngine(target)
  const statements = migrations.flatMap((text, index) => parseSchemaFile({ path: `000${index + 1}.sql`, text }).value)
  const { value, diagnostics } = loadCatalog(statements, engine)
  return { engine, catalog: value, diagnostics }
}

/** `code ‹text under the span›`, as a list. */
export function findings({ diagnostics }: Loaded): readonly string[] {
  return diagnostics.map(({ code, primary }) => `${code} ‹${textOf(primary.file, primary.span)}›`)
}

/** A relation that must be there. */
export function relation({ catalog }: Loaded, name: string): Relation {
  const found = catalog.relations.get(name)
  if (found === undefined) throw new Error(`no ${name} in the catalog`)
  return found
}

/** A table that must be there. */
export function table(loaded: Loaded, name: string): Table {
  const found = relation(loaded, name)
  if (found.kind !== "table") throw new Error(`${name} is a ${found.kind}`)
  return found
}
