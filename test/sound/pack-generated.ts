import { readdirSync } from "node:fs"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { ZodType } from "zod"
import type { Parameter } from "../../src/analyze/checked-query.ts"
import type { SqlValue } from "../../src/engine/engine.ts"
import type { ExecStatement, RawRow, Statement } from "../../src/runtime/driver.ts"
import type { Call } from "./attack.ts"
import { root } from "./sources.ts"

type Exports = Readonly<Record<string, unknown>>
type AnyStatement = ExecStatement<unknown> & Partial<Pick<Statement<unknown, unknown>, "decode">>

const functions: Exports = await exportsOf((file) => file !== "index.ts" && !file.endsWith(".schemas.ts"))
const schemas: Exports = await exportsOf((file) => file.endsWith(".schemas.ts"))

async function exportsOf(isWanted: (file: string) => boolean): Promise<Exports> {
  const folder = join(root, "gen")
  const files = readdirSync(folder).filter(isWanted)
  const modules: Exports[] = await Promise.all(files.map((file) => import(join(folder, file))))
  return Object.assign({}, ...modules)
}

/** What the generated function of a query does wrong with the parameters and the rows of a call that SQLite answered. */
export function inspectGenerated(call: Call): readonly string[] {
  const statement = statementOf(call.query.name)
  if (statement === undefined) return ["it is not in gen/"]
  if (statement.sql !== call.query.steps[0].variants[0].sql) return ["gen/ is old: run `npx tsx src/cli/main.ts`"]
  return [...wrongBinds(call, statement), ...call.rows.flatMap((row) => wrongRow(call, statement, row))]
}

function statementOf(name: string): AnyStatement | undefined {
  const found = functions[name]
  return isQuery(found) ? found.statement : undefined
}

function isQuery(value: unknown): value is { readonly statement: AnyStatement } {
  return typeof value === "function" && "statement" in value
}

function schemaNamed(name: string): ZodType | undefined {
  const found = schemas[name]
  return typeof found === "object" && found !== null && "safeParse" in found ? (found as ZodType) : undefined
}

/** Legal parameters are taken and encoded to the values that were bound; the schema takes what `bind` takes. */
function wrongBinds({ query, values }: Call, statement: AnyStatement): readonly string[] {
  const entries = query.parameters.map((parameter, index) => [
    parameter.name,
    decoded(parameter, values[index] ?? null),
  ])
  const params: unknown = Object.fromEntries(entries)
  const made = statement.bind(params)
  const schema = schemaNamed(`${query.name}Params`)
  const wrong: string[] = []
  if (schema === undefined ? query.parameters.length > 0 : schema.safeParse(params).success !== (made !== undefined))
    wrong.push("`bind` and the schema disagree on the parameters")
  const isPromised = query.parameters.some(({ type }) => type.json?.kind === "ref")
  if (made === undefined) return isPromised ? wrong : [...wrong, "`bind` refuses legal parameters"]
  for (const [index, parameter] of query.parameters.entries()) {
    const [before, after] = [values[index] ?? null, made[index] ?? null]
    if (!isSame(parameter, before, after)) wrong.push(`\`${parameter.sqlName}\` is bound as ${String(after)}`)
  }
  return wrong
}

function isJson({ type }: Parameter): boolean {
  return type.array || type.json !== undefined
}

function decoded(parameter: Parameter, value: SqlValue): unknown {
  return isJson(parameter) && typeof value === "string" ? JSON.parse(value) : value
}

/** JSON may be written differently; the JSON null of a nullable parameter is NULL. */
function isSame(parameter: Parameter, before: SqlValue, after: unknown): boolean {
  if (!isJson(parameter)) return Object.is(before, after)
  const value = decoded(parameter, before)
  return typeof after === "string" ? isDeepStrictEqual(value, JSON.parse(after)) : after === value
}

/** A legal row decodes, unless it has an integer that no number holds; then it is refused. The schema takes what decodes. */
function wrongRow({ query }: Call, statement: AnyStatement, values: readonly SqlValue[]): readonly string[] {
  if (statement.decode === undefined) return ["a row without `decode`"]
  const row: RawRow = values.map((value) => (typeof value === "bigint" ? Number(value) : value))
  const isSafe = row.every(
    (value) => typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value),
  )
  const made = statement.decode(row)
  const shown = JSON.stringify(row)
  if (made === undefined) return isSafe ? [`\`decode\` refuses ${shown}`] : []
  if (!isSafe) return [`\`decode\` takes an integer beyond 2^53 in ${shown}`]
  const schema = schemaNamed(`${query.name}Row`)
  if (schema === undefined) return [`there is no ${query.name}Row`]
  return schema.safeParse(made).success ? [] : [`the schema refuses what was decoded from ${shown}`]
}
