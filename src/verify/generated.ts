import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { BindValue, RawRow } from "../runtime/driver.ts"
import { givenRows } from "./bulk-value.ts"
import { givenValue } from "./given-value.ts"
import { hasInexact } from "./inexact.ts"
import type { Subject, SubjectParameter } from "./subject.ts"

/** What of a generated function is run: the two methods of its statement, and the zod schemas beside it. */
export interface GeneratedQuery {
  readonly bind: (params: unknown) => readonly (BindValue | undefined)[] | undefined
  readonly decode: ((row: RawRow) => unknown) | undefined
  readonly params: Validator | undefined
  readonly row: Validator | undefined
}

/** A zod schema, as far as it is asked. */
export interface Validator {
  readonly safeParse: (value: unknown) => { readonly success: boolean }
}

/** The generated function of a subject; undefined where it could not be run. */
export type GeneratedCode = (subject: Subject) => GeneratedQuery | undefined

/** Legal parameters are taken and encoded to the values that were bound; the schema takes what `bind` takes. */
export function wrongBinds(
  { parameters, binds }: Subject,
  { bind, params: schema }: GeneratedQuery,
  values: readonly SqlValue[],
): readonly string[] {
  const entries = parameters.map((parameter, index) => [parameter.name, givenFor(parameter, values[index] ?? null)])
  const params = parameters.length === 0 ? undefined : Object.fromEntries(entries)
  const made = bind(params)
  const wrong: string[] = []
  if (made === undefined) wrong.push("the generated `bind` refuses legal parameters")
  if (schema !== undefined && schema.safeParse(params).success !== (made !== undefined))
    wrong.push("the generated `bind` and the zod schema disagree on the parameters")
  if (made === undefined) return wrong
  for (const [slot, index] of binds.entries()) {
    const parameter = parameters[index]
    if (parameter !== undefined && !isSame(parameter.type, values[index] ?? null, made[slot]))
      wrong.push(`the generated \`bind\` gives ${String(made[slot])} for \`${parameter.sqlName}\``)
  }
  return wrong
}

function givenFor({ type, fields }: SubjectParameter, value: SqlValue): unknown {
  return fields !== undefined && typeof value === "string" ? givenRows(fields, value) : givenValue(type, value)
}

/** JSON may be written with other spaces; the JSON null of a nullable parameter is NULL. */
function isSame(type: ValueType, before: SqlValue, after: BindValue | undefined): boolean {
  if (!type.array && type.json === undefined) return Object.is(before, after) || before === after
  if (typeof before !== "string" || typeof after !== "string") return before === after || before === "null"
  return JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after))
}

/** A legal row decodes, unless it has a number that a check refuses on purpose. The schema takes what decodes. */
export function wrongRow(
  { columns }: Subject,
  { decode, row: schema }: GeneratedQuery,
  values: readonly SqlValue[],
): string | undefined {
  if (decode === undefined) return "there is no generated `decode` for a row"
  const raw: RawRow = values.map((value) => (typeof value === "bigint" ? Number(value) : value))
  const made = decode(raw)
  const lost = columns.find(({ type }, index) => isWhole(type) && isNumberThat(raw[index], isInexact))
  if (made === undefined) {
    const isExcused = lost !== undefined || raw.some((value) => isNumberThat(value, isInfinite) || isInexactJson(value))
    return isExcused ? undefined : "the generated `decode` refuses the row"
  }
  if (lost !== undefined) return `the generated \`decode\` takes a number for \`${lost.sqlName}\` that is not exact`
  if (schema === undefined || schema.safeParse(asInput(columns, raw, made)).success) return undefined
  return "the zod schema refuses what the generated `decode` made of the row"
}

function isNumberThat(value: unknown, test: (value: number) => boolean): boolean {
  return typeof value === "number" && test(value)
}

function isInexactJson(value: unknown): boolean {
  return typeof value === "string" && /^\s*[[{]/.test(value) && hasInexact(jsonIn(value))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // text that only looks like JSON
  }
}

/** Beyond 2^53 a double does not tell neighbours apart: such an integer is refused on purpose. */
function isInexact(value: number): boolean {
  return !Number.isSafeInteger(value)
}

/** JSON has no infinity, and no check takes one. */
function isInfinite(value: number): boolean {
  return !Number.isFinite(value)
}

function isWhole({ storage, logical, json, array }: ValueType): boolean {
  return storage.size === 1 && storage.has("integer") && logical !== "bigint" && json === undefined && !array
}

/** A schema of the user may convert: it takes what is stored, not what it gave. */
function asInput(columns: Subject["columns"], raw: RawRow, made: unknown): unknown {
  const stored = columns.flatMap(({ name, type }, index) => {
    const value = raw[index]
    return type.json?.kind === "ref" && typeof value === "string" ? [[name, JSON.parse(value)]] : []
  })
  return { ...Object(made), ...Object.fromEntries(stored) }
}
