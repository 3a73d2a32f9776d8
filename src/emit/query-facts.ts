import type { CheckedQuery } from "../analyze/checked-query.ts"
import { pascalCase } from "../analyze/names.ts"
import { type Field, parameterValue, resultValue } from "./value.ts"

/** `one`, `optional`, `many`, `exec` */
export type Call = CheckedQuery["cardinality"]["value"]

/** A parameter or result column; `name` is its key in the params or row object. */
export interface DocumentedField extends Field {
  readonly doc: string
}

/** How a query is called: a statement without result columns has no rows to speak of. */
export function callOf(query: CheckedQuery): Call {
  return query.steps[0].columns.length === 0 ? "exec" : query.cardinality.value
}

/** Parameters in the order of the bind slots, each once. */
export function parametersOf(query: CheckedQuery): readonly DocumentedField[] {
  const [{ variants }] = query.steps
  const bound = variants[0].binds.flatMap((bind) => query.parameters[bind.parameter] ?? [])
  const ordered = [...new Set([...bound, ...query.parameters])]
  return ordered.map(({ name, type, doc }) => ({ name, doc, value: parameterValue(type) }))
}

/** Result columns in order; none where rows are not read. */
export function resultsOf(query: CheckedQuery): readonly DocumentedField[] {
  if (callOf(query) === "exec") return []
  return query.steps[0].columns.map(({ name, type, doc }) => ({ name, doc, value: resultValue(type) }))
}

/** `claimNext` -> `ClaimNextParams` */
export function paramsType(query: CheckedQuery): string {
  return `${pascalCase(query.name)}Params`
}

/** `claimNext` -> `ClaimNextRow` */
export function rowType(query: CheckedQuery): string {
  return `${pascalCase(query.name)}Row`
}

const docs: Readonly<Record<Call, string>> = {
  one: "Answers exactly one row.",
  optional: "Answers one row or `null`.",
  many: "Answers any number of rows.",
  exec: "Answers how many rows it changed.",
}

/** The author's comment, or how the query answers where there is none. */
export function docOf(query: CheckedQuery): string {
  return query.doc.trim() === "" ? docs[callOf(query)] : query.doc
}
