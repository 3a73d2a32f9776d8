import type { JsonShape } from "../analyze/value-type.ts"
import type { Making } from "./alphabet.ts"
import { hasInexact } from "./inexact.ts"
import { hasShape } from "./misfit.ts"

/** A scalar for the key of a document; undefined leaves it to chance. */
export type Leaf = (key: string) => unknown

const texts = [
  "{}",
  '{"a":1}',
  '{"a":"3","b":[1,2,null]}',
  "[]",
  '[1,"x",{"a":true}]',
  "null",
  "true",
  "3",
  '"text"',
  ' { "a" : "é😀" } ',
]
const leaves = [null, true, 0, 1, 2.5, "x", "1", "", [], [1, null], {}, { a: 1 }]

const byChance: Leaf = () => undefined

/** Some JSON text; where the SQL reads paths, mostly a document that has some of them, or a list of such. */
export function jsonText(making: Making, leafOf: Leaf = byChance): string {
  const { random, hints } = making
  if (hints.paths.length === 0 || random.chance(0.2)) return random.pick(texts)
  const form = random.pick(["one", "one", "one", "list", "lists"])
  if (form === "one") return JSON.stringify(documentOf(making, leafOf))
  return JSON.stringify(Array.from({ length: random.pick([0, 1, 2]) }, () => documentOf(making, leafOf)))
}

function documentOf({ random, hints }: Making, leafOf: Leaf): unknown {
  const document = new Map<string, unknown>()
  const wanted = random.pick([0.5, 0.9, 1])
  for (const path of hints.paths)
    if (random.chance(wanted)) setAt(document, path, embedded(leafOf(path.at(-1) ?? "")) ?? random.pick(leaves))
  return plainOf(document)
}

/** A JSON text of a column is a document inside another. */
function embedded(leaf: unknown): unknown {
  if (typeof leaf !== "string" || !/^[[{]/.test(leaf)) return leaf
  try {
    return JSON.parse(leaf)
  } catch {
    return leaf
  }
}

function setAt(document: Map<string, unknown>, [key = "", ...rest]: readonly string[], leaf: unknown): void {
  if (rest.length === 0) {
    if (!(document.get(key) instanceof Map)) document.set(key, leaf)
    return
  }
  const found = document.get(key)
  const inner: Map<string, unknown> = found instanceof Map ? found : new Map()
  document.set(key, inner)
  setAt(inner, rest, leaf)
}

function plainOf(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plainOf(inner)])) : value
}

/** A JSON value of a shape. */
export function sampleOf(shape: JsonShape, making: Making, leafOf: Leaf = byChance): unknown {
  const { random, documents, alphabet } = making
  switch (shape.kind) {
    case "unknown":
      return JSON.parse(jsonText(making, leafOf))
    case "ref": {
      const known = documents.of(shape)
      return JSON.parse(known.length > 0 ? random.pick(known) : jsonText(making, leafOf))
    }
    case "null":
      return null
    case "nullable":
      return random.chance(0.2) ? null : sampleOf(shape.shape, making, leafOf)
    case "record":
      return Object.fromEntries(
        random
          .shuffled(["a", "b", "é😀"])
          .slice(0, random.below(3))
          .map((key) => [key, sampleOf(shape.value, making, leafOf)]),
      )
    case "array":
      return Array.from({ length: random.below(3) }, () => sampleOf(shape.element, making, leafOf))
    case "tuple":
      return shape.items.map((item) => sampleOf(item, making, leafOf))
    case "object":
      return Object.fromEntries(
        shape.fields
          .filter(({ optional }) => optional !== true || random.chance(0.7))
          .map(({ name, type }) => [name, fieldOf(name, type, making, leafOf)]),
      )
    case "scalar": {
      if (shape.nullable && random.chance(0.2)) return null
      if (shape.literals !== undefined && shape.literals.length > 0) return random.pick(shape.literals)
      if (shape.scalar === "boolean") return random.chance(0.5)
      return shape.scalar === "string" ? random.pick(alphabet.texts) : Number(random.pick(alphabet.integers))
    }
  }
}

function fieldOf(name: string, shape: JsonShape, making: Making, leafOf: Leaf): unknown {
  const known = shape.kind === "scalar" && shape.literals === undefined ? leafOf(name) : undefined
  return known !== undefined && hasShape(shape, known) && !hasInexact(known) ? known : sampleOf(shape, making, leafOf)
}

/** A document like another: some of its scalars are others. */
export function documentLike(example: unknown, { random }: Making, leafOf: Leaf): unknown {
  const likeAt = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => likeAt(item, key))
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, likeAt(inner, name)]))
    const other = random.chance(0.5) ? leafOf(key) : undefined
    return typeof other === typeof value ? other : value
  }
  return likeAt(example, "")
}
