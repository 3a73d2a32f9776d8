import type { Catalog } from "../catalog/catalog.ts"
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import type { StatementDescription } from "../engine/engine.ts"
import { contains, type SourceFile } from "../source/source-file.ts"
import type { Annotation, Expect } from "../syntax/annotation.ts"
import type { Statement, Step } from "../syntax/statement.ts"
import type { TargetProfile } from "../targets/target.ts"
import type { AnalyzeOptions } from "./analyze-options.ts"
import { checkCardinality } from "./check-cardinality.ts"
import { guardFindings } from "./check-guard.ts"
import { keyStepFindings } from "./check-key-step.ts"
import { checkRetry } from "./check-retry.ts"
import { staleIndexFindings } from "./check-stale-index.ts"
import { stepNameFindings } from "./check-step-names.ts"
import type { CheckedQuery, CheckedStep, Guard, ResultColumn } from "./checked-query.ts"
import { refusalsOf } from "./explain-refusal.ts"
import { reason } from "./lattice.ts"
import { namedParameter } from "./named-parameter.ts"
import { toValueName } from "./names.ts"
import type { TypedParameter } from "./parameters.ts"
import { provedCardinality } from "./proved-cardinality.ts"
import { resultColumns } from "./result-columns.ts"
import { retryClass } from "./retry-class.ts"
import { finalSql } from "./rewrite.ts"
import { duplicateParameter } from "./rules/duplicate-parameter.ts"
import { rules } from "./rules/index.ts"
import { inferSteps, type StatementTypes } from "./statement-types.ts"
import { type RetriedStep, transactionRetry } from "./transaction-retry.ts"
import { unknownColumns, unknownParameters } from "./unknown-names.ts"
import { versionGuard } from "./version-guard.ts"
import { wideWarnings } from "./wide.ts"

/** A step that SQLite accepted, as it is to be understood. */
export interface AcceptedStep extends Step {
  readonly described: StatementDescription
}

type Options = AnalyzeOptions & { readonly target: TargetProfile }

/**
 * Statements under one name, which SQLite accepted, become one checked query: parameters are inferred over all of them,
 * every rule passes for each, each has its final SQL. Undefined when there is an error.
 */
