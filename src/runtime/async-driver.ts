import { bindsOf } from "./binds.ts"
import type { Answer, BatchResult, BindValue, Driver, ExecStatement, Prepared, RawRow, SqlFacts } from "./driver.ts"
import { type ErrorText, errorText, mapError } from "./map-error.ts"
import { allRows, oneRow, optionalRow } from "./rows.ts"
import { answersOf, changesIn, changesQuery, type Sent, sentFor } from "./sent.ts"

/** A text with its values, ready to be sent. */
export interface Query {
  readonly sql: string
  /** result column names, for databases that answer objects */
  readonly columns: readonly string[]
  readonly binds: readonly BindValue[]
}

/** What a database that answers later offers to become a driver. It rejects with its own errors: they are mapped here. */
export interface AsyncDatabase {
  /** of a text or BLOB, in bytes */
  readonly maxValueBytes: number
  rows(query: Query): Promise<readonly RawRow[]>
  /** The count that comes with the answer of a statement. */
  changes(query: Query): Promise<number>
  /** All or nothing, in order. */
  batch(queries: readonly Query[]): Promise<readonly Answer[]>
  /** Whether that count is the statement's own when it runs among these; if not, `SELECT changes()` is asked after it. */
  countsItself(statement: SqlFacts, among: readonly SqlFacts[]): boolean
  /** Reads an error whose message does not tell all. */
  readonly errorText?: (error: unknown) => ErrorText
}

/** The driver over such a database. Every failure is a rejection. */
export function asyncDriver(db: AsyncDatabase): Driver<"async"> {
  async function rows<P>(statement: ExecStatement<P>, params: P): Promise<readonly RawRow[]> {
    const query = queryOf(statement, bindsOf(statement, params, db.maxValueBytes))
    return await asked(db, [statement], () => db.rows(query))
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
      const query = queryOf(statement, bindsOf(statement, params, db.maxValueBytes))
      if (db.countsItself(statement, [statement])) return await asked(db, [statement], () => db.changes(query))
      const answers = await asked(db, [statement, statement], () => db.batch([query, changesQuery]))
      return changesIn(answers[1])
    },
    async batch(calls) {
      return await runBatch(db, calls)
    },
    async attempt(call) {
      try {
        return (await runBatch(db, [call]))[0]
      } catch (error) {
        const refusal = call.refused(error)
        if (refusal !== undefined) return refusal
        if (call.replay?.isDue(error) !== true) throw error
        return (await runBatch(db, [call.replay.call]))[0]
      }
    },
  }
}

function queryOf({ sql, columns }: SqlFacts, binds: readonly BindValue[]): Query {
  return { sql, columns, binds }
}

/** `sent[n]` is the statement that the n-th query belongs to. */
async function asked<T>(db: AsyncDatabase, sent: readonly SqlFacts[], ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const text = textIn(db, error)
    const culprit = text.at === undefined ? undefined : sent[text.at]
    throw mapError(culprit === undefined ? sent : [culprit], error, text)
  }
}

function textIn(db: AsyncDatabase, error: unknown): ErrorText {
  return (db.errorText ?? errorText)(error)
}

function runBatch<const T extends readonly Prepared<unknown>[]>(db: AsyncDatabase, calls: T): Promise<BatchResult<T>>
async function runBatch(db: AsyncDatabase, calls: readonly Prepared<unknown>[]): Promise<unknown[]> {
  if (calls.length === 0) return []
  const plan = sentFor(db, calls)
  const all = plan.flat()
  const answers = all.length === 0 ? [] : await sendAll(db, all)
  let at = 0
  return calls.map((call, index) => {
    const sent = plan[index] ?? []
    const own = answers.slice(at, at + sent.length)
    at += sent.length
    return call.read(answersOf(sent, own))
  })
}

/** All or nothing, in order. Throws ConflictError where a guard does not hold. */
async function sendAll(db: AsyncDatabase, sent: readonly Sent[]): Promise<readonly Answer[]> {
  const statements = sent.map(({ step }) => step.statement)
  return await asked(db, statements, async () => {
    try {
      return await db.batch(sent.map(({ query }) => query))
    } catch (error) {
      const { text } = textIn(db, error)
      for (const [at, { step, kind }] of sent.entries()) {
        const broken = kind === "guard" ? step.guard?.brokenIn(text, at, { cause: error }) : undefined
        if (broken !== undefined) throw broken
      }
      throw error
    }
  })
}
