import { between, type Computed, mayBeInfinite, rangeOf, unbounded } from "./range.ts"
import { isOnly } from "./storage.ts"
import type { Range, ValueType } from "./value-type.ts"

const most = 2 ** 63

/** Rows are counted up to this many; more do not fit anything. */
const counts = new Set(["count", "length", "octet_length", "instr", "changes", "total_changes", "json_array_length"])
const positions = new Set(["row_number", "rank", "dense_rank", "ntile"])
const rounding = new Set(["round", "ceil", "ceiling", "floor", "trunc"])
const sums = new Set(["sum", "total", "avg", "median", "percentile", "percentile_cont", "percentile_disc"])
const growing = new Set(["pow", "power", "sinh", "cosh", "exp", "degrees", "atanh"])
const periodic = new Set(["sin", "cos", "tan", "mod"])

/** Where the result of a function lies; undefined where nothing more than its type tells. `seesRow`: an aggregate of at least one row. */
export function callRange(name: string, types: readonly ValueType[], seesRow: boolean): Computed | undefined {
  const first = types[0] === undefined ? between(0, 0) : rangeOf(types[0])
  const is = (range: Range): Computed => ({ range, noNumber: false })
  if (name === "count") return is(between(seesRow && types[0]?.nullable !== true ? 1 : 0, most))
  if (counts.has(name)) return is(between(0, most))
  if (positions.has(name)) return is(between(1, most))
  if (name === "abs") return is(absolute(first))
  if (rounding.has(name)) return is(between(first.low - 1, first.high + 1))
  if (sums.has(name)) return types[0] !== undefined && isOnly(types[0], "integer") ? undefined : summed(first)
  if (growing.has(name)) return is(unbounded)
  if (!types.some((type) => mayBeInfinite(rangeOf(type)))) return undefined
  return periodic.has(name) ? { range: between(-most, most), noNumber: true } : is(unbounded)
}

function absolute({ low, high, zero }: Range): Range {
  const ends = [Math.abs(low), Math.abs(high)]
  return { low: low <= 0 && high >= 0 ? 0 : Math.min(...ends), high: Math.max(...ends), zero }
}

/** As many as there are rows: both infinities among them make no number. */
function summed({ low, high }: Range): Computed {
  const noNumber = low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY
  return { range: between(Math.min(low * most, low, 0), Math.max(high * most, high, 0)), noNumber }
}