export function analyzeTransaction(
  whole: Statement,
  accepted: readonly AcceptedStep[],
  catalog: Catalog,
  options: Options,
): Outcome<CheckedQuery | undefined> {
  const { annotation } = whole
  if (annotation === undefined) return { value: undefined, diagnostics: [] }
  const types = inferSteps(
    whole,
    accepted.map(({ statement }) => statement),
    catalog,
  )
  const [start, ...rest] = types.answers.flatMap((answer, index) => {
    const step = accepted[index]
    const parameters = step === undefined ? [] : inStep(step.statement, types.parameters)
    return step === undefined ? [] : [knownOf(step, { ...answer, parameters }, catalog, options)]
  })
  if (start === undefined) return { value: undefined, diagnostics: [] }
  const steps: readonly [Known, ...Known[]] = [start, ...rest]
  const parameters = types.parameters.map((parameter) => namedParameter(parameter, annotation, options))
  const name = toValueName(annotation.name.text)
  const said = annotation.retry
  const isKeyed = said?.kind === "idempotent" && steps.some(({ effects }) => !effects.readonly)
  const retry = checkRetry(whole, annotation, transactionRetry(steps))
  const diagnostics: Diagnostic[] = [
    ...types.diagnostics,
    ...retry.diagnostics,
    ...unknownParameters(whole, annotation, types),
    ...wideWarnings(whole, annotation, types),
    ...duplicateParameter({ statement: whole, parameters }),
    ...steps.flatMap((step) => step.diagnostics),
    ...stepNameFindings(steps),
    ...guardFindings(steps, catalog),
    ...staleIndexFindings(steps, catalog),
    ...(isKeyed ? keyStepFindings(start, said) : []),
  ]
  if (name.name === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
  const checked = (step: Known, index: number): CheckedStep => checkedStep(step, index, types.parameters)
  const value: CheckedQuery = {
    name: name.name,
    form: "transaction",
    parameters,
    bulk: undefined,
    steps: [
      isKeyed ? keyStep(checked(start, 0), said, whole.file) : checked(start, 0),
      ...rest.map((step, index) => checked(step, index + 1)),
    ],
    ...retry.value,
    doc: annotation.doc,
    source: { file: whole.file, span: whole.span },
  }
  return { value, diagnostics }
}

/** What is known of one step among the others. */
interface Known extends RetriedStep {
  readonly statement: Statement & { readonly annotation: Annotation }
  readonly described: StatementDescription
  readonly named: boolean
  readonly hasRows: boolean
  readonly expect: Expect | undefined
  readonly types: StatementTypes
  readonly columns: readonly ResultColumn[]
  readonly cardinality: CheckedStep["cardinality"]
  readonly unguarded: CheckedStep["cardinality"]
  readonly diagnostics: readonly Diagnostic[]
}

type OwnTypes = Pick<StatementTypes, "columns" | "cardinality" | "parameters">

/** `found` has the types of this step alone; what is said of all was said once. */
function knownOf(step: AcceptedStep, found: OwnTypes, catalog: Catalog, options: Options): Known {
  const { statement, described, named, expect } = step
  const { annotation, file, span } = statement
  const own: StatementTypes = { ...found, diagnostics: [], wide: [], steps: 0 }
  const columns = resultColumns(statement, own, described, annotation, options)
  const cardinality = checkCardinality(statement, annotation, provedCardinality(statement, own, described))
  const { target } = options
  const input = { statement, annotation, types: own, described, catalog, target, columns, parameters: [] }
  return {
    ...{ statement, described, named, expect, types: own, columns, file, span, effects: described.effects },
    hasRows: described.columns.length > 0,
    unguarded: cardinality.value,
    cardinality: guardedCardinality(statement, expect, cardinality.value),
    guard: expect === undefined ? versionGuard(statement, catalog) : guardOf(expect),
    retry: retryClass(statement, own, described.effects, catalog),
    countsAgain: statement.ast?.kind === "update",
    diagnostics: [
      ...cardinality.diagnostics,
      ...unknownColumns(statement, annotation, described),
      ...refusalsOf(statement, target, catalog),
      ...rules.flatMap((rule) => rule(input)),
    ],
  }
}

/** The step that inserts the key has inserted it, where its rows are read. */
function keyStep(step: CheckedStep, said: NonNullable<Annotation["retry"]>, file: SourceFile): CheckedStep {
  const { cardinality } = step
  const isOne = cardinality.value === "optional"
  const why = reason("the key was new", file, said.span, cardinality.why)
  return { ...step, isKey: true, cardinality: isOne ? { value: "one", why } : cardinality }
}

/** Rows that a guard counts: those of a statement that answers some. `:many` and the like stay what the author says. */
function guardedCardinality(
  { annotation, file }: Known["statement"],
  expect: Expect | undefined,
  found: CheckedStep["cardinality"],
): CheckedStep["cardinality"] {
  if (expect?.count !== 1 || annotation.cardinality !== undefined) return found
  const isOne = found.value === "optional" || (found.value === "many" && expect.test === "=")
  return isOne ? { value: "one", why: reason("its guard wants one row", file, expect.span, found.why) } : found
}

function guardOf({ counts, test, count, reason: { text } }: Expect): Guard {
  return { counts, test, count, reason: text }
}

/** The parameters of one step, by their first place in it, without the places in other steps. */
function inStep({ span }: Statement, parameters: readonly TypedParameter[]): readonly TypedParameter[] {
  return parameters
    .map((parameter) => ({ ...parameter, uses: parameter.uses.filter((use) => contains(span, use.span)) }))
    .filter(({ uses }) => uses.length > 0)
    .toSorted((a, b) => (a.uses[0]?.span.start ?? 0) - (b.uses[0]?.span.start ?? 0))
}

function checkedStep(
  { statement, described, named, types, columns, cardinality, unguarded, guard }: Known,
  index: number,
  all: readonly TypedParameter[],
): CheckedStep {
  const final = finalSql(statement, types.parameters, columns)
  const binds = types.parameters.map((own) => ({ parameter: all.findIndex(({ index }) => index === own.index) }))
  return {
    name: named ? statement.annotation.name.text : `step${index + 1}`,
    variants: [{ present: [], sql: final.sql, binds }],
    ...{ columns, cardinality, unguarded, guard },
    isKey: false,
    effects: described.effects,
    doc: statement.annotation.doc,
    span: statement.span,
  }
}
