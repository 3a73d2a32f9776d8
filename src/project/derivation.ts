import type { CheckedQuery, CheckedStep } from "../analyze/checked-query.ts"
import type { Reason, ValueType } from "../analyze/value-type.ts"
import { placeText } from "./place-text.ts"
import { typeWord } from "./type-word.ts"

/** Why each answer about a query is what it is, as indented text with places; ends with a line break. */
export function derivationOf(query: CheckedQuery): string {
  const [first] = query.steps
  const isTransaction = query.form === "transaction"
  const lines = [
    `${query.name}  ${placeText(query.source.file, query.source.span.start)}`,
    "",
    ...(isTransaction ? ["transaction: all of its statements happen, or none"] : cardinalityLines(first)),
    "",
    `retry: ${query.retry.value}`,
    ...reasonLines(query.retry.why, 1),
    ...(query.consistency === "any" ? [] : ["", `consistency: ${query.consistency}`]),
    ...section("parameters", query.parameters),
    ...section("fields of a row", query.bulk?.fields ?? []),
    ...(isTransaction ? query.steps.flatMap((step) => stepLines(query, step)) : section("columns", first.columns)),
  ]
  return `${lines.join("\n")}\n`
}

function stepLines({ source }: CheckedQuery, step: CheckedStep): readonly string[] {
  const { guard } = step
  return [
    "",
    `step ${step.name}  ${placeText(source.file, step.span.start)}`,
    ...cardinalityLines(step).map((line) => `  ${line}`),
    ...(guard === undefined ? [] : [`  guard: ${guard.counts} ${guard.test} ${guard.count}, else ${guard.reason}`]),
    ...section("columns", step.columns).map((line) => (line === "" ? "" : `  ${line}`)),
  ]
}

function cardinalityLines({ cardinality }: CheckedStep): readonly string[] {
  return [`cardinality: ${cardinality.value}`, ...reasonLines(cardinality.why, 1)]
}

function section(
  title: string,
  values: readonly { readonly name: string; readonly type: ValueType }[],
): readonly string[] {
  if (values.length === 0) return []
  return ["", `${title}:`, ...values.flatMap(valueLines)]
}

function valueLines({ name, type }: { readonly name: string; readonly type: ValueType }): readonly string[] {
  const values =
    type.literals === undefined ? "" : `  one of ${type.literals.map((value) => JSON.stringify(value)).join(", ")}`
  const logical = type.logical === "bigint" || type.logical === "timestamp_ms" ? ` (${type.logical})` : ""
  const nullability = type.nullable ? "may be NULL" : "never NULL"
  const head = `  ${name}  ${typeWord(type)}${logical}, ${nullability}${values}`
  if (type.why.type === type.why.nullable) return [head, ...reasonLines(type.why.type, 2)]
  return [
    head,
    "    type:",
    ...reasonLines(type.why.type, 3),
    `    ${nullability}:`,
    ...reasonLines(type.why.nullable, 3),
  ]
}

/** One line per reason, what it rests on below it and further in. A reason that was told is not told again. */
function reasonLines(reason: Reason, depth: number, told: Set<string> = new Set()): readonly string[] {
  const line = lineOf(reason)
  const indented = `${"  ".repeat(depth)}${line}`
  if (told.has(line)) return [indented]
  told.add(line)
  const further = reason.because.flatMap((each) => (lineOf(each) === line ? each.because : [each]))
  return [indented, ...further.flatMap((each) => reasonLines(each, depth + 1, told))]
}

function lineOf(reason: Reason): string {
  return `${reason.text}  ${placeText(reason.file, reason.span.start)}`
}
