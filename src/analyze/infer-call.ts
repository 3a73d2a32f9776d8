import { fold } from "../catalog/catalog.ts"
import { type ArgumentWord, type FunctionEntry, functionNamed } from "../catalog/functions.ts"
import type { Expression, FunctionCall } from "../syntax/ast.ts"
import { type Alternative, inferAlternatives } from "./alternatives.ts"
import { emptySet, type Nulls, nullability } from "./call-nulls.ts"
import { callRange } from "./call-range.ts"
import { callResult, extractedByPath } from "./call-result.ts"
import { inferArms } from "./conditional.ts"
import { numericTime } from "./date-call.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import {
  anyStorage,
  jsonType,
  notNullBecause,
  nullableBecause,
  numericStorage,
  plain,
  reason,
  storageOf,
} from "./lattice.ts"
import { factsOf } from "./narrowing.ts"
import { recordField } from "./row-fields.ts"
import { type Scope, withFacts } from "./scope.ts"
import type { Range, Reason, ValueType } from "./value-type.ts"

/** A function call: argument places type parameters, the table row gives result and NULL behaviour. */
export function inferCall(
  on: Inference,
  scope: Scope,
  node: FunctionCall,
  expected: Expectation | undefined,
): ValueType {
  const name = fold(node.name.text)
  if (name === "iif" || name === "if") return inferIif(on, scope, node, expected)
  if (name === "json_extract") recordField(on, scope, node, expected)
  const entry = functionNamed(name, node.star ? 0 : node.args.length)
  if (entry === undefined) return inferUnknown(on, scope, node)
  const aggregates = entry.kind === "aggregate" && node.over === undefined
  const inside = aggregates ? insideAggregate(scope) : scope
  const filtered = node.filter === undefined ? inside : withFacts(inside, factsOf(inside, node.filter))
  if (node.filter !== undefined) on.expression(on, inside, node.filter, expecting(undefined, "a condition"))
  const types = inferArguments(on, filtered, node, entry, expected)
  for (const term of node.orderBy) on.expression(on, filtered, term.expression)
  inferWindow(on, scope, node.over)
  const because = reason(`\`${name}()\``, scope.file, node.span, ...types.map((type) => type.why.type))
  const result = callResult(on, node, entry, types, because)
  const nulls = nullability(scope, node, entry, name, types, because)
  const computed = callRange(name, types, emptySet(scope, node, entry) === undefined)
  if (entry.result === "extract" && extractedByPath(node, types, because) !== undefined) return result
  if (computed?.noNumber === true && !nulls.nullable) return noNumber(result, computed.range, because)
  return ranged(result, computed?.range, nulls)
}

/** Infinities come only from numbers that overflow. */
function noNumber(result: ValueType, range: Range, because: Reason): ValueType {
  const why = { ...because, text: `${because.text} of infinities may give NULL: they come from numbers that overflow` }
  return { ...nullableBecause({ ...result, nullable: false }, why), range }
}

function ranged(plainResult: ValueType, range: Range | undefined, nulls: Nulls): ValueType {
  const result = range === undefined ? plainResult : { ...plainResult, range }
  return nulls.nullable
    ? nullableBecause({ ...result, nullable: false }, nulls.why)
    : notNullBecause({ ...result, nullable: true }, nulls.why)
}

/** The rows of a group, one by one: what holds of the group says nothing of each. */
function insideAggregate(scope: Scope): Scope {
  return { ...scope, emptyGroup: undefined, facts: scope.rowFacts ?? scope.facts, rowFacts: undefined }
}

function inferUnknown(on: Inference, scope: Scope, node: FunctionCall): ValueType {
  for (const argument of node.args) on.expression(on, scope, argument)
  inferWindow(on, scope, node.over)
  on.wide.push({ span: node.name.span, file: scope.file, what: `the result of \`${node.name.text}()\`` })
  return plain(anyStorage, true, reason(`nothing is known of \`${node.name.text}()\``, scope.file, node.span))
}

/** `iif(a, x, b, y, z)` is CASE WHEN a THEN x WHEN b THEN y ELSE z END. https://sqlite.org/lang_corefunc.html#iif */
function inferIif(on: Inference, scope: Scope, node: FunctionCall, expected: Expectation | undefined): ValueType {
  const arms: { when: Expression; then: Expression }[] = []
  let otherwise: Expression | undefined
  for (let index = 0; index < node.args.length; index += 2) {
    const [when, then] = node.args.slice(index, index + 2)
    if (when === undefined) break
    if (then === undefined) otherwise = when
    else arms.push({ when, then })
  }
  const text = { one: "one of the arms of iif()", arm: "an arm of iif()", none: "iif() has no last arm" }
  return inferArms(on, scope, node, arms, otherwise, expected, text)
}

