import type { CheckedQuery, CheckedStep, Guard, Parameter } from "../analyze/checked-query.ts"
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
  readonly cardinality: Cardinality | "transaction"
  readonly readonly: boolean
  readonly columns: readonly (TypedName & { readonly sqlName: string })[]
  readonly params: readonly InspectedParameter[]
  /** of a transaction: its statements, with `;` and a line break between them */
  readonly sql: string
  /** of a transaction, where `columns` is empty */
  readonly steps?: readonly InspectedStep[]
}

/** A parameter; of the rows of a bulk insert also what a row holds. */
export interface InspectedParameter extends TypedName {
  readonly sqlName: string
  readonly fields?: readonly InspectedParameter[]
}

/** One statement of a transaction. */
export interface InspectedStep {
  readonly name: string
  readonly cardinality: Cardinality
  readonly columns: InspectedQuery["columns"]
  readonly guard: Guard | null
  readonly sql: string
}

/** All queries without an error, in source order. */
export function inspectProject(compiled: Compiled): readonly InspectedQuery[] {
  return compiled.checked.flatMap(({ queries }) => queries.map(inspected))
}

/** One query for machines. */
export function inspected(query: CheckedQuery): InspectedQuery {
  const { steps } = query
  const { file, span } = query.source
  const isTransaction = query.form === "transaction"
  return {
    name: query.name,
    file: file.path,
    line: positionAt(linesOf(file), span.start).line,
    doc: query.doc,
    cardinality: isTransaction ? "transaction" : steps[0].cardinality.value,
    readonly: steps.every(({ effects }) => effects.readonly),
    columns: isTransaction ? [] : columnsOf(steps[0]),
    params: query.parameters.map((each) => ({
      ...paramOf(each),
      ...(each === query.bulk ? { fields: query.bulk.fields.map(paramOf) } : {}),
    })),
    sql: steps.map(sqlOf).join(";\n"),
    ...(isTransaction ? { steps: steps.map(inspectedStep) } : {}),
  }
}

function paramOf({ name, type, sqlName }: Parameter): InspectedParameter {
  return { ...typedName(name, type), sqlName }
}

function inspectedStep(step: CheckedStep): InspectedStep {
  const { name, cardinality, guard } = step
  return { name, cardinality: cardinality.value, columns: columnsOf(step), guard: guard ?? null, sql: sqlOf(step) }
}

function columnsOf({ columns }: CheckedStep): InspectedQuery["columns"] {
  return columns.map((column) => ({ ...typedName(column.name, column.type), sqlName: column.sqlName }))
}

function sqlOf({ variants }: CheckedStep): string {
  return variants[0].sql
}
