import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { pascalCase } from "../analyze/names.ts"
import { bindMethod } from "./bind.ts"
import { decodeMethod } from "./decode.ts"
import type { RuntimeFunction } from "./import-list.ts"
import { type Call, callOf, docOf, outcomeTypes, reasonsOf, resultsOf } from "./query-facts.ts"
import { checksOf, interfaceDoc, interfaceOf, parameterSlots, resultSlots } from "./query-slots.ts"
import { docComment, propertyKey, quote } from "./quote.ts"
import type { Slots } from "./slot.ts"
import {
  bindOrder,
  consistencyFact,
  parameterFact,
  type QuerySchemas,
  resultFact,
  schemaFacts,
  sourceFact,
  sqlFacts,
  tablesOf,
} from "./statement-facts.ts"
import type { Place } from "./typescript-type.ts"
import { braces, type Doc, filled, group, hardline, indent, join, line, softline } from "./writer.ts"

/** A step as the code speaks of it. */
interface StepParts {
  readonly step: CheckedStep
  /** the constant that holds it */
  readonly constant: string
  readonly results: Slots
}

/** Several statements as blocks of code: what they take and answer, a constant for each, and the exported function. */
export function transactionSource(
  query: CheckedQuery,
  schemas: QuerySchemas | undefined,
  place: Place,
): readonly Doc[] {
  const parameters = parameterSlots(query, place)
  const steps = query.steps.map((step): StepParts => {
    const constant = place.imports.declare(`${query.name}${pascalCase(step.name)}`)
    return { step, constant, results: resultSlots(query, step, place) }
  })
  return [
    ...interfaceOf(parameters, place),
    ...steps.flatMap(({ results }) => interfaceOf(results, place)),
    ...answersOf(query, steps),
    outcomeOf(query, place),
    ...checksOf(parameters, place),
    ...steps.flatMap(({ results }) => checksOf(results, place)),
    ...steps.map((parts) => stepOf(query, parts, parameters, schemas, place)),
    functionOf(query, steps, parameters, schemas, place),
  ]
}

/** What is answered when every statement ran and every guard held; and when an earlier run has done it. */
function answersOf(query: CheckedQuery, steps: readonly StepParts[]): readonly Doc[] {
  const { done, replayed } = outcomeTypes(query)
  const read = steps.filter(({ step }) => resultsOf(step).length > 0)
  if (!isKeyed(query)) return [interfaceDoc(done, ["readonly ok: true", ...read.map(answerField)])]
  const anew = read.filter(({ step }) => step.effects.readonly)
  return [
    interfaceDoc(done, ["readonly ok: true", "readonly replayed: false", ...read.map(answerField)]),
    interfaceDoc(replayed, ["readonly ok: true", "readonly replayed: true", ...anew.map(answerField)]),
  ]
}

function isKeyed({ steps }: CheckedQuery): boolean {
  return steps.some(({ isKey }) => isKey)
}

function answerField({ step, results }: StepParts): Doc {
  return [docComment(step.doc, 1), `readonly ${propertyKey(step.name)}: ${answerType(callOf(step), results.type)}`]
}

function answerType(call: Call, row: string): string {
  if (call === "many") return `${row}[]`
  return call === "optional" ? `${row} | null` : row
}

function outcomeOf(query: CheckedQuery, place: Place): Doc {
  const { done, outcome, replayed } = outcomeTypes(query)
  const refusal = refusalOf(query, place)
  const members = [done, ...(isKeyed(query) ? [replayed] : []), ...(refusal === undefined ? [] : [refusal])]
  return group(`export type ${outcome} =`, indent(line, join([line, "| "], members)))
}

/** `Refusal<"no_money" | "no_account">`; undefined without guards. */
function refusalOf(query: CheckedQuery, place: Place): Doc | undefined {
  const reasons = reasonsOf(query).map(quote)
  if (reasons.length === 0) return undefined
  return group(`${place.imports.type("Refusal")}<`, indent(softline, join([line, "| "], reasons)), softline, ">")
}

