import { bindsOf } from "../binds.ts"
import type {
  Answer,
  BatchResult,
  BindValue,
  Driver,
  ExecStatement,
  Prepared,
  RawRow,
  StatementFacts,
} from "../driver.ts"
import { TargetError } from "../errors.ts"
import { mapError } from "../map-error.ts"
import { allRows, oneRow, optionalRow } from "../rows.ts"

/** What is needed of a D1 binding or session. https://developers.cloudflare.com/d1/worker-api/d1-database/ */
export interface D1Like {
  prepare(sql: string): D1StatementLike
  batch(statements: D1StatementLike[]): Promise<readonly D1ResultLike[]>
}

/** https://developers.cloudflare.com/d1/worker-api/prepared-statements/ */
export interface D1StatementLike {
  bind(...values: unknown[]): D1StatementLike
  raw(): Promise<readonly RawRow[]>
  run(): Promise<D1ResultLike>
}

/** https://developers.cloudflare.com/d1/worker-api/return-object/ */
export interface D1ResultLike {
  readonly results: readonly unknown[]
  readonly meta: { readonly changes?: number }
}

/** Bytes of a string, BLOB or row. https://developers.cloudflare.com/d1/platform/limits/ */
const maxValueBytes = 2_000_000

const changesSql = "SELECT changes()"

/** A driver over `env.DB`, or over `env.DB.withSession(...)`. Every failure is a rejection. */
export function d1(db: D1Like): Driver<"async"> {
  async function rows<P>(statement: ExecStatement<P>, params: P): Promise<readonly RawRow[]> {
    const binds = bindsOf(statement, params, maxValueBytes)
    return await asked([statement], () => bound(db, statement.sql, binds).raw())
  }
  return {
    mode: "async",
    async one(statement, params) {
      return oneRow(statement, await rows(statement, params))
    },
    async optional(statement, params) {
      return optionalRow(statement, await rows(statement, params))
    },
    async many(statement, params) {
      return allRows(statement, await rows(statement, params))
    },
    async exec(statement, params) {
      const binds = bindsOf(statement, params, maxValueBytes)
      const query = bound(db, statement.sql, binds)
      if (statement.changes === "own") return (await asked([statement], () => query.run())).meta.changes ?? 0
      const results = await asked([statement], () => db.batch([query, db.prepare(changesSql)]))
      return changesIn(results[1])
    },
    async batch(calls) {
      return await runBatch(db, calls)
    },
  }
}

async function asked<T>(statements: readonly StatementFacts[], ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw mapError(statements, error)
  }
}

function bound(db: D1Like, sql: string, binds: readonly BindValue[]): D1StatementLike {
  return binds.length === 0 ? db.prepare(sql) : db.prepare(sql).bind(...binds)
}

function runBatch<T extends readonly Prepared<unknown>[]>(db: D1Like, calls: T): Promise<BatchResult<T>>
async function runBatch(db: D1Like, calls: readonly Prepared<unknown>[]): Promise<unknown[]> {
  if (calls.length === 0) return []
  const counting = calls.some((call) => call.statement.changes === "query")
  const steps = calls.map((call) => ({
    call,
    query: bound(db, call.statement.sql, call.bind(maxValueBytes)),
    counted: counting && call.call === "exec",
  }))
  const queries = steps.flatMap(({ query, counted }) => (counted ? [query, db.prepare(changesSql)] : [query]))
  const facts = calls.map((call) => call.statement)
  const results = await asked(facts, () => db.batch(queries))
  let at = 0
  return steps.map(({ call, counted }) => {
    const result = results[at++]
    const changes = counted ? changesIn(results[at++]) : (result?.meta.changes ?? 0)
    if (result === undefined) throw new TargetError(call.statement, "the batch answered too few results")
    return call.read(answerOf(call.statement, result, changes))
  })
}

/** D1 hands batch rows over as objects, keyed by column name. */
function answerOf(statement: StatementFacts, result: D1ResultLike, changes: number): Answer {
  const rows = result.results.map((row) =>
    statement.columns.map((column) => (typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined)),
  )
  return { rows, changes }
}

function changesIn(result: D1ResultLike | undefined): number {
  const row = result?.results[0]
  const changes: unknown = typeof row === "object" && row !== null ? Reflect.get(row, "changes()") : undefined
  return typeof changes === "number" ? changes : 0
}
