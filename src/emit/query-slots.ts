import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import { checkData } from "./check-data.ts"
import { parametersOf, paramsType, resultsOf, rowName, rowType } from "./query-facts.ts"
import { docComment, propertyKey } from "./quote.ts"
import { type Slots, slotsOf } from "./slot.ts"
import { type Place, typeOf } from "./typescript-type.ts"
import { type Doc, hardline, indent, join } from "./writer.ts"

/** What a query takes. */
export function parameterSlots(query: CheckedQuery, place: Place): Slots {
  return { all: slotsOf(query.name, parametersOf(query), place), type: paramsType(query), side: "InferInput" }
}

/** What one of its statements answers. */
export function resultSlots(query: CheckedQuery, step: CheckedStep, place: Place): Slots {
  return { all: slotsOf(rowName(query, step), resultsOf(step), place), type: rowType(query, step), side: "Infer" }
}

/** The fields as an interface; none where there are no fields. */
export function interfaceOf(slots: Slots, place: Place): readonly Doc[] {
  if (slots.all.length === 0) return []
  const fields = slots.all.map(({ name, value, doc }) => [
    docComment(doc, 1),
    `readonly ${propertyKey(name)}: `,
    typeOf(value, slots.side, place),
  ])
  return [interfaceDoc(slots.type, fields)]
}

/** `export interface Name { ... }`, a field on a line. */
export function interfaceDoc(name: string, fields: readonly Doc[]): Doc {
  return [`export interface ${name} {`, indent(hardline, join(hardline, fields)), hardline, "}"]
}

/** A constant for each field whose JSON has a structure. */
export function checksOf(slots: Slots, place: Place): readonly Doc[] {
  return slots.all.flatMap(({ check, value }) =>
    check === undefined ? [] : [[`const ${check}: ${place.imports.type("Check")} = `, checkData(value, place)]],
  )
}
