import type { Catalog } from "../catalog/catalog.ts"
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import type { StatementDescription } from "../engine/engine.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import type { TargetProfile } from "../targets/target.ts"
import { markOf, withoutMark } from "./alias-mark.ts"
import { checkCardinality } from "./check-cardinality.ts"
import { checkRetry } from "./check-retry.ts"
import type { CheckedQuery, CheckedStep, Parameter, ResultColumn } from "./checked-query.ts"
import { fromAnnotation } from "./column-type.ts"
import { refusalsOf } from "./explain-refusal.ts"
import { anyStorage, authorsWord, notNullBecause, nullableBecause, plain, reason } from "./lattice.ts"
import { camelCase, toValueName } from "./names.ts"
import type { TypedParameter } from "./parameters.ts"
import { retryClass } from "./retry-class.ts"
import { finalSql, resultItems } from "./rewrite.ts"
import { rules } from "./rules/index.ts"
import { inferStatement, type StatementTypes } from "./statement-types.ts"
import type { ValueType } from "./value-type.ts"
import { wideWarnings } from "./wide.ts"

export interface AnalyzeOptions {
  readonly casing: "camel" | "preserve"
}

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
  const retry = checkRetry(statement, annotation, retryClass(statement, types, described.effects, catalog))
  const diagnostics: Diagnostic[] = [
    ...types.diagnostics,
    ...cardinality.diagnostics,
    ...retry.diagnostics,
    ...unknownNames(statement, annotation, types, described),
    ...wideWarnings(statement, annotation, types),
    ...refusalsOf(statement, options.target, catalog),
    ...rules.flatMap((rule) =>
      rule({ statement, annotation, types, described, catalog, target: options.target, columns, parameters }),
    ),
  ]
  if (name.name === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
  const final = finalSql(statement, types.parameters, columns)
  const step: CheckedStep = {
    name: name.name,
    variants: [{ present: [], sql: final.sql, binds: final.binds }],
    columns,
    guard: undefined,
    effects: described.effects,
  }
  const value: CheckedQuery = {
    name: name.name,
    cardinality: cardinality.value,
    parameters,
    steps: [step],
    ...retry.value,
    doc: annotation.doc,
    source: { file: statement.file, span: statement.span },
  }
  return { value, diagnostics }
}

/** A PRAGMA may answer rows that nothing is known of: SQLite says so. */
function provedCardinality(
  statement: Statement,
  { cardinality }: StatementTypes,
  described: StatementDescription,
): StatementTypes["cardinality"] {
  if (cardinality.value !== "exec" || described.columns.length === 0) return cardinality
  return { value: "many", why: reason("SQLite answers rows to it", statement.file, statement.span) }
}

function namedParameter(parameter: TypedParameter, annotation: Annotation, options: AnalyzeOptions): Parameter {
  const described = annotation.params.find((param) => param.name.text === parameter.name)
  const example = annotation.examples.find((entry) => entry.name.text === parameter.name)
  const sqlName = /^[0-9]/.test(parameter.name) ? `p${parameter.name}` : parameter.name
  return {
    sqlName: parameter.name,
    name: options.casing === "camel" ? camelCase(sqlName) : sqlName,
    type: parameter.type,
    doc: described?.text ?? "",
    spans: parameter.uses.map((use) => use.span),
    example: example?.value.text,
  }
}

/** SQLite names the columns; where its list and ours differ in length, nothing of ours is trusted. */
function resultColumns(
  statement: Statement,
  types: StatementTypes,
  described: StatementDescription,
  annotation: Annotation,
  options: AnalyzeOptions,
): readonly ResultColumn[] {
  const trusted = types.columns.length === described.columns.length
  const items = resultItems(statement.ast)
  return described.columns.map((column, index) => {
    const known = trusted ? types.columns[index] : undefined
    const item = items.length === described.columns.length ? items[index] : undefined
    const span = known?.span ?? item?.span ?? statement.span
    const plainName = withoutMark(column.name)
    const base = known?.type ?? plain(anyStorage, true, reason("the column is not understood", statement.file, span))
    const word = annotation.columns.find((entry) => entry.name.text === plainName)
    return {
      sqlName: column.name,
      name: options.casing === "camel" ? camelCase(plainName) : plainName,
      type: forced(statement, annotatedColumn(statement, base, word), column.name, span),
      doc: word?.text ?? "",
      span,
    }
  })
}

function annotatedColumn(
  statement: Statement,
  type: ValueType,
  word: Annotation["columns"][number] | undefined,
): ValueType {
  if (word?.type === undefined) return type
  const why = authorsWord("an annotation says so", statement.file, word.type.span)
  const named = fromAnnotation(word.type, type.nullable || word.type.nullable, why)
  return { ...named, why: { type: why, nullable: word.type.nullable ? why : type.why.nullable } }
}

/** `AS "x!"` is never NULL, `AS "x?"` may be: the author's word. */
function forced(statement: Statement, type: ValueType, sqlName: string, span: ResultColumn["span"]): ValueType {
  const mark = markOf(sqlName)
  if (mark === undefined) return type
  const why = authorsWord(`the alias ends in \`${mark}\``, statement.file, span)
  return mark === "!" ? notNullBecause(type, why) : nullableBecause(type, why)
}

/** Annotations must speak of parameters and columns that exist. */
function unknownNames(
  statement: Statement,
  annotation: Annotation,
  types: StatementTypes,
  described: StatementDescription,
): readonly Diagnostic[] {
  const parameters = types.parameters.map((parameter) => parameter.name)
  const columns = described.columns.map((column) => withoutMark(column.name))
  const words = [
    ...annotation.params.map((entry) => ({
      word: entry.name,
      known: parameters,
      what: "parameter",
      code: "unknown-parameter" as const,
    })),
    ...annotation.examples.map((entry) => ({
      word: entry.name,
      known: parameters,
      what: "parameter",
      code: "unknown-parameter" as const,
    })),
    ...(annotation.retry?.kind === "idempotent" ? [annotation.retry.by] : []).map((word) => ({
      word,
      known: parameters,
      what: "parameter",
      code: "unknown-parameter" as const,
    })),
    ...annotation.columns.map((entry) => ({
      word: entry.name,
      known: columns,
      what: "result column",
      code: "unknown-result-column" as const,
    })),
  ]
  return words.flatMap(({ word, known, what, code }): readonly Diagnostic[] => {
    if (known.includes(word.text)) return []
    const near = didYouMean(word.text, known)
    const list = known.map((name) => `\`${name}\``).join(", ")
    return [
      {
        code,
        severity: "error",
        message: `the query has no ${what} \`${word.text}\``,
        primary: { file: statement.file, span: word.span, text: `no such ${what}` },
        secondary: [],
        help:
          near !== undefined
            ? `did you mean \`${near}\`?`
            : known.length === 0
              ? `remove the line: the query has no ${what}s`
              : `it has ${list}`,
        fix: near === undefined ? undefined : { file: statement.file, span: word.span, text: near },
      },
    ]
  })
}
