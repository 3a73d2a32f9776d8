import { asyncDriver, type Query } from "../async-driver.ts"
import type { Answer, Driver, RawRow } from "../driver.ts"

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

/** A driver over `env.DB`, or over `env.DB.withSession(...)`. Every failure is a rejection. */
export function d1(db: D1Like): Driver<"async"> {
  return asyncDriver({
    maxValueBytes,
    rows: (query) => bound(db, query).raw(),
    changes: async (query) => (await bound(db, query).run()).meta.changes ?? 0,
    async batch(queries) {
      const results = await db.batch(queries.map((query) => bound(db, query)))
      return results.map((result, index) => answerOf(queries[index]?.columns ?? [], result))
    },
    // `meta.changes` is a difference of totals, into which the side writes of an earlier statement can fall
    countsItself: (_statement, among) => among.every(({ changes }) => changes === "own"),
  })
}

function bound(db: D1Like, { sql, binds }: Query): D1StatementLike {
  return binds.length === 0 ? db.prepare(sql) : db.prepare(sql).bind(...binds)
}

/** D1 hands batch rows over as objects, keyed by column name. */
function answerOf(columns: readonly string[], { results, meta }: D1ResultLike): Answer {
  const rows = results.map((row) =>
    columns.map((column) => (typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined)),
  )
  return { rows, changes: meta.changes ?? 0 }
}
