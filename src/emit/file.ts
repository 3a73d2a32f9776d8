import type { CheckedQuery } from "../analyze/checked-query.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { EmitOptions, EmittedFile } from "./emit-options.ts"
import { Imports } from "./import-list.ts"
import { outputPath, stemOf } from "./module-path.ts"
import { moduleText } from "./module-text.ts"
import { statementSource } from "./query.ts"
import { exportedNames } from "./query-facts.ts"
import { paramsSchema, rowSchema, schemasSource } from "./schemas.ts"
import type { QuerySchemas } from "./statement-facts.ts"
import { transactionSource } from "./transaction.ts"
import type { Place } from "./typescript-type.ts"

export type { EmitOptions, EmittedFile } from "./emit-options.ts"
export { emitIndex } from "./index-file.ts"

/** One query file becomes `gen/<file>.ts` with its functions and `gen/<file>.schemas.ts` with its zod schemas. */
export function emitFile(
  file: SourceFile,
  queries: readonly CheckedQuery[],
  options: EmitOptions,
): readonly EmittedFile[] {
  const stem = stemOf(file)
  const imports = new Imports(options.runtime, queries.flatMap(exportedNames))
  const place = { imports, options }
  const blocks = queries.flatMap((query) => {
    const source = query.form === "statement" ? statementSource : transactionSource
    return source(query, deciding(query, stem, place), place)
  })
  const schemas = schemasSource(queries, options)
  return [
    { path: outputPath(options, `${stem}.ts`), text: moduleText(file.path, imports, blocks) },
    { path: outputPath(options, `${stem}.schemas.ts`), text: moduleText(file.path, schemas.imports, schemas.blocks) },
  ]
}

/** The schemas that decide with `validation: "zod"`, imported. */
function deciding(query: CheckedQuery, stem: string, { imports, options }: Place): QuerySchemas | undefined {
  if (options.validation === "generated") return undefined
  const imported = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : imports.value(`./${stem}.schemas.js`, name)
  return { parameters: imported(paramsSchema(query)), row: (step) => imported(rowSchema(query, step)) }
}
