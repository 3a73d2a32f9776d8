import { bindsOf } from "./binds.ts"
import type {
  BindValue,
  Decoder,
  Driver,
  ExecStatement,
  Mode,
  ParameterFacts,
  Prepared,
  PreparedStep,
  PreparedTransaction,
  RawRow,
  Refusal,
  Reply,
  RetryClass,
  RowFacts,
  SqlFacts,
  StepGuard,
} from "./driver.ts"
import { ConflictError } from "./errors.ts"
import { preparedGuard, refusalIn } from "./guard.ts"

/** One statement of a transaction. `F` is what a guard answers. */
export interface Step<F = never> extends SqlFacts {
  /** for each bind slot the index of its value among those that `bind` of the transaction gives */
  readonly binds: readonly number[]
  readonly guard?: StepGuard<F>
  /** it inserts the key of an idempotent transaction: when it inserts nothing, an earlier run has done it all */
  readonly key?: true
}

/** A step whose rows are read. */
export interface RowStep<R, F = never> extends Step<F>, RowFacts, Decoder<R> {}

/** What is known of a transaction without running it. Data only. */
export interface TransactionFacts extends ParameterFacts {
  readonly name: string
  readonly source: string
  readonly readonly: boolean
  readonly tables: SqlFacts["tables"]
  /** whether it may be sent again, as a whole */
  readonly retry: RetryClass
  readonly consistency?: "primary"
}

/** Several compiled statements that happen together or not at all. */
export interface Transaction<P, D, F, R = never> extends TransactionFacts, Pick<ExecStatement<P>, "bind"> {
  readonly steps: readonly Step<F>[]
  /** What it answers, from the rows of its steps. */
  readonly read: (rows: (step: Step<F>) => readonly RawRow[]) => D
  /** What it answers when an earlier run has done it all, from the rows of its SELECT steps. */
  readonly replay?: (rows: (step: Step<F>) => readonly RawRow[]) => R
}

/**
 * A transaction: `const done = transfer(db, { amount })`. `D` when it happened, `F` when a guard did not hold, `R` when it had
 * happened before with the same key.
 */
export interface TransactionQuery<P, D, F = never, R = never> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, D | F | R>
  /** For `db.batch([...])`, where a guard that does not hold is a ConflictError. */
  with(params: P): PreparedTransaction<D, F, R>
  /** writes nothing */
  readonly readonly: boolean
  readonly tables: SqlFacts["tables"]
  readonly transaction: Transaction<P, D, F, R>
}

/** Makes the function of a transaction. Pure: a bundler drops it when nobody calls it. */
export function transactionQuery<P, D, F extends Refusal = never, R = never>(
  transaction: Transaction<P, NoInfer<D>, NoInfer<F>, NoInfer<R>>,
): TransactionQuery<P, D, F, R> {
  const prepared = (params: P): PreparedTransaction<D, F, R> => preparedTransaction<P, D, F, R>(transaction, params)
  return Object.assign(<M extends Mode>(db: Driver<M>, params: P) => db.attempt(prepared(params)), {
    with: prepared,
    readonly: transaction.readonly,
    tables: transaction.tables,
    transaction,
  })
}

function preparedTransaction<P, D, F extends Refusal, R>(
  transaction: Transaction<P, D, F, R>,
  params: P,
): PreparedTransaction<D, F, R> {
  const { steps, replay, read } = transaction
  const statement = {
    ...transaction,
    get sql() {
      return textOf(steps) // for errors alone
    },
  }
  const call = <T>(some: readonly Step<F>[], make: (rows: (step: Step<F>) => readonly RawRow[]) => T): Prepared<T> => ({
    facts: transaction,
    steps: some.map(preparedStep),
    bind: (maxValueBytes) => {
      const values = bindsOf(statement, params, maxValueBytes)
      return some.map(({ binds }) => binds.map((index): BindValue => values[index] ?? null))
    },
    read: (answers) => make((step) => answers[some.indexOf(step)]?.rows ?? []),
  })
  return {
    ...call(steps, read),
    refused: (error) =>
      refusalIn<F>(
        steps.map(({ guard }) => guard),
        error,
      ),
    replay: replay && { call: unguarded(call(steps.filter(isSelect), replay)), isDue: isReplayed },
  }
}

function isSelect({ readonly, columns }: SqlFacts): boolean {
  return readonly && columns.length > 0
}

/** The key that an earlier run has inserted, as a reason: in a batch that of a ConflictError. */
const replayed: StepGuard = { counts: "changes", test: "=", count: 1, refusal: { ok: false, reason: "replayed" } }

function isReplayed(error: unknown): boolean {
  return error instanceof ConflictError && error.reason === replayed.refusal.reason
}

/** What is read anew may be otherwise by now. */
function unguarded<T>(call: Prepared<T>): Prepared<T> {
  return { ...call, steps: call.steps.map(({ statement, wants }) => ({ statement, wants })) }
}

function preparedStep(step: Step<Refusal>): PreparedStep {
  const guard = step.key === true ? replayed : step.guard
  return {
    statement: step,
    wants: step.columns.length > 0 ? "rows" : "nothing",
    guard: guard === undefined ? undefined : preparedGuard(step, guard),
  }
}

function textOf(steps: readonly Step<unknown>[]): string {
  return steps.map(({ sql }) => sql).join(";\n")
}