function inferArguments(
  on: Inference,
  scope: Scope,
  node: FunctionCall,
  entry: FunctionEntry,
  expected: Expectation | undefined,
): readonly ValueType[] {
  const name = node.name.text
  if (entry.arguments[0] === "sibling") {
    const alternatives =
      entry.nulls === "all" ? afterNulls(scope, node.args) : node.args.map((argument) => ({ scope, node: argument }))
    return inferAlternatives(
      on,
      alternatives,
      alternativeOf(entry, expected),
      `an argument of \`${name}()\``,
      entry.takesNull,
    )
  }
  const types: ValueType[] = []
  for (const [index, argument] of node.args.entries()) {
    const word = entry.arguments[Math.min(index, entry.arguments.length - 1)] ?? "any"
    const type = argumentType(scope, node, entry, index, types, expected)
    types.push(
      on.expression(
        on,
        scope,
        argument,
        expecting(type, `an argument of \`${name}()\``, {
          strength: "argument",
          nullMeant: entry.takesNull && word === "any" && !isName(name, index),
        }),
      ),
    )
  }
  return types
}

/** COALESCE looks at an argument only where those before it are NULL. */
function afterNulls(scope: Scope, args: readonly Expression[]): readonly Alternative[] {
  let at = scope
  return args.map((node) => {
    const here = { scope: at, node }
    at = withFacts(at, factsOf(at, { kind: "is-null", not: false, operand: node, span: node.span }))
    return here
  })
}

/** COALESCE hands one of its arguments on, so the place of the whole decides; `max(a, b)` and `nullif(a, b)` compute with both, and NULL means nothing in them. */
function alternativeOf(entry: FunctionEntry, expected: Expectation | undefined): Expectation | undefined {
  if (expected === undefined || entry.nulls === "all") return expected
  const type = expected.type === undefined ? undefined : { ...expected.type, limits: undefined }
  return { ...expected, type, nullMeant: false, strength: "argument" }
}

/** `json_set(doc, path, value, path, value)`: the words of the table repeat in pairs. */
const pairwise = new Set(
  ["array_insert", "insert", "replace", "set"].flatMap((verb) => [`json_${verb}`, `jsonb_${verb}`]),
)
const labelled = new Set(["json_object", "jsonb_object", "json_group_object", "jsonb_group_object"])

/** A path of `json_set`, a label of `json_object`: never NULL. */
function isName(name: string, index: number): boolean {
  const folded = fold(name)
  return (pairwise.has(folded) && index % 2 === 1) || (labelled.has(folded) && index % 2 === 0)
}

function argumentType(
  scope: Scope,
  node: FunctionCall,
  entry: FunctionEntry,
  index: number,
  before: readonly ValueType[],
  expected: Expectation | undefined,
): ValueType | undefined {
  const word = entry.arguments[Math.min(index, entry.arguments.length - 1)] ?? "any"
  const argument = node.args[index]
  if (word === "sibling" || argument === undefined) return before[0]
  // likely(x) is x, whatever its place wants
  if (entry.result === "same" && entry.kind === "scalar" && index === 0) return expected?.type
  return wordType(scope, node, argument, word, index)
}

function wordType(
  scope: Scope,
  call: FunctionCall,
  node: Expression,
  word: Exclude<ArgumentWord, "sibling">,
  index: number,
): ValueType | undefined {
  const name = fold(call.name.text)
  const why = reason(`an argument of \`${name}()\``, scope.file, node.span)
  if (pairwise.has(name) && index > 0) return index % 2 === 1 ? plain(storageOf("text"), false, why) : undefined
  if (labelled.has(name)) return index % 2 === 0 ? plain(storageOf("text"), false, why) : undefined
  switch (word) {
    case "text":
      return plain(storageOf("text"), false, why)
    case "integer":
      return plain(storageOf("integer"), false, why)
    case "number":
      return plain(numericStorage, false, why)
    case "json":
      return jsonType({ kind: "unknown" }, false, why)
    case "time": {
      const number = numericTime(call, index)
      return number === undefined ? plain(storageOf("text"), false, why) : wordType(scope, call, node, number, index)
    }
    default: // any
      return undefined
  }
}

function inferWindow(on: Inference, scope: Scope, over: FunctionCall["over"]): void {
  if (over === undefined || !("kind" in over)) return
  for (const part of over.partitionBy) on.expression(on, scope, part)
  for (const term of over.orderBy) on.expression(on, scope, term.expression)
  for (const bound of [over.frame?.start, over.frame?.end]) {
    if (bound !== undefined && "offset" in bound) {
      const why = reason("a frame offset", scope.file, bound.offset.span)
      on.expression(
        on,
        scope,
        bound.offset,
        expecting(plain(storageOf("integer"), false, why), why.text, { strength: "argument" }),
      )
    }
  }
}
