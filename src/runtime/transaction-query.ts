import { bindsOf } from "./binds.ts"
import type {
  Answer,
  BindValue,
  Decoder,
  Driver,
  ExecStatement,
  Mode,
  ParameterFacts,
  PreparedTransaction,
  RawRow,
  Reply,
  RetryClass,
  RowFacts,
  SqlFacts,
  StepGuard,
} from "./driver.ts"
import { preparedGuard, refusalIn } from "./guard.ts"

/** One statement of a transaction. `F` is what a guard answers. */
export interface Step<F = never> extends SqlFacts {
  /** for each bind slot the index of its value among those that `bind` of the transaction gives */
  readonly binds: readonly number[]
  readonly guard?: StepGuard<F>
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
export interface Transaction<P, D, F> extends TransactionFacts, Pick<ExecStatement<P>, "bind"> {
  readonly steps: readonly Step<F>[]
  /** What it answers, from the rows of its steps. */
  readonly read: (rows: (step: Step<F>) => readonly RawRow[]) => D
}

/** A transaction: `const done = transfer(db, { amount })`. `D` when it happened, `F` when a guard did not hold. */
export interface TransactionQuery<P, D, F = never> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, D | F>
  /** For `db.batch([...])`, where a guard that does not hold is a ConflictError. */
  with(params: P): PreparedTransaction<D, F>
  /** writes nothing */
  readonly readonly: boolean
  readonly tables: SqlFacts["tables"]
  readonly transaction: Transaction<P, D, F>
}

/** Makes the function of a transaction. Pure: a bundler drops it when nobody calls it. */
export function transactionQuery<P, D, F extends { readonly ok: false; readonly reason: string } = never>(
  transaction: Transaction<P, NoInfer<D>, NoInfer<F>>,
): TransactionQuery<P, D, F> {
  const prepared = (params: P): PreparedTransaction<D, F> => preparedTransaction<P, D, F>(transaction, params)
  return Object.assign(<M extends Mode>(db: Driver<M>, params: P) => db.attempt(prepared(params)), {
    with: prepared,
    readonly: transaction.readonly,
    tables: transaction.tables,
    transaction,
  })
}

function preparedTransaction<P, D, F extends { readonly ok: false; readonly reason: string }>(
  transaction: Transaction<P, D, F>,
  params: P,
): PreparedTransaction<D, F> {
  const { steps } = transaction
  return {
    facts: transaction,
    steps: steps.map((step) => ({
      statement: step,
      wants: step.columns.length > 0 ? "rows" : "nothing",
      guard: step.guard === undefined ? undefined : preparedGuard(step, step.guard),
    })),
    bind: (maxValueBytes) => {
      const values = bindsOf({ ...transaction, sql: textOf(steps) }, params, maxValueBytes)
      return steps.map(({ binds }) => binds.map((index): BindValue => values[index] ?? null))
    },
    read: (answers: readonly Answer[]) => transaction.read((step) => answers[steps.indexOf(step)]?.rows ?? []),
    refused: (error) =>
      refusalIn<F>(
        steps.map(({ guard }) => guard),
        error,
      ),
  }
}

function textOf(steps: readonly Step<unknown>[]): string {
  return steps.map(({ sql }) => sql).join(";\n")
}
