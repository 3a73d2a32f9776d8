import { hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { type EmittedFile, emitIndex } from "../emit/file.ts"
import { createEngine } from "../engine/sqlite-wasm.ts"
import { type SourceFile, sameFiles } from "../source/source-file.ts"
import { targets } from "../targets/index.ts"
import { applySchema } from "./applied-schema.ts"
import { assemble, type Compiled, type Sources } from "./compile.ts"
import { type CompiledFile, type CompileOptions, checkAgainst, compileFile } from "./compile-file.ts"
import type { Config } from "./config.ts"
import { type Pace, unhurried } from "./pace.ts"
import { restated, reusing } from "./reuse-statement.ts"
import { type MadeSchema, type SchemaChange, sameSchema, schemaChange } from "./schema-change.ts"

/** What one compilation leaves for the next. Only `advance` and `forget` look inside; `schema.engine` is open. */
export interface Memory {
  /** target and options: with others, nothing is known */
  readonly key: string
  /** the schema as it is, maybe with an error */
  readonly schema: MadeSchema
  /** the last schema without one, under which `files` were compiled; undefined before there was any */
  readonly good: MadeSchema | undefined
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
 * possible. A query file with the same text is not looked at, nor is a statement that only moved; of another schema only
 * what it changes is. Other options make everything new. The memory given is used up, also when `pace` rejects, and this
 * with it.
 */
export async function advance(
  memory: Memory | undefined,
  { schema, queries, options }: Compilation,
  pace: Pace = unhurried,
): Promise<Step> {
  const key = JSON.stringify([options, [...options.rules]])
  const known = memory?.key === key ? memory : undefined
  const applied =
    known !== undefined && sameFiles(known.schema.files, schema) ? known.schema : await made(schema, options)
  const broken = hasErrors(applied.findings)
  const good = broken ? known?.good : applied
  const change = known?.good === undefined || known.good === good ? sameSchema : schemaChange(known.good, applied)
  const compiled = compiler(applied, options, change, known)
  const files = broken
    ? []
    : await paced(queries, pace, compiled).catch((error) => {
        for (const each of [memory?.schema, applied]) each?.engine.close()
        throw error
      })
  let index = known?.index
  const outcome = assemble(applied.findings, files, (checked) => {
    index = indexOf(checked, options, index)
    return index.file
  })
  const byPath = broken ? (known?.files ?? new Map()) : new Map(files.map((each) => [each.file.path, each]))
  const next = { key: engineFailed(outcome) ? "" : key, schema: applied, good, files: byPath, index }
  if (memory !== undefined && memory.schema !== applied) forget(memory)
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

/** Compiles one query file, as far as it is not known. */
function compiler(
  schema: MadeSchema,
  options: CompileOptions,
  change: SchemaChange,
  known: Memory | undefined,
): (file: SourceFile) => CompiledFile {
  const fresh = checkAgainst(schema, options)
  return (file) => {
    const before = known?.files.get(file.path)
    if (before === undefined) return compileFile(file, schema, options, fresh)
    if (before.file.text === file.text && before.statements.every(({ basis }) => change.holds(basis)))
      return restated(before, change)
    return compileFile(file, schema, options, reusing(file, before, change, fresh))
  }
}

async function paced<T, U>(items: readonly T[], pace: Pace, work: (item: T) => U): Promise<readonly U[]> {
  const done: U[] = []
  for (const item of items) {
    const rest = pace("compiling", done.length, items.length)
    if (rest !== undefined) await rest
    done.push(work(item))
  }
  return done
}

async function made(files: readonly SourceFile[], options: Compilation["options"]): Promise<MadeSchema> {
  return { ...applySchema(files, await createEngine(targets[options.target]), options.rules), files }
}

/** The index says the same of each file as before, and there are no other files: then it is the same. */
function indexOf(checked: readonly CompiledFile[], options: CompileOptions, before: Index | undefined): Index {
  const parts = new Map(checked.map((file) => [file, before?.parts.get(file) ?? emitIndex([file], options).text]))
  const same = before !== undefined && sameParts([...parts.values()], [...before.parts.values()])
  return { parts, file: same ? before.file : emitIndex(checked, options) }
}

function sameParts(now: readonly string[], before: readonly string[]): boolean {
  return now.length === before.length && now.every((text, index) => text === before[index])
}
