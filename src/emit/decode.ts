import type { Schema } from "./bind.ts"
import { checkData } from "./check-data.ts"
import { allOf, guarded, method, oneOf } from "./guarded.ts"
import type { RuntimeFunction } from "./import-list.ts"
import { limitTests } from "./limits.ts"
import { variables } from "./names-in-function.ts"
import { literal, propertyKey, quote } from "./quote.ts"
import type { Slot, Slots } from "./slot.ts"
import { type Place, schemaName } from "./typescript-type.ts"
import type { Item, Value } from "./value.ts"
import { type Doc, filled } from "./writer.ts"

/** The method that converts and checks one row, given as its values in column order. */
export function decodeMethod(slots: Slots, schema: Schema, place: Place): Doc {
  return schema === undefined ? checkedByCode(slots, place) : checkedBySchema(slots, schema, place)
}

function checkedByCode(slots: Slots, place: Place): Doc {
  const raws = rawNames(slots, place, (slot) => converterOf(slot.value) !== undefined)
  const conversions = slots.all.flatMap((slot, index) => {
    const raw = raws[index] ?? slot.variable
    return raw === slot.variable ? [] : [`const ${slot.variable} = ${converted(slot.value, raw, place)}`]
  })
  const tests = slots.all.map((slot) => test(slot, slots, place))
  const fields = slots.all.map((slot) => field(slot, isChecked(slot.value) ? `${slot.variable}.value` : slot.variable))
  return method(head(raws), [...conversions, guarded(tests, filled("{", fields, "}"))])
}

/** Conversions as always, then the schema. What is no JSON is `undefined`, which a user's schema might let pass. */
function checkedBySchema(slots: Slots, schema: string, place: Place): Doc {
  const raws = rawNames(slots, place, (slot) => isChecked(slot.value))
  const parsed = slots.all.flatMap((slot, index) => {
    const raw = raws[index] ?? slot.variable
    if (raw === slot.variable) return []
    return [
      `const ${slot.variable} = ${place.imports.call("parseJson")}(${raw})`,
      `if (${slot.variable} === undefined) return undefined`,
    ]
  })
  const fields = slots.all.map((slot) => {
    const inPlace = !isChecked(slot.value) && converterOf(slot.value) !== undefined
    return field(slot, inPlace ? converted(slot.value, slot.variable, place) : slot.variable)
  })
  const call = `const checked = ${place.imports.call("standardCheck")}(${schema}, `
  return method(head(raws), [
    ...parsed,
    [call, filled("{", fields, "}"), ")"],
    "return checked.ok ? checked.value : undefined",
  ])
}

function head(names: readonly string[]): Doc {
  return filled("decode([", names, "])")
}

function field({ name }: Slot, expression: string): string {
  return name === expression ? name : `${propertyKey(name)}: ${expression}`
}

/** `rawActive` for a column that is converted into `active`, otherwise the column's own variable. */
function rawNames(slots: Slots, place: Place, isRaw: (slot: Slot) => boolean): readonly string[] {
  const own = slots.all.map((slot) => slot.variable)
  const wishes = own.map((name) => `raw${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  const raws = variables(wishes, new Set([...place.imports.locals, ...own]))
  return slots.all.map((slot, index) => (isRaw(slot) ? (raws[index] ?? slot.variable) : slot.variable))
}

/** A user's schema answers a new value or a refusal, not the value itself. */
function isChecked({ item, list }: Value): boolean {
  return item.kind === "ref" && !list
}

function converted(value: Value, raw: string, place: Place): string {
  const { item } = value
  const converter = converterOf(value)
  const text = converter === undefined ? raw : `${place.imports.call(converter)}(${raw})`
  if (item.kind !== "ref" || value.list) return text
  const call = place.imports.call(value.nullable ? "standardCheckOrNull" : "standardCheck")
  return `${call}(${schemaName(item, place)}, ${text})`
}

function converterOf({ item, list }: Value): RuntimeFunction | undefined {
  if (list) return "parseJson"
  switch (item.kind) {
    case "boolean":
      return "toBoolean"
    case "bigint":
      return "toBigInt"
    case "blob":
    case "any":
      return "toBlob"
    case "json":
    case "ref":
    case "object":
    case "record":
    case "array":
    case "tuple":
      return "parseJson"
    case "string":
    case "integer":
    case "number":
    case "timestamp_ms":
    case "scalar":
    case "null":
    case "literals":
      return undefined
  }
}

function test({ name, variable, value, check }: Slot, slots: Slots, place: Place): Doc {
  const { item, list, nullable } = value
  const { imports } = place
  if (check !== undefined || list) {
    const conforms = `${imports.call("conforms")}<${slots.type}[${quote(name)}]>(`
    return [conforms, check ?? checkData(value, place), `, ${variable})`]
  }
  if (item.kind === "ref") return `${variable}.ok`
  if (item.kind === "json") return `${imports.call("isJson")}(${variable})`
  const tests = alternatives(item, variable, place)
  if (!nullable && tests.length === 1) return tests.map((each) => each.join(" && "))
  const isNull = nullable ? [`${imports.call("isNull")}(${variable})`] : []
  return oneOf([...isNull, ...tests.map((each) => (each.length === 1 ? each : allOf(each)))])
}

/** What an unknown value has to be one of, each as tests that must all hold; written so that the compiler follows. */
function alternatives(item: Item, name: string, place: Place): readonly (readonly string[])[] {
  const isText = [`typeof ${name} === "string"`]
  const isNumber = [`typeof ${name} === "number"`, `Number.isFinite(${name})`]
  const isBlob = [`${name} instanceof Uint8Array`]
  const within = "limits" in item && item.limits !== undefined ? limitTests(item, item.limits, name) : []
  switch (item.kind) {
    case "string":
      return [[...isText, ...within]]
    case "boolean":
      return [[`typeof ${name} === "boolean"`]]
    case "integer":
    case "timestamp_ms":
      return [[`typeof ${name} === "number"`, `Number.isSafeInteger(${name})`, ...within]]
    case "number":
      return [[...isNumber, ...within]]
    case "blob":
      return [isBlob]
    case "bigint":
      return [[`${place.imports.call("isInt64")}(${name})`]]
    case "scalar":
      return [isText, isNumber]
    case "any":
      return [isText, isNumber, isBlob]
    case "null":
      return [[`${place.imports.call("isNull")}(${name})`]]
    case "literals":
      return item.values.map((value) => [`${name} === ${literal(value)}`])
    case "json":
    case "ref":
    case "object":
    case "record":
    case "array":
    case "tuple":
      return [] // one test of the whole value decides
  }
}
