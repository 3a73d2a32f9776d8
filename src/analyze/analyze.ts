import type { Catalog } from "../catalog/catalog.ts"
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import type { StatementDescription } from "../engine/engine.ts"
import type { Statement } from "../syntax/statement.ts"
import type { TargetProfile } from "../targets/target.ts"
import type { AnalyzeOptions } from "./analyze-options.ts"
import { bulkOf } from "./bulk.ts"
import { bulkEdits } from "./bulk-sql.ts"
import { checkCardinality } from "./check-cardinality.ts"
import { checkRetry } from "./check-retry.ts"
import { staleIndexFindings } from "./check-stale-index.ts"
import type { CheckedQuery, CheckedStep } from "./checked-query.ts"
import { refusalsOf } from "./explain-refusal.ts"
import { namedParameter } from "./named-parameter.ts"
import { toValueName } from "./names.ts"
import { provedCardinality } from "./proved-cardinality.ts"
import { resultColumns } from "./result-columns.ts"
import { retryClass } from "./retry-class.ts"
import { finalSql } from "./rewrite.ts"
import { rules } from "./rules/index.ts"
import { inferStatement } from "./statement-types.ts"
import { unknownColumns, unknownParameters } from "./unknown-names.ts"
import { wideWarnings } from "./wide.ts"

export type { AnalyzeOptions } from "./analyze-options.ts"

/**
 * A statement that SQLite accepted becomes a checked query: types and names settled, every rule passed, the final SQL
 * written. Undefined when there is an error, or when the statement has no name.
 */
export function analyze(
  statement: Statement,
  catalog: Catalog,
  described: StatementDescription,
  options: AnalyzeOptions & { readonly target: TargetProfile },
): Outcome<CheckedQuery | undefined> {
  const { annotation } = statement
  if (annotation === undefined) return { value: undefined, diagnostics: [] }
  const types = inferStatement(statement, catalog)
  const parameters = types.parameters.map((parameter) => namedParameter(parameter, annotation, options))
  const columns = resultColumns(statement, types, described, annotation, options)
  const name = toValueName(annotation.name.text)
  const cardinality = checkCardinality(statement, annotation, provedCardinality(statement, types, described))
  const proved = retryClass(statement, types, described.effects, catalog)
  const retry = checkRetry(statement, annotation, proved)
  const diagnostics: Diagnostic[] = [
    ...types.diagnostics,
    ...cardinality.diagnostics,
    ...retry.diagnostics,
    ...unknownParameters(statement, annotation, types),
    ...unknownColumns(statement, annotation, described),
    ...wideWarnings(statement, annotation, types),
    ...staleIndexFindings([{ statement, described }], catalog),
    ...refusalsOf(statement, options.target, catalog),
    ...rules.flatMap((rule) =>
      rule({ statement, annotation, types, described, catalog, target: options.target, columns, parameters }),
    ),
  ]
  if (name.name === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
  const bulk = annotation.rows === undefined ? undefined : bulkOf(statement, parameters)
  const fields = new Set(bulk?.rows.fields.map(({ sqlName }) => sqlName))
  const others = <T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] =>
    all.filter((one) => !fields.has(nameOf(one)))
  const final = finalSql(
    statement,
    others(types.parameters, ({ name }) => name),
    columns,
    bulk && bulkEdits(statement, bulk),
  )
  const step: CheckedStep = {
    name: name.name,
    variants: [{ present: [], sql: final.sql, binds: final.binds }],
    columns,
    cardinality: cardinality.value,
    unguarded: cardinality.value,
    guard: undefined,
    isKey: false,
    effects: described.effects,
    doc: "",
    span: statement.span,
  }
  const value: CheckedQuery = {
    name: name.name,
    form: "statement",
    parameters: [...(bulk === undefined ? [] : [bulk.rows]), ...others(parameters, ({ sqlName }) => sqlName)],
    bulk: bulk?.rows,
    steps: [step],
    ...retry.value,
    doc: annotation.doc,
    source: { file: statement.file, span: statement.span },
  }
  return { value, diagnostics }
}
