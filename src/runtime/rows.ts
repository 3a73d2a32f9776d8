import type { Check } from "./check.ts"
import { parseJson, toBigInt, toBlob, toBoolean } from "./convert.ts"
import type { Decoder, RawRow, RowFacts, SqlFacts } from "./driver.ts"
import { NoRowError, RowShapeError, TooManyRowsError } from "./errors.ts"
import { type Issue, issuesOf, partsOf } from "./issues.ts"
import { schemaIssues } from "./standard-schema.ts"

/** A statement or a step whose rows are read. */
export type RowStatement<R> = Pick<SqlFacts, "name" | "source" | "sql"> & RowFacts & Decoder<R>

/** The only row. Throws NoRowError, TooManyRowsError, RowShapeError. */
export function oneRow<R>(statement: RowStatement<R>, rows: readonly RawRow[]): R {
  const row = rows[0]
  if (row === undefined) throw new NoRowError(statement)
  if (rows.length > 1) throw new TooManyRowsError(statement, rows.length)
  return decodeRow(statement, row, 0)
}

/** The only row, or null. Throws TooManyRowsError, RowShapeError. */
export function optionalRow<R>(statement: RowStatement<R>, rows: readonly RawRow[]): R | null {
  return rows.length === 0 ? null : oneRow(statement, rows)
}

/** All rows. Throws RowShapeError. */
export function allRows<R>(statement: RowStatement<R>, rows: readonly RawRow[]): R[] {
  return rows.map((row, index) => decodeRow(statement, row, index))
}

function decodeRow<R>(statement: RowStatement<R>, row: RawRow, index: number): R {
  const decoded = statement.decode(row)
  if (decoded === undefined) throw rowShapeError(statement, row, index)
  return decoded
}

function rowShapeError(statement: RowStatement<unknown>, raw: RawRow, row: number): RowShapeError {
  const found = rowIssues(statement, raw)
  const issues = found.length > 0 ? found : [{ code: "custom", path: [], message: "the row was refused" }]
  const column = String(issues[0]?.path[0] ?? statement.results[0]?.[0] ?? "")
  const index = statement.results.findIndex(([name]) => name === column)
  const message = [
    `row ${row}, column \`${column}\` is not what was compiled: ${issues[0]?.message}`,
    `the database answered ${described(raw[index])}`,
    ...(issues.some(isBeyondSafe) ? ["type the column `bigint` to read integers beyond 2^53"] : []),
  ].join("; ")
  return new RowShapeError(statement, message, { issues, column, row })
}

function rowIssues(statement: RowStatement<unknown>, raw: RawRow): readonly Issue[] {
  const values = statement.results.map(([name, check], index) => ({ name, check, value: converted(check, raw[index]) }))
  const schema = statement.schemas?.row
  if (schema === undefined) return values.flatMap(({ name, check, value }) => issuesOf(check, value, [name]))
  return schemaIssues(schema, Object.fromEntries(values.map(({ name, value }) => [name, value])), [])
}

/** As generated code converts: by kind, before the check. A BLOB of any driver is named alike, also where none was expected. */
function converted(check: Check, value: unknown): unknown {
  const { form, of } = partsOf(check)
  if (of === "json" || form.includes("[") || isJsonText(of)) return parseJson(value)
  if (of === "boolean") return toBoolean(value)
  return of === "bigint" ? toBigInt(value) : toBlob(value)
}

function isJsonText(of: ReturnType<typeof partsOf>["of"]): boolean {
  return typeof of === "object" && !("literals" in of || "number" in of || "text" in of)
}

function isBeyondSafe(issue: Issue): boolean {
  return (issue.code === "too_big" || issue.code === "too_small") && issue.origin === "int"
}

/** A stored value for people, cut short. */
function described(value: unknown): string {
  const raw = toBlob(value)
  if (raw === null) return "NULL"
  if (raw === undefined) return "no such column"
  if (raw instanceof Uint8Array) return `a BLOB of ${raw.byteLength} bytes`
  if (typeof raw === "object") return "an object" // of which not even `String()` can be sure
  if (typeof raw !== "string") return `${typeof raw} ${String(raw)}`
  return `text ${JSON.stringify(raw.length > 40 ? `${raw.slice(0, 40)}…` : raw)}`
}
