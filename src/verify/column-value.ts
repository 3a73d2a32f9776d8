import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import { dates, type Making, ofStorage } from "./alphabet.ts"
import type { FillColumn } from "./fill-plan.ts"
import { jsonText } from "./json-document.ts"
import { withinLimits } from "./limits.ts"
import { misfit } from "./misfit.ts"

/** A value for a column, of what its type says; NULL now and then where it can be stored. */
export function columnValue(column: FillColumn, making: Making): SqlValue {
  const { random, hostile } = making
  if (hostile && random.chance(0.4)) return ofStorage(random.pick([...column.admits]), making)
  if (column.mayBeNull && random.chance(0.25)) return null
  return presentValue(column, making)
}

/** A value other than NULL, of what the column's type says. */
export function presentValue(column: FillColumn, making: Making): SqlValue {
  const { type } = column
  const { random } = making
  if (type.literals !== undefined && type.literals.length > 0) return literal(random.pick(type.literals))
  if (type.json !== undefined) return documentOf(type, making)
  if (type.logical === "boolean") return random.pick([0n, 1n])
  if (column.isNumeric) return random.pick(dates)
  if (type.limits !== undefined && random.chance(0.5)) return limited(type, making)
  if (random.chance(0.25)) {
    const hinted = random.chance(0.8) ? column.hints : making.hints.values
    const fitting = hinted.flatMap((hint) => asHeld(type, hint, making))
    if (fitting.length > 0) return random.pick(fitting)
  }
  if (column.hasCollation && type.storage.has("text") && random.chance(0.3)) return random.pick(["a", "A", "B "])
  const isTime = type.logical === "timestamp_ms" || /(?:_at|_ms|date|time)$/i.test(column.name)
  if (isTime && type.storage.has("integer") && random.chance(0.8)) return random.pick(making.alphabet.times)
  return type.storage.size === 0 ? null : ofStorage(random.pick([...type.storage]), making)
}

function limited(type: ValueType, { random }: Making): SqlValue {
  const value = withinLimits(type, random)
  return typeof value === "number" && type.storage.has("integer") && Number.isInteger(value) ? BigInt(value) : value
}

function documentOf(type: ValueType, making: Making): SqlValue {
  const known = type.json?.kind === "ref" ? making.documents.of(type.json) : []
  if (known.length > 0) return making.random.pick(known)
  return jsonText(making)
}

function literal(value: string | number): SqlValue {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
}

/** A hint as values of the type: a number beside a text column is the length that a CHECK asks for. */
function asHeld(type: ValueType, hint: SqlValue, { documents }: Making): readonly SqlValue[] {
  if (misfit(type, hint, documents) === undefined) return [hint]
  if (typeof hint !== "bigint") return []
  if (type.storage.has("real")) return [Number(hint)]
  return type.storage.has("text") && hint >= 0n && hint <= 200n ? ["a".repeat(Number(hint))] : []
}

/** Another value for one column of a row: of its type, beside a literal, or like another column of the row. */
export function proposal(
  columns: readonly FillColumn[],
  row: readonly SqlValue[],
  index: number,
  making: Making,
): SqlValue {
  const { random, documents } = making
  const column = columns[index]
  if (column === undefined) return null
  const { type } = column
  const own = row[index] ?? null
  if (column.mayBeNull && own !== null && random.chance(0.2)) return null
  const way = random.below(10)
  if (way < 4 || type.literals !== undefined || type.json !== undefined) return presentValue(column, making)
  if (way < 6)
    return presentValue(
      { ...column, type: { ...type, nullable: false } },
      { ...making, alphabet: { ...making.alphabet, extremes: 0 } },
    )
  const from = way < 9 ? random.pick(row) : own
  const near = nearby(from, making)
  return misfit({ ...type, nullable: column.mayBeNull }, near, documents) === undefined
    ? near
    : presentValue(column, making)
}

/** The value itself or one beside it. */
function nearby(value: SqlValue, { random }: Making): SqlValue {
  if (typeof value === "bigint") return BigInt.asIntN(64, value + random.pick([0n, 0n, 1n, -1n]))
  if (typeof value === "number") return value + random.pick([0, 0, 1, -1])
  if (typeof value !== "string") return value
  return random.pick([value, value.toLowerCase(), value.toUpperCase(), value.trim(), `${value}a`, value.slice(0, -1)])
}
