import { type SourceFile, textOf } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"
import type { Answer, Check, CheckedStatement, CompiledFile } from "./compile-file.ts"
import { isObject, isPlain, isSpan, relocated } from "./relocate.ts"
import type { SchemaChange } from "./schema-change.ts"

/**
 * Checks the statements of a file. Those of `known`, which is an earlier state of the file, have their answer already:
 * when they are as they were, or only moved, and the change of the schema does not touch what the answer rests on.
 */
export function reusing(file: SourceFile, known: CompiledFile, change: SchemaChange, check: Check): Check {
  const texts = known.statements.map(({ statement }) => sqlOf(statement))
  return (statement) => {
    const sql = sqlOf(statement)
    const same = known.statements.find((each, index) => texts[index] === sql && isMoved(each.statement, statement))
    return same === undefined || !change.holds(same.basis) ? check(statement) : moved(same, file, statement, change)
  }
}

function sqlOf(statement: Statement): string {
  return textOf(statement.file, statement.span)
}

/** The same statement with the same comments, all of it the same distance away. */
function isMoved(before: Statement, now: Statement): boolean {
  return isShifted(before, now, now.span.start - before.span.start)
}

/** Equal but for files and for spans, which are `by` characters apart. What is not plain data counts as different. */
function isShifted(before: unknown, now: unknown, by: number): boolean {
  if (!isObject(before) || !isObject(now)) return Object.is(before, now)
  if (!isPlain(before) || !isPlain(now)) return false
  const keys = Object.keys(before)
  if (keys.length !== Object.keys(now).length) return false
  const distance = isSpan(before) && isSpan(now) ? by : 0
  return keys.every((key) => {
    const [one, other] = [before[key], now[key]]
    if (typeof one === "number" && typeof other === "number") return Object.is(one + distance, other)
    return key === "file" || (key in now && isShifted(one, other, by))
  })
}

/** What was found out about a statement, said of the place where it stands now. */
function moved(
  { statement, outcome, basis }: CheckedStatement,
  file: SourceFile,
  now: Statement,
  change: SchemaChange,
): Answer {
  const own = { file, kept: 0, from: 0, by: now.span.start - statement.span.start }
  return { outcome: relocated(outcome, file.path, new Map([...change.moves(basis), [file.path, own]])), basis }
}

/** What is known of a file whose own text is as it was, said of the texts that schema files have now. */
export function restated(known: CompiledFile, change: SchemaChange): CompiledFile {
  const moves = new Map(known.statements.flatMap(({ basis }) => [...change.moves(basis)]))
  if (moves.size === 0) return known
  const { queries, findings, statements } = known
  const outcomes = statements.map(({ outcome }) => outcome)
  const now = relocated({ queries, findings, outcomes }, known.file.path, moves)
  return {
    ...known,
    queries: now.queries,
    findings: now.findings,
    statements: statements.map((each, index) => ({ ...each, outcome: now.outcomes[index] ?? each.outcome })),
  }
}
