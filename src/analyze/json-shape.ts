import type { Expression, FunctionCall } from "../syntax/ast.ts"
import type { Inference } from "./inference.ts"
import { isOnly } from "./storage.ts"
import { isSubtyped, mayBeSubtyped } from "./subtype.ts"
import type { JsonShape, ValueType } from "./value-type.ts"

/** The shape of what a JSON constructor or aggregate builds; undefined for other functions. https://sqlite.org/json1.html */
export function constructorShape(
  on: Inference,
  name: string,
  node: FunctionCall,
  types: readonly ValueType[],
): JsonShape | undefined {
  switch (name) {
    case "json_object":
      return objectShape(on, node, types)
    case "json_array":
      return { kind: "tuple", items: node.args.map((argument, index) => valueShape(on, argument, types[index])) }
    case "json_group_array": {
      const argument = node.args[0]
      return {
        kind: "array",
        element: argument === undefined ? { kind: "unknown" } : valueShape(on, argument, types[0]),
      }
    }
    case "json_quote": {
      const argument = node.args[0]
      return argument === undefined ? undefined : valueShape(on, argument, types[0])
    }
    default:
      return undefined
  }
}

/** Labels must be text literals; a label given twice makes the shape unknown. */
function objectShape(on: Inference, node: FunctionCall, types: readonly ValueType[]): JsonShape {
  const fields: { name: string; type: JsonShape }[] = []
  for (let index = 0; index + 1 < node.args.length; index += 2) {
    const label = node.args[index]
    const value = node.args[index + 1]
    if (label?.kind !== "literal" || label.value.type !== "text" || value === undefined) return { kind: "unknown" }
    const name = label.value.value
    if (fields.some((field) => field.name === name)) return { kind: "unknown" }
    fields.push({ name, type: valueShape(on, value, types[index + 1]) })
  }
  return { kind: "object", fields }
}

/** How an SQL value looks inside JSON. The JSON subtype survives only directly; through a subquery it may be lost. */
function valueShape(on: Inference, argument: Expression, type: ValueType | undefined): JsonShape {
  if (type === undefined) return { kind: "unknown" }
  if (type.storage.size === 0) return { kind: "null" }
  if (isSubtyped(argument)) return type.json === undefined || type.nullable ? { kind: "unknown" } : type.json
  if (mayBeSubtyped(on, argument)) return { kind: "unknown" }
  if (isOnly(type, "text"))
    return { kind: "scalar", scalar: "string", nullable: type.nullable, literals: type.literals }
  if (isOnly(type, "integer", "real")) {
    const literals = type.logical === "boolean" ? undefined : type.literals
    return { kind: "scalar", scalar: "number", nullable: type.nullable, literals }
  }
  return { kind: "unknown" }
}
