import { shortList, suggestion } from "../diagnostics/suggest.ts"
import type { Engine } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import { unquoted } from "../syntax/parse-source.ts"
import type { Statement } from "../syntax/statement.ts"
import { tokenize } from "../syntax/tokenize.ts"
import { fold } from "./catalog.ts"

/** A column or table that SQLite misses in a statement of the schema: the one that was meant, or what there is. */
export function missingName(statement: Statement, message: string, engine: Engine): string | undefined {
  const missing = missingIn(statement, message, engine)
  if (missing === undefined) return undefined
  return suggestion(missing.name, missing.known) ?? withoutSuch(statement, missing)
}

function withoutSuch({ ast }: Statement, { what, name, known }: Missing): string | undefined {
  if (what === "column") return known.length === 0 ? undefined : `the columns are ${shortList(known)}`
  if (ast?.kind === "drop") return "remove the statement, or write IF EXISTS in front of the name"
  return `create \`${name}\` in a statement or migration before this one`
}

/** The one that was meant, where a name is near. */
export function nearName(statement: Statement, message: string, engine: Engine): string | undefined {
  const missing = missingIn(statement, message, engine)
  return missing && suggestion(missing.name, missing.known)
}

interface Missing {
  readonly what: "column" | "table" | "index" | "trigger"
  readonly name: string
  readonly known: readonly string[]
}

function missingIn(statement: Statement, message: string, engine: Engine): Missing | undefined {
  const column = /^no such column: (?:"?\w+"?\.)*"?([^"]+?)"?$/s.exec(message)?.[1] ?? otherColumn(message)
  if (column !== undefined) return { what: "column", name: column, known: columnsNear(statement, engine) }
  const table = /^no such (?:table|view): (?:main\.)?(.+)$/s.exec(message)?.[1]
  if (table !== undefined) return { what: "table", name: table, known: tablesOf(engine) }
  const [, kind, name = ""] = /^no such (index|trigger): (?:main\.)?(.+)$/s.exec(message) ?? []
  if (kind !== "index" && kind !== "trigger") return undefined
  return { what: kind, name, known: textsOf(engine, "SELECT name FROM sqlite_schema WHERE type = ?1", [kind]) }
}

function otherColumn(message: string): string | undefined {
  return /^unknown column "(.+)" in foreign key definition$|^table \S+ has no column named (.+)$/s
    .exec(message)
    ?.slice(1)
    .find((name) => name !== undefined)
}

/** Columns that the statement declares, and those of the tables that it names. */
function columnsNear(statement: Statement, engine: Engine): readonly string[] {
  const { ast } = statement
  const own = ast?.kind === "create-table" ? ast.columns.map(({ name }) => name.text) : []
  const words = new Set(tokenize(textOf(statement.file, statement.span)).map(({ text }) => fold(unquoted(text))))
  const tables = tablesOf(engine).filter((name) => words.has(fold(name)))
  return [...new Set([...own, ...tables.flatMap((table) => textsOf(engine, columnsOf, [table]))])]
}

const columnsOf = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1"

function tablesOf(engine: Engine): readonly string[] {
  return textsOf(
    engine,
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    [],
  )
}

function textsOf(engine: Engine, sql: string, binds: readonly string[]): readonly string[] {
  const answered = engine.query(sql, binds)
  return answered.ok ? answered.rows.flatMap(([name]) => (typeof name === "string" ? [name] : [])) : []
}
