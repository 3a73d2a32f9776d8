import { byPosition, type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { type EmittedFile, emitIndex } from "../emit/file.ts"
import type { Engine } from "../engine/engine.ts"
import type { SourceFile } from "../source/source-file.ts"
import { applySchema } from "./applied-schema.ts"
import { collisions } from "./collisions.ts"
import { type CompiledFile, type CompileOptions, compileFile } from "./compile-file.ts"
import { fileNames } from "./file-names.ts"
import { type Progress, unhurried } from "./pace.ts"

export type { CompileOptions } from "./compile-file.ts"

/** What goes in: schema files in the order in which they are applied, query files in the order of the output. */
export interface Sources {
  readonly schema: readonly SourceFile[]
  readonly queries: readonly SourceFile[]
}

export interface Compiled {
  /** the files without an error, with their queries */
  readonly checked: readonly CompiledFile[]
  readonly files: readonly EmittedFile[]
  /** `index.ts` over all files; undefined while any of them has an error */
  readonly index: EmittedFile | undefined
}

/** THE PIPELINE. `engine` is empty and of the right target. A file with an error is not emitted, other files are. */
export function compile(
  sources: Sources,
  engine: Engine,
  options: CompileOptions,
  progress: Progress = unhurried,
): Outcome<Compiled> {
  const schema = applySchema(sources.schema, engine, options.rules)
  if (hasErrors(schema.findings)) return assemble(schema.findings, [], () => undefined)
  const files = sources.queries.map((file, index) => {
    progress("compiling", index, sources.queries.length)
    return compileFile(file, schema, options)
  })
  return assemble(schema.findings, files, (checked) => emitIndex(checked, options))
}

/** All compiled files together: no two may generate one file, and the index needs all of them. */
export function assemble(
  schemaFindings: readonly Diagnostic[],
  compiled: readonly CompiledFile[],
  indexOf: (checked: readonly CompiledFile[]) => EmittedFile | undefined,
): Outcome<Compiled> {
  const sources = compiled.map(({ file }) => file)
  const colliding = [...fileNames(sources), ...collisions(sources)]
  const taken = new Set(
    colliding.flatMap(({ primary, secondary }) => [primary, ...secondary].map(({ file }) => file.path)),
  )
  const checked = compiled.filter(({ file, failed }) => !failed && !taken.has(file.path))
  const findings = [...schemaFindings, ...compiled.flatMap((each) => each.findings), ...colliding]
  const index = hasErrors(findings) ? undefined : indexOf(checked)
  return {
    value: { checked, files: checked.flatMap(({ emitted }) => emitted), index },
    diagnostics: findings.toSorted(byPosition),
  }
}
