import { quote } from "./quote.ts"
import { type Doc, filled, hardline } from "./writer.ts"

/** What generated code calls by name. */
const runtimeFunctions = [
  "allRows",
  "bigintsToJsonText",
  "blobsToJsonText",
  "bulkExecQuery",
  "bulkManyQuery",
  "conforms",
  "execQuery",
  "fromAny",
  "fromBigInt",
  "fromBlob",
  "fromBoolean",
  "fromNumber",
  "isInt64",
  "isJson",
  "isListOf",
  "isNull",
  "keyCount",
  "manyQuery",
  "numbersToJsonText",
  "oneQuery",
  "oneRow",
  "optionalQuery",
  "optionalRow",
  "parseJson",
  "rowsToJsonText",
  "standardCheck",
  "standardCheckOrNull",
  "toBigInt",
  "toBlob",
  "toBoolean",
  "toJsonText",
  "transactionQuery",
] as const

const runtimeTypes = [
  "BulkExecQuery",
  "BulkManyQuery",
  "BulkResult",
  "Check",
  "Driver",
  "ExecQuery",
  "Infer",
  "InferInput",
  "JsonValue",
  "ManyQuery",
  "Mode",
  "OneQuery",
  "OptionalQuery",
  "Refusal",
  "Reply",
  "RowStep",
  "Step",
  "TransactionQuery",
] as const

export type RuntimeFunction = (typeof runtimeFunctions)[number]
export type RuntimeType = (typeof runtimeTypes)[number]

interface Import {
  readonly name: string
  readonly local: string
  readonly isType: boolean
}

/** Names at the top of one file: what it imports, under another name where its own exports have taken the first. */
export class Imports {
  readonly #runtime: string
  readonly #taken: Set<string>
  readonly #locals = new Set<string>()
  readonly #runtimeLocals: ReadonlyMap<string, string>
  readonly #used = new Map<string, Map<string, Import>>()

  /** `exports` are the names that the file itself declares; `runtime` is the module of the run time. */
  constructor(runtime: string, exports: Iterable<string>) {
    this.#runtime = runtime
    this.#taken = new Set(exports)
    const names = [...runtimeFunctions, ...runtimeTypes]
    this.#runtimeLocals = new Map(names.map((name) => [name, this.declare(name)]))
  }

  /** A function of the run time. */
  call(name: RuntimeFunction): string {
    return this.#use(this.#runtime, { name, local: this.#runtimeLocals.get(name) ?? name, isType: false })
  }

  /** A type of the run time. */
  type(name: RuntimeType): string {
    return this.#use(this.#runtime, { name, local: this.#runtimeLocals.get(name) ?? name, isType: true })
  }

  /** A value of any module. */
  value(module: string, name: string): string {
    const known = this.#used.get(module)?.get(name)
    return known?.local ?? this.#use(module, { name, local: this.declare(name), isType: false })
  }

  /** A whole module: `import * as claims from "./claims.js"`. */
  module(module: string, wish: string): string {
    const known = this.#used.get(module)?.get("*")
    return known?.local ?? this.#use(module, { name: "*", local: this.declare(wish), isType: false })
  }

  /** A name that nothing at the top of the file has yet: the one wished for, or one close to it. */
  declare(wish: string): string {
    const name = freeName(wish, this.#taken)
    this.#taken.add(name)
    this.#locals.add(name)
    return name
  }

  /** What the file imports or keeps for itself: functions speak of it, so that their variables must not hide it. */
  get locals(): ReadonlySet<string> {
    return this.#locals
  }

  /** The import statements: packages, then files. */
  statements(): Doc {
    const modules = [...this.#used.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    return modules.map((module) => [statement(module, [...(this.#used.get(module)?.values() ?? [])]), hardline])
  }

  #use(module: string, found: Import): string {
    const names = this.#used.get(module) ?? new Map<string, Import>()
    names.set(found.name, found)
    this.#used.set(module, names)
    return found.local
  }
}

/** The name, or the name with as many `_` behind it as make it free. */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  return taken.has(wish) ? freeName(`${wish}_`, taken) : wish
}

function rank(module: string): number {
  return module.startsWith(".") ? 1 : 0
}

function statement(module: string, imports: readonly Import[]): Doc {
  const [first] = imports
  if (first?.name === "*") return `import * as ${first.local} from ${quote(module)}`
  const onlyTypes = imports.every((one) => one.isType)
  const sorted = imports.toSorted((a, b) => Number(a.isType) - Number(b.isType) || (a.name < b.name ? -1 : 1))
  const names = sorted.map(({ name, local, isType }) => {
    const renamed = local === name ? name : `${name} as ${local}`
    return isType && !onlyTypes ? `type ${renamed}` : renamed
  })
  return [filled(onlyTypes ? "import type {" : "import {", names, "}"), ` from ${quote(module)}`]
}
