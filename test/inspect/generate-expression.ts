import type { Random } from "../../src/verify/random.ts"

/** What an expression may speak of. */
export interface Names {
  readonly columns: readonly string[]
  readonly common: readonly { readonly name: string; readonly columns: readonly string[] }[]
  readonly aggregates?: boolean
  readonly windows?: boolean
  /** a SELECT of so many columns */
  readonly select: (outer: Names, width: number | undefined, depth: number) => string
}

const literals = [
  ..."0 1 2 -1 5 NULL TRUE FALSE 1.5 0.5 -2.0 1e3 0x10 9223372036854775807 9223372036854775808".split(" "),
  ..."'' 'a' 'b' '1' '1.5' '2024-01-31' '{\"a\":1}' '[1,2]' 'abc' x'' x'61' CURRENT_TIMESTAMP".split(" "),
]
const binary = "+ - * / % || & | << >> = <> < <= > >= IS AND OR -> ->>"
  .split(" ")
  .concat(["IS NOT", "AND", "OR", "=", "=", "IS NOT DISTINCT FROM", "IS DISTINCT FROM"])

/** scalar functions with the numbers of arguments that they take */
const calls = (
  "abs/1 coalesce/2 coalesce/3 concat/2 concat_ws/3 format/2 printf/2 glob/2 hex/1 ifnull/2 iif/2 iif/3 if/5 instr/2 length/1 like/2 " +
  "likely/1 lower/1 upper/1 ltrim/1 trim/2 max/2 max/3 min/2 nullif/2 octet_length/1 quote/1 replace/3 round/1 round/2 sign/1 substr/2 " +
  "substr/3 typeof/1 unhex/1 unicode/1 ceil/1 floor/1 trunc/1 pow/2 mod/2 sqrt/1 ln/1 exp/1 sin/1 atan2/2 degrees/1 date/1 time/1 datetime/1 " +
  "datetime/2 julianday/1 unixepoch/1 unixepoch/2 strftime/2 timediff/2 json/1 json_array/2 json_array_length/1 json_array_length/2 json_extract/2 " +
  "json_extract/3 json_insert/3 json_object/2 json_patch/2 json_pretty/1 json_quote/1 json_remove/2 json_set/3 json_type/1 json_type/2 " +
  "json_valid/1 jsonb/1 jsonb_extract/2 jsonb_set/3 jsonb_array/1 char/1 random/0 zeroblob/1 unistr_quote/1 subtype/1"
)
  .split(" ")
  .map((word) => word.split("/"))
const aggregates =
  "count/1 sum/1 total/1 avg/1 min/1 max/1 group_concat/1 string_agg/2 json_group_array/1 json_group_object/2 median/1 jsonb_group_array/1 percentile_disc/2"
    .split(" ")
    .map((word) => word.split("/"))
const windows =
  "row_number/0 rank/0 dense_rank/0 percent_rank/0 cume_dist/0 ntile/1 lag/1 lag/2 lag/3 lead/1 lead/3 first_value/1 last_value/1 nth_value/2"
    .split(" ")
    .map((word) => word.split("/"))
