import { analyze } from "../analyze/analyze.ts"
import type { AnalyzeOptions } from "../analyze/analyze-options.ts"
import { type AcceptedStep, analyzeTransaction } from "../analyze/analyze-transaction.ts"
import { askEngine } from "../analyze/ask-engine.ts"
import { certainFailure } from "../analyze/certain-failure.ts"
import type { CheckedQuery, CheckedStep, Variant } from "../analyze/checked-query.ts"
import { explainRefusal } from "../analyze/explain-refusal.ts"
import { refusal } from "../analyze/refusal.ts"
import { notAQuery } from "../analyze/rules/not-a-query.ts"
import type { Catalog } from "../catalog/catalog.ts"
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import type { Engine, StatementDescription } from "../engine/engine.ts"
import { guardSql } from "../runtime/guard.ts"
import type { Statement, Step } from "../syntax/statement.ts"
import { bugHelp } from "./bug-help.ts"
import { report } from "./report.ts"

/** What is no query is told so. Then SQLite: what it refuses is not analysed. Then our analysis; and what comes out of it is put to SQLite again. */
export function checkStatement(
  written: Statement,
  catalog: Catalog,
  engine: Engine,
  options: AnalyzeOptions,
): Outcome<readonly CheckedQuery[]> {
  if (written.steps !== undefined) return checkTransaction(written, written.steps, { catalog, engine, options })
  const { value: accepted, diagnostics: findings } = acceptedBy(written, catalog, engine)
  if (accepted === undefined) return { value: [], diagnostics: findings }
  const { statement, described } = accepted
  // what follows from a slip would be said as well
  if (hasErrors(findings)) return { value: [], diagnostics: findings }
  const { value: query, diagnostics } = analyze(statement, catalog, described, { ...options, target: engine.target })
  const said = [...findings, ...diagnostics]
  if (query === undefined) return { value: [], diagnostics: said }
  return withFinal(query, [statement], said, engine)
}

interface World {
  readonly catalog: Catalog
  readonly engine: Engine
  readonly options: AnalyzeOptions
}

/** Each statement is put to SQLite; all are analysed together when it takes them all. */
function checkTransaction(
  written: Statement,
  parts: readonly Step[],
  { catalog, engine, options }: World,
): Outcome<readonly CheckedQuery[]> {
  const asked = parts.map((step) => ({ step, ...acceptedBy(step.statement, catalog, engine) }))
  const findings = asked.flatMap(({ diagnostics }) => diagnostics)
  const accepted = asked.flatMap(({ step, value }): readonly AcceptedStep[] =>
    value === undefined
      ? []
      : [
          {
            ...step,
            statement: { ...value.statement, annotation: step.statement.annotation },
            described: value.described,
          },
        ],
  )
  if (accepted.length < parts.length) return { value: [], diagnostics: findings }
  const steps = accepted.map(({ statement, named, expect }) => ({ statement, named, expect }))
  const target = { ...options, target: engine.target }
  const { value: query, diagnostics } = analyzeTransaction({ ...written, steps }, accepted, catalog, target)
  const said = [...findings, ...diagnostics]
  if (query === undefined || hasErrors(findings)) return { value: [], diagnostics: said }
  const statements = steps.map(({ statement }) => statement)
  return withFinal(query, statements, said, engine)
}

interface Accepted {
  readonly statement: Statement
  readonly described: StatementDescription
}

/** A statement that SQLite takes, as it is to be understood; undefined when it is none, is refused, or always fails. */
function acceptedBy(written: Statement, catalog: Catalog, engine: Engine): Outcome<Accepted | undefined> {
  const [other] = notAQuery({ statement: written })
  if (other !== undefined) return { value: undefined, diagnostics: [other] }
  const { statement, described, findings } = askEngine(written, catalog, engine)
  if (!described.ok) return { value: undefined, diagnostics: refusal(written, catalog, described.error, engine) }
  const failure = certainFailure(statement, described.value, engine)
  if (failure !== undefined) return { value: undefined, diagnostics: [...findings, failure] }
  return { value: { statement, described: described.value }, diagnostics: findings }
}

/** SQLite's own tail pointer for a text: where its first statement ends. Undefined when SQLite refuses it. */
export function cutWith(engine: Engine): (sql: string) => number | undefined {
  return (sql) => {
    const described = engine.describe(sql)
    return described.ok ? described.value.tail : undefined
  }
}

/** The SQL that will be sent must prepare too, and give the columns that were typed. Anything else is our mistake. */
function withFinal(
  query: CheckedQuery,
  statements: readonly Statement[],
  said: readonly Diagnostic[],
  engine: Engine,
): Outcome<readonly CheckedQuery[]> {
  const wrong = query.steps.flatMap((step, index) => {
    const statement = statements[index]
    if (statement === undefined) return []
    return step.variants.flatMap((variant) => {
      const guard = guardOf(step, variant)
      return [
        ...finalFindings(statement, variant.sql, step.columns.length, engine),
        ...(guard === undefined ? [] : finalFindings(statement, guard, 1, engine)),
      ]
    })
  })
  return { value: wrong.length === 0 ? [query] : [], diagnostics: [...said, ...wrong] }
}

/** The statement that holds its guard on D1, as the run time writes it; undefined without one. */
function guardOf({ guard, isKey, effects }: CheckedStep, { sql, binds }: Variant): string | undefined {
  const held = isKey ? ({ counts: "changes", test: "=" } as const) : guard
  return held && guardSql({ sql, readonly: effects.readonly }, held, binds.length)
}

function finalFindings(statement: Statement, sql: string, columns: number, engine: Engine): readonly Diagnostic[] {
  const final = engine.describe(sql)
  if (!final.ok) {
    const limits = explainRefusal(statement, engine.target, { ...final.error, offset: undefined })
    return limits.length > 0 ? limits : [ourBug(statement, `SQLite refuses the final SQL: ${final.error.message}`)]
  }
  const count = final.value.columns.length
  if (count === columns) return []
  return [ourBug(statement, `the final SQL has ${count} columns, ${columns} are expected`)]
}

function ourBug(statement: Statement, what: string): Diagnostic {
  const words = { message: what, label: "this statement", help: bugHelp }
  return report("internal-error", statement.file, statement.span, words)
}
