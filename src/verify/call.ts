import type { Reason, ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import { type Arena, quoted } from "./arena.ts"
import type { Documents } from "./documents.ts"
import { type GeneratedCode, wrongBinds, wrongRow } from "./generated.ts"
import { misfit } from "./misfit.ts"
import type { Subject, SubjectColumn } from "./subject.ts"

/** What holds answers against what was printed. */
export interface Judge {
  readonly documents: Documents
  readonly generated: GeneratedCode
  /** columns that a subject writes and whose contract it may break; none where rows break it already */
  readonly contracts: (subject: Subject) => readonly Contract[]
}

/** A column that holds what its table does not enforce: the table is not STRICT, or an annotation says more. */
export interface Contract {
  readonly table: string
  readonly column: string
  readonly type: ValueType
}

/** One run of a subject. */
export interface Call {
  readonly subject: Subject
  /** by index of `subject.parameters` */
  readonly values: readonly SqlValue[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** Something of a call that is not as printed. */
export interface Finding {
  /** what makes it the same finding as another: of one query and column, of one kind */
  readonly key: string
  readonly column: SubjectColumn | undefined
  /** a sentence without its end: "`title` is NULL" */
  readonly says: string
  /** why it was printed so */
  readonly reason: Reason
  /** what the call itself has stored against a contract */
  readonly stored: Contract | undefined
}

/** What SQLite binds, slot by slot. */
export function bindsOf({ binds, parameters, integersAs }: Subject, values: readonly SqlValue[]): readonly SqlValue[] {
  return binds.map((index) => {
    const value = values[index] ?? null
    const isInteger = integersAs === "integer" && typeof value === "number" && Number.isInteger(value)
    return isInteger && parameters[index]?.type.storage.has("integer") === true ? BigInt(value) : value
  })
}

/** Runs a subject; a message where SQLite refuses: a constraint, an overflow, too many steps. Types promise nothing then. */
export function callOf(arena: Arena, subject: Subject, values: readonly SqlValue[]): Call | string {
  const answer = arena.run(subject.sql, bindsOf(subject, values))
  return answer.ok ? { subject, values, rows: answer.rows } : answer.error.message
}

/**
 * Every value, NULL and row count of a call against what was printed, what it has stored, and the call through the
 * generated code. The arena is as the call has left it.
 */
export function findingsOf(arena: Arena, call: Call, judge: Judge): readonly Finding[] {
  const stored = wrongStores(arena, call, judge)
  // what is stored against a contract may be answered too: it is told once
  if (stored.length > 0) return stored
  const found = [...wrongCount(call), ...call.rows.flatMap((row) => wrongValues(call, row, judge))]
  // generated code checks what was printed: where that is wrong it says nothing more
  return distinct(found.length > 0 ? found : wrongCode(call, judge))
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.key, finding])).values()]
}

function wrongCount({ subject, rows }: Call): readonly Finding[] {
  const { value, why } = subject.cardinality
  const count = rows.length
  const counted = `${count} ${count === 1 ? "row" : "rows"}`
  const wrong = (says: string): readonly Finding[] => [
    { key: `${subject.name} rows`, column: undefined, says, reason: why, stored: undefined },
  ]
  if (value === "exec" && count > 0) return wrong(`it answers ${counted}, and should answer none`)
  if ((value === "one" || value === "optional") && count > 1)
    return wrong(`it answers ${counted}, and should answer ${value === "one" ? "exactly" : "at most"} one`)
  return value === "one" && count === 0 ? wrong("it answers no row, and should answer exactly one") : []
}

function wrongValues({ subject }: Call, row: readonly SqlValue[], { documents }: Judge): readonly Finding[] {
  return subject.columns.flatMap((column, index): readonly Finding[] => {
    const value = row[index] ?? null
    const wrong = misfit(column.type, value, documents)
    if (wrong === undefined) return []
    const { why } = column.type
    return [
      {
        key: `${subject.name} ${index} ${value === null ? "NULL" : "value"}`,
        column,
        says: `\`${column.sqlName}\` is ${wrong}`,
        reason: value === null ? why.nullable : why.type,
        stored: undefined,
      },
    ]
  })
}

function wrongStores(arena: Arena, { subject }: Call, { contracts, documents }: Judge): readonly Finding[] {
  return contracts(subject).flatMap((stored): readonly Finding[] => {
    const wrong = storedMisfit(arena, stored, documents)
    if (wrong === undefined) return []
    return [
      {
        key: `${subject.name} stores ${stored.table}.${stored.column}`,
        column: undefined,
        says: `it stores ${wrong} in \`${stored.table}.${stored.column}\``,
        reason: stored.type.why.type,
        stored,
      },
    ]
  })
}

/** What of a column's values is against its contract, if anything. NULL never is: what refuses it is SQLite. */
export function storedMisfit(
  arena: Arena,
  { table, column, type }: Contract,
  documents: Documents,
): string | undefined {
  const answer = arena.run(`SELECT ${quoted(column)} FROM ${quoted(table)} WHERE ${quoted(column)} IS NOT NULL`)
  const values = answer.ok ? answer.rows : []
  return values.flatMap(([value]) => misfit(type, value ?? null, documents) ?? [])[0]
}

/** A schema of the user may throw, and generated code does not catch it. */
function orThrown(look: () => readonly string[]): readonly string[] {
  try {
    return look()
  } catch (error) {
    return [`generated code throws: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** More rows would say the same. */
const mostDecoded = 20

function wrongCode({ subject, values, rows }: Call, { generated }: Judge): readonly Finding[] {
  const code = generated(subject)
  if (code === undefined) return []
  const wrong = [
    ...orThrown(() => wrongBinds(subject, code, values)),
    ...rows.slice(0, mostDecoded).flatMap((row) => orThrown(() => [wrongRow(subject, code, row) ?? []].flat())),
  ]
  return wrong.map((says) => ({
    key: `${subject.name} code ${says}`,
    column: undefined,
    says,
    reason: subject.cardinality.why,
    stored: undefined,
  }))
}
