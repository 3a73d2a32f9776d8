import type { CheckedQuery } from "../analyze/checked-query.ts"
import { camelCase } from "../analyze/names.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { EmitOptions, EmittedFile } from "./emit-options.ts"
import { freeName, Imports } from "./import-list.ts"
import { folderOf, outputPath, stemOf } from "./module-path.ts"
import { moduleText } from "./module-text.ts"
import { variables } from "./names-in-function.ts"
import { callOf, docOf, outcomeTypes, parametersOf, paramsType, rowType } from "./query-facts.ts"
import { docComment, propertyKey } from "./quote.ts"
import { type Doc, group, hardline, indent, join, softline } from "./writer.ts"

/** A query file and its queries. */
export interface IndexedFile {
  readonly file: SourceFile
  readonly queries: readonly CheckedQuery[]
}

interface Module {
  readonly queries: readonly CheckedQuery[]
  /** key of the bound object: `claims` */
  readonly key: string
  /** name under which the file is imported */
  readonly local: string
}

/** `gen/index.ts`: `bind(db)` gives every query of every file with the driver filled in. Nothing generated imports it. */
export function emitIndex(files: readonly IndexedFile[], options: EmitOptions): EmittedFile {
  const imports = new Imports(options.runtime, ["bind", "Queries"])
  const modules = modulesOf(
    files.filter(({ queries }) => queries.length > 0),
    imports,
  )
  const blocks = modules.length === 0 ? [] : [interfaceOf(modules, imports), functionOf(modules, imports)]
  const source = [...new Set(files.map(({ file }) => folderOf(file.path)))].join(", ") || "no query"
  return { path: outputPath(options, "index.ts"), text: moduleText(source, imports, blocks) }
}

function modulesOf(files: readonly IndexedFile[], imports: Imports): readonly Module[] {
  const keys = new Set<string>()
  return files.map(({ file, queries }) => {
    const stem = stemOf(file)
    const key = freeName(camelCase(stem), keys)
    keys.add(key)
    const [word = "queries"] = variables([key], new Set(["db"]))
    return { queries, key, local: imports.module(`./${stem}.js`, word) }
  })
}

function interfaceOf(modules: readonly Module[], imports: Imports): Doc {
  const mode = imports.type("Mode")
  const members = modules.map((module) => [
    `readonly ${propertyKey(module.key)}: {`,
    indent(
      hardline,
      join(
        hardline,
        module.queries.map((query) => signature(query, module, imports)),
      ),
    ),
    hardline,
    "}",
  ])
  return [
    docComment("Every query with its driver filled in, by file.", 0),
    `export interface Queries<M extends ${mode}> {`,
    indent(hardline, join(hardline, members)),
    hardline,
    "}",
  ]
}

function signature(query: CheckedQuery, { local }: Module, imports: Imports): Doc {
  const params = parametersOf(query).length === 0 ? "" : `params: ${local}.${paramsType(query)}`
  const answer = `${imports.type("Reply")}<M, ${answerOf(query, local, imports)}>`
  return [
    docComment(docOf(query), 2),
    `${query.name}(`,
    params === "" ? [] : group(indent(softline, params), softline),
    `): ${answer}`,
  ]
}

function answerOf(query: CheckedQuery, local: string, imports: Imports): string {
  if (query.form === "transaction") return `${local}.${outcomeTypes(query).outcome}`
  const [step] = query.steps
  const row = `${local}.${rowType(query, step)}`
  switch (callOf(step)) {
    case "one":
      return row
    case "optional":
      return `${row} | null`
    case "many":
      return `${row}[]`
    case "exec":
      return query.bulk === undefined ? "number" : imports.type("BulkResult")
  }
}

function functionOf(modules: readonly Module[], imports: Imports): Doc {
  const members = modules.map(({ key, local, queries }) => [
    `${propertyKey(key)}: {`,
    indent(
      hardline,
      join(
        hardline,
        queries.map((query) => call(query, local)),
      ),
    ),
    hardline,
    "},",
  ])
  const mode = imports.type("Mode")
  return [
    docComment("All queries over one driver: `const sql = bind(db)`. A bundle then holds every query.", 0),
    `export function bind<M extends ${mode}>(db: ${imports.type("Driver")}<M>): Queries<M> {`,
    indent(hardline, "return {", indent(hardline, join(hardline, members)), hardline, "}"),
    hardline,
    "}",
  ]
}

function call(query: CheckedQuery, local: string): Doc {
  const { name } = query
  const params = parametersOf(query).length > 0
  return params ? `${name}: (params) => ${local}.${name}(db, params),` : `${name}: () => ${local}.${name}(db),`
}
