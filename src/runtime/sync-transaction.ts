import type { Driver, Prepared, SqlFacts } from "./driver.ts"
import { errorText, mapError } from "./map-error.ts"
import { Scope } from "./scope.ts"
import { statementsOf, withAnswers } from "./sent.ts"
import type { SyncDatabase } from "./sync-driver.ts"
import { expecting, type OpenTransaction, type Pending, pendingOf } from "./transaction.ts"

type Work<T> = (tx: OpenTransaction<"sync">) => T

/** Runs `work` in a transaction of a database that answers at once; `driver` is the driver over it. */
export function syncTransaction<T>(db: SyncDatabase, driver: Driver<"sync">, work: Work<T>): T {
  return framedWork({ db, driver, ran: [] }, work)
}

interface Ground {
  readonly db: SyncDatabase
  readonly driver: Driver<"sync">
  /** what ran so far, for a database that checks its keys when the transaction ends */
  readonly ran: SqlFacts[]
}

/** What the callback throws is thrown as it is; what begin and commit throw is mapped. */
function framedWork<T>(ground: Ground, work: Work<T>): T {
  const { db, ran } = ground
  let thrown: { readonly error: unknown } | undefined
  try {
    return db.atomically(ran, () => {
      const scope = new Scope()
      try {
        const result = work(transactionOf(ground, scope))
        refusePromise(result)
        scope.checkFailure()
        return result
      } catch (error) {
        thrown = { error }
        throw error
      } finally {
        scope.end()
      }
    })
  } catch (error) {
    if (thrown !== undefined) throw thrown.error
    throw mapError(ran, error, (db.errorText ?? errorText)(error))
  }
}

/** An async callback would go on after the commit. */
function refusePromise(result: unknown): void {
  if (!(result instanceof Promise)) return
  result.catch(() => undefined)
  throw new TypeError("the callback of a transaction on a sync driver must not be async: nothing was done")
}

function transactionOf(ground: Ground, scope: Scope): OpenTransaction<"sync"> {
  const { driver, ran } = ground
  function call<T>(statements: readonly SqlFacts[], ask: () => T): T {
    scope.check()
    ran.push(...statements)
    try {
      return ask()
    } catch (error) {
      scope.note(error)
      throw error
    }
  }
  function run<T>(prepared: Prepared<T>): Pending<T> {
    const [answers] = call(statementsOf([prepared]), () => driver.batch([withAnswers(prepared)]))
    return pendingOf(prepared, answers)
  }
  function savepoint<T>(work: Work<T>): T {
    scope.check()
    scope.enter()
    try {
      return framedWork(ground, work)
    } finally {
      scope.leave()
    }
  }
  return {
    mode: "sync",
    one: (statement, params) => call([statement], () => driver.one(statement, params)),
    optional: (statement, params) => call([statement], () => driver.optional(statement, params)),
    many: (statement, params) => call([statement], () => driver.many(statement, params)),
    exec: (statement, params) => call([statement], () => driver.exec(statement, params)),
    batch: (calls) => call(statementsOf(calls), () => driver.batch(calls)),
    attempt: (prepared) => call(statementsOf([prepared]), () => driver.attempt(prepared)),
    run,
    expect: (prepared, expected, reason) => run(expecting(prepared, expected, reason)),
    savepoint,
    transaction: savepoint,
  }
}
