import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { linesOf, positionAt } from "../source/line-map.ts"
import { bindMethod } from "./bind.ts"
import { checkData, namedCheck } from "./check-data.ts"
import { decodeMethod } from "./decode.ts"
import type { RuntimeFunction, RuntimeType } from "./import-list.ts"
import { type Call, callOf, docOf, parametersOf, paramsType, resultsOf, rowType } from "./query-facts.ts"
import { docComment, propertyKey, quote, template } from "./quote.ts"
import { type Slots, slotsOf } from "./slot.ts"
import { type Place, typeOf } from "./typescript-type.ts"
import { braces, type Doc, filled, group, hardline, indent, join, line, list, softline } from "./writer.ts"

/** Names of the zod schemas that decide; undefined where there is nothing to check. */
export interface QuerySchemas {
  readonly parameters: string | undefined
  readonly row: string | undefined
}

interface Parts {
  readonly query: CheckedQuery
  readonly parameters: Slots
  readonly results: Slots
  readonly schemas: QuerySchemas | undefined
}

/** One query as blocks of code: its interfaces, its structured checks and the exported function. */
export function querySource(query: CheckedQuery, schemas: QuerySchemas | undefined, place: Place): readonly Doc[] {
  const parameters: Slots = {
    all: slotsOf(query.name, parametersOf(query), place),
    type: paramsType(query),
    side: "InferInput",
  }
  const results: Slots = { all: slotsOf(query.name, resultsOf(query), place), type: rowType(query), side: "Infer" }
  return [
    ...interfaceOf(parameters, place),
    ...interfaceOf(results, place),
    ...checksOf(parameters, place),
    ...checksOf(results, place),
    functionOf({ query, parameters, results, schemas }, place),
  ]
}

function interfaceOf(slots: Slots, place: Place): readonly Doc[] {
  if (slots.all.length === 0) return []
  const fields = slots.all.map(({ name, value, doc }) => [
    docComment(doc, 1),
    `readonly ${propertyKey(name)}: `,
    typeOf(value, slots.side, place),
  ])
  return [[`export interface ${slots.type} {`, indent(hardline, join(hardline, fields)), hardline, "}"]]
}

function checksOf(slots: Slots, place: Place): readonly Doc[] {
  return slots.all.flatMap(({ check, value }) =>
    check === undefined ? [] : [[`const ${check}: ${place.imports.type("Check")} = `, checkData(value, place)]],
  )
}

const calls: Readonly<Record<Call, { readonly make: RuntimeFunction; readonly type: RuntimeType }>> = {
  one: { make: "oneQuery", type: "OneQuery" },
  optional: { make: "optionalQuery", type: "OptionalQuery" },
  many: { make: "manyQuery", type: "ManyQuery" },
  exec: { make: "execQuery", type: "ExecQuery" },
}

function functionOf(parts: Parts, place: Place): Doc {
  const { query, parameters, results, schemas } = parts
  const { make, type } = calls[callOf(query)]
  const types = [parameters.all.length === 0 ? "void" : parameters.type]
  if (results.all.length > 0) types.push(results.type)
  const declared = group(`${place.imports.type(type)}<`, indent(softline, join([",", line], types)), softline, ">")
  const members = [
    ...factsOf(parts, place),
    bindMethod(parameters, bindOrder(query, parameters), schemas?.parameters, place),
    ...(results.all.length === 0 ? [] : [decodeMethod(results, schemas?.row, place)]),
  ]
  return [
    docComment(docOf(query), 0),
    [`export const ${query.name}: `, declared, ` = /* @__PURE__ */ ${place.imports.call(make)}({`],
    indent(hardline, join(hardline, members)),
    hardline,
    "})",
  ]
}

/** For each bind slot the index of its parameter. */
function bindOrder(query: CheckedQuery, { all }: Slots): readonly number[] {
  return query.steps[0].variants[0].binds.map(({ parameter }) => {
    return all.findIndex((slot) => slot.name === query.parameters[parameter]?.name)
  })
}

function factsOf({ query, parameters, results, schemas }: Parts, place: Place): readonly Doc[] {
  const [step] = query.steps
  const { file, span } = query.source
  const call = callOf(query)
  const columns = call === "exec" ? [] : step.columns.map((column) => quote(column.sqlName))
  return [
    `name: ${quote(query.name)},`,
    `source: ${quote(`${file.path}:${positionAt(linesOf(file), span.start).line}`)},`,
    ["sql: ", template(step.variants[0].sql), ","],
    ["columns: ", filled("[", columns, "]"), ","],
    `readonly: ${step.effects.readonly},`,
    ["tables: ", tablesOf(step), ","],
    `changes: ${quote(step.effects.sideWrites ? "query" : "own")},`,
    // `:one` and `:optional` are let through only where at most one row is proved
    ...(call === "one" || call === "optional" ? ["single: true,"] : []),
    ...retryFacts(query),
    ["parameters: ", tableOf(parameters, place), ","],
    ["results: ", tableOf(results, place), ","],
    ...(schemas === undefined ? [] : schemaFacts(schemas)),
  ]
}

/** Only what differs from what `readonly` says: a query that reads may be sent again, one that writes may not. */
function retryFacts({ retry, consistency, steps: [{ effects }] }: CheckedQuery): readonly Doc[] {
  const expected = effects.readonly ? "read-only" : "unsafe"
  return [
    ...(retry.value === expected ? [] : [`retry: ${quote(retry.value)},`]),
    ...(consistency === "any" ? [] : [`consistency: ${quote(consistency)},`]),
  ]
}

function tablesOf({ effects }: CheckedStep): Doc {
  const names = (all: readonly { readonly table: string }[]): Doc =>
    filled("[", [...new Set(all.map(({ table }) => quote(table)))], "]")
  return braces([
    ["reads: ", names(effects.reads)],
    ["writes: ", names(effects.writes)],
  ])
}

function tableOf(slots: Slots, place: Place): Doc {
  const rows = slots.all.map(({ name, value, check }) => namedCheck(name, check ?? checkData(value, place)))
  return list("[", rows, "]")
}

function schemaFacts({ parameters, row }: QuerySchemas): readonly Doc[] {
  const entries = [
    ...(parameters === undefined ? [] : [`parameters: ${parameters}`]),
    ...(row === undefined ? [] : [`row: ${row}`]),
  ]
  return entries.length === 0 ? [] : [["schemas: ", braces(entries), ","]]
}