function stepOf(
  query: CheckedQuery,
  { step, constant, results }: StepParts,
  parameters: Slots,
  schemas: QuerySchemas | undefined,
  place: Place,
): Doc {
  const { guard } = step
  const hasRows = results.all.length > 0
  const types: Doc[] = hasRows ? [results.type] : []
  const { imports } = place
  if (guard !== undefined) types.push(`${imports.type("Refusal")}<${quote(guard.reason)}>`)
  const name = imports.type(hasRows ? "RowStep" : "Step")
  const declared = types.length === 0 ? name : [`${name}<`, join(", ", types), ">"]
  const members = [
    ...sqlFacts(query, step),
    ["binds: ", filled("[", bindOrder(query, step, parameters).map(String), "]"), ","],
    ...(guard === undefined ? [] : [["guard: ", guardData(guard), ","]]),
    ...(step.isKey ? ["key: true,"] : []),
    ...(hasRows
      ? [
          resultFact(results, place),
          ...(schemas === undefined ? [] : schemaFacts({ parameters: undefined, row: schemas.row(step) })),
          decodeMethod(results, schemas?.row(step), place),
        ]
      : []),
  ]
  return [[`const ${constant}: `, declared, " = {"], indent(hardline, join(hardline, members)), hardline, "}"]
}

function guardData({ counts, test, count, reason }: NonNullable<CheckedStep["guard"]>): Doc {
  return braces([
    `counts: ${quote(counts)}`,
    `test: ${quote(test)}`,
    `count: ${count}`,
    ["refusal: ", braces(["ok: false", `reason: ${quote(reason)}`])],
  ])
}

const readers: Readonly<Record<Exclude<Call, "exec">, RuntimeFunction>> = {
  one: "oneRow",
  optional: "optionalRow",
  many: "allRows",
}

function functionOf(
  query: CheckedQuery,
  steps: readonly StepParts[],
  parameters: Slots,
  schemas: QuerySchemas | undefined,
  place: Place,
): Doc {
  const { imports } = place
  const { done, replayed } = outcomeTypes(query)
  const types: Doc[] = [parameters.all.length === 0 ? "void" : parameters.type, done]
  const refusal = refusalOf(query, place)
  if (refusal !== undefined || isKeyed(query)) types.push(refusal ?? "never")
  if (isKeyed(query)) types.push(replayed)
  const declared = group(
    `${imports.type("TransactionQuery")}<`,
    indent(softline, join([",", line], types)),
    softline,
    ">",
  )
  const order = parameters.all.map((_, index) => index)
  const members = [
    `name: ${quote(query.name)},`,
    sourceFact(query, query.source.span.start),
    `readonly: ${query.steps.every(({ effects }) => effects.readonly)},`,
    ["tables: ", tablesOf(query.steps), ","],
    `retry: ${quote(query.retry.value)},`,
    ...consistencyFact(query),
    parameterFact(parameters, place),
    ...(schemas === undefined ? [] : schemaFacts({ parameters: schemas.parameters, row: undefined })),
    [
      "steps: ",
      filled(
        "[",
        steps.map(({ constant }) => constant),
        "]",
      ),
      ",",
    ],
    bindMethod(parameters, order, schemas?.parameters, place),
    ...readsOf(query, steps, place),
  ]
  return [
    docComment(docOf(query), 0),
    [`export const ${query.name}: `, declared, ` = /* @__PURE__ */ ${imports.call("transactionQuery")}({`],
    indent(hardline, join(hardline, members)),
    hardline,
    "})",
  ]
}

function readsOf(query: CheckedQuery, steps: readonly StepParts[], place: Place): readonly Doc[] {
  if (!isKeyed(query)) return [readOf("read", ["ok: true"], steps, place)]
  const anew = steps.filter(({ step }) => step.effects.readonly)
  return [
    readOf("read", ["ok: true", "replayed: false"], steps, place),
    readOf("replay", ["ok: true", "replayed: true"], anew, place),
  ]
}

/** `read: (rows) => ({ ok: true, found: optionalRow(step, rows(step)) })` */
function readOf(name: string, own: readonly Doc[], steps: readonly StepParts[], { imports }: Place): Doc {
  const fields = steps.flatMap(({ step, constant }): readonly Doc[] => {
    const call = callOf(step)
    if (call === "exec") return []
    return [`${propertyKey(step.name)}: ${imports.call(readers[call])}(${constant}, rows(${constant}))`]
  })
  return [`${name}: (${fields.length === 0 ? "" : "rows"}) => (`, braces([...own, ...fields]), "),"]
}