const types = ["INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "VARCHAR(3)", "BOOLEAN"]

/** A random expression. */
export function expressionOf(random: Random, names: Names, depth: number): string {
  if (depth <= 0 || random.chance(0.25)) return leafOf(random, names)
  const inner = (): string => expressionOf(random, names, depth - 1)
  const kind = random.below(names.aggregates || names.windows ? 22 : 18)
  switch (kind) {
    case 0:
    case 1:
    case 2:
      return `(${inner()} ${random.pick(binary)} ${inner()})`
    case 3:
      return `(${random.pick(["-", "+", "~", "NOT "])}${inner()})`
    case 4:
      return `(${inner()} ${random.pick(["IS NULL", "IS NOT NULL", "NOTNULL", "ISNULL"])})`
    case 5:
      return `(${inner()} ${random.pick(["", "NOT "])}BETWEEN ${inner()} AND ${inner()})`
    case 6:
      return `(${inner()} ${random.pick(["", "NOT "])}IN (${Array.from({ length: random.below(3) }, inner).join(", ")}))`
    case 7:
      return `(${inner()} ${random.pick(["", "NOT "])}IN (${names.select(names, 1, depth - 1)}))`
    case 8:
      return `(${inner()} ${random.pick(["", "NOT "])}${random.pick(["LIKE", "GLOB"])} ${inner()})`
    case 9:
      return caseOf(random, names, inner)
    case 10:
      return `CAST(${inner()} AS ${random.pick(types)})`
    case 11:
      return `(${inner()} COLLATE ${random.pick(["NOCASE", "BINARY"])})`
    case 12:
      return `(${names.select(names, 1, depth - 1)})`
    case 13:
      return `${random.pick(["", "NOT "])}EXISTS (${names.select(names, undefined, depth - 1)})`
    case 14:
      return rowOf(random, names, inner, depth)
    case 18:
    case 19:
      if (names.aggregates) return aggregateOf(random, { ...names, aggregates: false, windows: false }, depth)
      return inner()
    case 20:
    case 21:
      if (names.windows) return windowOf(random, { ...names, windows: false }, depth)
      return inner()
    default:
      return callOf(random.pick(calls), inner)
  }
}

function leafOf(random: Random, names: Names): string {
  if (names.columns.length > 0 && random.chance(0.65)) return random.pick(names.columns)
  return random.chance(0.15) ? random.pick(["?", ":p", ":q", "?5"]) : random.pick(literals)
}

function callOf(call: readonly string[], argument: () => string): string {
  return `${call[0]}(${Array.from({ length: Number(call[1]) }, argument).join(", ")})`
}

function caseOf(random: Random, names: Names, inner: () => string): string {
  const operand = random.chance(0.3) ? ` ${inner()}` : ""
  const column = names.columns.length > 0 ? random.pick(names.columns) : "NULL"
  // conditions about what the arms give
  const condition =
    operand === "" && random.chance(0.5)
      ? `${column} ${random.pick(["IS NULL", "IS NOT NULL", "> 1", "= 'a'"])}`
      : inner()
  const value = random.chance(0.5) ? column : inner()
  const second = random.chance(0.3) ? ` WHEN ${inner()} THEN ${inner()}` : ""
  return `CASE${operand} WHEN ${condition} THEN ${value}${second}${random.chance(0.7) ? ` ELSE ${random.chance(0.5) ? column : inner()}` : ""} END`
}

function rowOf(random: Random, names: Names, inner: () => string, depth: number): string {
  const other = random.pick([
    `${random.pick(["=", "<>", "<", ">=", "IS", "IS NOT"])} (${inner()}, ${inner()})`,
    `${random.pick(["=", "IS"])} (${names.select(names, 2, depth - 1)})`,
    `IN (${names.select(names, 2, depth - 1)})`,
  ])
  return `((${inner()}, ${inner()}) ${other})`
}

function aggregateOf(random: Random, names: Names, depth: number): string {
  if (random.chance(0.15)) return "count(*)"
  const call = random.pick(aggregates)
  const inner = (): string => expressionOf(random, names, depth - 1)
  const second = call[0] === "percentile_disc" ? ", 0.5" : call[1] === "2" ? `, ${inner()}` : ""
  const distinct = call[1] === "1" && random.chance(0.1) ? "DISTINCT " : ""
  const filter = random.chance(0.2) ? ` FILTER (WHERE ${inner()})` : ""
  return `${call[0]}(${distinct}${inner()}${second})${filter}`
}

function windowOf(random: Random, names: Names, depth: number): string {
  const inner = (): string => expressionOf(random, { ...names, aggregates: false }, depth - 1)
  const isAggregate = random.chance(0.4)
  const call = isAggregate
    ? aggregateOf(random, { ...names, aggregates: false }, depth)
    : callOf(random.pick(windows), inner)
  const partition = random.chance(0.4) ? `PARTITION BY ${inner()} ` : ""
  const order = random.chance(0.7) ? `ORDER BY ${inner()} ` : ""
  const bounds = [
    "ROWS CURRENT ROW",
    "ROWS UNBOUNDED PRECEDING",
    "ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
    "ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING",
    "ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING",
    "RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
    "GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
  ]
  const frame =
    order !== "" && random.chance(0.5)
      ? `${random.pick(bounds)} ${random.pick(["", "", "EXCLUDE CURRENT ROW", "EXCLUDE TIES", "EXCLUDE GROUP"])}`
      : ""
  return `${call} OVER (${partition}${order}${frame})`
}
