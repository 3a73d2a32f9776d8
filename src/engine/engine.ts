import type { TargetProfile } from "../targets/target.ts"

/** One result column as SQLite itself describes it. Origin is a hint, never the answer (LEFT JOIN keeps it). */
export interface DescribedColumn {
  readonly name: string
  readonly declaredType: string | undefined
  readonly origin: { readonly table: string; readonly column: string } | undefined
}

/**
 * What the authorizer saw while the statement was prepared. Names as in the schema, sorted, without duplicates; tables
 * of SQLite's own (`sqlite_*`), table-valued functions and FTS5 shadow tables are left out. Accesses inside views and
 * triggers count. A read of no column in particular (`count(*)`) has the column "".
 */
export interface Effects {
  readonly reads: readonly { readonly table: string; readonly column: string }[]
  readonly writes: readonly {
    readonly table: string
    readonly action: "insert" | "update" | "delete"
    readonly column: string | undefined
  }[]
  readonly functions: readonly string[]
  /** views that the statement reads through and triggers that it fires */
  readonly through: readonly string[]
  readonly readonly: boolean
  /** true when the statement can change rows beyond its own: triggers, cascades, FTS shadow tables */
  readonly sideWrites: boolean
}

export interface StatementDescription {
  readonly columns: readonly DescribedColumn[]
  /** parameter names by index - 1, with sigil; undefined for `?` and for gaps */
  readonly parameters: readonly (string | undefined)[]
  readonly effects: Effects
  /** UTF-16 offset of what follows the first statement (after its `;`) */
  readonly tail: number
}

/** Why SQLite, or the target's rules inside the engine, refused a statement. */
export interface EngineError {
  readonly message: string
  /** UTF-16 offset into the text given, where SQLite told one */
  readonly offset: number | undefined
  /** "3.47.0": the older SQLite that refuses it, where the newest does not */
  readonly version?: string | undefined
  /** it ran longer than was allowed, nothing more */
  readonly interrupted?: true
}

export type Described =
  | { readonly ok: true; readonly value: StatementDescription }
  | { readonly ok: false; readonly error: EngineError }

/** INTEGER is a bigint, REAL a number, in both directions, so that the storage class is never lost. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** What running one statement gave. */
export type Answered =
  | { readonly ok: true; readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] }
  | { readonly ok: false; readonly error: EngineError }

/** A statement that is prepared once and run often. SQLite prepares it anew by itself when the schema changes. */
export interface PreparedStatement {
  /** Runs it to its end, as `Engine.query` does. */
  run(binds: readonly SqlValue[], operations?: number): Answered
  /** Afterwards it answers with an error. An engine that is closed closes its statements. */
  close(): void
}

/** One line of EXPLAIN QUERY PLAN. */
export interface PlanStep {
  readonly id: number
  readonly parent: number
  readonly detail: string
}

/**
 * PORT: an in-memory SQLite with the target's limits and allow-lists. One engine holds one schema.
 * Everything is synchronous; nothing throws on bad SQL.
 */
export interface Engine {
  readonly target: TargetProfile
  /**
   * Runs one schema statement, or several, with double-quoted strings where the target has them. Undefined when it
   * worked.
   */
  execute(sql: string): EngineError | undefined
  /**
   * Prepares a statement without running it. A double-quoted string is refused, except inside views and triggers that the
   * schema has; with `taken` it is text where the target takes it so.
   */
  describe(sql: string, strings?: "refused" | "taken"): Described
  /**
   * Runs a statement on the schema without rows and undoes it: why it fails, if it does. What runs for long counts as
   * well. Not for pragmas, which are not undone.
   */
  trial(sql: string): EngineError | undefined
  /** Runs one statement with binds by index and returns raw rows. For catalog read-back, smoke tests and the soundness test. */
  query(
    sql: string,
    binds: readonly SqlValue[],
    /** steps of SQLite's virtual machine after which it is stopped; some seconds' worth by default */
    operations?: number,
  ): Answered
  /** The same for a statement that is run more than once; double-quoted strings pass, as they do in `execute`. */
  prepare(
    sql: string,
  ): { readonly ok: true; readonly value: PreparedStatement } | { readonly ok: false; readonly error: EngineError }
  /** Runs `work` in one transaction, as a migration runs. What COMMIT refuses (deferred foreign keys) is the answer. */
  transaction(work: () => void): EngineError | undefined
  /** Whether a transaction is open that a statement began (BEGIN, SAVEPOINT): `OR ROLLBACK` ends it too. */
  inTransaction(): boolean
  /** EXPLAIN QUERY PLAN of a statement that `describe` accepts; empty when SQLite refuses it. */
  plan(sql: string): readonly PlanStep[]
  close(): void
}
