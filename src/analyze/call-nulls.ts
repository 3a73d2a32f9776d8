import { fold } from "../catalog/catalog.ts"
import type { FunctionEntry } from "../catalog/functions.ts"
import type { FunctionCall, WindowSpec } from "../syntax/ast.ts"
import { isKnownTime } from "./date-call.ts"
import { literalOf } from "./literal.ts"
import { isNonZero, rangeOf } from "./range.ts"
import type { Scope } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { Reason, StorageClass, ValueType } from "./value-type.ts"

/** The arguments from a position on that are text literals; undefined for any other. */
export function modifiersOf(node: FunctionCall, from: number): readonly (string | undefined)[] {
  return node.args
    .slice(from)
    .map((argument) =>
      argument.kind === "literal" && argument.value.type === "text" ? argument.value.value : undefined,
    )
}

/** Whether a call may answer NULL, and why. */
export interface Nulls {
  readonly nullable: boolean
  readonly why: Reason
}

/** NULL of a call from its row in the function table, its arguments, and the rows that it sees. */
export function nullability(
  scope: Scope,
  node: FunctionCall,
  entry: FunctionEntry,
  name: string,
  types: readonly ValueType[],
  because: Reason,
): Nulls {
  const yes = (text: string, ...reasons: readonly Reason[]): Nulls => ({
    nullable: true,
    why: { ...because, text: `\`${name}()\` ${text}`, because: reasons },
  })
  const no = (text: string, ...reasons: readonly Reason[]): Nulls => ({
    nullable: false,
    why: { ...because, text: `\`${name}()\` ${text}`, because: reasons },
  })
  const any = types.find((type) => type.nullable)
  const byArguments = (): Nulls =>
    any === undefined
      ? no("has no argument that may be NULL", ...types.map((type) => type.why.nullable))
      : yes("has an argument that may be NULL", any.why.nullable)
  const first = types[0]
  const empty = emptySet(scope, node, entry)
  switch (entry.nulls) {
    case "never":
      return no("is never NULL")
    case "all": {
      const solid = types.find((type) => !type.nullable)
      return solid === undefined
        ? yes("is NULL when all arguments are", ...types.map((type) => type.why.nullable))
        : no("has an argument that is never NULL", solid.why.nullable)
    }
    case "first":
      if (empty !== undefined) return yes(empty)
      if (first === undefined) return yes("is NULL without arguments")
      if (formatsNothing(name, node)) return yes("is NULL for an empty format")
      return first?.nullable === true
        ? yes("is NULL when its first argument is", first.why.nullable)
        : no("has a first argument that is never NULL", ...(first === undefined ? [] : [first.why.nullable]))
    case "any":
      if (empty !== undefined) return yes(empty)
      if (textInMath(name, types)) return yes("is NULL for what is not a number")
      if (mayHaveNoBytes(name, types)) return yes("is NULL for a blob without bytes")
      return byArguments()
    case "maybe":
      return isKnownTime(node) || neverNullCase(name, node, types, empty) ? byArguments() : yes(whyMaybe(name))
  }
}

/** `printf('')` is NULL, while a format that is not empty gives text, if only an empty one. */
function formatsNothing(name: string, node: FunctionCall): boolean {
  return (name === "printf" || name === "format") && (modifiersOf(node, 0)[0] ?? "") === ""
}

/** Math functions and sign() answer NULL for text that is no number. */
function textInMath(name: string, types: readonly ValueType[]): boolean {
  const math = [
    "sign",
    "ceil",
    "ceiling",
    "floor",
    "trunc",
    "degrees",
    "radians",
    "exp",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "atan",
    "atan2",
  ]
  return math.includes(name) && types.some((type) => type.storage.has("text") || type.storage.has("blob"))
}

/** `substr(x'', 1)` is NULL, unlike that of an empty text. */
function mayHaveNoBytes(name: string, types: readonly ValueType[]): boolean {
  return (name === "substr" || name === "substring") && types[0]?.storage.has("blob") === true
}

function whyMaybe(name: string): string {
  if (name.startsWith("json")) return "is NULL where the path is missing"
  if (name === "lag" || name === "lead" || name === "nth_value") return "is NULL where the frame has no such row"
  return "may be NULL whatever its arguments"
}

/** Cases in which a function that may answer NULL cannot. */
function neverNullCase(
  name: string,
  node: FunctionCall,
  types: readonly ValueType[],
  empty: string | undefined,
): boolean {
  switch (name) {
    case "json_type":
    case "json_array_length":
      return node.args.length === 1
    case "json_remove":
    case "jsonb_remove":
      return node.args.length > 0 && modifiersOf(node, 1).every((path) => path !== undefined && path !== "$")
    case "lag":
    case "lead":
      return types[2] !== undefined
    case "json_extract":
    case "jsonb_extract":
      // several paths give an array, with null for what is missing
      return node.args.length > 2
    case "pow":
    case "power":
      return isNumber(types[0]) && types[1] !== undefined && isOnly(types[1], "integer")
    case "mod":
      return isNumber(types[0]) && types[1] !== undefined && isNonZero(types[1], false)
    case "sqrt":
      return isNumber(types[0]) && types[0] !== undefined && rangeOf(types[0]).low >= 0
    case "ln":
    case "log10":
    case "log2":
      return isNumber(types[0]) && types[0] !== undefined && rangeOf(types[0]).low > 0
    case "nullif":
      return neverEqual(types[0], types[1])
    case "nth_value":
      // the first row of a frame that is not empty
      return literalOf(node.args[1] ?? node) === 1 && empty === undefined
    case "unicode":
      return (modifiersOf(node, 0)[0] ?? "") !== ""
    default:
      return false
  }
}

/** Numbers, text and blobs are never equal to one another: `nullif()` looks at no affinity. */
function neverEqual(a: ValueType | undefined, b: ValueType | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const kind = (storage: StorageClass): StorageClass => (storage === "real" ? "integer" : storage)
  const kinds = new Set([...a.storage].map(kind))
  return ![...b.storage].some((storage) => kinds.has(kind(storage)))
}

function isNumber(type: ValueType | undefined): boolean {
  return type !== undefined && isOnly(type, "integer", "real")
}

/** Why an aggregate may see no row at all. */
export function emptySet(scope: Scope, node: FunctionCall, entry: FunctionEntry): string | undefined {
  if (entry.kind === "scalar") return undefined
  if (node.filter !== undefined && entry.kind === "aggregate") return "may have all its rows filtered out"
  if (node.over === undefined) return scope.grouped ? undefined : "is NULL over no rows"
  const window = "kind" in node.over ? node.over : scope.windows.get(fold(node.over.text))
  return frameHoldsRow(window, scope) ? undefined : "has a frame that may be empty"
}

/** True when the frame always holds the current row. https://sqlite.org/windowfunctions.html#frame_specifications */
function frameHoldsRow(window: WindowSpec | undefined, scope: Scope): boolean {
  if (window === undefined) return false
  const frame =
    window.frame ?? (window.base === undefined ? undefined : scope.windows.get(fold(window.base.text))?.frame)
  if (frame === undefined) return true
  const starts =
    frame.start.kind === "unbounded preceding" || frame.start.kind === "current row" || frame.start.kind === "preceding"
  const ends =
    frame.end === undefined ||
    frame.end.kind === "unbounded following" ||
    frame.end.kind === "current row" ||
    frame.end.kind === "following"
  const excluded = frame.exclude === "current row" || frame.exclude === "group"
  return starts && ends && !excluded
}
