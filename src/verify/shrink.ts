import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Arena } from "./arena.ts"
import type { Judge } from "./call.ts"
import { type Case, shows } from "./case.ts"
import { isWithin } from "./limits.ts"
import { hasShape, misfit } from "./misfit.ts"

/** Cases that are tried for one finding. */
const mostTries = 3000

/** Answers a case if it is still the same finding, else undefined; gives up after so many. */
type Try = (one: Case) => Case | undefined

/**
 * A smaller case that shows the same: steps are taken away, values of rows and parameters made simple, until nothing more
 * can go. A row keeps its contract where it had kept it.
 */
export function shrink(arena: Arena, one: Case, key: string, judge: Judge): Case {
  let tries = 0
  const attempt: Try = (candidate) =>
    tries++ < mostTries && shows(arena, candidate, key, judge) !== undefined ? candidate : undefined
  let best = one
  for (;;) {
    const next = withSimpleValues(withSimpleKeys(withFewerSteps(best, attempt), attempt, judge), attempt, judge)
    if (next === best) break
    best = next
  }
  // a circle of tables may be gone, and with it the need to check keys at the end
  return attempt({ ...best, footing: { ...best.footing, hasCycles: false } }) ?? best
}

/** Halves, quarters, ... and single steps away, from the last: what is needed stands mostly before. */
function withFewerSteps(one: Case, attempt: Try): Case {
  let best = one
  for (let size = Math.max(1, best.steps.length >> 1); size >= 1; size >>= 1) {
    for (let end = best.steps.length; end > 0; end -= size) {
      const from = Math.max(0, end - size)
      best = attempt({ ...best, steps: best.steps.toSpliced(from, end - from) }) ?? best
    }
  }
  return best
}

/** One number or text for another wherever it stands: in keys of parents and children, and in parameters. */
function withSimpleKeys(one: Case, attempt: Try, judge: Judge): Case {
  let best = one
  const all = [...one.steps.flatMap(({ binds }) => binds), ...one.values.flatMap((value) => elementsOf(value))]
  for (const value of new Set(all.flatMap((each) => keyOf(each) ?? []))) {
    const simple: readonly Key[] = typeof value === "number" ? [1, 2, 3] : ["a", "b", "c"]
    const at = simple.indexOf(value)
    for (const other of at < 0 ? simple : simple.slice(0, at)) {
      const candidate = exchanged(best, value, other, judge)
      const next = candidate === undefined ? undefined : attempt(candidate)
      if (next === undefined) continue
      best = next
      break
    }
  }
  return best
}

/** INTEGER in a row and REAL as a parameter are one key. */
type Key = number | string

function keyOf(value: SqlValue): Key | undefined {
  if (typeof value === "bigint") return Number(value)
  return typeof value === "number" || typeof value === "string" ? value : undefined
}

/** Undefined where a row would break its contract, or a parameter its type. */
function exchanged(one: Case, value: Key, other: Key, judge: Judge): Case | undefined {
  const swap = (each: SqlValue): SqlValue => {
    if (keyOf(each) !== value) return each
    return typeof each === "bigint" ? BigInt(other) : other
  }
  const areRowsKept = one.steps.every(({ row, binds }) =>
    binds.every((each, index) => {
      const type = row?.columns[index]?.type
      if (keyOf(each) !== value) return true
      return type === undefined ? typeof value === "number" : misfit(type, swap(each), judge.documents) === undefined
    }),
  )
  const areValuesKept = one.subject.parameters.every(
    ({ type }, index) =>
      !elementsOf(one.values[index] ?? null).includes(value) || isBindable({ ...type, array: false }, other, judge),
  )
  if (!areRowsKept || !areValuesKept) return undefined
  const steps = one.steps.map((step) => ({ ...step, binds: step.binds.map(swap) }))
  const values = one.values.map((each, index) =>
    one.subject.parameters[index]?.type.array === true && typeof each === "string"
      ? withinList(each, (element) => (element === value ? other : element))
      : swap(each),
  )
  return { ...one, steps, values }
}

/** The keys that a parameter is, or holds as a list; digits of an int64 are none. */
function elementsOf(value: SqlValue): readonly Key[] {
  const key = keyOf(value)
  if (typeof key !== "string" || !/^\[.*\]$/s.test(key)) return key === undefined ? [] : [key]
  const parsed = parsedList(key)
  const isKeys = parsed.every((element) => typeof element === "string" || Number.isSafeInteger(element))
  return isKeys ? parsed : [key]
}

/** A list of anything but keys stays as it is. */
function withinList(list: string, swap: (element: Key) => Key): string {
  const elements = elementsOf(list)
  return elements[0] === list ? list : JSON.stringify(elements.map(swap))
}

function parsedList(text: string): readonly (string | number)[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return [] // no list
  }
}

