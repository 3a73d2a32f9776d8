import type { AnalyzeOptions } from "../analyze/analyze.ts"
import { checkNames } from "../analyze/check-names.ts"
import { loadCatalog } from "../catalog/load.ts"
import { byPosition, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { type EmitOptions, type EmittedFile, emitFile, emitIndex } from "../emit/file.ts"
import type { Engine } from "../engine/engine.ts"
import type { SourceFile } from "../source/source-file.ts"
import { parseQueryFile, parseSchemaFile } from "../syntax/parse-file.ts"
import { checkStatement, cutWith } from "./check-statement.ts"
import { type CheckedFile, checkFiles } from "./checked-file.ts"
import type { Rules } from "./rules-config.ts"
import { silence } from "./silence.ts"

/** What goes in: schema files in the order in which they are applied, query files in the order of the output. */
export interface Sources {
  readonly schema: readonly SourceFile[]
  readonly queries: readonly SourceFile[]
}

export type CompileOptions = AnalyzeOptions & EmitOptions & { readonly rules: Rules }

export interface Compiled {
  /** the files without an error, with their queries */
  readonly checked: readonly CheckedFile[]
  readonly files: readonly EmittedFile[]
  /** `index.ts` over all files; undefined while any of them has an error */
  readonly index: EmittedFile | undefined
}

/** THE PIPELINE. `engine` is empty and of the right target. A file with an error is not emitted, other files are. */
export function compile(sources: Sources, engine: Engine, options: CompileOptions): Outcome<Compiled> {
  const cutAt = cutWith(engine)
  const schema = gather(sources.schema, (file) => parseSchemaFile(file, cutAt))
  const catalog = loadCatalog(schema.value, engine)
  const schemaFindings = silence([...schema.diagnostics, ...catalog.diagnostics], schema.value, options.rules)
  if (hasErrors(schemaFindings))
    return { value: { checked: [], files: [], index: undefined }, diagnostics: schemaFindings.toSorted(byPosition) }

  const parsed = gather(sources.queries, (file) => parseQueryFile(file, cutAt))
  const queries = gather(parsed.value, (statement) => checkStatement(statement, catalog.value, engine, options))
  const names = checkNames(parsed.value)
  const findings = silence([...parsed.diagnostics, ...queries.diagnostics, ...names], parsed.value, options.rules)

  const files = checkFiles(sources.queries, queries.value, findings)
  const diagnostics = [...schemaFindings, ...findings, ...files.diagnostics].toSorted(byPosition)
  const emitted = files.value.flatMap(({ file, queries }) => emitFile(file, queries, options))
  const index = hasErrors(diagnostics) ? undefined : emitIndex(files.value, options)
  return { value: { checked: files.value, files: emitted, index }, diagnostics }
}

function gather<In, Out>(
  inputs: readonly In[],
  phase: (input: In) => Outcome<readonly Out[]>,
): Outcome<readonly Out[]> {
  const outcomes = inputs.map(phase)
  return {
    value: outcomes.flatMap((outcome) => outcome.value),
    diagnostics: outcomes.flatMap((outcome) => outcome.diagnostics),
  }
}
