import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { linesOf, positionAt } from "../source/line-map.ts"
import { checkData, namedCheck } from "./check-data.ts"
import { callOf, statementName } from "./query-facts.ts"
import { quote, template } from "./quote.ts"
import type { Slots } from "./slot.ts"
import type { Place } from "./typescript-type.ts"
import { braces, type Doc, filled, list } from "./writer.ts"

/** Names of the zod schemas that decide; undefined where there is nothing to check. */
export interface QuerySchemas {
  readonly parameters: string | undefined
  readonly row: (step: CheckedStep) => string | undefined
}

/** For each bind slot of a statement the index of its parameter. */
export function bindOrder(query: CheckedQuery, step: CheckedStep, { all }: Slots): readonly number[] {
  return step.variants[0].binds.map(({ parameter }) => {
    return all.findIndex((slot) => slot.name === query.parameters[parameter]?.name)
  })
}

/** What is known of one text that is sent. */
export function sqlFacts(query: CheckedQuery, step: CheckedStep): readonly Doc[] {
  const call = callOf(step)
  const columns = call === "exec" ? [] : step.columns.map((column) => quote(column.sqlName))
  return [
    `name: ${quote(statementName(query, step))},`,
    sourceFact(query, step.span.start),
    ["sql: ", template(step.variants[0].sql), ","],
    ["columns: ", filled("[", columns, "]"), ","],
    `readonly: ${step.effects.readonly},`,
    ["tables: ", tablesOf([step]), ","],
    `changes: ${quote(step.effects.sideWrites ? "query" : "own")},`,
    // `:one` and `:optional` are let through only where at most one row is proved
    ...(call === "one" || call === "optional" ? ["single: true,"] : []),
  ]
}

/** Where it stands: file and line. */
export function sourceFact({ source: { file } }: CheckedQuery, start: number): Doc {
  return `source: ${quote(`${file.path}:${positionAt(linesOf(file), start).line}`)},`
}

/** Only what differs from what `readonly` says: a query that reads may be sent again, one that writes may not. */
export function retryFact({ retry, steps: [{ effects }] }: CheckedQuery): readonly Doc[] {
  const expected = effects.readonly ? "read-only" : "unsafe"
  return retry.value === expected ? [] : [`retry: ${quote(retry.value)},`]
}

export function consistencyFact({ consistency }: CheckedQuery): readonly Doc[] {
  return consistency === "any" ? [] : [`consistency: ${quote(consistency)},`]
}

export function parameterFact(slots: Slots, place: Place): Doc {
  return ["parameters: ", tableOf(slots, place), ","]
}

export function resultFact(slots: Slots, place: Place): Doc {
  return ["results: ", tableOf(slots, place), ","]
}

/** The tables that some statements read and write. */
export function tablesOf(steps: readonly CheckedStep[]): Doc {
  const names = (all: readonly { readonly table: string }[]): Doc =>
    filled("[", [...new Set(all.map(({ table }) => quote(table)))], "]")
  return braces([
    ["reads: ", names(steps.flatMap(({ effects }) => effects.reads))],
    ["writes: ", names(steps.flatMap(({ effects }) => effects.writes))],
  ])
}

function tableOf(slots: Slots, place: Place): Doc {
  const rows = slots.all.map(({ name, value, check }) => namedCheck(name, check ?? checkData(value, place)))
  return list("[", rows, "]")
}

/** The schemas that decide, as far as there are any. */
export function schemaFacts(schemas: {
  readonly parameters: string | undefined
  readonly row: string | undefined
}): readonly Doc[] {
  const { parameters, row } = schemas
  const entries = [
    ...(parameters === undefined ? [] : [`parameters: ${parameters}`]),
    ...(row === undefined ? [] : [`row: ${row}`]),
  ]
  return entries.length === 0 ? [] : [["schemas: ", braces(entries), ","]]
}
