import type { Limits } from "../analyze/value-type.ts"
import { boundsOf, lengthPattern, lengthWords } from "./limits.ts"
import { literal, quote } from "./quote.ts"
import { type Place, schemaName } from "./typescript-type.ts"
import type { Field, Kind, Value } from "./value.ts"
import { braces, type Doc, filled, list } from "./writer.ts"

/** The value's check as data for the run time: `"string?"`, `{ literals: ["a", "b"] }`. */
export function checkData(value: Value, place: Place): Doc {
  const { item } = value
  const form = (value.list ? "[]" : "") + (value.nullable ? "?" : "")
  const withForm = (entry: Doc): Doc => braces(form === "" ? [entry] : [entry, `form: ${quote(form)}`])
  switch (item.kind) {
    case "literals":
      return withForm(["literals: ", filled("[", item.values.map(literal), "]")])
    case "ref":
      return withForm(`schema: ${schemaName(item, place)}`)
    case "object":
      return withForm(["object: ", namedChecks(item.fields, place)])
    case "record":
      return withForm(["record: ", checkData(item.value, place)])
    case "array":
      return withForm(["array: ", checkData(item.element, place)])
    case "tuple":
      return withForm([
        "tuple: ",
        list(
          "[",
          item.items.map((each) => checkData(each, place)),
          "]",
        ),
      ])
    default:
      if (item.limits === undefined) return quote(item.kind + form)
      return braces([...limitData(item.kind, item.limits), ...(form === "" ? [] : [`form: ${quote(form)}`])])
  }
}

function limitData(kind: Kind, limits: Limits): readonly Doc[] {
  if (kind === "string") return [`text: ${lengthPattern(limits)}`, `message: ${quote(lengthWords(limits))}`]
  return [`number: ${quote(kind)}`, ...boundsOf(limits).map(({ name, value }) => `${name}: ${literal(value)}`)]
}

/** `[["id", "string"], ["n", "integer"]]` */
function namedChecks(fields: readonly Field[], place: Place): Doc {
  return list(
    "[",
    fields.map(({ name, value, optional }) =>
      optional
        ? ["[", quote(name), ", ", checkData(value, place), ', "optional"]']
        : namedCheck(name, checkData(value, place)),
    ),
    "]",
  )
}

/** `["id", "string"]` */
export function namedCheck(name: string, check: Doc): Doc {
  return ["[", quote(name), ", ", check, "]"]
}
