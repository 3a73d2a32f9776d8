import type { SourceFile } from "../source/source-file.ts"
import { textOf } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"
import type { AppliedSchema } from "./applied-schema.ts"
import {
  type Check,
  type CheckedStatement,
  type CompiledFile,
  type CompileOptions,
  checkAgainst,
} from "./compile-file.ts"

/** Checks the statements of an edited file; those that are as they were, or only moved, have their answer already. */
export function reusing(
  file: SourceFile,
  known: CompiledFile | undefined,
  schema: AppliedSchema,
  options: CompileOptions,
): Check {
  const check = checkAgainst(schema, options)
  if (known === undefined) return check
  const texts = known.statements.map(({ statement }) => sqlOf(statement))
  return (statement) => {
    const sql = sqlOf(statement)
    const same = known.statements.find((each, index) => texts[index] === sql && isMoved(each.statement, statement))
    return same === undefined ? check(statement) : moved(same, file, statement)
  }
}

function sqlOf(statement: Statement): string {
  return textOf(statement.file, statement.span)
}

/** The same statement with the same comments, all of it the same distance away. */
function isMoved(before: Statement, now: Statement): boolean {
  return isShifted(before, now, now.span.start - before.span.start)
}

/** Equal but for files and for spans, which are `by` characters apart. What is not plain data counts as different. */
function isShifted(before: unknown, now: unknown, by: number): boolean {
  if (!isObject(before) || !isObject(now)) return Object.is(before, now)
  if (!isPlain(before) || !isPlain(now)) return false
  const keys = Object.keys(before)
  if (keys.length !== Object.keys(now).length) return false
  const distance = isSpan(before) && isSpan(now) ? by : 0
  return keys.every((key) => {
    const [one, other] = [before[key], now[key]]
    if (typeof one === "number" && typeof other === "number") return Object.is(one + distance, other)
    return key === "file" || (key in now && isShifted(one, other, by))
  })
}

/** What was found out about a statement, said of the place where it stands now. */
function moved(
  { statement, outcome }: CheckedStatement,
  file: SourceFile,
  now: Statement,
): CheckedStatement["outcome"] {
  const move = { from: statement.file, to: file, by: now.span.start - statement.span.start }
  return relocated(outcome, true, { ...move, seen: [new Map(), new Map()] })
}

interface Move {
  readonly from: SourceFile
  readonly to: SourceFile
  readonly by: number
  /** reasons are shared: each is moved once, apart for what speaks of the file itself and of another */
  readonly seen: readonly [Map<unknown, unknown>, Map<unknown, unknown>]
}

/**
 * A copy with the file replaced and its spans shifted. A span belongs to the file beside it, or to the file of what
 * holds it (`own`: the moved one); spans in other files stay.
 */
function relocated<T>(value: T, own: boolean, move: Move): T
function relocated(value: unknown, own: boolean, move: Move): unknown {
  if (value === move.from) return move.to
  if (!isObject(value) || (!isPlain(value) && !Array.isArray(value))) return value
  if (isSpan(value)) return own ? shifted(value, move.by) : value
  const seen = move.seen[own ? 0 : 1]
  const known = seen.get(value)
  if (known !== undefined) return known
  const beside = Object.values(value).find(isFile)
  const inside = beside === undefined ? own : beside === move.from
  const copy = Array.isArray(value)
    ? value.map((item) => relocated(item, inside, move))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, relocated(item, inside, move)]))
  seen.set(value, copy)
  return copy
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}

function isSpan(value: Fields): boolean {
  return typeof value["start"] === "number" && typeof value["end"] === "number" && Object.keys(value).length === 2
}

function shifted(span: Fields, by: number): Fields {
  return Object.fromEntries(Object.entries(span).map(([key, offset]) => [key, Number(offset) + by]))
}

function isFile(value: unknown): boolean {
  return isObject(value) && typeof value["path"] === "string" && typeof value["text"] === "string"
}
