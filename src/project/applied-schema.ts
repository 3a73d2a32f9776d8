import { explainRefusal, refusalsOf } from "../analyze/explain-refusal.ts"
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
  const catalog = loadCatalog(statements, engine, (statement, error) => explainRefusal(statement, engine.target, error))
  const refused = statements.flatMap((statement) => refusalsOf(statement, engine.target, undefined))
  const diagnostics = [...parsed.flatMap((each) => each.diagnostics), ...together(catalog.diagnostics, refused)]
  return { engine, catalog: catalog.value, findings: silence(diagnostics, statements, rules) }
}

/** One cause, one diagnostic: what the engine said already, and views that are broken by what is refused in them. */
function together(loaded: readonly Diagnostic[], refused: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Set(loaded.map(placeOf))
  const added = refused.filter((diagnostic) => !places.has(placeOf(diagnostic)))
  const functions = new Set(
    refused.filter(({ code }) => code === "denied-function").map(({ message }) => endOf(message)),
  )
  return [...loaded.filter(({ code, message }) => code !== "broken-view" || !functions.has(endOf(message))), ...added]
}

function placeOf({ code, primary: { file, span } }: Diagnostic): string {
  return `${code} ${span.start} ${file.path}`
}

/** `not authorized to use function: ceiling` of "... refuses it: not authorized to use function: ceiling" */
function endOf(message: string): string {
  return message.replace(/^.*?: /, "")
}
