import type { NamedCheck } from "./check.ts"
import type { QueryError } from "./errors.ts"
import type { StandardSchema } from "./standard-schema.ts"

/** How a driver answers: at once, or with a promise. */
export type Mode = "sync" | "async"

/** `T` on a sync driver, `Promise<T>` on an async one. */
export type Reply<M extends Mode, T> = M extends "sync" ? T : Promise<T>

/** What a generated `bind` hands to a driver. Booleans, dates, bigints and JSON are already numbers or text. */
export type BindValue = null | number | string | Uint8Array

/** A row as the database handed it over, columns in SELECT order. */
export type RawRow = readonly unknown[]

/**
 * Whether a query may be sent again when it is not known whether the first time worked. `idempotent`: a second run leaves
 * the same rows and answers the same rows; how many it changed may differ.
 */
export type RetryClass = "read-only" | "idempotent" | "unsafe"

/** What is known of a text that is sent. Data only. */
export interface SqlFacts {
  readonly name: string
  /** `sql/queries/claims.sql:12`, for messages */
  readonly source: string
  /** the exact text that is sent, `?NNN` only */
  readonly sql: string
  /** result column names in SQL, in order: D1 hands batch rows over as objects */
  readonly columns: readonly string[]
  readonly readonly: boolean
  readonly tables: { readonly reads: readonly string[]; readonly writes: readonly string[] }
  /** `own`: the driver's row count is the statement's own. `query`: side writes are possible, ask `SELECT changes()` */
  readonly changes: "own" | "query"
  /** the schema proves at most one row, of which a driver may make use; a second row is an error all the same */
  readonly single?: boolean
  /** whether it may be sent again; absent: as `readonly` says */
  readonly retry?: RetryClass
  /** `primary`: a read that no replica may answer */
  readonly consistency?: "primary"
}

/** What is known of the params object. */
export interface ParameterFacts {
  /** keys of the params object; the first is bound to ?1, the second to ?2, ... Read only after a check failed */
  readonly parameters: readonly NamedCheck[]
  /** the schemas that decide instead of the generated checks (`validation: "zod"`) */
  readonly schemas?: { readonly parameters?: StandardSchema; readonly row?: StandardSchema }
}

/** What is known of the rows. */
export interface RowFacts {
  /** keys of the row object, in column order. Read only after a check failed */
  readonly results: readonly NamedCheck[]
  readonly schemas?: { readonly parameters?: StandardSchema; readonly row?: StandardSchema }
}

/** What is known of a statement without running it. Data only. */
export interface StatementFacts extends SqlFacts, ParameterFacts, RowFacts {}

/** A statement whose rows nobody reads. `P` is `void` without parameters. */
export interface ExecStatement<P> extends StatementFacts {
  /**
   * Checks and encodes the parameters, `?1` first; `undefined` when they are wrong (the run time then finds out what is).
   * An element that is `undefined` is a value without JSON text. `params` is always an object when there are parameters.
   */
  readonly bind: (params: P) => readonly (BindValue | undefined)[] | undefined
}

/** How rows become objects. */
export interface Decoder<R> {
  /** Converts and checks one row; `undefined` when it is not what was declared. */
  readonly decode: (row: RawRow) => R | undefined
}

/** One compiled statement: constant text and the two functions made for it. */
export interface Statement<P, R> extends ExecStatement<P>, Decoder<R> {}

/** What a database answered for one statement. */
export interface Answer {
  readonly rows: readonly RawRow[]
  /** rows changed by the statement itself; read for `exec` only */
  readonly changes: number
}

/** The answer of a transaction whose guard did not hold: nothing was changed. */
export interface Refusal<R extends string = string> {
  readonly ok: false
  readonly reason: R
}

/** What must hold after a statement; otherwise everything that was sent with it is undone. */
export interface StepGuard<F = Refusal> {
  /** rows that the statement itself changed, or rows that it answered */
  readonly counts: "changes" | "rows"
  readonly test: "=" | ">="
  readonly count: number
  readonly refusal: F
}

