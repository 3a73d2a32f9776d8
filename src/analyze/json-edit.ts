import type { Step } from "./json-path.ts"
import { sameShape } from "./lattice.ts"
import type { JsonField, JsonShape } from "./value-type.ts"

const unknown: JsonShape = { kind: "unknown" }

export type Edit = "set" | "insert" | "replace"

/** What `json_set`, `json_insert` and `json_replace` make of a document at one path. https://sqlite.org/json1.html#jins */
export function edited(shape: JsonShape, steps: readonly Step[], edit: Edit, value: JsonShape): JsonShape {
  const [step, ...further] = steps
  if (step === undefined) return edit === "insert" ? shape : value
  if (shape.kind === "scalar" || shape.kind === "null") return shape // nothing can be put into them
  if (shape.kind === "record" && "key" in step && further.length === 0) {
    return edit === "insert" || sameShape(shape.value, value)
      ? { kind: "record", value: either(shape.value, value) }
      : { kind: "record", value: unknown }
  }
  if (shape.kind !== "object" || !("key" in step)) return unknown
  const field = shape.fields.find(({ name }) => name === step.key)
  if (field === undefined) return edit === "replace" ? shape : withNew(shape.fields, step.key, further, value)
  const type = further.length > 0 ? inside(field, further, edit, value) : atField(field, edit, value)
  const optional = field.optional === true && (edit === "replace" || further.length > 0)
  return {
    kind: "object",
    fields: shape.fields.map((other) =>
      other === field ? { name: field.name, type, ...(optional ? { optional } : {}) } : other,
    ),
  }
}

function atField(field: JsonField, edit: Edit, value: JsonShape): JsonShape {
  if (edit === "insert") return field.optional ? either(field.type, value) : field.type
  return value
}

/** A field that may be missing would be made anew, of which we say nothing. */
function inside(field: JsonField, further: readonly Step[], edit: Edit, value: JsonShape): JsonShape {
  return field.optional || field.type.kind === "nullable" ? unknown : edited(field.type, further, edit, value)
}

/** SQLite makes the objects and arrays on the way. */
function withNew(fields: readonly JsonField[], name: string, further: readonly Step[], value: JsonShape): JsonShape {
  const type = further.reduceRight<JsonShape>(
    (within, step) => ("key" in step ? { kind: "object", fields: [{ name: step.key, type: within }] } : unknown),
    value,
  )
  return { kind: "object", fields: [...fields, { name, type }] }
}

/** What `json_remove` leaves of a document. */
export function removed(shape: JsonShape, steps: readonly Step[]): JsonShape {
  const [step, ...further] = steps
  if (step === undefined) return unknown
  if (shape.kind === "scalar" || shape.kind === "null") return shape
  if (shape.kind === "record" && further.length === 0) return shape
  if (shape.kind === "array" && further.length === 0) return shape
  if (shape.kind !== "object") return unknown
  const field = "key" in step ? shape.fields.find(({ name }) => name === step.key) : undefined
  if (field === undefined) return shape
  if (further.length === 0) return { kind: "object", fields: shape.fields.filter((other) => other !== field) }
  const type = removed(field.type, further)
  return { kind: "object", fields: shape.fields.map((other) => (other === field ? { ...field, type } : other)) }
}

/** What `json_patch` makes of two documents: null in the patch removes. https://www.rfc-editor.org/rfc/rfc7396 */
export function patched(target: JsonShape, patch: JsonShape): JsonShape {
  switch (patch.kind) {
    case "object":
      return patch.fields.reduce(patchedField, target.kind === "object" ? target : startOf(target))
    case "array":
    case "tuple":
    case "scalar":
    case "null":
      return patch
    default: // `record`, `nullable`, `unknown`, `ref`
      return unknown
  }
}

/** What is no object is dropped before an object is merged into it. */
function startOf(target: JsonShape): JsonShape {
  return target.kind === "scalar" || target.kind === "null" || target.kind === "array" || target.kind === "tuple"
    ? { kind: "object", fields: [] }
    : unknown
}

function patchedField(target: JsonShape, change: JsonField): JsonShape {
  if (target.kind !== "object") return unknown
  const { name, type } = change
  const field = target.fields.find((other) => other.name === name)
  const others = target.fields.filter((other) => other !== field)
  const next = nextField(field, change)
  if (type.kind === "null" && change.optional !== true) return { kind: "object", fields: others }
  return {
    kind: "object",
    fields: field === undefined ? [...others, next] : target.fields.map((other) => (other === field ? next : other)),
  }
}

function nextField(field: JsonField | undefined, { name, type, optional }: JsonField): JsonField {
  if (optional) return { name, type: unknown, optional: true }
  switch (type.kind) {
    case "object":
      return { name, type: patched(field === undefined || field.optional ? lostField(field) : field.type, type) }
    case "scalar":
      return type.nullable ? { name, type: { ...type, nullable: false }, optional: true } : { name, type }
    case "array":
    case "tuple":
      return { name, type }
    default: // what may be null, by which a field is removed
      return { name, type: unknown, optional: true }
  }
}

function lostField(field: JsonField | undefined): JsonShape {
  return field === undefined ? { kind: "null" } : unknown
}

function either(a: JsonShape, b: JsonShape): JsonShape {
  return sameShape(a, b) ? a : unknown
}
