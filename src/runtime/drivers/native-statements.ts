import type { BindValue, RawRow, SqlFacts } from "../driver.ts"
import { type NumberedBinds, numbered } from "./numbered.ts"
import { preparedStatements } from "./prepared-statements.ts"
import { isStraight } from "./straight-program.ts"

/** What `libsql` and `better-sqlite3` have in common. https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md */
export interface NativeDatabase {
  readonly inTransaction: boolean
  prepare(sql: string): NativeStatement
  exec(sql: string): unknown
}

export interface NativeStatement {
  /** it answers rows */
  readonly reader: boolean
  raw(on?: boolean): unknown
  safeIntegers(on?: boolean): unknown
  run(binds: NativeBinds): { readonly changes: number }
  get(binds: NativeBinds): unknown
  all(binds: NativeBinds): readonly unknown[]
}

/** By position, or keyed by the number of `?NNN`: better-sqlite3 refuses an array for those. */
export type NativeBinds = NumberedBinds

/** How the statements of one database are run. */
export interface NativeStatements {
  rows(statement: SqlFacts, binds: readonly BindValue[]): readonly RawRow[]
  /** rows changed by the statement itself */
  changes(statement: SqlFacts, binds: readonly BindValue[]): number
}

interface Ready {
  readonly statement: NativeStatement
  readonly sql: string
  /** it answers at most one row, whatever the tables hold; undefined until it is asked */
  straight: boolean | undefined
  readonly shape: (binds: readonly BindValue[]) => NativeBinds
}

const changesSql = "SELECT changes()"

/** Runs statements, each text prepared once. Errors are the database's own. */
export function nativeStatements(db: NativeDatabase): NativeStatements {
  const prepared = preparedStatements((sql) => ready(db, sql))
  return {
    rows: (facts, binds) => prepared.using(facts.sql, (entry) => rowsOf(db, entry, facts, entry.shape(binds))),
    changes: (facts, binds) =>
      prepared.using(facts.sql, ({ statement, shape }) => {
        if (!statement.reader) return statement.run(shape(binds)).changes
        // never run(): libsql would leave a statement with RETURNING open, and the next COMMIT would fail
        statement.all(shape(binds))
        return facts.readonly ? 0 : prepared.using(changesSql, (counter) => numberIn(counter.statement.all([])))
      }),
  }
}

function ready(db: NativeDatabase, text: string): Ready {
  const { sql, shape } = numbered(text)
  const statement = db.prepare(sql)
  if (statement.reader) {
    statement.raw(true)
    statement.safeIntegers(false)
  }
  return { statement, sql, shape, straight: undefined }
}

/**
 * `get` stops at the first row. It takes two thirds of the time of `all`, and is right only where this database's own
 * program for the text cannot find a second one: that the schema it was compiled for rules that out proves nothing here.
 */
function rowsOf(db: NativeDatabase, entry: Ready, facts: SqlFacts, binds: NativeBinds): readonly RawRow[] {
  // RETURNING answers its rows in a loop
  if (facts.single === true && facts.readonly) {
    entry.straight ??= isStraight(programOf(db, entry.sql, binds))
    if (entry.straight) {
      const row = entry.statement.get(binds)
      return isRow(row) ? [row] : []
    }
  }
  const rows = entry.statement.all(binds)
  if (!rows.every(isRow)) throw new TypeError("the database did not answer raw rows")
  return rows
}

/** https://sqlite.org/lang_explain.html */
function programOf(db: NativeDatabase, sql: string, binds: NativeBinds): readonly unknown[] {
  const statement = db.prepare(`EXPLAIN ${sql}`)
  statement.raw(true)
  const program = statement.all(binds)
  // libsql leaves an EXPLAIN open that all() has read to the end, so that no table could be dropped; get() closes it
  statement.get(binds)
  return program
}

function isRow(row: unknown): row is RawRow {
  return Array.isArray(row)
}

function numberIn(rows: readonly unknown[]): number {
  const [row] = rows
  const [value] = isRow(row) ? row : []
  return typeof value === "number" ? value : 0
}
