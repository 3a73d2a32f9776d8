import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import type { EmitOptions } from "./emit-options.ts"
import { Imports } from "./import-list.ts"
import { parametersOf, resultsOf, rowName, statementName } from "./query-facts.ts"
import { docComment } from "./quote.ts"
import type { Place } from "./typescript-type.ts"
import type { Field } from "./value.ts"
import { braces, type Doc } from "./writer.ts"
import { objectType, zodFields, zodSchema, zodType } from "./zod.ts"

/** `claimNextParams`, or undefined for a query without parameters. */
export function paramsSchema(query: CheckedQuery): string | undefined {
  return parametersOf(query).length === 0 ? undefined : `${query.name}Params`
}

/** `claimNextRow`, or undefined for a statement whose rows nobody reads. */
export function rowSchema(query: CheckedQuery, step: CheckedStep): string | undefined {
  return resultsOf(step).length === 0 ? undefined : `${rowName(query, step)}Row`
}

/** The zod schemas of a file as blocks of code, and the imports that they need: zod and the user's own modules. */
export function schemasSource(
  queries: readonly CheckedQuery[],
  options: EmitOptions,
): { readonly imports: Imports; readonly blocks: readonly Doc[] } {
  const exported = queries.flatMap((query) =>
    [paramsSchema(query) ?? [], ...query.steps.map((step) => rowSchema(query, step) ?? [])].flat(),
  )
  const imports = new Imports(options.runtime, exported)
  const place = { imports, options }
  return { imports, blocks: queries.flatMap((query) => querySchemas(query, place)) }
}

function querySchemas(query: CheckedQuery, place: Place): readonly Doc[] {
  const params = paramsSchema(query)
  const strict = { make: "strictObject", config: "$strict" }
  const strip = { make: "object", config: "$strip" }
  return [
    ...(params === undefined
      ? []
      : [declaration(params, `What \`${query.name}\` takes.`, parametersOf(query), strict, place)]),
    ...query.steps.flatMap((step) => {
      const row = rowSchema(query, step)
      const what = statementName(query, step)
      return row === undefined ? [] : [declaration(row, `A row of \`${what}\`.`, resultsOf(step), strip, place)]
    }),
  ]
}

/** The type is written out, so that declarations need no inference (`isolatedDeclarations`). */
function declaration(
  name: string,
  doc: string,
  fields: readonly Field[],
  { make, config }: { readonly make: string; readonly config: string },
  place: Place,
): Doc {
  // as a namespace zod can be shaken; the named `z` keeps every schema and locale
  const z = place.imports.module("zod", "z")
  const types = zodFields(fields, (value) => zodType(value, z, place))
  const schemas = zodFields(fields, (value) => zodSchema(value, z, place))
  return [
    docComment(doc, 0),
    [`export const ${name}: `, objectType(types, `${z}.core.${config}`, z), ` = ${z}.${make}(`, braces(schemas), ")"],
  ]
}
