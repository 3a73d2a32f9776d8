import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { pascalCase } from "../analyze/names.ts"
import { type Field, parameterValue, resultValue } from "./value.ts"

/** `one`, `optional`, `many`, `exec` */
export type Call = CheckedStep["cardinality"]["value"]

/** A parameter or result column; `name` is its key in the params or row object. */
export interface DocumentedField extends Field {
  readonly doc: string
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
  return ordered.map(({ name, type, doc }) => ({ name, doc, value: parameterValue(type) }))
}

/** Result columns in order; none where rows are not read. */
export function resultsOf(step: CheckedStep): readonly DocumentedField[] {
  if (callOf(step) === "exec") return []
  return step.columns.map(({ name, type, doc }) => ({ name, doc, value: resultValue(type) }))
}

/** The steps whose rows are read. */
export function rowSteps(query: CheckedQuery): readonly CheckedStep[] {
  return query.steps.filter((step) => resultsOf(step).length > 0)
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

/** `claimNext`, `transferDebit` */
export function rowName(query: CheckedQuery, step: CheckedStep): string {
  return query.form === "statement" ? query.name : `${query.name}${pascalCase(step.name)}`
}

/** `transfer` -> `TransferDone`, `TransferOutcome` */
export function outcomeTypes(query: CheckedQuery): { readonly done: string; readonly outcome: string } {
  return { done: `${pascalCase(query.name)}Done`, outcome: `${pascalCase(query.name)}Outcome` }
}

/** Every name that the code of a query exports. */
export function exportedNames(query: CheckedQuery): readonly string[] {
  const { done, outcome } = outcomeTypes(query)
  const rows = query.steps.map((step) => rowType(query, step))
  return [query.name, paramsType(query), ...rows, ...(query.form === "transaction" ? [done, outcome] : [])]
}

const docs: Readonly<Record<Call, string>> = {
  one: "Answers exactly one row.",
  optional: "Answers one row or `null`.",
  many: "Answers any number of rows.",
  exec: "Answers how many rows it changed.",
}

/** The author's comment, or how the query answers where there is none. */
export function docOf(query: CheckedQuery): string {
  if (query.doc.trim() !== "") return query.doc
  return query.form === "statement" ? docs[callOf(query.steps[0])] : "All of its statements happen, or none."
}
