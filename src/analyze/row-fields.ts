import { fold } from "../catalog/catalog.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Expectation, FieldUse, Inference } from "./inference.ts"
import { arrowSteps, pathSteps, type Step } from "./json-path.ts"
import { jsonType, reason } from "./lattice.ts"
import { resolve, type Scope } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { JsonField, JsonShape, ValueType } from "./value-type.ts"

const unknown: JsonShape = { kind: "unknown" }

/** `value ->> '$.name'` and the like over `json_each(:rows)`: the parameter's index and the keys. */
function fieldOf(
  scope: Scope,
  node: Expression,
): { readonly index: number; readonly keys: readonly string[] | undefined } | undefined {
  const [document, steps] = documentOf(node)
  if (document?.kind !== "column" || fold(document.name.text) !== "value") return undefined
  const found = resolve(scope, document)
  const index = found.kind === "column" ? found.relation?.list : undefined
  return index === undefined ? undefined : { index, keys: keysOf(steps) }
}

function documentOf(node: Expression): readonly [Expression | undefined, readonly Step[] | undefined] {
  if (node.kind === "binary" && (node.op === "->" || node.op === "->>")) return [node.left, arrowSteps(node.right)]
  if (node.kind !== "call" || fold(node.name.text) !== "json_extract" || node.args.length !== 2)
    return [undefined, undefined]
  return [node.args[0], pathSteps(node.args[1])]
}

function keysOf(steps: readonly Step[] | undefined): readonly string[] | undefined {
  const keys = (steps ?? []).flatMap((step) => ("key" in step ? [step.key] : []))
  return steps === undefined || keys.length < steps.length || keys.length === 0 ? undefined : keys
}

/** True for a field of the objects in a list that is a parameter: its place tells its type. */
export function isRowField(scope: Scope, node: Expression): boolean {
  return fieldOf(scope, node) !== undefined
}

/** Notes what the place of a field expects of it. */
export function recordField(on: Inference, scope: Scope, node: Expression, expectation: Expectation | undefined): void {
  const field = fieldOf(scope, node)
  if (field !== undefined) on.fieldUses.push({ ...field, span: node.span, file: scope.file, expectation })
}

/**
 * `INSERT ... SELECT value ->> '$.name' FROM json_each(:rows)` makes `:rows` a list of objects with the fields that are read,
 * each of the type of its place. Undefined where something else is read of them.
 */
export function rowsType(
  on: Inference,
  index: number,
  place: { readonly file: SourceFile; readonly span: Span },
): ValueType | undefined {
  const uses = lastPerPlace(on.fieldUses.filter((use) => use.index === index))
  const reads = new Set(on.elementUses.filter((use) => use.index === index).map((use) => use.span.start))
  const inside = [...reads].filter((start) => !uses.some((use) => use.span.start <= start && start < use.span.end))
  if (uses.length === 0 || uses.some((use) => use.keys === undefined)) return undefined
  const others = on.elementUses.filter((use) => use.index === index && inside.includes(use.span.start))
  if (others.some((use) => use.isValue || !use.simple)) return undefined
  const element = objectOf(uses.map((use) => ({ keys: use.keys ?? [], use })))
  if (element === undefined) return undefined
  const why = reason("a list of objects with these fields is read", place.file, place.span)
  return jsonType({ kind: "array", element }, false, why)
}

function lastPerPlace(uses: readonly FieldUse[]): readonly FieldUse[] {
  return [...new Map(uses.map((use) => [use.span.start, use])).values()]
}

interface Branch {
  readonly keys: readonly string[]
  readonly use: FieldUse
}

function objectOf(branches: readonly Branch[]): JsonShape | undefined {
  const names = [...new Set(branches.flatMap(({ keys }) => keys.slice(0, 1)))]
  const fields = names.map((name) =>
    fieldNamed(
      name,
      branches.filter(({ keys }) => keys[0] === name),
    ),
  )
  const known = fields.flatMap((field) => field ?? [])
  return known.length < fields.length ? undefined : { kind: "object", fields: known }
}

function fieldNamed(name: string, branches: readonly Branch[]): JsonField | undefined {
  const deeper = branches.filter(({ keys }) => keys.length > 1)
  if (deeper.length === branches.length) {
    const type = objectOf(deeper.map(({ keys, use }) => ({ keys: keys.slice(1), use })))
    return type === undefined ? undefined : { name, type }
  }
  if (deeper.length > 0) return { name, type: unknown }
  const uses = branches.map(({ use }) => use.expectation)
  const mayBeNull = uses.some((use) => use?.nullMeant === true)
  const types = uses.flatMap((use) => use?.type ?? [])
  const [strongest] = uses.filter((use) => use?.type !== undefined && use.strength === "assign")
  const type = strongest?.type ?? types[0]
  if (type === undefined) return { name, type: unknown }
  const shape = shapeOf(type, mayBeNull)
  return shape === undefined ? undefined : { name, type: shape, ...(mayBeNull ? { optional: true } : {}) }
}

/** What a JSON value must be to become such an SQL value; undefined for a blob, which JSON has not. */
export function shapeOf(type: ValueType, nullable: boolean): JsonShape | undefined {
  if (type.json !== undefined || type.logical === "bigint") return unknown
  if (isOnly(type, "blob")) return undefined
  if (type.logical === "boolean") return { kind: "scalar", scalar: "boolean", nullable, literals: undefined }
  const { literals } = type
  if (isOnly(type, "text")) return { kind: "scalar", scalar: "string", nullable, literals }
  if (!isOnly(type, "integer", "real")) return unknown
  const whole = isOnly(type, "integer") ? { whole: true as const } : {}
  return { kind: "scalar", scalar: "number", nullable, literals, ...whole }
}
