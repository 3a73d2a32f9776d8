import { transformSync } from "esbuild"
import * as zod from "zod"
import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import { type EmittedFile, emitFile } from "../../src/emit/file.ts"
import * as runtime from "../../src/runtime/index.ts"
import { options, queryFile } from "./checked-query.ts"
import { userSchemas } from "./compile.ts"

type Exports = Readonly<Record<string, unknown>>

/** What a generated function gives for a batch. */
export interface Loaded {
  readonly with: (params: unknown) => runtime.Prepared<unknown>
}

/** A query of generated code, and the zod schemas that are generated for it. */
export interface LoadedQuery {
  readonly query: Loaded
  readonly params: zod.ZodType | undefined
  readonly row: zod.ZodType | undefined
}

/** Emits one query, runs the files as modules and gives what they export. */
export function load(query: CheckedQuery, validation: "generated" | "zod"): LoadedQuery {
  const exported = run(`./things.js`, emitFile(queryFile, [query], { ...options, validation }))
  const schemas = run(`./things.schemas.js`, emitFile(queryFile, [query], { ...options, validation }))
  const found = exported[query.name]
  if (!isLoaded(found)) throw new TypeError(`${query.name} is not exported`)
  return { query: found, params: schemaOf(schemas, `${query.name}Params`), row: schemaOf(schemas, `${query.name}Row`) }
}

function run(specifier: string, files: readonly EmittedFile[]): Exports {
  if (specifier === "wonder-sql/runtime") return runtime
  if (specifier === "zod") return zod
  const isUsers = specifier === "../sql/schemas.js"
  const file = isUsers ? userSchemas : files.find(({ path }) => `./${path.slice(4, -3)}.js` === specifier)
  if (file === undefined) throw new TypeError(`nothing is called ${specifier}`)
  const { code } = transformSync(file.text, { loader: "ts", format: "cjs" })
  const module: { exports: Exports } = { exports: {} }
  new Function("require", "module", code)((other: string) => run(other, files), module)
  return module.exports
}

function isLoaded(value: unknown): value is Loaded {
  return typeof value === "function" && "with" in value
}

function schemaOf(exported: Exports, name: string): zod.ZodType | undefined {
  const found = exported[name]
  return found instanceof zod.ZodType ? found : undefined
}
