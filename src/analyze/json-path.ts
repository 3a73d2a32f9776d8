import type { Expression } from "../syntax/ast.ts"
import { literalOf } from "./literal.ts"
import type { JsonShape } from "./value-type.ts"

/** One step of a path: a key of an object, or a position of an array; negative ones count from its end. */
export type Step = { readonly key: string } | { readonly position: number }

/** The steps of `$.a."b c"[0][#-1]`; undefined for another form. https://sqlite.org/json1.html#path_arguments */
function parsePath(path: string): readonly Step[] | undefined {
  if (!path.startsWith("$")) return undefined
  const steps: Step[] = []
  const pattern = /\.(?:"([^"\\]*)"|([^.[\]"\\]+))|\[(?:(\d{1,9})|#-(\d{1,9}))\]/y
  pattern.lastIndex = 1
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path)
    if (match === null) return undefined
    const [, quoted, bare, position, fromEnd] = match
    const key = quoted ?? bare
    if (key !== undefined) steps.push({ key })
    else steps.push({ position: position === undefined ? -Number(fromEnd) : Number(position) })
  }
  return steps
}

/** The steps of the right side of `->`: a path, a bare key, or a position. */
export function arrowSteps(node: Expression): readonly Step[] | undefined {
  const value = literalOf(node)
  if (typeof value === "number") return Number.isInteger(value) ? [{ position: value }] : undefined
  if (value === undefined) return undefined
  // a text of digits may mean a position, one in brackets too
  if (value.startsWith("$")) return parsePath(value)
  return /^[A-Za-z_][\w ]*$/.test(value) ? [{ key: value }] : undefined
}

/** The steps of a path argument. */
export function pathSteps(node: Expression | undefined): readonly Step[] | undefined {
  const value = node === undefined ? undefined : literalOf(node)
  return typeof value === "string" ? parsePath(value) : undefined
}

/** What lies at the end of a path; `missing` says whether there is anything. */
export interface Found {
  readonly shape: JsonShape
  readonly missing: "never" | "maybe" | "always"
}

/** Follows a path into a shape; undefined where nothing is known of what lies there. */
export function shapeAt(shape: JsonShape, steps: readonly Step[]): Found | undefined {
  let at: Found = { shape, missing: "never" }
  for (const step of steps) {
    const next = oneStep(at.shape, step)
    if (next === undefined || next.missing === "always") return next
    at = { shape: next.shape, missing: at.missing === "maybe" ? "maybe" : next.missing }
  }
  return at
}

const nowhere: Found = { shape: { kind: "null" }, missing: "always" }

function oneStep(shape: JsonShape, step: Step): Found | undefined {
  switch (shape.kind) {
    case "nullable": {
      const inside = oneStep(shape.shape, step)
      return inside === undefined || inside.missing === "always" ? inside : { ...inside, missing: "maybe" }
    }
    case "object": {
      const field = "key" in step ? shape.fields.find(({ name }) => name === step.key) : undefined
      return field === undefined ? nowhere : { shape: field.type, missing: field.optional ? "maybe" : "never" }
    }
    case "record":
      return "key" in step ? { shape: shape.value, missing: "maybe" } : nowhere
    case "array":
      return "position" in step ? { shape: shape.element, missing: "maybe" } : nowhere
    case "tuple": {
      const item = "position" in step ? shape.items.at(step.position) : undefined
      return item === undefined ? nowhere : { shape: item, missing: "never" }
    }
    case "scalar":
    case "null":
      return nowhere
    default: // `unknown`, `ref`
      return undefined
  }
}
