import type { Wire } from "../analyze/wire.ts"
import type { RuntimeFunction } from "./import-list.ts"
import { listText } from "./list-text.ts"
import { variables } from "./names-in-function.ts"
import type { RowField } from "./query-facts.ts"
import { propertyKey } from "./quote.ts"
import type { Place } from "./typescript-type.ts"
import { type Doc, filled, group, indent, softline } from "./writer.ts"

const writers: Readonly<Record<Exclude<Wire, "plain" | "json">, RuntimeFunction>> = {
  bigint: "fromBigInt",
  number: "fromNumber",
  blob: "fromBlob",
  any: "fromAny",
}

/** `rowsToJsonText(rows.map(({ id, big }) => ({ id, big: fromBigInt(big) })))` */
export function rowsText(rows: string, fields: readonly RowField[], { imports }: Place): Doc {
  const names = variables(
    fields.map(({ name }) => name),
    imports.locals,
  )
  const taken = fields.map(({ name }, index) => field(name, names[index] ?? "_"))
  const given = fields.map((each, index) => field(each.name, encoded(each, names[index] ?? "_", imports)))
  const head = [`${imports.call("rowsToJsonText")}(`, `${rows}.map((`, filled("{", taken, "}"), ") => ("]
  return group(head[0] ?? "", indent(softline, head.slice(1), filled("{", given, "}"), "))"), softline, ")")
}

function field(name: string, value: string): string {
  return name === value ? name : `${propertyKey(name)}: ${value}`
}

function encoded({ value, wire }: RowField, variable: string, imports: Place["imports"]): string {
  if (wire === "plain") return variable
  if (wire !== "json") return `${imports.call(writers[wire])}(${variable})`
  const text = `${imports.call(value.list ? listText(value.item) : "toJsonText")}(${variable})`
  return value.nullable ? `${variable} === null ? null : ${text}` : text
}
