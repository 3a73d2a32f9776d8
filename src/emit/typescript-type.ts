import type { EmitOptions } from "./emit-options.ts"
import type { Imports } from "./import-list.ts"
import { schemaModule } from "./module-path.ts"
import { literal, propertyKey } from "./quote.ts"
import type { Field, Item, Kind, SchemaItem, Value } from "./value.ts"
import { braces, type Doc, group, indent, join, line, softline, whenBroken } from "./writer.ts"

/** The file being written: its names and what it is for. */
export interface Place {
  readonly imports: Imports
  readonly options: EmitOptions
}

/** What a user's schema is asked for: what it takes, or what it gives. */
export type Side = "Infer" | "InferInput"

/** The value as a TypeScript type. */
export function typeOf(value: Value, side: Side, place: Place): Doc {
  const members = membersOf(value.item, side, place)
  const listed: readonly Doc[] = value.list ? [listOf(members)] : members
  return union(value.nullable ? [...listed, "null"] : listed)
}

/** The name under which a user's schema is imported. */
export function schemaName(item: SchemaItem, place: Place): string {
  return place.imports.value(schemaModule(item, place.options), item.ref.name)
}

function membersOf(item: Item, side: Side, place: Place): readonly Doc[] {
  switch (item.kind) {
    case "literals":
      return item.values.map(literal)
    case "ref":
      return [`${place.imports.type(side)}<typeof ${schemaName(item, place)}>`]
    case "object":
      return [item.fields.length === 0 ? "Record<string, never>" : objectType(item.fields, side, place)]
    case "record":
      return [braces([["readonly [key: string]: ", typeOf(item.value, side, place)]], ";")]
    case "array":
      return [arrayType(item.element, side, place)]
    case "tuple":
      return [
        [
          "readonly [",
          join(
            ", ",
            item.items.map((each) => typeOf(each, side, place)),
          ),
          "]",
        ],
      ]
    case "json":
      return [place.imports.type("JsonValue")]
    default:
      return kindTypes(item.kind)
  }
}

function kindTypes(kind: Exclude<Kind, "json">): readonly Doc[] {
  switch (kind) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "null":
      return [kind]
    case "integer":
    case "timestamp_ms":
      return ["number"]
    case "blob":
      return ["Uint8Array"]
    case "any":
      return ["string", "number", "Uint8Array"]
    case "scalar":
      return ["string", "number"]
  }
}

function objectType(fields: readonly Field[], side: Side, place: Place): Doc {
  const members = fields.map(({ name, value, optional }) => [
    `readonly ${propertyKey(name)}${optional ? "?" : ""}: `,
    typeOf(value, side, place),
    optional ? " | undefined" : "",
  ])
  return braces(members, ";")
}

function arrayType(element: Value, side: Side, place: Place): Doc {
  const members = membersOf(element.item, side, place)
  const isReadonly = element.item.kind === "array" || element.item.kind === "tuple"
  const all = element.nullable ? [...members, "null"] : members
  return isReadonly && all.length === 1 ? ["readonly (", all, ")[]"] : listOf(all)
}

function listOf(members: readonly Doc[]): Doc {
  return members.length === 1 ? ["readonly ", members, "[]"] : ["readonly (", union(members), ")[]"]
}

function union(members: readonly Doc[]): Doc {
  const [first = "never", second] = members
  if (second === undefined) return first
  // `{ ... } | null` and other types with brackets break inside
  if (members.length === 2 && typeof first !== "string") return [first, " | ", second]
  return group(indent(softline, whenBroken("| "), join([line, "| "], members)))
}
