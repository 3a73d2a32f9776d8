import type { CheckedQuery } from "../analyze/checked-query.ts"
import { bindMethod } from "./bind.ts"
import { decodeMethod } from "./decode.ts"
import type { RuntimeFunction, RuntimeType } from "./import-list.ts"
import { type Call, callOf, docOf } from "./query-facts.ts"
import { checksOf, interfaceOf, parameterSlots, resultSlots } from "./query-slots.ts"
import { docComment } from "./quote.ts"
import type { Slots } from "./slot.ts"
import {
  bindOrder,
  consistencyFact,
  parameterFact,
  type QuerySchemas,
  resultFact,
  retryFact,
  schemaFacts,
  sqlFacts,
} from "./statement-facts.ts"
import type { Place } from "./typescript-type.ts"
import { type Doc, group, hardline, indent, join, line, softline } from "./writer.ts"

interface Parts {
  readonly query: CheckedQuery
  readonly parameters: Slots
  readonly results: Slots
  readonly schemas: QuerySchemas | undefined
}

/** A query of one statement as blocks of code: its interfaces, its structured checks and the exported function. */
export function statementSource(query: CheckedQuery, schemas: QuerySchemas | undefined, place: Place): readonly Doc[] {
  const parameters = parameterSlots(query, place)
  const [step] = query.steps
  const results = resultSlots(query, step, place)
  return [
    ...interfaceOf(parameters, place),
    ...interfaceOf(results, place),
    ...checksOf(parameters, place),
    ...checksOf(results, place),
    functionOf({ query, parameters, results, schemas }, place),
  ]
}

const calls: Readonly<Record<Call, { readonly make: RuntimeFunction; readonly type: RuntimeType }>> = {
  one: { make: "oneQuery", type: "OneQuery" },
  optional: { make: "optionalQuery", type: "OptionalQuery" },
  many: { make: "manyQuery", type: "ManyQuery" },
  exec: { make: "execQuery", type: "ExecQuery" },
}

const bulkCalls: typeof calls = {
  ...calls,
  many: { make: "bulkManyQuery", type: "BulkManyQuery" },
  exec: { make: "bulkExecQuery", type: "BulkExecQuery" },
}

function functionOf(parts: Parts, place: Place): Doc {
  const { query, parameters, results, schemas } = parts
  const { make, type } = (query.bulk === undefined ? calls : bulkCalls)[callOf(query.steps[0])]
  const types = [parameters.all.length === 0 ? "void" : parameters.type]
  if (results.all.length > 0) types.push(results.type)
  const declared = group(`${place.imports.type(type)}<`, indent(softline, join([",", line], types)), softline, ">")
  const members = [
    ...factsOf(parts, place),
    bindMethod(parameters, bindOrder(query, query.steps[0], parameters), schemas?.parameters, place),
    ...(results.all.length === 0 ? [] : [decodeMethod(results, schemas?.row(query.steps[0]), place)]),
  ]
  return [
    docComment(docOf(query), 0),
    [`export const ${query.name}: `, declared, ` = /* @__PURE__ */ ${place.imports.call(make)}({`],
    indent(hardline, join(hardline, members)),
    hardline,
    "})",
  ]
}

function factsOf({ query, parameters, results, schemas }: Parts, place: Place): readonly Doc[] {
  const [step] = query.steps
  return [
    ...sqlFacts(query, step),
    ...retryFact(query),
    ...consistencyFact(query),
    parameterFact(parameters, place),
    resultFact(results, place),
    ...(schemas === undefined ? [] : schemaFacts({ parameters: schemas.parameters, row: schemas.row(step) })),
  ]
}
