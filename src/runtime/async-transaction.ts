import { type AsyncDatabase, asyncDriver } from "./async-driver.ts"
import type { Driver, Prepared, SqlFacts } from "./driver.ts"
import { errorText, mapError } from "./map-error.ts"
import { inScope, type Scope } from "./scope.ts"
import { statementsOf, withAnswers } from "./sent.ts"
import { expecting, type OpenTransaction, type Pending, pendingOf } from "./transaction.ts"

/** A transaction of a database that answers later, already begun. */
export interface AsyncConnection {
  /** the same database, its queries inside the transaction */
  readonly database: AsyncDatabase
  /** runs a text without parameters: SAVEPOINT, RELEASE, ROLLBACK TO */
  readonly execute: (sql: string) => Promise<unknown>
  readonly commit: () => Promise<unknown>
  /** undoes what is not committed; of a transaction that has ended it is nothing */
  readonly close: () => Promise<unknown>
}

type Work<T> = (tx: OpenTransaction<"async">) => Promise<T>

/** Runs `work` in a transaction that `begin` opens. */
export async function asyncTransaction<T>(
  db: AsyncDatabase,
  begin: () => Promise<AsyncConnection>,
  work: Work<T>,
): Promise<T> {
  const ran: SqlFacts[] = []
  const mapped = async <U>(ask: () => Promise<U>): Promise<U> => {
    try {
      return await ask()
    } catch (error) {
      throw mapError(ran, error, (db.errorText ?? errorText)(error))
    }
  }
  const connection = await mapped(begin)
  try {
    const result = await scoped({ connection, driver: asyncDriver(connection.database), mapped, ran }, work)
    await mapped(connection.commit)
    return result
  } finally {
    await connection.close().catch(() => undefined)
  }
}

interface Ground {
  readonly connection: AsyncConnection
  readonly driver: Driver<"async">
  /** what ran so far, for the error of a commit */
  readonly ran: SqlFacts[]
  readonly mapped: <T>(ask: () => Promise<T>) => Promise<T>
}

function scoped<T>(ground: Ground, work: Work<T>): Promise<T> {
  return inScope((scope, started) => work(transactionOf(ground, scope, started)))
}

function transactionOf(ground: Ground, scope: Scope, started: Set<Promise<unknown>>): OpenTransaction<"async"> {
  const { driver, connection, mapped, ran } = ground
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other, as they were called. */
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const turn = last.then(() => {
      scope.checkFailure()
      return ask()
    })
    last = turn.catch(() => undefined)
    started.add(turn)
    const done = (): void => {
      started.delete(turn)
    }
    turn.then(done, done)
    return turn
  }
  const call = <T>(statements: readonly SqlFacts[], ask: () => Promise<T>): Promise<T> =>
    scope.answer(() => called(statements, ask))
  async function called<T>(statements: readonly SqlFacts[], ask: () => Promise<T>): Promise<T> {
    scope.check()
    ran.push(...statements)
    return await inTurn(async () => {
      try {
        return await ask()
      } catch (error) {
        scope.note(error)
        throw error
      }
    })
  }
  async function run<T>(prepared: Prepared<T>): Promise<Pending<T>> {
    const [answers] = await called(statementsOf([prepared]), () => driver.batch([withAnswers(prepared)]))
    return pendingOf(prepared, answers)
  }
  async function savepoint<T>(work: Work<T>): Promise<T> {
    scope.check()
    scope.enter()
    return await inTurn(async () => {
      try {
        return await inSavepoint(connection, mapped, () => scoped(ground, work))
      } finally {
        scope.leave()
      }
    })
  }
  return {
    mode: "async",
    one: (statement, params) => call([statement], () => driver.one(statement, params)),
    optional: (statement, params) => call([statement], () => driver.optional(statement, params)),
    many: (statement, params) => call([statement], () => driver.many(statement, params)),
    exec: (statement, params) => call([statement], () => driver.exec(statement, params)),
    batch: (calls) => call(statementsOf(calls), () => driver.batch(calls)),
    attempt: (prepared) => call(statementsOf([prepared]), () => driver.attempt(prepared)),
    run: (prepared) => scope.answer(() => run(prepared)),
    expect: (prepared, expected, reason) => scope.answer(async () => await run(expecting(prepared, expected, reason))),
    savepoint,
    transaction: savepoint,
  }
}

/** https://sqlite.org/lang_savepoint.html */
export async function inSavepoint<T>(
  { execute }: Pick<AsyncConnection, "execute">,
  mapped: Ground["mapped"],
  work: () => Promise<T>,
): Promise<T> {
  await mapped(() => execute("SAVEPOINT wonder_sql"))
  try {
    const result = await work()
    await mapped(() => execute("RELEASE wonder_sql"))
    return result
  } catch (error) {
    await mapped(() => execute("ROLLBACK TO wonder_sql"))
    await mapped(() => execute("RELEASE wonder_sql"))
    throw error
  }
}
