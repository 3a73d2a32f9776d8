import type { GeneratedQuery, Validator } from "../verify/generated.ts"
import type { Subject } from "../verify/subject.ts"
import type { CompiledFile } from "./compile-file.ts"
import type { Exports, ModuleLoader } from "./module-loader.ts"

/** Generated functions by what is verified, and what did not run, as sentences. */
export interface GeneratedFunctions {
  readonly of: (subject: Subject) => GeneratedQuery | undefined
  readonly problems: () => readonly string[]
}

/** Runs the generated modules of compiled files, each when it is asked for. */
export function generatedFunctions(loader: ModuleLoader, files: readonly CompiledFile[]): GeneratedFunctions {
  const problems = new Set<string>()
  const known = new Map<Subject, GeneratedQuery | undefined>()
  const load = (path: string | undefined): Exports => {
    try {
      return path === undefined ? {} : loader.load(path)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      problems.add(`\`${path}\` does not run here (${message.split("\n", 1)[0]}): what it does was not verified`)
      return {}
    }
  }
  const of = (subject: Subject): GeneratedQuery | undefined => {
    const file = files.find((each) => each.file.path === subject.source.file.path)
    const [functions, schemas] = file?.emitted ?? []
    return queryIn(subject, load(functions?.path), load(schemas?.path))
  }
  return {
    of: (subject) => {
      if (!known.has(subject)) known.set(subject, of(subject))
      return known.get(subject)
    },
    problems: () => [...problems],
  }
}

function queryIn(subject: Subject, functions: Exports, schemas: Exports): GeneratedQuery | undefined {
  const made = functions[subject.query]
  const statement: unknown = typeof made === "function" && "statement" in made ? made.statement : undefined
  if (!isStatement(statement) || statement.sql !== subject.sql) return undefined
  return {
    bind: statement.bind,
    decode: statement.decode,
    params: validatorIn(schemas, `${subject.query}Params`),
    row: validatorIn(schemas, `${subject.query}Row`),
  }
}

function isStatement(value: unknown): value is Pick<GeneratedQuery, "bind" | "decode"> & { readonly sql: string } {
  return typeof value === "object" && value !== null && "bind" in value && "sql" in value
}

function validatorIn(exports: Exports, name: string): Validator | undefined {
  const found = exports[name]
  return isValidator(found) ? found : undefined
}

function isValidator(value: unknown): value is Validator {
  return typeof value === "object" && value !== null && "safeParse" in value
}
