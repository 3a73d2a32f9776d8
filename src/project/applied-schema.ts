import type { Catalog } from "../catalog/catalog.ts"
import { loadCatalog } from "../catalog/load.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine } from "../engine/engine.ts"
import type { SourceFile } from "../source/source-file.ts"
import { parseSchemaFile } from "../syntax/parse-file.ts"
import { cutWith } from "./check-statement.ts"
import type { Rules } from "./rules-config.ts"
import { silence } from "./silence.ts"

/** The schema of a project as the queries meet it. `engine` holds it from now on. */
export interface AppliedSchema {
  readonly engine: Engine
  readonly catalog: Catalog
  readonly findings: readonly Diagnostic[]
}

/** Runs schema files, in order, in an empty engine. With an error among the findings no query can be looked at. */
export function applySchema(files: readonly SourceFile[], engine: Engine, rules: Rules): AppliedSchema {
  const cutAt = cutWith(engine)
  const parsed = files.map((file) => parseSchemaFile(file, cutAt))
  const statements = parsed.flatMap(({ value }) => value)
  const catalog = loadCatalog(statements, engine)
  const diagnostics = [...parsed.flatMap((each) => each.diagnostics), ...catalog.diagnostics]
  return { engine, catalog: catalog.value, findings: silence(diagnostics, statements, rules) }
}
