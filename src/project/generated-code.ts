import { pascalCase } from "../analyze/names.ts"
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
  const own = subject.step === undefined ? memberOf(made, "statement") : memberOf(made, "transaction")
  const found = subject.step === undefined ? statementIn(own) : stepIn(own, subject.step)
  if (found?.sql !== subject.sql) return undefined
  const part = subject.step === undefined ? "" : pascalCase(subject.name.slice(subject.query.length + 1))
  return {
    ...found,
    params: validatorIn(schemas, `${subject.query}Params`),
    row: validatorIn(schemas, `${subject.query}${part}Row`),
  }
}

type Found = Pick<GeneratedQuery, "bind" | "decode"> & { readonly sql: string }

function statementIn(value: unknown): Found | undefined {
  return isStatement(value) ? { bind: value.bind, decode: value.decode, sql: value.sql } : undefined
}

/** A step binds some of the values that its transaction makes. */
function stepIn(transaction: unknown, index: number): Found | undefined {
  const steps: unknown = memberOf(transaction, "steps")
  const step: unknown = Array.isArray(steps) ? steps[index] : undefined
  if (!isBinding(transaction) || !isStep(step)) return undefined
  const { bind } = transaction
  return {
    bind: (params) => {
      const values = bind(params)
      return values === undefined ? undefined : step.binds.map((at) => values[at])
    },
    decode: step.decode,
    sql: step.sql,
  }
}

function memberOf(value: unknown, key: string): unknown {
  const isHolder = typeof value === "function" || (typeof value === "object" && value !== null)
  return isHolder ? Reflect.get(value, key) : undefined
}

function isBinding(value: unknown): value is Pick<GeneratedQuery, "bind"> {
  return typeof value === "object" && value !== null && "bind" in value
}

function isStep(value: unknown): value is Omit<Found, "bind"> & { readonly binds: readonly number[] } {
  return typeof value === "object" && value !== null && "binds" in value && "sql" in value
}

function isStatement(value: unknown): value is Found {
  return isBinding(value) && "sql" in value
}

function validatorIn(exports: Exports, name: string): Validator | undefined {
  const found = exports[name]
  return isValidator(found) ? found : undefined
}

function isValidator(value: unknown): value is Validator {
  return typeof value === "object" && value !== null && "safeParse" in value
}
