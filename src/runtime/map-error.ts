import type { StatementFacts } from "./driver.ts"
import {
  BusyError,
  ConstraintError,
  type ConstraintFacts,
  QueryError,
  type QueryPlace,
  TargetError,
  TransientError,
} from "./errors.ts"

/** What a database said when it failed. */
export interface ErrorText {
  readonly text: string
  /** SQLite's extended code, `SQLITE_CONSTRAINT_UNIQUE`; empty where it is not told. https://sqlite.org/rescode.html */
  readonly code: string
  /** index of the query of a batch that failed, where it is told */
  readonly at?: number
  /** the connection failed: what was sent may have run or not */
  readonly lost?: boolean
}

/** The message, and the code that native drivers give as a property and D1 at the end of the message. */
export function errorText(error: unknown): ErrorText {
  if (!(error instanceof Error)) return { text: String(error), code: "" }
  return { text: error.message, code: codeOf(error) }
}

/**
 * What a database threw, as one of ours; `cause` keeps the original. The texts of SQLite and D1 are found as parts of
 * the message: D1 puts a prefix before some of them and a code behind, but not always.
 * https://developers.cloudflare.com/d1/observability/debug-d1/
 */
export function mapError(
  statements: readonly StatementFacts[],
  error: unknown,
  { text, code, lost }: ErrorText = errorText(error),
): QueryError {
  if (error instanceof QueryError) return error
  const options = { cause: error }
  const constraint = lost === true ? undefined : constraintOf(statements, text, code)
  if (constraint !== undefined) {
    return new ConstraintError(placeOf(statements, constraint.table), constraint, text, options)
  }
  const place = placeOf(statements, undefined)
  if (isBusy(text, code)) return new BusyError(place, text, options)
  if (lost === true || transient.some((part) => text.includes(part)))
    return new TransientError(place, text, true, options)
  if (exhausted.some((part) => text.includes(part))) return new TransientError(place, text, false, options)
  return new TargetError(place, text.includes("internal error; reference") ? `${text}${mayHaveEnded}` : text, options)
}

/** All that D1 and Durable Objects say where a statement ended the transaction under them, and of bugs of theirs. */
const mayHaveEnded = " (OR ROLLBACK and RAISE(ROLLBACK) end so: use ABORT)"

/** Trying again can help. https://developers.cloudflare.com/d1/best-practices/retry-queries/ */
const transient = [
  "Network connection lost",
  "storage caused object to be reset",
  "reset because its code was updated",
  "Cannot resolve D1 DB due to transient issue on remote node",
  "Can't read from request stream because client disconnected",
]

/** The query asked for too much: the same again will fail again. https://developers.cloudflare.com/d1/observability/debug-d1/ */
const exhausted = [
  "exceeded timeout which caused object to be reset",
  "exceeded its memory limit",
  "exceeded its CPU time limit",
]

function isBusy(text: string, code: string): boolean {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return true
  return /D1 DB is overloaded|database (table )?is locked|SQLITE_BUSY|SQLITE_LOCKED/.test(text)
}

function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code
  return /\(extended: (SQLITE_\w+)\)/.exec(error.message)?.[1] ?? /: (SQLITE_[A-Z_]+)\b/.exec(error.message)?.[1] ?? ""
}

const constraintText = /(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?/s
const storeText = /cannot store \w+ value in \w+ column (.+)/s

function constraintOf(
  statements: readonly StatementFacts[],
  message: string,
  code: string,
): ConstraintFacts | undefined {
  const text = message.replace(/( at offset \d+)?(: SQLITE_[A-Z_]+)?( \(extended: SQLITE_\w+\))?$/, "")
  const raised = { table: undefined, columns: [], constraint: text.replace(/^D1_ERROR: /, "") }
  if (code === "SQLITE_CONSTRAINT_TRIGGER") return { kind: "trigger", ...raised }
  const stored = storeText.exec(text)
  if (stored !== null) return { kind: "datatype", ...columnsOf(stored[1] ?? "") }
  const failed = constraintText.exec(text)
  if (failed !== null) return failedConstraint(failed[1] ?? "", failed[2] ?? "", code, onlyTable(statements))
  // a fraction for LIMIT is a mismatch too, and no constraint
  if (text.includes("datatype mismatch") && !statements.every((statement) => statement.readonly))
    return { kind: "datatype", table: onlyTable(statements), columns: [], constraint: undefined }
  return code === "SQLITE_CONSTRAINT" ? { kind: "trigger", ...raised } : undefined
}

/** Where a failure without a table happened: in the only one that is written, by triggers too. */
function onlyTable(statements: readonly StatementFacts[]): string | undefined {
  const written = new Set(statements.flatMap((statement) => statement.tables.writes))
  return written.size === 1 ? [...written][0] : undefined
}

function failedConstraint(kind: string, detail: string, code: string, table: string | undefined): ConstraintFacts {
  switch (kind) {
    case "NOT NULL":
      return { kind: "not-null", ...columnsOf(detail) }
    case "CHECK":
      return { kind: "check", table, columns: [], constraint: detail }
    case "FOREIGN KEY":
      return { kind: "foreign-key", ...columnsOf("") }
    default: {
      const primary = code === "SQLITE_CONSTRAINT_PRIMARYKEY" || code === "SQLITE_CONSTRAINT_ROWID"
      const index = /^index '(.*)'$/s.exec(detail)?.[1]
      const place = index === undefined ? columnsOf(detail) : { table, columns: [], constraint: index }
      return { kind: primary ? "primary-key" : "unique", ...place }
    }
  }
}

/** `t.a, t.b` */
function columnsOf(detail: string): Omit<ConstraintFacts, "kind"> {
  const pairs = detail.split(", ").map((pair) => ({ dot: pair.indexOf("."), pair }))
  const first = pairs[0]
  if (first === undefined || first.dot < 0) return { table: undefined, columns: [], constraint: undefined }
  const columns = pairs.map(({ dot, pair }) => pair.slice(dot + 1))
  return { table: first.pair.slice(0, first.dot), columns, constraint: undefined }
}

/** The statement an error belongs to: the only one, or the only one of a batch that writes the table; else all of them. */
function placeOf(statements: readonly StatementFacts[], table: string | undefined): QueryPlace {
  const distinct = [...new Set(statements)]
  const writers = distinct.filter((statement) => table !== undefined && statement.tables.writes.includes(table))
  const candidates = writers.length === 1 ? writers : distinct
  return {
    name: candidates.map((statement) => statement.name).join(", "),
    source: candidates.map((statement) => statement.source).join(", "),
    sql: candidates.map((statement) => statement.sql).join(";\n"),
  }
}
