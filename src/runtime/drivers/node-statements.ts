import type { BindValue, RawRow, SqlFacts } from "../driver.ts"
import { keyed, withoutNumbers } from "./numbered.ts"
import { preparedStatements } from "./prepared-statements.ts"

/** What is needed of a `DatabaseSync` of `node:sqlite`, Node 22.13 or later. https://nodejs.org/api/sqlite.html */
export interface NodeSqliteLike {
  /** from Node 22.16 */
  readonly isTransaction?: boolean
  prepare(sql: string): NodeStatementLike
  exec(sql: string): void
}

export interface NodeStatementLike {
  all(...values: BindValue[]): unknown[]
  all(named: Record<number, BindValue>): unknown[]
  run(...values: BindValue[]): { readonly changes: number | bigint }
  run(named: Record<number, BindValue>): { readonly changes: number | bigint }
  setReadBigInts(on: boolean): void
  /** from Node 22.16 */
  setReturnArrays?(on: boolean): void
}

/** How the statements of one database are run. */
export interface NodeStatements {
  rows(statement: SqlFacts, binds: readonly BindValue[]): readonly RawRow[]
  /** rows changed by the statement itself */
  changes(statement: SqlFacts, binds: readonly BindValue[]): number
}

/** What is asked of a statement's facts. */
type Text = Pick<SqlFacts, "sql" | "columns" | "readonly">

interface Ready {
  readonly statement: NodeStatementLike
  /** `?` in the text: values go by position, else by number */
  readonly positional: boolean
  /** integers come as bigints: Node refuses a number beyond 2^53 */
  wide: boolean
}

/** https://sqlite.org/lang_corefunc.html#changes */
const changesText: Text = { sql: "SELECT changes()", columns: ["changes()"], readonly: true }

/** Runs statements, each text prepared once. Errors are the database's own. */
export function nodeStatements(db: NodeSqliteLike): NodeStatements {
  const prepared = preparedStatements((sql) => ready(db, sql))
  const rows = (text: Text, binds: readonly BindValue[]): readonly RawRow[] =>
    prepared.using(text.sql, (entry) => rowsOf(entry, text, binds.map(bindable)))
  return {
    rows,
    changes(facts, binds) {
      if (facts.columns.length === 0)
        return prepared.using(facts.sql, (entry) => Number(run(entry, binds.map(bindable)).changes))
      // never run(): before Node 22.16 it stops a statement with RETURNING at the first row
      rows(facts, binds)
      return facts.readonly ? 0 : Number(rows(changesText, [])[0]?.[0])
    },
  }
}

function ready(db: NodeSqliteLike, text: string): Ready {
  const sql = withoutNumbers(text)
  const statement = db.prepare(sql ?? text)
  statement.setReturnArrays?.(true)
  return { statement, positional: sql !== undefined, wide: false }
}

/** No bytes of a buffer that has some: Node 22 binds NULL for those of an empty one. */
const noBytes = new Uint8Array(new ArrayBuffer(1), 0, 0)

function bindable(value: BindValue): BindValue {
  return value instanceof Uint8Array && value.byteLength === 0 ? noBytes : value
}

/** A large integer is told by an error after a write is done: only what reads can be run again to see it. */
function rowsOf(entry: Ready, text: Text, binds: readonly BindValue[]): readonly RawRow[] {
  if (!text.readonly) widen(entry)
  try {
    return all(entry, text, binds)
  } catch (error) {
    if (entry.wide || Object(error).code !== "ERR_OUT_OF_RANGE") throw error
    widen(entry)
    return all(entry, text, binds)
  }
}

function widen(entry: Ready): void {
  if (!entry.wide) entry.statement.setReadBigInts(true)
  entry.wide = true
}

function all({ statement, positional, wide }: Ready, { columns }: Text, binds: readonly BindValue[]): RawRow[] {
  const rows = positional ? statement.all(...binds) : statement.all(keyed(binds))
  return rows.map((row) => {
    const values: RawRow = Array.isArray(row) ? row : columns.map((column) => Object(row)[column])
    return wide ? values.map((value) => (typeof value === "bigint" ? Number(value) : value)) : values
  })
}

function run({ statement, positional }: Ready, binds: readonly BindValue[]): { readonly changes: number | bigint } {
  return positional ? statement.run(...binds) : statement.run(keyed(binds))
}
