import type { Bulk, CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { pascalCase } from "../analyze/names.ts"
import type { Wire } from "../analyze/wire.ts"
import { type Field, parameterValue, resultValue, type Value } from "./value.ts"

/** `one`, `optional`, `many`, `exec` */
export type Call = CheckedStep["cardinality"]["value"]

/** A field of the rows of a bulk insert, and how it travels in their JSON. */
export interface RowField extends Field {
  readonly wire: Wire
}

/** A parameter or result column; `name` is its key in the params or row object. */
export interface DocumentedField extends Field {
  readonly doc: string
  /** of the rows of a bulk insert */
  readonly fields?: readonly RowField[]
}

/** How a statement is called: without result columns it has no rows to speak of. */
export function callOf(step: CheckedStep): Call {
  return step.columns.length === 0 ? "exec" : step.cardinality.value
}

/** Parameters in the order of the bind slots, each once. */
export function parametersOf(query: CheckedQuery): readonly DocumentedField[] {
  const bound = query.steps.flatMap(({ variants: [{ binds }] }) =>
    binds.flatMap((bind) => query.parameters[bind.parameter] ?? []),
  )
  const ordered = [...new Set([...bound, ...query.parameters])]
  return ordered.map((parameter) => {
    if (parameter === query.bulk) return rowsField(query.bulk)
    const { name, type, doc } = parameter
    return { name, doc, value: parameterValue(type) }
  })
}

/** The list of rows: what each field holds is not JSON, but what its column takes. */
function rowsField({ name, doc, fields: parameters }: Bulk): DocumentedField {
  const fields = parameters.map(({ wire, ...each }) => ({ name: each.name, value: parameterValue(each.type), wire }))
  const element: Value = { item: { kind: "object", fields }, nullable: false, list: false }
  return { name, doc, fields, value: { item: { kind: "array", element }, nullable: false, list: false } }
}

/** Result columns in order; none where rows are not read. */
export function resultsOf(step: CheckedStep): readonly DocumentedField[] {
  if (callOf(step) === "exec") return []
  return step.columns.map(({ name, type, doc }) => ({ name, doc, value: resultValue(type) }))
}

/** Why a transaction did not happen: each reason once, in the order of the guards. */
export function reasonsOf(query: CheckedQuery): readonly string[] {
  return [...new Set(query.steps.flatMap(({ guard }) => guard?.reason ?? []))]
}

/** `claimNext` -> `ClaimNextParams` */
export function paramsType(query: CheckedQuery): string {
  return `${pascalCase(query.name)}Params`
}

/** `claimNext` -> `ClaimNextRow`; of the step `debit` of `transfer` `TransferDebitRow` */
export function rowType(query: CheckedQuery, step: CheckedStep): string {
  return `${pascalCase(rowName(query, step))}Row`
}

/** `claimNext`, `transfer.debit`: what a statement is called in messages. */
export function statementName(query: CheckedQuery, step: CheckedStep): string {
  return query.form === "statement" ? query.name : `${query.name}.${step.name}`
}

/** `claimNext`, `transferDebit` */
export function rowName(query: CheckedQuery, step: CheckedStep): string {
  return query.form === "statement" ? query.name : `${query.name}${pascalCase(step.name)}`
}

/** `transfer` -> `TransferDone`, `TransferOutcome` */
export function outcomeTypes({ name }: CheckedQuery): Readonly<Record<"done" | "outcome" | "replayed", string>> {
  const type = pascalCase(name)
  return { done: `${type}Done`, outcome: `${type}Outcome`, replayed: `${type}Replayed` }
}

/** Every name that the code of a query exports. */
export function exportedNames(query: CheckedQuery): readonly string[] {
  const { done, outcome, replayed } = outcomeTypes(query)
  const rows = query.steps.map((step) => rowType(query, step))
  return [query.name, paramsType(query), ...rows, ...(query.form === "transaction" ? [done, outcome, replayed] : [])]
}

const docs: Readonly<Record<Call, string>> = {
  one: "Answers exactly one row.",
  optional: "Answers one row or `null`.",
  many: "Answers any number of rows.",
  exec: "Answers how many rows it changed.",
}

const bulkDocs: typeof docs = {
  ...docs,
  many: "Answers a row for each that was written, in the order given.",
  exec: "Answers how many rows it changed, and in how many statements.",
}

/** The author's comment, or how the query answers where there is none. */
export function docOf(query: CheckedQuery): string {
  if (query.doc.trim() !== "") return query.doc
  if (query.form === "transaction") return "All of its statements happen, or none."
  return (query.bulk === undefined ? docs : bulkDocs)[callOf(query.steps[0])]
}
