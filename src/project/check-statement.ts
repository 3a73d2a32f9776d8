import { analyze } from "../analyze/analyze.ts"
import { askEngine } from "../analyze/ask-engine.ts"
import { certainFailure } from "../analyze/certain-failure.ts"
import type { CheckedQuery } from "../analyze/checked-query.ts"
import { explainRefusal } from "../analyze/explain-refusal.ts"
import { refusal } from "../analyze/refusal.ts"
import { notAQuery } from "../analyze/rules/not-a-query.ts"
import type { Catalog } from "../catalog/catalog.ts"
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import type { Engine } from "../engine/engine.ts"
import type { Statement } from "../syntax/statement.ts"
import { bugHelp } from "./bug-help.ts"
import { report } from "./report.ts"

/** What is no query is told so. Then SQLite: what it refuses is not analysed. Then our analysis; and what comes out of it is put to SQLite again. */
export function checkStatement(
  written: Statement,
  catalog: Catalog,
  engine: Engine,
  options: { readonly casing: "camel" | "preserve" },
): Outcome<readonly CheckedQuery[]> {
  const [other] = notAQuery({ statement: written })
  if (other !== undefined) return { value: [], diagnostics: [other] }
  const { statement, described, findings } = askEngine(written, catalog, engine)
  if (!described.ok) return { value: [], diagnostics: refusal(written, catalog, described.error, engine) }
  const failure = certainFailure(statement, described.value, engine)
  if (failure !== undefined) return { value: [], diagnostics: [...findings, failure] }
  const { value: query, diagnostics } = analyze(statement, catalog, described.value, {
    casing: options.casing,
    target: engine.target,
  })
  const said = [...findings, ...diagnostics]
  if (query === undefined || hasErrors(findings)) return { value: [], diagnostics: said }
  const wrong = finalFindings(statement, query, engine)
  return { value: wrong.length === 0 ? [query] : [], diagnostics: [...said, ...wrong] }
}

/** SQLite's own tail pointer for a text: where its first statement ends. Undefined when SQLite refuses it. */
export function cutWith(engine: Engine): (sql: string) => number | undefined {
  return (sql) => {
    const described = engine.describe(sql)
    return described.ok ? described.value.tail : undefined
  }
}

/** The SQL that will be sent must prepare too, and give the columns that were typed. Anything else is our mistake. */
function finalFindings(statement: Statement, query: CheckedQuery, engine: Engine): readonly Diagnostic[] {
  return query.steps.flatMap((step) =>
    step.variants.flatMap((variant) => {
      const final = engine.describe(variant.sql)
      if (!final.ok) {
        const limits = explainRefusal(statement, engine.target, { ...final.error, offset: undefined })
        return limits.length > 0 ? limits : [ourBug(statement, `SQLite refuses the final SQL: ${final.error.message}`)]
      }
      const count = final.value.columns.length
      if (count === step.columns.length) return []
      return [ourBug(statement, `the final SQL has ${count} columns, ${step.columns.length} are expected`)]
    }),
  )
}

function ourBug(statement: Statement, what: string): Diagnostic {
  const words = { message: what, label: "this statement", help: bugHelp }
  return report("internal-error", statement.file, statement.span, words)
}
