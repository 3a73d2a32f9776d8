import { fold } from "../catalog/catalog.ts"
import type { From, FromItem, Join } from "../syntax/ast.ts"
import { expecting, type Inference } from "./inference.ts"
import { join as joinTypes, nullableBecause, reason } from "./lattice.ts"
import { factsOf } from "./narrowing.ts"
import { relationOf } from "./relation.ts"
import { hasRow } from "./row-count.ts"
import { noFacts, type Scope, type ScopeColumn, type ScopeRelation, typeAt, withFacts } from "./scope.ts"
import type { Reason } from "./value-type.ts"

/** The scope that a FROM clause opens: joins widen what may be missing, inner ON conditions narrow. https://sqlite.org/lang_select.html#fromclause */
export function inferFrom(on: Inference, base: Scope, from: From): Scope {
  let scope = addItem(on, base, from.first)
  for (const join of from.joins) scope = addJoin(on, scope, join)
  return scope
}

function addItem(on: Inference, scope: Scope, item: FromItem): Scope {
  if (item.kind !== "parenthesized") {
    return { ...scope, relations: [...scope.relations, relationOf(on, scope, item)] }
  }
  const inner = inferFrom(on, { ...scope, relations: [], shared: new Map(), facts: noFacts }, item.from)
  return withFacts(
    {
      ...scope,
      relations: [...scope.relations, ...inner.relations],
      shared: new Map([...scope.shared, ...inner.shared]),
    },
    // expressions are known by the places of relations, which are others out here
    { ...inner.facts, solid: new Map(), ranges: new Map() },
  )
}

function addJoin(on: Inference, left: Scope, join: Join): Scope {
  const before = left.relations.length
  const both = addItem(on, left, join.item)
  const added = both.relations.slice(before)
  const names = join.natural ? naturalNames(left, added) : (join.using ?? []).map((name) => fold(name.text))
  const leftMissing = join.type === "right" || join.type === "full"
  const always = isUnconditional(join) && added.every((relation) => hasRow(relation.rows))
  const rightMissing = (join.type === "left" && !always) || join.type === "full"
  const joinWhy = (side: string): Reason => reason(`on the ${side} of ${joinWords(join)}`, left.file, join.opSpan)
  if (join.on !== undefined) on.expression(on, both, join.on, expecting(undefined, "a join condition"))
  const kept = leftMissing
    ? both.relations.slice(0, before).map((relation) => missing(relation, joinWhy("left")))
    : both.relations.slice(0, before)
  const new_ = added.map((relation) => ({
    ...(rightMissing ? missing(relation, joinWhy("right")) : relation),
    merged: new Set([...relation.merged, ...names]),
    equals: [
      ...relation.equals,
      ...names.flatMap((name) => equalPair(left, relation, name, !leftMissing && !rightMissing)),
    ],
  }))
  const earlier = leftMissing
    ? new Map(
        [...both.shared].map(([name, column]) => [
          name,
          { ...column, type: nullableBecause(column.type, joinWhy("left")) },
        ]),
      )
    : both.shared
  const shared = new Map([...earlier, ...names.flatMap((name) => sharedColumn(left, added, name, join))])
  const scope: Scope = {
    ...both,
    relations: [...kept, ...new_],
    shared,
    facts: leftMissing ? noFacts : rightMissing ? left.facts : both.facts,
  }
  if (leftMissing || rightMissing) return scope
  const usingFacts = new Map(
    names
      .flatMap((name) => equalColumns(scope, left, added, name))
      .map((column) => [column, reason("joined by USING", left.file, join.span)]),
  )
  const narrowed = withFacts(scope, { ...noFacts, notNull: usingFacts })
  return join.on === undefined ? narrowed : withFacts(narrowed, factsOf(narrowed, join.on))
}

/** A join without ON, USING and NATURAL: every row meets every other. */
export function isUnconditional(join: Join): boolean {
  return join.on === undefined && join.using === undefined && !join.natural
}

function joinWords(join: Join): string {
  return `${join.natural ? "NATURAL " : ""}${join.type === "comma" ? "," : join.type === "inner" ? "JOIN" : `${join.type.toUpperCase()} JOIN`}`
}

function missing(relation: ScopeRelation, why: Reason): ScopeRelation {
  return { ...relation, missing: relation.missing ?? why }
}

function equalPair(left: Scope, relation: ScopeRelation, name: string, inner: boolean): ScopeRelation["equals"] {
  const own = relation.columns.find((column) => fold(column.name) === name)
  const other = leftColumn(left, name)?.column
  return own === undefined || other === undefined ? [] : [{ own, other, inner }]
}

/** NATURAL joins by every name that both sides show. */
function naturalNames(left: Scope, added: readonly ScopeRelation[]): readonly string[] {
  const names = added.flatMap((relation) =>
    relation.columns.filter((column) => !column.hidden).map((column) => fold(column.name)),
  )
  return [...new Set(names)].filter((name) => leftColumn(left, name) !== undefined)
}

function leftColumn(
  left: Scope,
  name: string,
): { readonly relation: ScopeRelation | undefined; readonly column: ScopeColumn } | undefined {
  const shared = left.shared.get(name)
  if (shared !== undefined) return { relation: undefined, column: shared }
  for (const relation of left.relations) {
    const column = relation.columns.find((candidate) => fold(candidate.name) === name)
    if (column !== undefined) return { relation, column }
  }
  return undefined
}

function rightColumn(
  added: readonly ScopeRelation[],
  name: string,
): { readonly relation: ScopeRelation; readonly column: ScopeColumn } | undefined {
  for (const relation of added) {
    const column = relation.columns.find((candidate) => fold(candidate.name) === name)
    if (column !== undefined) return { relation, column }
  }
  return undefined
}

/** The one column that USING leaves: the left one, the right one, or whichever is there (FULL). */
function sharedColumn(
  left: Scope,
  added: readonly ScopeRelation[],
  name: string,
  join: Join,
): readonly (readonly [string, ScopeColumn])[] {
  const from = leftColumn(left, name)
  const to = rightColumn(added, name)
  if (from === undefined || to === undefined) return []
  const leftType = typeAt(left, from.relation, from.column)
  const why = reason(`\`${to.column.name}\` is shared by ${joinWords(join)}`, left.file, join.span)
  switch (join.type) {
    case "right":
    case "full": {
      const type = joinTypes([from.column.type, to.column.type], why)
      const nullable =
        join.type === "right"
          ? to.column.type.nullable
          : from.column.type.nullable || to.column.type.nullable || leftType.nullable
      return [[name, { ...from.column, type: { ...type, nullable }, parts: [] }]]
    }
    default: {
      const parts = from.column.parts ?? [from.column]
      return [[name, { ...from.column, type: leftType, parts: join.type === "left" ? parts : [...parts, to.column] }]]
    }
  }
}

function equalColumns(
  scope: Scope,
  left: Scope,
  added: readonly ScopeRelation[],
  name: string,
): readonly ScopeColumn[] {
  return [scope.shared.get(name), leftColumn(left, name)?.column, rightColumn(added, name)?.column].flatMap((column) =>
    column === undefined ? [] : [column],
  )
}
