import type { Answer, Driver, Mode, Prepared, Reply, SqlFacts } from "./driver.ts"
import { preparedGuard } from "./guard.ts"

/** What a call in a transaction answers, once it is known. */
export interface Pending<T> {
  /**
   * On an open transaction at once, on a staged one after the commit. Throws TypeError before, and what reading the rows
   * throws: NoRowError, TooManyRowsError, RowShapeError.
   */
  readonly value: T
}

/** How many rows a statement has to change, or to answer; `atLeast`: more are well too. */
export type Expected =
  | { readonly changes: number; readonly atLeast?: true }
  | { readonly rows: number; readonly atLeast?: true }

/**
 * What every transaction can do, so that a step of a workflow is written once for all databases. A statement that fails
 * fails the innermost savepoint around it, or else the transaction, also when its error is caught: catch the savepoint.
 */
export interface TransactionCalls<M extends Mode> {
  /** Makes a statement, or a transaction file, a part of this transaction. A guard that does not hold is a ConflictError. */
  run<T>(call: Prepared<T>): Reply<M, Pending<T>>
  /** The same for one statement that must change, or answer, so many rows: otherwise ConflictError with this reason. */
  expect<T>(call: Prepared<T>, expected: Expected, reason: string): Reply<M, Pending<T>>
}

/** A transaction that is open in the database: it also reads, with every generated function. */
export interface OpenTransaction<M extends Mode> extends Driver<M>, TransactionCalls<M> {
  /** Undoes what `work` did when it throws, and throws the same; what was done before stays. */
  savepoint<T>(work: (tx: OpenTransaction<M>) => Reply<M, T>): Reply<M, T>
  /** A transaction within this one: a savepoint. */
  transaction<T>(work: (tx: OpenTransaction<M>) => Reply<M, T>): Reply<M, T>
}

/** A driver whose database has real transactions and savepoints. */
export interface InteractiveDriver<M extends Mode> extends Driver<M> {
  /**
   * All that `work` does, or nothing when it throws. On a sync driver `work` must not be async. A call that nobody waits
   * for belongs to the transaction all the same. Once it has ended, its calls are a TypeError.
   */
  transaction<T>(work: (tx: OpenTransaction<M>) => Reply<M, T>): Reply<M, T>
}

/**
 * A transaction that collects what it writes and sends it as one batch. It has no reading methods: read through the driver
 * before, and put what you relied on into `expect`.
 */
export interface StagedTransaction extends TransactionCalls<"async"> {
  /** Leaves out what `work` wrote when it throws, or when one of its statements fails, and throws that. */
  savepoint<T>(work: (tx: StagedTransaction) => T | Promise<T>): Promise<T>
  /** A transaction within this one: a savepoint. */
  transaction<T>(work: (tx: StagedTransaction) => T | Promise<T>): Promise<T>
}

/** A driver whose database takes a transaction only as a whole. */
export interface StagedDriver extends Driver<"async"> {
  /**
   * All that `work` writes, or nothing when it throws. `work` runs again when a statement inside one of its savepoints fails, at
   * most once for each savepoint, never when it is uncertain what was committed: so it does the same each time.
   */
  transaction<T>(work: (tx: StagedTransaction) => T | Promise<T>): Promise<T>
}

/** What a call answers, read when it is asked for. */
export function pendingOf<T>(call: Prepared<T>, answers: readonly Answer[]): Pending<T> {
  return {
    get value() {
      return call.read(answers)
    },
  }
}

/** A call of one statement with a guard. Throws TypeError where the statement does not have what is counted. */
export function expecting<T>(call: Prepared<T>, expected: Expected, reason: string): Prepared<T> {
  const [step, another] = call.steps
  if (step === undefined || another !== undefined) throw new TypeError("`expect` takes a call of one statement")
  const counts = "changes" in expected ? "changes" : "rows"
  const { statement } = step
  if (!canCount(statement, counts))
    throw new TypeError(`\`expect\` counts ${counts}, which ${statement.name} does not have`)
  const guard = preparedGuard(statement, {
    counts,
    test: expected.atLeast === true ? ">=" : "=",
    count: "changes" in expected ? expected.changes : expected.rows,
    refusal: { ok: false, reason },
  })
  const bind: Prepared<T>["bind"] = (maxValueBytes) => {
    const binds = call.bind(maxValueBytes)
    if (binds.length > 1) throw new TypeError("`expect` cannot count rows that are sent in parts")
    // a bulk insert of no rows sends nothing that could fail
    const refused = binds.length === 0 ? guard.refuses(0) : undefined
    if (refused !== undefined) throw refused
    return binds
  }
  return { ...call, bind, steps: [{ ...step, guard }] }
}

function canCount({ readonly, columns }: SqlFacts, counts: "changes" | "rows"): boolean {
  return counts === "changes" ? !readonly : columns.length > 0
}
