import { analyze } from "../analyze/analyze.ts"
import { refusal } from "../analyze/refusal.ts"
import { inferStatement } from "../analyze/statement-types.ts"
import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { type JsonDiagnostic, toJson } from "../diagnostics/render-json.ts"
import type { Engine, StatementDescription } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { Cardinality } from "../syntax/annotation.ts"
import { parseQueryFile } from "../syntax/parse-file.ts"
import type { Statement } from "../syntax/statement.ts"
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
  const [statement, ...others] = parsed.value
  if (statement === undefined) {
    const [first] = parsed.diagnostics
    return first === undefined
      ? inspectError("empty", "there is no statement")
      : inspectError(first.code, first.message)
  }
  if (others.length > 0) return inspectError("multiple", `there are ${parsed.value.length} statements, expected one`)
  const described = schema.engine.describe(textOf(file, statement.span))
  if (!described.ok) {
    const { code } = refusal(statement, schema.catalog, described.error, schema.engine)
    return inspectError(code, described.error.message)
  }
  const answer = answerOf(statement, schema, described.value)
  const refused = answer.findings.find((finding) => finding.code === "function-arity")
  if (refused !== undefined) return inspectError(refused.code, refused.message)
  const findings = [...parsed.diagnostics, ...answer.findings].map(toJson)
  const told = { columns: answer.columns, params: answer.params, cardinality: answer.cardinality, error: null }
  return findings.length === 0 ? told : { ...told, diagnostics: findings }
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
  const none = { ...lists, cardinality: undefined, doc: "", retry: undefined, consistency: undefined }
  return { ...statement, annotation: { span, name, ...none } }
}
