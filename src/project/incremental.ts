import { hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { type EmittedFile, emitIndex } from "../emit/file.ts"
import { createEngine } from "../engine/sqlite-wasm.ts"
import { targets } from "../targets/index.ts"
import { type AppliedSchema, applySchema } from "./applied-schema.ts"
import { assemble, type Compiled, type Sources } from "./compile.ts"
import { type CompiledFile, type CompileOptions, compileFile } from "./compile-file.ts"
import type { Config } from "./config.ts"
import { reusing } from "./reuse-statement.ts"

/** What one compilation leaves for the next. Only `advance` and `forget` look inside; `schema.engine` is open. */
export interface Memory {
  /** target, options and the schema, as text: while they are the same, what is known of query files holds */
  readonly key: string
  readonly schema: AppliedSchema
  readonly files: ReadonlyMap<string, CompiledFile>
  readonly index: Index | undefined
}

/** An index file, and for each query file what the index says of it alone. */
interface Index {
  readonly parts: ReadonlyMap<CompiledFile, string>
  readonly file: EmittedFile
}

export type Compilation = Sources & { readonly options: CompileOptions & { readonly target: Config["target"] } }

export interface Step {
  readonly memory: Memory
  readonly outcome: Outcome<Compiled>
}

/**
 * From what is known and the project as it is now to the same result that `compile` gives, with as little work as
 * possible: a query file with the same text is not looked at, nor is a statement that only moved. Another schema or
 * other options make everything new. The memory given is used up.
 */
export async function advance(memory: Memory | undefined, { schema, queries, options }: Compilation): Promise<Step> {
  const key = JSON.stringify([options, [...options.rules], schema])
  const known = memory?.key === key ? memory : undefined
  if (known === undefined) forget(memory)
  const applied = known?.schema ?? applySchema(schema, await createEngine(targets[options.target]), options.rules)
  const broken = hasErrors(applied.findings)
  const files = broken ? [] : queries.map((file) => compiledFile(file, applied, options, known?.files.get(file.path)))
  let index = known?.index
  const outcome = assemble(applied.findings, files, (checked) => {
    index = indexOf(checked, options, index)
    return index.file
  })
  const byPath = new Map(files.map((each) => [each.file.path, each]))
  const next = { key: engineFailed(outcome) ? "" : key, schema: applied, files: byPath, index }
  return { memory: next, outcome }
}

/** An exception from inside SQLite leaves its engine in an unknown state: nothing that it said is kept. */
function engineFailed({ diagnostics }: Outcome<Compiled>): boolean {
  return diagnostics.some(({ message, primary }) => `${message} ${primary.text}`.includes("SQLite failed: "))
}

/** Gives back what a memory holds outside of JavaScript. */
export function forget(memory: Memory | undefined): void {
  memory?.schema.engine.close()
}

function compiledFile(
  file: CompiledFile["file"],
  schema: AppliedSchema,
  options: CompileOptions,
  known: CompiledFile | undefined,
): CompiledFile {
  if (known?.file.text === file.text) return known
  return compileFile(file, schema, options, reusing(file, known, schema, options))
}

/** The index says the same of each file as before, and there are no other files: then it is the same. */
function indexOf(checked: readonly CompiledFile[], options: CompileOptions, before: Index | undefined): Index {
  const parts = new Map(checked.map((file) => [file, before?.parts.get(file) ?? emitIndex([file], options).text]))
  const same = before !== undefined && sameTexts([...parts.values()], [...before.parts.values()])
  return { parts, file: same ? before.file : emitIndex(checked, options) }
}

function sameTexts(now: readonly string[], before: readonly string[]): boolean {
  return now.length === before.length && now.every((text, index) => text === before[index])
}
