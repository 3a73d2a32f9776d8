import { type Found, type Step, shapeAt } from "./json-path.ts"
import { shapeOfText } from "./json-text-shape.ts"
import { jsonType, plain, storageOf } from "./lattice.ts"
import type { JsonShape, Reason, ValueType } from "./value-type.ts"

/**
 * What a path into a document of a known shape gives; undefined where nothing is known. `text`: as `->` gives it, JSON text;
 * `value`: as `->>` and `json_extract` do, an SQL value.
 */
export function extracted(
  document: ValueType | undefined,
  steps: readonly Step[] | undefined,
  as: "text" | "value",
  why: Reason,
): ValueType | undefined {
  const shape = document === undefined ? undefined : (document.json ?? literalShape(document))
  if (document === undefined || shape === undefined || steps === undefined) return undefined
  const found = shapeAt(shape, steps)
  if (found === undefined || found.shape.kind === "unknown" || found.shape.kind === "ref") return undefined
  if (found.missing === "always") return plain(new Set(), true, { ...why, text: "there is nothing at this path" })
  const nullable = found.missing === "maybe" || document.nullable
  const whyNullable = nullable ? nullableReason(found, document, why) : why
  if (as === "text") return jsonType(found.shape, nullable, why, whyNullable)
  const mayBeNull = nullable || isNullable(found.shape)
  return sqlValue(
    found.shape,
    mayBeNull,
    why,
    mayBeNull && !nullable ? { ...why, text: "JSON null is NULL" } : whyNullable,
  )
}

/** The shape of a JSON text that is written out. */
function literalShape({ literals }: ValueType): JsonShape | undefined {
  const [text, ...others] = literals ?? []
  return typeof text === "string" && others.length === 0 ? shapeOfText(text) : undefined
}

function nullableReason(found: Found, document: ValueType, why: Reason): Reason {
  return found.missing === "maybe" ? { ...why, text: "the path may be missing" } : document.why.nullable
}

function isNullable(shape: JsonShape): boolean {
  return shape.kind === "null" || shape.kind === "nullable" || (shape.kind === "scalar" && shape.nullable)
}

/** true and false become 1 and 0. https://sqlite.org/json1.html#jptr */
function sqlValue(shape: JsonShape, nullable: boolean, why: Reason, whyNullable: Reason): ValueType {
  switch (shape.kind) {
    case "null":
      return plain(new Set(), true, why, whyNullable)
    case "nullable":
      return sqlValue(shape.shape, nullable, why, whyNullable)
    case "scalar": {
      if (shape.scalar === "boolean")
        return { ...plain(storageOf("integer"), nullable, why, whyNullable), literals: [0, 1] }
      const number = shape.whole === true ? storageOf("integer") : storageOf("integer", "real")
      const storage = shape.scalar === "string" ? storageOf("text") : number
      return { ...plain(storage, nullable, why, whyNullable), literals: shape.literals }
    }
    default:
      return jsonType(shape, nullable, why, whyNullable)
  }
}
