import { analyze } from "../analyze/analyze.ts"
import { askEngine } from "../analyze/ask-engine.ts"
import { certainFailure, changesSchema, trialOf } from "../analyze/certain-failure.ts"
import { explainRefusal, refusalsOf } from "../analyze/explain-refusal.ts"
import { refusal } from "../analyze/refusal.ts"
import { inferStatement } from "../analyze/statement-types.ts"
import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { type JsonDiagnostic, toJson } from "../diagnostics/render-json.ts"
import type { Engine, StatementDescription } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { Cardinality } from "../syntax/annotation.ts"
import { parseQueryFile } from "../syntax/parse-file.ts"
import { partsOf, type Statement } from "../syntax/statement.ts"
import { tokenize } from "../syntax/tokenize.ts"
import { cutWith } from "./check-statement.ts"
import { type TypedName, typedName } from "./type-word.ts"

/** What is told of one statement. `error` says that SQLite or the target refuses it, or that we cannot answer. */
export interface Inspected {
  readonly columns: readonly TypedName[]
  readonly params: readonly TypedName[]
  /** what is proved, whatever an annotation says */
  readonly cardinality: Cardinality
  readonly error: { readonly code: string; readonly message: string } | null
  /** findings of our own rules; absent when there are none */
  readonly diagnostics?: readonly JsonDiagnostic[]
}

/** A schema that loaded. The engine holds it. */
export interface LoadedSchema {
  readonly catalog: Catalog
  readonly engine: Engine
}

/** An answer that is an error. */
export function inspectError(code: string, message: string): Inspected {
  return { columns: [], params: [], cardinality: "many", error: { code, message } }
}

/** Answers for one query text, annotated or not, against a schema. */
export function inspectQuery(sql: string, schema: LoadedSchema): Inspected {
  const file = { path: "query.sql", text: sql }
  const parsed = parseQueryFile(file, cutWith(schema.engine))
  const statements = parsed.value.flatMap(partsOf)
  const [statement, ...others] = statements
  if (statement === undefined) {
    const [first] = parsed.diagnostics
    return first === undefined
      ? inspectError("empty", "there is no statement")
      : inspectError(first.code, first.message)
  }
  if (others.length > 0) return inspectError("multiple", `there are ${statements.length} statements, expected one`)
  const { catalog, engine } = schema
  const asked = askEngine(statement, catalog, engine)
  if (!asked.described.ok) {
    const { error } = asked.described
    const [why] = explainRefusal(statement, engine.target, error, catalog)
    const [other] = refusal(statement, catalog, error, engine)
    return inspectError((why ?? other)?.code ?? "sqlite-error", error.message)
  }
  const refused = refusedWhenRun(file.text, asked.statement, asked.described.value, schema)
  if (refused !== undefined) return refused
  const answer = answerOf(asked.statement, schema, asked.described.value)
  const findings = [...parsed.diagnostics, ...asked.findings, ...answer.findings].map(toJson)
  const told = { columns: answer.columns, params: answer.params, cardinality: answer.cardinality, error: null }
  return findings.length === 0 ? told : { ...told, diagnostics: findings }
}

/** What the target refuses although it prepares: limits that count at run time, and what fails with any rows. */
function refusedWhenRun(
  sql: string,
  statement: Statement,
  described: StatementDescription,
  { catalog, engine }: LoadedSchema,
): Inspected | undefined {
  if (engine.target.denied.trailingText && hasTextBehind(sql, statement)) {
    return inspectError("trailing-text", "SQL code did not contain a statement.")
  }
  const explained = explainedOf(statement, engine)
  if (explained !== undefined) return explained
  if (changesSchema(statement.ast)) {
    const error = trialOf(statement, engine)
    const [why] = error === undefined ? [] : explainRefusal(statement, engine.target, error)
    return error && inspectError(why?.code ?? "sqlite-error", error.message)
  }
  const refused = refusalsOf(statement, engine.target, catalog).find(({ severity }) => severity === "error")
  const failure = refused ?? certainFailure(statement, described, engine)
  return failure && inspectError(failure.code, failure.message)
}

/** A comment or a second `;` behind the end is a statement without SQL. */
function hasTextBehind(sql: string, { span }: Statement): boolean {
  const tokens = tokenize(sql.slice(span.end)).filter((token) => token.kind !== "space")
  const end = tokens.findIndex((token) => token.kind === ";")
  return end !== -1 && end < tokens.length - 1
}

/** EXPLAIN of a statement that is refused: SQLite's shell would not mind unknown functions there. */
function explainedOf(statement: Statement, { describe }: LoadedSchema["engine"]): Inspected | undefined {
  if (statement.ast?.kind !== "other" || statement.ast.what !== "explain") return undefined
  const text = textOf(statement.file, statement.span).replace(/^EXPLAIN\s+(?:QUERY\s+PLAN\s+)?/i, "")
  const described = describe(text, "taken")
  if (described.ok || /^cannot VACUUM/.test(described.error.message)) return undefined
  return inspectError("sqlite-error", described.error.message)
}

interface Answer {
  readonly columns: readonly TypedName[]
  readonly params: readonly TypedName[]
  readonly cardinality: Cardinality
  readonly findings: readonly Diagnostic[]
}

/** Annotated types count where a statement has them; names are SQLite's; what we cannot match to SQLite's is ANY. */
function answerOf(statement: Statement, schema: LoadedSchema, described: StatementDescription): Answer {
  const { catalog, engine } = schema
  const types = inferStatement(statement, catalog)
  const checked = analyze(named(statement), catalog, described, { casing: "preserve", target: engine.target })
  const understood = types.columns.length === described.columns.length
  const columns = described.columns.map((column, index): TypedName => {
    const type = checked.value?.steps[0].columns[index]?.type ?? (understood ? types.columns[index]?.type : undefined)
    return type === undefined ? { name: column.name, type: "ANY", nullable: true } : typedName(column.name, type)
  })
  const parameters = types.parameters.toSorted((a, b) => a.index - b.index)
  return {
    columns,
    params: parameters.map((parameter) => typedName(parameter.name, parameter.type)),
    cardinality: understood ? types.cardinality.value : "many",
    findings: checked.diagnostics,
  }
}

/** The rules speak of queries, and a query has a name: a statement without one is lent one. */
function named(statement: Statement): Statement {
  if (statement.annotation !== undefined) return statement
  const span = { start: statement.span.start, end: statement.span.start }
  const name = { text: "query", span }
  const lists = { params: [], columns: [], examples: [], ignores: [] }
  const none = { ...lists, cardinality: undefined, doc: "", retry: undefined, rows: undefined, consistency: undefined }
  return { ...statement, annotation: { span, name, ...none } }
}
