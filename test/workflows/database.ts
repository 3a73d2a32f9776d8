import Database from "libsql"
import { Miniflare } from "miniflare"
import { bindsOf, migrations, statementNamed } from "./statements.ts"

export type Row = Readonly<Record<string, unknown>>
export type Params = Readonly<Record<string, unknown>>
export type Call = readonly [name: string, params: Params]

/** The pack on a real database, by query name. Every JavaScript number is bound as REAL, as D1 does. */
export interface PackDatabase {
  run(name: string, params: Params): Promise<Row[]>
  /** all or nothing, in order */
  batch(calls: readonly Call[]): Promise<Row[][]>
  sql(text: string, ...binds: readonly unknown[]): Promise<Row[]>
}

/** In memory, without promises: for property tests. */
export interface NativePack {
  readonly raw: Database.Database
  run(name: string, params: Params): Row[]
  sql(text: string, ...binds: readonly unknown[]): Row[]
  /** runs `work` and undoes what it wrote */
  tried<T>(work: () => T): T
}

function rowsOf(statement: Database.Statement, binds: readonly unknown[]): Row[] {
  if (statement.reader) return statement.all(...binds) as Row[]
  statement.run(...binds)
  return []
}

/** Close `raw` behind it: each holds half a megabyte. */
export function openNative(): NativePack {
  const raw = new Database(":memory:")
  raw.exec("PRAGMA foreign_keys = ON")
  for (const text of migrations) raw.exec(text)
  const prepared = new Map<string, Database.Statement>()
  const sql = (text: string, ...binds: readonly unknown[]): Row[] => {
    const statement = prepared.get(text) ?? raw.prepare(text)
    prepared.set(text, statement)
    return rowsOf(statement, binds)
  }
  return {
    raw,
    sql,
    run(name, params) {
      const statement = statementNamed(name)
      return sql(statement.sql, ...bindsOf(statement, params))
    },
    tried(work) {
      raw.exec("SAVEPOINT tried")
      try {
        return work()
      } finally {
        raw.exec("ROLLBACK TO tried")
        raw.exec("RELEASE tried")
      }
    },
  }
}

const shared = openNative()

/** Runs `work` on a native database with the schema and no rows, and leaves it so. */
export function onNative<T>(work: (db: NativePack) => T): T {
  return shared.tried(() => work(shared))
}

/** The same database behind promises, so that one test runs on both. */
function promised(pack: NativePack): PackDatabase {
  return {
    run: async (name, params) => pack.run(name, params),
    sql: async (text, ...binds) => pack.sql(text, ...binds),
    async batch(calls) {
      pack.raw.exec("BEGIN IMMEDIATE")
      try {
        const answers = calls.map(([name, params]) => pack.run(name, params))
        pack.raw.exec("COMMIT")
        return answers
      } catch (error) {
        pack.raw.exec("ROLLBACK")
        throw error
      }
    },
  }
}

/** D1 also says how many rows a query read, which is what it bills. */
export interface D1Pack extends PackDatabase {
  rowsRead(name: string, params: Params): Promise<number>
}

/** `count` empty D1 databases with the schema in one local Miniflare. */
export async function openD1(count: number): Promise<{ databases: D1Pack[]; close: () => Promise<void> }> {
  const names = Array.from({ length: count }, (_, i) => `DB${i}`)
  const miniflare = new Miniflare({
    modules: true,
    script: "export default {}",
    d1Databases: Object.fromEntries(names.map((name) => [name, `workflows-${name}`])),
  })
  const databases = await Promise.all(names.map((name) => openOne(miniflare, name)))
  return { databases, close: () => miniflare.dispose() }
}

/** What these tests need of D1Database. */
interface D1Statement {
  bind(...values: readonly unknown[]): D1Statement
  all(): Promise<D1Answer>
}
interface D1Answer {
  readonly results: Row[]
  readonly meta: { readonly rows_read: number }
}
interface D1 {
  prepare(text: string): D1Statement
  batch(statements: readonly D1Statement[]): Promise<D1Answer[]>
}

async function openOne(miniflare: Miniflare, name: string): Promise<D1Pack> {
  const d1: D1 = await miniflare.getD1Database(name)
  const bound = (call: Call) => {
    const statement = statementNamed(call[0])
    return d1.prepare(statement.sql).bind(...bindsOf(statement, call[1]))
  }
  await d1.batch(migrations.map((text) => d1.prepare(text)))
  return {
    run: async (query, params) => (await bound([query, params]).all()).results,
    rowsRead: async (query, params) => (await bound([query, params]).all()).meta.rows_read,
    batch: async (calls) => (await d1.batch(calls.map(bound))).map((answer) => answer.results),
    sql: async (text, ...binds) => {
      const answer = await d1
        .prepare(text)
        .bind(...binds)
        .all()
      return answer.results
    },
  }
}

/** A fresh database per call, native or D1. `close` after the last. */
export interface DatabaseSource {
  next(): PackDatabase
  close(): Promise<void>
}

/** Databases for `tests` tests. */
export async function databasesOf(engine: "native" | "d1", tests: number): Promise<DatabaseSource> {
  if (engine === "native") return nativeDatabases()
  const { databases, close } = await openD1(tests)
  return {
    next: () => {
      const database = databases.pop()
      if (database === undefined) throw new TypeError("ask databasesOf for more databases")
      return database
    },
    close,
  }
}

function nativeDatabases(): DatabaseSource {
  const open: NativePack[] = []
  return {
    next: () => {
      const pack = openNative()
      open.push(pack)
      return promised(pack)
    },
    close: async () => {
      for (const pack of open) pack.raw.close()
    },
  }
}
