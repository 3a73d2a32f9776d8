import fc from "fast-check"

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Keys that a path must quote, and plain ones. None looks like an integer: JavaScript would move it to the front. */
export const awkwardKeys = ["a", "b", "a.b", 'q"q', '"', "b\\", '\\"', "n\nl", "é😀", "[0]", "$", "", "#"] as const

/** One integer beyond 32 bits, one double that needs all its 17 digits. */
const leaf = fc.oneof(
  fc.integer(),
  fc.constantFrom(1_700_000_000_000, 0.30000000000000004, -2.5),
  fc.constantFrom("", "x", 'say "hi"', "line\nbreak", "{}", "null", "7"),
  fc.boolean(),
  fc.constant(null),
)

export const key: fc.Arbitrary<string> = fc.constantFrom(...awkwardKeys)

const { value, object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}))

export const json: fc.Arbitrary<Json> = value
export const jsonObject: fc.Arbitrary<JsonObject> = object

export function isObject(node: Json | undefined): node is JsonObject {
  return typeof node === "object" && node !== null && !Array.isArray(node)
}

/** RFC 7396, word for word. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {}
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], change)
  }
  return merged
}
