import type { CheckedQuery } from "../analyze/checked-query.ts"
import { linesOf, positionAt } from "../source/line-map.ts"
import type { Cardinality } from "../syntax/annotation.ts"
import type { Compiled } from "./compile.ts"
import { type TypedName, typedName } from "./type-word.ts"

/** One query of a project for machines; names as TypeScript sees them, `sqlName` as SQLite does. */
export interface InspectedQuery {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly doc: string
  readonly cardinality: Cardinality
  readonly readonly: boolean
  readonly columns: readonly (TypedName & { readonly sqlName: string })[]
  readonly params: readonly (TypedName & { readonly sqlName: string })[]
  readonly sql: string
}

/** All queries without an error, in source order. */
export function inspectProject(compiled: Compiled): readonly InspectedQuery[] {
  return compiled.checked.flatMap(({ queries }) => queries.map(inspected))
}

/** One query for machines. */
export function inspected(query: CheckedQuery): InspectedQuery {
  const [step] = query.steps
  const { file, span } = query.source
  return {
    name: query.name,
    file: file.path,
    line: positionAt(linesOf(file), span.start).line,
    doc: query.doc,
    cardinality: query.cardinality.value,
    readonly: step.effects.readonly,
    columns: step.columns.map((column) => ({ ...typedName(column.name, column.type), sqlName: column.sqlName })),
    params: query.parameters.map((each) => ({ ...typedName(each.name, each.type), sqlName: each.sqlName })),
    sql: step.variants[0].sql,
  }
}
