import { bindsOf } from "./binds.ts"
import type {
  Answer,
  BatchResult,
  BindValue,
  Driver,
  ExecStatement,
  Prepared,
  RawRow,
  StatementFacts,
} from "./driver.ts"
import { TargetError } from "./errors.ts"
import { type ErrorText, errorText, mapError } from "./map-error.ts"
import { allRows, oneRow, optionalRow } from "./rows.ts"

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
  countsItself(statement: StatementFacts, among: readonly StatementFacts[]): boolean
  /** Reads an error whose message does not tell all. */
  readonly errorText?: (error: unknown) => ErrorText
}

/** https://sqlite.org/lang_corefunc.html#changes */
const changesQuery: Query = { sql: "SELECT changes()", columns: ["changes()"], binds: [] }

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
  }
}

function queryOf({ sql, columns }: StatementFacts, binds: readonly BindValue[]): Query {
  return { sql, columns, binds }
}

/** `sent[n]` is the statement that the n-th query belongs to. */
async function asked<T>(db: AsyncDatabase, sent: readonly StatementFacts[], ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const text = (db.errorText ?? errorText)(error)
    const culprit = text.at === undefined ? undefined : sent[text.at]
    throw mapError(culprit === undefined ? sent : [culprit], error, text)
  }
}

function runBatch<T extends readonly Prepared<unknown>[]>(db: AsyncDatabase, calls: T): Promise<BatchResult<T>>
async function runBatch(db: AsyncDatabase, calls: readonly Prepared<unknown>[]): Promise<unknown[]> {
  if (calls.length === 0) return []
  const facts = calls.map((call) => call.statement)
  const steps = calls.map((call) => ({
    call,
    query: queryOf(call.statement, call.bind(db.maxValueBytes)),
    counted: call.call === "exec" && !db.countsItself(call.statement, facts),
  }))
  const sent = steps.flatMap(({ call, query, counted }) => {
    const own = { statement: call.statement, query }
    return counted ? [own, { statement: call.statement, query: changesQuery }] : [own]
  })
  const answers = await asked(
    db,
    sent.map(({ statement }) => statement),
    () => db.batch(sent.map(({ query }) => query)),
  )
  let at = 0
  return steps.map(({ call, counted }) => {
    const answer = answers[at++]
    if (answer === undefined) throw new TargetError(call.statement, "the batch answered too few results")
    return call.read(counted ? { rows: answer.rows, changes: changesIn(answers[at++]) } : answer)
  })
}

function changesIn(answer: Answer | undefined): number {
  const changes = answer?.rows[0]?.[0]
  return typeof changes === "number" ? changes : 0
}
