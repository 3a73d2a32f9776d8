import type { Bulk, CheckedQuery, CheckedStep, Parameter, ResultColumn, Variant } from "../analyze/checked-query.ts"
import { fold } from "../catalog/catalog.ts"

/** One text that is run, and what was printed of it. */
export interface Subject {
  readonly name: string
  /** the generated function that it is part of */
  readonly query: string
  /** its place among the statements of a transaction; undefined where it is the only one */
  readonly step: number | undefined
  readonly source: CheckedQuery["source"]
  readonly sql: string
  /** for each bind slot the index of its parameter; -1 for a slot that the text does not use */
  readonly binds: readonly number[]
  /** how an integer is bound: drivers bind every number as REAL, and the final SQL reckons with it */
  readonly integersAs: "real" | "integer"
  readonly parameters: readonly SubjectParameter[]
  readonly columns: readonly SubjectColumn[]
  readonly cardinality: CheckedStep["cardinality"]
  readonly readonly: boolean
  /** folded names of the tables that it reads or writes */
  readonly tables: ReadonlySet<string>
  /** what it writes by itself, names folded; no column means all of them */
  readonly writes: readonly { readonly table: string; readonly column: string | undefined }[]
}

/** `fields`: of the rows of a bulk insert, which are bound as one JSON text */
export type SubjectParameter = Pick<Parameter, "sqlName" | "name" | "type" | "example"> & Partial<Pick<Bulk, "fields">>
export type SubjectColumn = Pick<ResultColumn, "sqlName" | "name" | "type" | "span">

/** A query as what is run of it: each step, in each variant. */
export function subjectsOf(query: CheckedQuery): readonly Subject[] {
  return query.steps.flatMap((step, index) => step.variants.map((variant) => subjectOf(query, step, index, variant)))
}

function subjectOf(query: CheckedQuery, step: CheckedStep, index: number, variant: Variant): Subject {
  const part = query.form === "transaction" ? `.${step.name}` : ""
  const given = step.variants.length > 1 ? ` with ${variant.present.join(", ") || "none"}` : ""
  const { reads, writes, readonly } = step.effects
  return {
    name: `${query.name}${part}${given}`,
    query: query.name,
    step: query.form === "transaction" ? index : undefined,
    source: query.source,
    sql: variant.sql,
    binds: variant.binds.map(({ parameter }) => parameter),
    integersAs: "real",
    parameters: query.parameters,
    columns: step.columns,
    cardinality: step.unguarded,
    readonly,
    writes: writes.flatMap(({ table, action, column }) =>
      action === "delete" ? [] : [{ table: fold(table), column: column === undefined ? undefined : fold(column) }],
    ),
    tables: new Set([...reads, ...writes].map(({ table }) => fold(table))),
  }
}
