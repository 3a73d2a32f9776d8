import type { JsonShape } from "./value-type.ts"

const unknown: JsonShape = { kind: "unknown" }

/** The shape of a JSON text that is written out. A text in another spelling than ours (JSON5, a key twice) is any JSON. */
export function shapeOfText(text: string): JsonShape {
  const value = parsed(text)
  if (value === undefined || unspaced(JSON.stringify(value)) !== unspaced(text)) return unknown
  return shapeOfValue(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON
  }
}

function unspaced(text: string): string {
  return text.replace(/\s+/g, "")
}

function shapeOfValue(value: unknown): JsonShape {
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(shapeOfValue) }
  switch (typeof value) {
    case "string":
      return scalar("string")
    case "number":
      return Number.isSafeInteger(value) ? { ...scalar("number"), whole: true } : scalar("number")
    case "boolean":
      return scalar("boolean")
    case "object": {
      if (value === null) return { kind: "null" }
      return {
        kind: "object",
        fields: Object.entries(value).map(([name, field]) => ({ name, type: shapeOfValue(field) })),
      }
    }
    default:
      return unknown
  }
}

function scalar(kind: "string" | "number" | "boolean"): Extract<JsonShape, { kind: "scalar" }> {
  return { kind: "scalar", scalar: kind, nullable: false, literals: undefined }
}
