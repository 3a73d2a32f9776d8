import type { Random } from "./random.ts"

/** A JSON Schema, as far as values are made of it. https://json-schema.org/draft/2020-12 */
type Schema = Readonly<Record<string, unknown>>

const deepest = 6

/**
 * A value that a JSON Schema probably admits: patterns and the like are not looked at, so whoever knows the schema itself
 * has the last word.
 */
export function sampleJsonSchema(schema: unknown, random: Random): unknown {
  const root = schemaOf(schema)
  return sample(root, { random, root, depth: 0 })
}

interface Sampling {
  readonly random: Random
  readonly root: Schema
  readonly depth: number
}

function schemaOf(value: unknown): Schema {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function sample(schema: Schema, at: Sampling): unknown {
  const { random } = at
  if ("const" in schema) return schema["const"]
  if (Array.isArray(schema["enum"])) return random.pick(schema["enum"])
  if (typeof schema["$ref"] === "string") return sample(resolve(schema["$ref"], at.root), deeper(at))
  const options = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])]
  if (options.length > 0) return sample(schemaOf(random.pick(shallow(options, at))), deeper(at))
  const parts = listOf(schema["allOf"]).map(schemaOf)
  if (parts.length > 0) return sample(merged([schema, ...parts]), deeper(at))
  return sampleType(schema, at)
}

function deeper(at: Sampling): Sampling {
  return { ...at, depth: at.depth + 1 }
}

/** Far down, only what ends. */
function shallow(options: readonly unknown[], { depth }: Sampling): readonly unknown[] {
  if (depth < deepest) return options
  const ending = options.filter(
    (option) => !["object", "array", undefined].includes(schemaOf(option)["type"] as string),
  )
  return ending.length > 0 ? ending : options.slice(0, 1)
}

/** `#/$defs/Node`, or `#` */
function resolve(reference: string, root: Schema): Schema {
  const steps = reference.replace(/^#\/?/, "").split("/")
  return steps[0] === "" ? root : steps.reduce<Schema>((schema, step) => schemaOf(schema[step]), root)
}

function merged(parts: readonly Schema[]): Schema {
  const all = Object.assign({}, ...parts)
  return {
    ...all,
    allOf: undefined,
    properties: Object.assign({}, ...parts.map((part) => part["properties"])),
    required: parts.flatMap((part) => listOf(part["required"])),
  }
}

function sampleType(schema: Schema, at: Sampling): unknown {
  const { random } = at
  const type = Array.isArray(schema["type"]) ? random.pick(schema["type"]) : schema["type"]
  switch (type) {
    case "object":
      return sampleObject(schema, at)
    case "array":
      return sampleArray(schema, at)
    case "string":
      return sampleText(schema, random)
    case "integer":
    case "number":
      return sampleNumber(schema, type, random)
    case "boolean":
      return random.chance(0.5)
    case "null":
      return null
    default:
      return "properties" in schema
        ? sampleObject(schema, at)
        : random.pick([null, true, 0, 1.5, "x", [], {}, { a: 1 }])
  }
}

function sampleObject(schema: Schema, at: Sampling): unknown {
  const { random } = at
  const required = listOf(schema["required"])
  const properties = Object.entries(schemaOf(schema["properties"])).filter(
    ([name]) => required.includes(name) || (at.depth < deepest && random.chance(0.6)),
  )
  const entries = properties.map(([name, inner]) => [name, sample(schemaOf(inner), deeper(at))])
  const others = schema["additionalProperties"]
  if (isRecord(others) && at.depth < deepest && random.chance(0.5))
    entries.push([random.pick(["a", "é😀", "x.y"]), sample(others, deeper(at))])
  return Object.fromEntries(entries)
}

function sampleArray(schema: Schema, at: Sampling): unknown {
  const fixed = listOf(schema["prefixItems"]).map((item) => sample(schemaOf(item), deeper(at)))
  const least = numberOr(schema["minItems"], 0)
  const wanted = at.depth < deepest ? at.random.pick([0, 1, 2]) : 0
  const most = isRecord(schema["items"]) ? numberOr(schema["maxItems"], 50) : 0
  const count = Math.min(Math.max(least - fixed.length, wanted), most)
  return [...fixed, ...Array.from({ length: count }, () => sample(schemaOf(schema["items"]), deeper(at)))]
}

const formats: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T10:00:00Z",
  date: "2026-01-31",
  time: "10:00:00",
  duration: "P1D",
  email: "ada@example.com",
  uri: "https://example.com/",
  uuid: "3b241101-e2bb-4255-8caf-4136c566a962",
  ipv4: "127.0.0.1",
  ipv6: "::1",
}

function sampleText(schema: Schema, random: Random): string {
  const format = formats[String(schema["format"])]
  if (format !== undefined) return format
  const least = numberOr(schema["minLength"], 0)
  const text = random.pick(["", "a", "é😀", "1", "it's", "null"])
  return text.padEnd(least, "a").slice(0, numberOr(schema["maxLength"], 1000))
}

function sampleNumber(schema: Schema, type: "integer" | "number", random: Random): number {
  const above = schema["exclusiveMinimum"]
  const below = schema["exclusiveMaximum"]
  const step = numberOr(schema["multipleOf"], type === "integer" ? 1 : 0.5)
  const least = typeof above === "number" ? above + step : numberOr(schema["minimum"], Number.NEGATIVE_INFINITY)
  const most = typeof below === "number" ? below - step : numberOr(schema["maximum"], Number.POSITIVE_INFINITY)
  const wanted = random.pick([0, 1, 2, -1, 7, 1_700_000_000_000, least, most].filter(Number.isFinite))
  const inside = Math.min(Math.max(wanted, least), most)
  return type === "number" && random.chance(0.3) && inside + 0.5 <= most ? inside + 0.5 : inside
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise
}
