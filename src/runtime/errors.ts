import type { Issue } from "./issues.ts"

/** The statement an error speaks of. */
export interface QueryPlace {
  readonly name: string
  readonly source: string
  readonly sql: string
}

export type QueryErrorCode =
  | "constraint"
  | "no-row"
  | "too-many-rows"
  | "row-shape"
  | "parameter"
  | "conflict"
  | "busy"
  | "transient"
  | "target"

/** Every failure of a query. `code` tells the class without `instanceof`. */
export class QueryError extends Error {
  override readonly name: string = "QueryError"
  readonly code: QueryErrorCode
  /** the query's name; in a batch whose culprit the database does not tell, the names of all of them */
  readonly query: string
  /** `sql/queries/claims.sql:12` */
  readonly source: string
  readonly sql: string

  constructor(code: QueryErrorCode, place: QueryPlace, message: string, options?: ErrorOptions) {
    super(`${place.name} (${place.source}): ${message}`, options)
    this.code = code
    this.query = place.name
    this.source = place.source
    this.sql = place.sql
  }
}

/** What a constraint failure was about. `trigger` is RAISE(ABORT, ...) in a trigger. https://sqlite.org/rescode.html#constraint */
export interface ConstraintFacts {
  readonly kind: "unique" | "primary-key" | "not-null" | "check" | "foreign-key" | "datatype" | "trigger"
  /** undefined for FOREIGN KEY, and where SQLite names none and more than one table is written (CHECK, an index over expressions) */
  readonly table: string | undefined
  readonly columns: readonly string[]
  /** name of the CHECK (its text when it has no name) or of the index, or a trigger's message */
  readonly constraint: string | undefined
}

/** A constraint of the schema refused a write; nothing was changed. */
export class ConstraintError extends QueryError implements ConstraintFacts {
  override readonly name: string = "ConstraintError"
  readonly kind: ConstraintFacts["kind"]
  readonly table: string | undefined
  readonly columns: readonly string[]
  readonly constraint: string | undefined

  constructor(place: QueryPlace, facts: ConstraintFacts, message: string, options?: ErrorOptions) {
    super("constraint", place, message, options)
    this.kind = facts.kind
    this.table = facts.table
    this.columns = facts.columns
    this.constraint = facts.constraint
  }
}

/** A `:one` query found no row. */
export class NoRowError extends QueryError {
  override readonly name: string = "NoRowError"

  constructor(place: QueryPlace) {
    super("no-row", place, "expected exactly one row, got none")
  }
}

/** A `:one` or `:optional` query found more than one row: the data or the schema is not what it was compiled for. */
export class TooManyRowsError extends QueryError {
  override readonly name: string = "TooManyRowsError"
  readonly rows: number

  constructor(place: QueryPlace, rows: number) {
    super("too-many-rows", place, `expected at most one row, got ${rows}`)
    this.rows = rows
  }
}

/** A row is not of the type that was compiled. */
export class RowShapeError extends QueryError {
  override readonly name: string = "RowShapeError"
  readonly issues: readonly Issue[]
  /** key of the row object, of the first issue */
  readonly column: string
  /** from 0 */
  readonly row: number

  constructor(place: QueryPlace, message: string, at: { issues: readonly Issue[]; column: string; row: number }) {
    super("row-shape", place, message)
    this.issues = at.issues
    this.column = at.column
    this.row = at.row
  }
}

/** The parameters are not of the type that was compiled, or hold a value that SQLite would change. Nothing ran. */
export class ParameterError extends QueryError {
  override readonly name: string = "ParameterError"
  readonly issues: readonly Issue[]

  constructor(place: QueryPlace, issues: readonly Issue[]) {
    super("parameter", place, issues.map(parameterMessage).join("; "))
    this.issues = issues
  }
}

function parameterMessage(issue: Issue): string {
  const at = issue.path.map(String).join(".")
  return at === "" ? issue.message : `parameter \`${at}\`: ${issue.message}`
}

/** An optimistic write found that someone else was faster, or a guard did not hold. Nothing was changed. */
export class ConflictError extends QueryError {
  override readonly name: string = "ConflictError"
  /** `version_conflict`, `lease_lost`, ... */
  readonly reason: string

  constructor(place: QueryPlace, reason: string, message: string, options?: ErrorOptions) {
    super("conflict", place, `${reason}: ${message}`, options)
    this.reason = reason
  }
}

/** Another connection holds the lock, or D1 is overloaded. Nothing was changed: try again later. */
export class BusyError extends QueryError {
  override readonly name: string = "BusyError"

  constructor(place: QueryPlace, message: string, options?: ErrorOptions) {
    super("busy", place, message, options)
  }
}

/**
 * The connection or the database's host failed. A write may or may not have happened. `retryable`: trying again can
 * help, and is safe for read-only and idempotent queries; otherwise the query asks for too much.
 */
export class TransientError extends QueryError {
  override readonly name: string = "TransientError"
  readonly retryable: boolean

  constructor(place: QueryPlace, message: string, retryable: boolean, options?: ErrorOptions) {
    super("transient", place, message, options)
    this.retryable = retryable
  }
}

/** Any other failure of the database; what it threw is `cause`. */
export class TargetError extends QueryError {
  override readonly name: string = "TargetError"

  constructor(place: QueryPlace, message: string, options?: ErrorOptions) {
    super("target", place, message, options)
  }
}
