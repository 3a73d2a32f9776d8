import { rowsText } from "./bulk-rows.ts"
import { allOf, guarded, method, oneOf } from "./guarded.ts"
import { limitTests } from "./limits.ts"
import { listText } from "./list-text.ts"
import { literal, propertyKey, quote } from "./quote.ts"
import type { Slot, Slots } from "./slot.ts"
import { type Place, schemaName } from "./typescript-type.ts"
import type { Item } from "./value.ts"
import { type Doc, filled, group, indent, join, line, list, softline } from "./writer.ts"

/** Which schema decides instead of the generated checks; undefined: none. */
export type Schema = string | undefined

/**
 * The method that checks parameters and answers what is bound, `?1` first: `order` has the index of a slot for each bind.
 * Booleans become 0 and 1, int64 text, lists and JSON one JSON text each.
 */
export function bindMethod(slots: Slots, order: readonly number[], schema: Schema, place: Place): Doc {
  if (slots.all.length === 0) return "bind: () => [],"
  const { imports } = place
  const values = order.flatMap((index) => slots.all[index] ?? []).map((slot) => encoded(slot, place))
  const answer = values.every((value) => typeof value === "string") ? filled("[", values, "]") : list("[", values, "]")
  const fields = slots.all.map(({ name, variable }) => (name === variable ? name : `${propertyKey(name)}: ${variable}`))
  const variables = [filled("const {", fields, "}"), " = params"]
  if (schema !== undefined) {
    const refused = `if (!${imports.call("standardCheck")}(${schema}, params).ok) return undefined`
    return method("bind(params)", [refused, variables, ["return ", answer]])
  }
  const tests = slots.all.map((slot) => test(slot, slots, place))
  const count = `${imports.call("keyCount")}(params) === ${slots.all.length}`
  return method("bind(params)", [variables, guarded([count, ...tests], answer)])
}

function test(slot: Slot, slots: Slots, place: Place): Doc {
  const { variable, value, check } = slot
  const { item } = value
  const { imports } = place
  if (check !== undefined) {
    return `${imports.call("conforms")}<${slots.type}[${quote(slot.name)}]>(${check}, ${variable})`
  }
  if (item.kind === "ref" && !value.list) {
    const call = imports.call(value.nullable ? "standardCheckOrNull" : "standardCheck")
    return `${call}(${schemaName(item, place)}, ${variable}).ok`
  }
  const tests = value.list ? [listTest(item, variable, place)] : alternatives(item, variable, place)
  const isNullTold = item.kind === "json" && !value.list
  return oneOf(value.nullable && !isNullTold ? [`${variable} === null`, ...tests] : tests)
}

function listTest(item: Item, variable: string, place: Place): Doc {
  const isListOf = place.imports.call("isListOf")
  if (item.kind === "bigint" || item.kind === "json") {
    return `${isListOf}(${variable}, ${place.imports.call(item.kind === "json" ? "isJson" : "isInt64")})`
  }
  const tests = join([" ||", line], alternatives(item, "element", place))
  return group(`${isListOf}(${variable}, (element) =>`, indent(line, tests), softline, ")")
}

/** What a value has to be one of; the compiler knows its type already. */
function alternatives(item: Item, name: string, place: Place): readonly Doc[] {
  const own = typeAlternatives(item, name, place)
  const { limits } = "limits" in item ? item : {}
  if (limits === undefined) return own
  // the element of a list is unknown to the compiler
  const isNumber = name === "element" && item.kind !== "string" ? [`typeof ${name} === "number"`] : []
  return own.map((test) => allOf([...isNumber, test, ...limitTests(item, limits, name)]))
}

function typeAlternatives(item: Item, name: string, place: Place): readonly string[] {
  const { imports } = place
  switch (item.kind) {
    case "string":
    case "boolean":
      return [`typeof ${name} === "${item.kind}"`]
    case "integer":
    case "timestamp_ms":
      return [`Number.isSafeInteger(${name})`]
    case "number":
      return [`Number.isFinite(${name})`]
    case "blob":
      return [`${name} instanceof Uint8Array`]
    case "scalar":
      return [`typeof ${name} === "string"`, `Number.isFinite(${name})`]
    case "any":
      return [`typeof ${name} === "string"`, `Number.isFinite(${name})`, `${name} instanceof Uint8Array`]
    case "null":
      return [`${name} === null`]
    case "bigint":
      return [`${imports.call("isInt64")}(${name})`]
    case "json":
      return [`${imports.call("isJson")}(${name})`]
    case "literals":
      return item.values.map((value) => `${name} === ${literal(value)}`)
    case "ref":
      return [`${imports.call("standardCheck")}(${schemaName(item, place)}, ${name}).ok`]
    case "object":
    case "record":
    case "array":
    case "tuple":
      return [] // a constant describes it
  }
}

function encoded({ value, variable, fields }: Slot, place: Place): Doc {
  if (fields !== undefined) return rowsText(variable, fields, place)
  const { imports } = place
  const { item, list, nullable } = value
  const orNull = (text: string): string => (nullable ? `${variable} === null ? null : ${text}` : text)
  if (list) return orNull(`${imports.call(listText(item))}(${variable})`)
  switch (item.kind) {
    case "boolean":
      return `${imports.call("fromBoolean")}(${variable})`
    case "bigint":
      return `${imports.call("fromBigInt")}(${variable})`
    case "json":
    case "ref":
    case "object":
    case "record":
    case "array":
    case "tuple":
      return orNull(`${imports.call("toJsonText")}(${variable})`)
    case "string":
    case "integer":
    case "number":
    case "timestamp_ms":
    case "blob":
    case "any":
    case "scalar":
    case "null":
    case "literals":
      return variable
  }
}
