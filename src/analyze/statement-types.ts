import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { type SourceFile, type Span, textOf } from "../source/source-file.ts"
import type { Cardinality } from "../syntax/annotation.ts"
import type { StatementNode } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { inferDelete, inferInsert, inferUpdate } from "./dml.ts"
import { infer } from "./infer.ts"
import type { AnswerTypes, Inference } from "./inference.ts"
import { plain, reason, sameType, storageOf } from "./lattice.ts"
import { type TypedParameter, type TypedParameters, typeParameters } from "./parameters.ts"
import { emptyScope, type RelationColumn, type Scope } from "./scope.ts"
import { inferSelect } from "./select.ts"
import type { Reason, ValueType } from "./value-type.ts"

/** Everything that can be told of one statement without its annotations' names: the heart of `inspect`. */
export interface StatementTypes {
  readonly columns: readonly RelationColumn[]
  readonly parameters: readonly TypedParameter[]
  readonly cardinality: { readonly value: Cardinality; readonly why: Reason }
  readonly diagnostics: readonly Diagnostic[]
  /** what is not understood, each a place and words for it */
  readonly wide: readonly { readonly span: Span; readonly file: SourceFile; readonly what: string }[]
  /** how often an expression, condition or table was looked at, over all rounds */
  readonly steps: number
}

/** What is told of several statements that share their parameters. */
export interface StepsTypes extends Omit<StatementTypes, "columns" | "cardinality"> {
  readonly answers: readonly Pick<StatementTypes, "columns" | "cardinality">[]
}

/** Parameters learn from the statement and the statement from its parameters; few rounds settle it. */
const mostRounds = 4

/**
 * Types, nullability and cardinality of a statement, each with its reason. Total: an unresolved name is a diagnostic and
 * its type is wide.
 */
export function inferStatement(statement: Statement, catalog: Catalog): StatementTypes {
  const { answers, ...types } = inferTogether(statement, [statement], catalog)
  const [answer = { columns: [], cardinality: cardinalityOf(statement, notAQuery(statement)) }] = answers
  return { ...types, ...answer }
}

/**
 * The statements of a transaction in one: `whole` has the placeholders of all its steps, so that a parameter learns from
 * every step where it stands.
 */
export function inferSteps(whole: Statement, steps: readonly Statement[], catalog: Catalog): StepsTypes {
  return inferTogether(whole, steps, catalog)
}

function inferTogether(whole: Statement, parts: readonly Statement[], catalog: Catalog): StepsTypes {
  let known: ReadonlyMap<number, ValueType> = new Map()
  let round = runRound(whole, parts, catalog, known)
  let steps = round.on.steps.count
  for (let count = 1; count < mostRounds; count++) {
    const next = knownOf(round.typed)
    if (isSettled(known, next)) break
    known = next
    round = runRound(whole, parts, catalog, known)
    steps += round.on.steps.count
  }
  const { answers, on, typed } = round
  return {
    answers,
    parameters: typed.parameters,
    steps,
    diagnostics: withoutRepeats([...on.diagnostics, ...typed.diagnostics]),
    wide: [...new Map(on.wide.map((one) => [`${one.file.path} ${one.span.start} ${one.what}`, one])).values()],
  }
}

interface Round {
  readonly answers: StepsTypes["answers"]
  readonly on: Inference
  readonly typed: TypedParameters
}

function runRound(
  whole: Statement,
  parts: readonly Statement[],
  catalog: Catalog,
  known: ReadonlyMap<number, ValueType>,
): Round {
  const on: Inference = {
    catalog,
    known,
    indexAt: new Map(whole.placeholders.map((placeholder) => [placeholder.span.start, placeholder.index])),
    uses: [],
    elementUses: [],
    fieldUses: [],
    diagnostics: [],
    views: new Map(),
    common: new Map(),
    resolved: new Map(),
    lists: new Map(),
    steps: { count: 0, depth: 0 },
    ahead: new Map(),
    aggregatedInside: new WeakSet(),
    wide: [],
    expression: infer,
    select: inferSelect,
  }
  const answers = parts.map((part) => {
    const answer = inferNode(on, part, part.ast)
    return { columns: answer.columns, cardinality: cardinalityOf(part, answer) }
  })
  return { answers, on, typed: typeParameters(whole, on) }
}

function inferNode(on: Inference, statement: Statement, node: StatementNode | undefined): AnswerTypes {
  const scope: Scope = { ...emptyScope(statement.file, undefined), steps: on.steps }
  switch (node?.kind) {
    case "select-statement":
      return inferSelect(on, scope, node.select)
    case "insert":
      return inferInsert(on, scope, node)
    case "update":
      return inferUpdate(on, scope, node)
    case "delete":
      return inferDelete(on, scope, node)
    case "other":
      if (node.what === "explain") return explained(statement)
      return notAQuery(statement)
    default:
      return notAQuery(statement)
  }
}

function notAQuery(statement: Statement): AnswerTypes {
  return { columns: [], rows: { count: "many", why: reason("not a query", statement.file, statement.span) } }
}
/** The columns of EXPLAIN and EXPLAIN QUERY PLAN: `?` may be NULL. https://sqlite.org/eqp.html */
function explained(statement: Statement): AnswerTypes {
  const why = reason("EXPLAIN has the same columns always", statement.file, statement.span)
  const isPlan = /^\s*explain\s+query/i.test(textOf(statement.file, statement.span))
  const words = isPlan ? "id parent notused detail:t" : "addr opcode:t p1 p2 p3 p4:t? p5 comment:t?"
  const columns = words.split(" ").map((word): RelationColumn => {
    const [name = "", kind = "i"] = word.split(":")
    const storage = storageOf(kind.startsWith("t") ? "text" : "integer")
    const type = plain(storage, kind.endsWith("?"), why)
    return {
      name,
      type,
      collation: undefined,
      affinity: undefined,
      subtyped: false,
      origin: undefined,
      span: statement.span,
    }
  })
  return { columns, rows: { count: "many", why } }
}

function knownOf(typed: TypedParameters): ReadonlyMap<number, ValueType> {
  return new Map(
    typed.parameters.flatMap((parameter) =>
      parameter.wide && !parameter.type.nullable ? [] : [[parameter.index, parameter.type] as const],
    ),
  )
}

function isSettled(a: ReadonlyMap<number, ValueType>, b: ReadonlyMap<number, ValueType>): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([index, type]) => {
    const other = b.get(index)
    return other !== undefined && sameType(type, other)
  })
}

function cardinalityOf(statement: Statement, answer: AnswerTypes): StatementTypes["cardinality"] {
  const { count, why } = answer.rows
  if (answer.columns.length > 0) return { value: count === "some" ? "many" : count, why }
  return { value: "exec", why: reason("the statement answers no rows", statement.file, statement.span) }
}

function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...new Map(
      diagnostics.map((diagnostic) => [
        `${diagnostic.code} ${diagnostic.primary.file.path} ${diagnostic.primary.span.start}`,
        diagnostic,
      ]),
    ).values(),
  ]
}