/** A guard as drivers use it. */
export interface PreparedGuard {
  /** ConflictError where the count is another than the guard wants. */
  readonly refuses: (found: number) => QueryError | undefined
  /** The statement that fails where the guard does not hold; `at` is its place among all that is sent. */
  readonly query: (
    binds: readonly BindValue[],
    at: number,
  ) => { readonly sql: string; readonly binds: readonly BindValue[] }
  /** ConflictError where the message of a failure speaks of that statement. */
  readonly brokenIn: (text: string, at: number, options: ErrorOptions) => QueryError | undefined
}

/** One statement of a call, ready but for its values. */
export interface PreparedStep {
  readonly statement: SqlFacts
  /** what is read of its answer */
  readonly wants: "rows" | "changes" | "nothing"
  readonly guard?: PreparedGuard | undefined
}

/** What decides where and how often a call is sent. */
export type SentFacts = Pick<SqlFacts, "readonly" | "retry" | "tables" | "consistency">

/** A query or transaction with its parameters, waiting for `db.batch([...])`. */
export interface Prepared<T> {
  readonly facts: SentFacts
  readonly steps: readonly PreparedStep[]
  /**
   * Binds of each step, made when the batch runs, so that a bad parameter is a failure of the batch. A single step is sent as
   * often as there are binds for it: a bulk insert in parts, or not at all. Throws ParameterError.
   */
  readonly bind: (maxValueBytes: number) => readonly (readonly BindValue[])[]
  /** What the batch answers for it, from the answer of each step. Throws RowShapeError, NoRowError, TooManyRowsError. */
  readonly read: (answers: readonly Answer[]) => T
}

/** A transaction with its parameters: `D` when every guard holds, `F` otherwise; `R` when its key is there already. */
export interface PreparedTransaction<D, F, R = never> extends Prepared<D> {
  /** Where its first step inserts a key: what reads the answer anew when an earlier run has inserted it. */
  readonly replay?: { readonly call: Prepared<R>; readonly isDue: (error: unknown) => boolean } | undefined
  /** The answer where the error says that a guard of its does not hold. */
  readonly refused: (error: unknown) => F | undefined
}

/** `[Prepared<A>, Prepared<B>]` -> `[A, B]` */
export type BatchResult<T extends readonly Prepared<unknown>[]> = {
  -readonly [K in keyof T]: T[K] extends Prepared<infer R> ? R : never
}

/**
 * The whole contract between generated code and a database. A sync driver throws, an async one rejects: it never
 * throws. Every failure is a QueryError.
 */
export interface Driver<M extends Mode> {
  readonly mode: M
  /** Exactly one row, else NoRowError (none) or TooManyRowsError. */
  one<P, R>(statement: Statement<P, R>, params: P): Reply<M, R>
  /** The row, or null. TooManyRowsError when there are more. */
  optional<P, R>(statement: Statement<P, R>, params: P): Reply<M, R | null>
  many<P, R>(statement: Statement<P, R>, params: P): Reply<M, R[]>
  /** Rows changed by the statement itself, without those of triggers, cascades and full-text indexes. */
  exec<P>(statement: ExecStatement<P>, params: P): Reply<M, number>
  /**
   * All or nothing, in order. An empty list answers `[]` without asking the database. Wrong parameters are reported
   * before anything runs. Rows are read after the commit: NoRowError, TooManyRowsError and RowShapeError leave the
   * writes in place (D1 cannot do otherwise, so no driver does). A guard that does not hold undoes the batch: ConflictError.
   */
  batch<const T extends readonly Prepared<unknown>[]>(calls: T): Reply<M, BatchResult<T>>
  /** A batch of one transaction: that a guard does not hold is an answer, as is that its key is there already. */
  attempt<D, F, R>(call: PreparedTransaction<D, F, R>): Reply<M, D | F | R>
}
