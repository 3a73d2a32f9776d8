import type { BindValue, RawRow, StatementFacts } from "../driver.ts"

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

/**
 * By position, or keyed by the number of `?NNN`: better-sqlite3 takes those as named parameters and refuses an array for
 * them.
 */
export type NativeBinds = readonly BindValue[] | Readonly<Record<number, BindValue>>

/** Prepared statements of one database, by text. */
export interface StatementCache {
  rows(statement: StatementFacts, binds: readonly BindValue[]): readonly RawRow[]
  /** rows changed by the statement itself */
  changes(statement: StatementFacts, binds: readonly BindValue[]): number
}

interface Cached {
  readonly statement: NativeStatement
  readonly shape: (binds: readonly BindValue[]) => NativeBinds
  busy: boolean
}

const changesSql = "SELECT changes()"

/** Prepares each text once. Errors are the database's own. */
export function statementCache(db: NativeDatabase): StatementCache {
  const cached = new Map<string, Cached>()

  /** A statement that is running (its SQL calls a function of the user's that comes back here) is left alone. */
  function using<T>(sql: string, use: (entry: Cached) => T): T {
    const known = cached.get(sql)
    const entry = known === undefined || known.busy ? prepare(db, sql) : known
    if (known === undefined) cached.set(sql, entry)
    entry.busy = true
    try {
      return use(entry)
    } catch (error) {
      // libsql's get() does not reset a statement that failed: it would run again with the values of before
      if (cached.get(sql) === entry) cached.delete(sql)
      throw error
    } finally {
      entry.busy = false
    }
  }
  return {
    rows: (facts, binds) => using(facts.sql, ({ statement, shape }) => rowsOf(statement, facts, shape(binds))),
    changes: (facts, binds) =>
      using(facts.sql, ({ statement, shape }) => {
        if (!statement.reader) return statement.run(shape(binds)).changes
        // never run(): libsql would leave a statement with RETURNING open, and the next COMMIT would fail
        statement.all(shape(binds))
        return facts.readonly ? 0 : using(changesSql, (counter) => numberIn(counter.statement.all([])))
      }),
  }
}

function prepare(db: NativeDatabase, sql: string): Cached {
  const positional = withoutNumbers(sql)
  const statement = db.prepare(positional ?? sql)
  if (statement.reader) {
    statement.raw(true)
    statement.safeIntegers(false)
  }
  return { statement, shape: positional === undefined ? keyed : (binds) => binds, busy: false }
}

/** Whole strings, quoted names and comments, so that a `?1` in them is none. https://sqlite.org/lang_expr.html#varparam */
const lexemes = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\?(\d+)/g

/**
 * The text with `?` for `?NNN` where these are 1, 2, 3, ... in order: the same statement, and values can be bound by
 * position, which takes half the time. Undefined where a number comes twice or out of order.
 */
export function withoutNumbers(sql: string): string | undefined {
  let last = 0
  let inOrder = true
  const text = sql.replace(lexemes, (lexeme: string, number: string | undefined) => {
    if (number === undefined) return lexeme
    last += 1
    inOrder &&= Number(number) === last
    return "?"
  })
  return inOrder ? text : undefined
}

function keyed(binds: readonly BindValue[]): NativeBinds {
  const out: Record<number, BindValue> = {}
  for (let index = 0; index < binds.length; index++) out[index + 1] = binds[index] ?? null
  return out
}

function rowsOf(statement: NativeStatement, facts: StatementFacts, binds: NativeBinds): readonly RawRow[] {
  if (facts.single === true) {
    const row = statement.get(binds)
    return isRow(row) ? [row] : []
  }
  const rows = statement.all(binds)
  if (!rows.every(isRow)) throw new TypeError("the database did not answer raw rows")
  return rows
}

function isRow(row: unknown): row is RawRow {
  return Array.isArray(row)
}

function numberIn(rows: readonly unknown[]): number {
  const [row] = rows
  const [value] = isRow(row) ? row : []
  return typeof value === "number" ? value : 0
}
