import type { SqlValue } from "../engine/engine.ts"
import { tokenize } from "../syntax/tokenize.ts"
import { quoted } from "./arena.ts"
import { bindsOf } from "./call.ts"
import type { Case } from "./case.ts"
import type { FillTable } from "./fill-plan.ts"
import { sqlLiteral } from "./literal.ts"

/**
 * A case as SQL for a database that holds the schema and nothing else: its rows, then the statement with its parameters
 * in place, as they are bound. One statement a line, but for line breaks of the author.
 */
export function scriptOf(one: Case): readonly string[] {
  const { footing, steps, subject, values } = one
  const rows = steps.map(({ sql, binds, row }) => (row === undefined ? filledIn(sql, binds) : insertOf(row, binds)))
  const isDeferred = footing.foreignKeys && footing.hasCycles && rows.length > 1
  const made = isDeferred ? ["BEGIN", "PRAGMA defer_foreign_keys = ON", ...rows, "COMMIT"] : rows
  const statements = [
    `PRAGMA foreign_keys = ${footing.foreignKeys ? "ON" : "OFF"}`,
    ...made,
    filledIn(subject.sql, bindsOf(subject, values)),
  ]
  return statements.map((statement) => `${statement};`)
}

/** What is NULL and has no default is left out. */
function insertOf({ name, columns }: FillTable, binds: readonly SqlValue[]): string {
  const given = columns.flatMap((column, index) => {
    const value = binds[index] ?? null
    return value === null && !column.hasDefault ? [] : [[quoted(column.name), sqlLiteral(value)] as const]
  })
  if (given.length === 0) return `INSERT INTO ${quoted(name)} DEFAULT VALUES`
  const names = given.map(([column]) => column).join(", ")
  return `INSERT INTO ${quoted(name)} (${names}) VALUES (${given.map(([, value]) => value).join(", ")})`
}

/** `?1` becomes the first value, and so on. */
function filledIn(sql: string, binds: readonly SqlValue[]): string {
  return tokenize(sql)
    .map(({ kind, text }) => (kind === "placeholder" ? sqlLiteral(binds[Number(text.slice(1)) - 1] ?? null) : text))
    .join("")
}
