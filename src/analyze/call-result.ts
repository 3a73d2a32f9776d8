import { fold } from "../catalog/catalog.ts"
import type { FunctionEntry } from "../catalog/functions.ts"
import type { FunctionCall } from "../syntax/ast.ts"
import { modifiersOf } from "./call-nulls.ts"
import type { Inference } from "./inference.ts"
import { extracted } from "./json-extract.ts"
import { pathSteps } from "./json-path.ts"
import { constructorShape } from "./json-shape.ts"
import { anyStorage, join, jsonScalarStorage, jsonType, numericStorage, plain, storageOf } from "./lattice.ts"
import { isOnly } from "./storage.ts"
import type { Reason, StorageClass, ValueType } from "./value-type.ts"

const jsonTypeNames = ["null", "true", "false", "integer", "real", "text", "array", "object"]
const storageNames = ["null", "integer", "real", "text", "blob"]

/** The type of a call by the result word of its row in the function table; whether it may be NULL is decided apart. */
export function callResult(
  on: Inference,
  node: FunctionCall,
  entry: FunctionEntry,
  types: readonly ValueType[],
  because: Reason,
): ValueType {
  const [first] = types
  const of = (...classes: readonly StorageClass[]): ValueType => plain(storageOf(...classes), false, because)
  const number = plain(numericStorage, false, because)
  const anything = plain(anyStorage, false, because)
  switch (entry.result) {
    case "integer":
    case "real":
    case "text":
    case "blob":
      return of(entry.result)
    case "any":
      return anything
    case "numeric":
      return first !== undefined && (isOnly(first, "integer") || isOnly(first, "real"))
        ? plain(first.storage, false, because)
        : number
    case "sum":
      return sum(first, because)
    case "same":
      return first ?? anything
    case "join":
      return join(reached(types), because)
    case "least":
    case "greatest":
      return extreme(join(types, because), types, entry.result)
    case "row":
      return join(
        [first, types[2]].flatMap((type) => type ?? []),
        because,
      )
    case "json":
      return jsonType(constructorShape(on, fold(node.name.text), node, types) ?? { kind: "unknown" }, false, because)
    case "extract":
      return extractedByPaths(node, types, because)
    case "extract-binary":
      return node.args.length > 2 ? of("blob") : anything
    case "absolute":
      return first === undefined ? number : plain(absolute(first), false, because)
    case "part":
      return plain(partOf(first), false, because)
    case "epoch":
      return isSubsecond(node, types) ? number : of("integer")
    case "json-type-name":
      return { ...of("text"), literals: jsonTypeNames }
    case "storage-name":
      return { ...of("text"), literals: storageNames }
  }
}

/** COALESCE stops at the first value that is never NULL: what follows is never answered. */
function reached(types: readonly ValueType[]): readonly ValueType[] {
  const last = types.findIndex((type) => !type.nullable)
  return last < 0 ? types : types.slice(0, last + 1)
}

/** Integers only: an overflow is an error, never a REAL. https://sqlite.org/lang_aggfunc.html#sumunc */
function sum(type: ValueType | undefined, because: Reason): ValueType {
  const alone = type !== undefined && (isOnly(type, "integer") || isOnly(type, "real"))
  return plain(alone ? type.storage : numericStorage, false, because)
}

/** Numbers come before text, text before blobs: of a number and a text the text is the greater. https://sqlite.org/datatype3.html#sort_order */
function extreme(joined: ValueType, types: readonly ValueType[], which: "least" | "greatest"): ValueType {
  const order = (storage: StorageClass): number => (storage === "blob" ? 2 : storage === "text" ? 1 : 0)
  const orders = types.filter(({ storage }) => storage.size > 0).map(({ storage }) => [...storage].map(order))
  const low = Math.max(...orders.map((all) => Math.min(...all)))
  const high = Math.min(...orders.map((all) => Math.max(...all)))
  const fits = (storage: StorageClass): boolean =>
    which === "greatest" ? order(storage) >= low : order(storage) <= high
  const storage = new Set([...joined.storage].filter(fits))
  return storage.size === joined.storage.size
    ? joined
    : plain(storage, joined.nullable, joined.why.type, joined.why.nullable)
}

/** What lies at one path; several paths give an array, with null for what is missing. */
function extractedByPaths(node: FunctionCall, types: readonly ValueType[], because: Reason): ValueType {
  if (node.args.length > 2) return jsonType({ kind: "array", element: { kind: "unknown" } }, false, because)
  return extractedByPath(node, types, because) ?? plain(jsonScalarStorage, false, because)
}

/** What lies at the path of `json_extract(doc, path)`, also whether it may be NULL; undefined where that is not known. */
export function extractedByPath(
  node: FunctionCall,
  types: readonly ValueType[],
  because: Reason,
): ValueType | undefined {
  return node.args.length === 2 ? extracted(types[0], pathSteps(node.args[1]), "value", because) : undefined
}

/** Whatever is no integer is cast to REAL. https://sqlite.org/lang_corefunc.html#abs */
function absolute({ storage }: ValueType): ValueType["storage"] {
  if (storage.size === 0) return numericStorage
  return new Set([...storage].map((one) => (one === "integer" ? one : "real")))
}

/** A part of a blob is a blob, a part of anything else is text. */
function partOf(type: ValueType | undefined): ValueType["storage"] {
  if (type?.storage.has("blob") !== true) return storageOf("text")
  return isOnly(type, "blob") ? storageOf("blob") : storageOf("blob", "text")
}

/** `subsec` gives fractions, as a modifier and as the time itself; what is no number may hold that word. */
function isSubsecond(node: FunctionCall, types: readonly ValueType[]): boolean {
  return modifiersOf(node, 0).some((word, index) => {
    if (word !== undefined) return /^subsec/i.test(word)
    const type = types[index]
    return index > 0 || type === undefined || !isOnly(type, "integer", "real")
  })
}
