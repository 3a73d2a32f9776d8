import { boundsOf, lengthPattern, lengthWords } from "./limits.ts"
import { literal, propertyKey, quote } from "./quote.ts"
import { type Place, schemaName } from "./typescript-type.ts"
import type { Field, Item, Value } from "./value.ts"
import { braces, type Doc, group, indent, join, line, list, softline, whenBroken } from "./writer.ts"

/** The value as a zod expression; `z` is the name under which zod is imported. */
export function zodSchema(value: Value, z: string, place: Place): Doc {
  const { item, list: isList, nullable } = value
  const base = itemSchema(item, z, place)
  const listed: Doc = isList ? [`${z}.array(`, base, ")"] : base
  if (!nullable) return listed
  // a user's schema may be one of zod/mini, which has no methods
  return item.kind === "ref" ? [`${z}.nullable(`, listed, ")"] : [listed, ".nullable()"]
}

/** The type of `zodSchema`, for a declaration that needs no inference. */
export function zodType(value: Value, z: string, place: Place): Doc {
  const { item, list: isList, nullable } = value
  const base = itemType(item, z, place)
  const listed: Doc = isList ? [`${z}.ZodArray<`, base, ">"] : base
  return nullable ? [`${z}.ZodNullable<`, listed, ">"] : listed
}

/** `z.ZodObject<{ id: z.ZodString }, z.core.$strip>`: `config` says what happens to further keys. */
export function objectType(fields: readonly Doc[], config: string, z: string): Doc {
  return group(`${z}.ZodObject<`, indent(softline, braces(fields, ";"), ",", line, config), softline, ">")
}

/** The fields of an object, as expressions or as types. */
export function zodFields(fields: readonly Field[], write: (value: Value) => Doc): readonly Doc[] {
  return fields.map(({ name, value }) => [propertyKey(name), ": ", write(value)])
}

/** The keys of a JSON object, of which some may not be there. */
function keys(fields: readonly Field[], write: (value: Value) => Doc, optional: (inner: Doc) => Doc): readonly Doc[] {
  return fields.map((field) => {
    const inner = write(field.value)
    return [propertyKey(field.name), ": ", field.optional ? optional(inner) : inner]
  })
}

/** `z.int().min(0)`, `z.string().regex(...)` */
function refined(base: string, item: Item): Doc {
  if (!("limits" in item) || item.limits === undefined) return base
  const { limits } = item
  if (item.kind === "string") return list(`${base}.regex(`, [lengthPattern(limits), quote(lengthWords(limits))], ")")
  return (
    base +
    boundsOf(limits)
      .map(({ zod, value }) => `.${zod}(${literal(value)})`)
      .join("")
  )
}

function itemSchema(item: Item, z: string, place: Place): Doc {
  const inner = (value: Value): Doc => zodSchema(value, z, place)
  switch (item.kind) {
    case "string":
    case "number":
    case "boolean":
    case "json":
    case "null":
      return refined(`${z}.${item.kind}()`, item)
    case "integer":
    case "timestamp_ms":
      return refined(`${z}.int()`, item)
    case "bigint":
      return `${z}.int64()`
    case "blob":
      return `${z}.instanceof(Uint8Array)`
    case "scalar":
      return `${z}.union([${z}.string(), ${z}.number()])`
    case "any":
      return `${z}.union([${z}.string(), ${z}.number(), ${z}.instanceof(Uint8Array)])`
    case "literals":
      if (item.values.length === 1) return `${z}.literal(${item.values.map(literal)})`
      return list(`${z}.literal([`, item.values.map(literal), "])")
    case "ref":
      return schemaName(item, place)
    case "object":
      return [`${z}.strictObject(`, braces(keys(item.fields, inner, (doc) => [doc, ".optional()"])), ")"]
    case "record":
      return list(`${z}.record(`, [`${z}.string()`, inner(item.value)], ")")
    case "array":
      return [`${z}.array(`, inner(item.element), ")"]
    case "tuple":
      return list(`${z}.tuple([`, item.items.map(inner), "])")
  }
}

function itemType(item: Item, z: string, place: Place): Doc {
  const inner = (value: Value): Doc => zodType(value, z, place)
  switch (item.kind) {
    case "string":
      return `${z}.ZodString`
    case "number":
      return `${z}.ZodNumber`
    case "boolean":
      return `${z}.ZodBoolean`
    case "json":
      return `${z}.ZodJSONSchema`
    case "null":
      return `${z}.ZodNull`
    case "integer":
    case "timestamp_ms":
      return `${z}.ZodInt`
    case "bigint":
      return `${z}.ZodBigIntFormat`
    case "blob":
      return bytesType(z)
    case "scalar":
      return unionType([`${z}.ZodString`, `${z}.ZodNumber`], z)
    case "any":
      return unionType([`${z}.ZodString`, `${z}.ZodNumber`, bytesType(z)], z)
    case "literals":
      return group(
        `${z}.ZodLiteral<`,
        indent(softline, whenBroken("| "), join([line, "| "], item.values.map(literal))),
        softline,
        ">",
      )
    case "ref":
      return `typeof ${schemaName(item, place)}`
    case "object":
      return objectType(
        keys(item.fields, inner, (doc) => [`${z}.ZodOptional<`, doc, ">"]),
        `${z}.core.$strict`,
        z,
      )
    case "record":
      return group(`${z}.ZodRecord<`, indent(softline, `${z}.ZodString,`, line, inner(item.value)), softline, ">")
    case "array":
      return [`${z}.ZodArray<`, inner(item.element), ">"]
    case "tuple":
      return list(`${z}.ZodTuple<[`, item.items.map(inner), "], null>")
  }
}

function unionType(options: readonly string[], z: string): Doc {
  return list(`${z}.ZodUnion<readonly [`, options, "]>")
}

function bytesType(z: string): string {
  return `${z}.ZodCustom<Uint8Array, Uint8Array>`
}