function withSimpleValues(one: Case, attempt: Try, judge: Judge): Case {
  let best = one
  for (const [at, { row }] of one.steps.entries())
    for (const index of row?.columns.keys() ?? []) best = withSimpleColumn(best, at, index, attempt, judge)
  for (const [index, { type }] of one.subject.parameters.entries())
    best = firstOf(best, simplerBinds(type, best.values[index] ?? null, judge), attempt, (value) => ({
      ...best,
      values: best.values.with(index, value),
    }))
  return best
}

function withSimpleColumn(one: Case, at: number, index: number, attempt: Try, judge: Judge): Case {
  const step = one.steps[at]
  const column = step?.row?.columns[index]
  if (step === undefined || column === undefined) return one
  const value = step.binds[index] ?? null
  const isKept = (candidate: SqlValue): boolean =>
    candidate === null ? column.mayBeNull : misfit(column.type, candidate, judge.documents) === undefined
  // a value outside of the contract gives way to any within
  const list = column.type.literals === undefined ? stored : [null, ...column.type.literals.map(storedLiteral)]
  const candidates = isKept(value)
    ? [...simplerThan(value, list), ...shorterDocuments(column.type, value, judge)].filter(isKept)
    : [...stored.filter(isKept), ...simplerThan(value, stored).filter((simple) => simple !== null)]
  return firstOf(one, candidates, attempt, (simple) => ({
    ...one,
    steps: one.steps.with(at, { ...step, binds: step.binds.with(index, simple) }),
  }))
}

function storedLiteral(value: string | number): SqlValue {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
}

/** Documents that the user's schema takes, the shortest first. */
function shorterDocuments({ json }: ValueType, value: SqlValue, { documents }: Judge): readonly string[] {
  if (json?.kind !== "ref" || typeof value !== "string") return []
  const shorter = documents.of(json).filter((text) => text.length < value.length)
  return shorter.toSorted((a, b) => a.length - b.length)
}

function firstOf(one: Case, candidates: readonly SqlValue[], attempt: Try, withValue: (value: SqlValue) => Case): Case {
  for (const candidate of candidates) {
    const smaller = attempt(withValue(candidate))
    if (smaller !== undefined) return smaller
  }
  return one
}

/** From the simplest on. */
const stored: readonly SqlValue[] = [null, 1n, 0n, 2n, 1, 0.5, "a", "", "b", "{}", "[]", new Uint8Array([])]
const bound: readonly SqlValue[] = [1, 0, 2, 0.5, "a", "", "1", "0", "{}", "[]", "null"]

/** What stands before a value in such a list; all of it when the value is not there. */
function simplerThan(value: SqlValue, list: readonly SqlValue[]): readonly SqlValue[] {
  const at = list.indexOf(value)
  if (at >= 0) return list.slice(0, at)
  return value instanceof Uint8Array && value.length === 0 ? [] : list
}

/** Simpler values that generated code would bind to a parameter of this type. */
function simplerBinds(type: ValueType, value: SqlValue, judge: Judge): readonly SqlValue[] {
  const orNull = type.nullable && value !== null ? [null] : []
  if (value === null) return []
  if (type.array) return [...orNull, ...(value === "[]" ? [] : ["[]", ...singles(type, value)])]
  if (type.logical === "bigint") return [...orNull, ...simplerThan(value, ["1", "0"])]
  return [...orNull, ...simplerThan(value, type.literals ?? bound).filter((simple) => isBindable(type, simple, judge))]
}

/** Lists of one element of a list. Digits of an int64 stay as they are. */
function singles(type: ValueType, list: SqlValue): readonly string[] {
  if (typeof list !== "string") return []
  const parsed: unknown = JSON.parse(list)
  if (!Array.isArray(parsed) || parsed.length < 2) return []
  const items = type.logical === "bigint" ? list.slice(1, -1).split(",") : parsed.map((item) => JSON.stringify(item))
  return items.map((item) => `[${item}]`)
}

function isBindable(type: ValueType, value: SqlValue, { documents }: Judge): boolean {
  if (type.array || type.logical === "bigint") return false
  if (type.literals !== undefined) return type.literals.some((literal) => literal === value)
  if (type.json !== undefined) {
    if (typeof value !== "string" || !/^(?:[[{]|null$)/.test(value)) return false
    const parsed: unknown = JSON.parse(value)
    return hasShape(type.json, parsed) && (type.json.kind !== "ref" || documents.takes(type.json, parsed) === true)
  }
  if (type.limits !== undefined && !isWithin(type.limits, value)) return false
  if (typeof value === "string") return type.storage.has("text")
  if (typeof value !== "number") return false
  if (type.logical === "boolean") return value === 0 || value === 1
  return type.storage.has("real") || (type.storage.has("integer") && Number.isInteger(value))
}
