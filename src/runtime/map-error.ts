import type { SqlFacts } from "./driver.ts"
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
  statements: readonly SqlFacts[],
  error: unknown,
  { text, code, lost }: ErrorText = errorText(error),
): QueryError {
  if (error instanceof QueryError) return error
  const options = { cause: error }
  const constraint = lost === true ? undefined : constraintOf(statements, text, code)
  const place = placeOf(statements, constraint?.table)
  if (constraint !== undefined) return new ConstraintError(place, constraint, text, options)
  if (busy.test(code + text)) return new BusyError(place, text, options)
  if (lost === true || transient.test(text)) return new TransientError(place, text, true, options)
  if (exhausted.test(text)) return new TransientError(place, text, false, options)
  return new TargetError(place, text.includes("internal error; reference") ? text + mayHaveEnded : text, options)
}

/** All that D1 and Durable Objects say where a statement ended the transaction under them, and of bugs of theirs. */
const mayHaveEnded = " (OR ROLLBACK and RAISE(ROLLBACK) end so: use ABORT)"

const busy = /D1 DB is overloaded|database (?:table )?is locked|SQLITE_(?:BUSY|LOCKED)/

/** Trying again can help. https://developers.cloudflare.com/d1/best-practices/retry-queries/ */
const transient =
  /Network connection lost|storage caused object to be reset|reset because its code was updated|transient issue on remote node|stream because client disconnected/

/** The query asked for too much: the same again will fail again. https://developers.cloudflare.com/d1/observability/debug-d1/ */
const exhausted = /exceeded (?:timeout which caused object to be reset|its (?:memory|CPU time) limit)/

function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code
  return /: (SQLITE_\w+)\)?$/.exec(error.message)?.[1] ?? ""
}

/** What D1 puts behind a message of SQLite's. */
const tail = /(?: at offset \d+)?(?:: SQLITE_\w+)?(?: \(extended: \w+\))?$/

const refusal =
  /(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?|cannot store \w+ value in \w+ column (.+)|datatype mismatch/s

const kinds: Readonly<Record<string, ConstraintFacts["kind"]>> = {
  UNIQUE: "unique",
  "NOT NULL": "not-null",
  CHECK: "check",
  "FOREIGN KEY": "foreign-key",
}

function constraintOf(statements: readonly SqlFacts[], message: string, code: string): ConstraintFacts | undefined {
  const text = message.replace(tail, "")
  const found = code === "SQLITE_CONSTRAINT_TRIGGER" ? null : refusal.exec(text)
  if (found === null) {
    const raised = { table: undefined, columns: [], constraint: text.replace(/^D1_ERROR: /, "") }
    return /^SQLITE_CONSTRAINT(?:_TRIGGER)?$/.test(code) ? { kind: "trigger", ...raised } : undefined
  }
  const [, word = "", failed, stored] = found
  // a fraction for LIMIT is a mismatch too, and no constraint
  if (statements.every((statement) => statement.readonly)) return undefined
  const isPrimary = /_(?:PRIMARYKEY|ROWID)$/.test(code)
  const kind = isPrimary ? "primary-key" : (kinds[word] ?? "datatype")
  return { kind, ...placeIn(statements, kind, failed ?? stored ?? "") }
}

/** `t.a, t.b`, `index 'name'`, the name or text of a CHECK, or nothing. */
function placeIn(
  statements: readonly SqlFacts[],
  kind: ConstraintFacts["kind"],
  detail: string,
): Omit<ConstraintFacts, "kind"> {
  const constraint = kind === "check" ? detail : /^index '(.*)'$/s.exec(detail)?.[1]
  const [first = "", ...others] = detail.split(", ")
  const dot = first.indexOf(".")
  if (constraint === undefined && dot >= 0) {
    const columns = [first, ...others].map((pair) => pair.slice(dot + 1))
    return { table: first.slice(0, dot), columns, constraint }
  }
  // the only table that is written, by triggers too; a foreign key may be another table's
  const written = new Set(statements.flatMap((statement) => statement.tables.writes))
  const table = written.size === 1 && kind !== "foreign-key" ? [...written][0] : undefined
  return { table, columns: [], constraint }
}

/** The statement an error belongs to: the only one, or the only one of a batch that writes the table; else all of them. */
function placeOf(statements: readonly SqlFacts[], table: string | undefined): QueryPlace {
  const distinct = [...new Set(statements)]
  const writers = distinct.filter((statement) => table !== undefined && statement.tables.writes.includes(table))
  const candidates = writers.length === 1 ? writers : distinct
  return {
    name: candidates.map((statement) => statement.name).join(", "),
    source: candidates.map((statement) => statement.source).join(", "),
    sql: candidates.map((statement) => statement.sql).join(";\n"),
  }
}
