import type { Expression, FunctionCall } from "../syntax/ast.ts"
import type { Inference } from "./inference.ts"
import { type Edit, edited, patched, removed } from "./json-edit.ts"
import { pathSteps } from "./json-path.ts"
import { shapeOfText } from "./json-text-shape.ts"
import { isOnly } from "./storage.ts"
import { isSubtyped, mayBeSubtyped } from "./subtype.ts"
import type { JsonShape, ValueType } from "./value-type.ts"

const unknown: JsonShape = { kind: "unknown" }
const edits: ReadonlyMap<string, Edit> = new Map([
  ["json_set", "set"],
  ["json_insert", "insert"],
  ["json_replace", "replace"],
])

/** The shape of what a JSON function builds; undefined for other functions. https://sqlite.org/json1.html */
export function constructorShape(
  on: Inference,
  name: string,
  node: FunctionCall,
  types: readonly ValueType[],
): JsonShape | undefined {
  const [first, second] = node.args
  switch (name) {
    case "json_object":
      return objectShape(on, node, types)
    case "json_array":
      return { kind: "tuple", items: node.args.map((argument, index) => valueShape(on, argument, types[index])) }
    case "json_group_array":
      return { kind: "array", element: first === undefined ? unknown : valueShape(on, first, types[0]) }
    case "json_group_object":
      return { kind: "record", value: second === undefined ? unknown : valueShape(on, second, types[1]) }
    case "json_quote":
      return first === undefined ? undefined : valueShape(on, first, types[0])
    case "json":
      return documentShape(first, types[0])
    case "json_patch":
      return patched(documentShape(first, types[0]), documentShape(second, types[1]))
    case "json_remove":
      return node.args.slice(1).reduce<JsonShape>(
        (shape, path) => {
          const steps = pathSteps(path)
          return steps === undefined ? unknown : removed(shape, steps)
        },
        documentShape(first, types[0]),
      )
    default:
      return editedShape(on, name, node, types)
  }
}

function editedShape(
  on: Inference,
  name: string,
  node: FunctionCall,
  types: readonly ValueType[],
): JsonShape | undefined {
  const edit = edits.get(name)
  if (edit === undefined) return undefined
  let shape = documentShape(node.args[0], types[0])
  for (let index = 1; index + 1 < node.args.length; index += 2) {
    const steps = pathSteps(node.args[index])
    const value = node.args[index + 1]
    if (steps === undefined || value === undefined) return unknown
    shape = edited(shape, steps, edit, valueShape(on, value, types[index + 1]))
  }
  return shape
}

/** The shape of a document: what a JSON value is known to hold, or what a literal says. NULL makes the whole NULL. */
function documentShape(node: Expression | undefined, type: ValueType | undefined): JsonShape {
  const text = node?.kind === "literal" && node.value.type === "text" ? node.value.value : undefined
  return text === undefined ? (type?.json ?? unknown) : shapeOfText(text)
}

/** Labels must be text literals; a label given twice makes the shape unknown. */
function objectShape(on: Inference, node: FunctionCall, types: readonly ValueType[]): JsonShape {
  const fields: { name: string; type: JsonShape }[] = []
  for (let index = 0; index + 1 < node.args.length; index += 2) {
    const label = node.args[index]
    const value = node.args[index + 1]
    if (label?.kind !== "literal" || label.value.type !== "text" || value === undefined) return unknown
    const name = label.value.value
    if (fields.some((field) => field.name === name)) return unknown
    fields.push({ name, type: valueShape(on, value, types[index + 1]) })
  }
  return { kind: "object", fields }
}

/** How an SQL value looks inside JSON. The JSON subtype survives only directly; through a subquery it may be lost. */
function valueShape(on: Inference, argument: Expression, type: ValueType | undefined): JsonShape {
  if (type === undefined) return unknown
  if (type.storage.size === 0) return { kind: "null" }
  if (isSubtyped(argument)) return type.json === undefined ? unknown : orNull(type.json, type.nullable)
  if (mayBeSubtyped(on, argument)) return unknown
  const { nullable, literals } = type
  if (isOnly(type, "text")) return { kind: "scalar", scalar: "string", nullable, literals }
  if (!isOnly(type, "integer", "real")) return unknown
  return {
    kind: "scalar",
    scalar: "number",
    nullable,
    literals: type.logical === "boolean" ? undefined : literals,
    ...(isOnly(type, "integer") ? { whole: true } : {}),
  }
}

function orNull(shape: JsonShape, nullable: boolean): JsonShape {
  if (!nullable || shape.kind === "unknown" || shape.kind === "null" || shape.kind === "nullable") return shape
  return shape.kind === "scalar" ? { ...shape, nullable } : { kind: "nullable", shape }
}
