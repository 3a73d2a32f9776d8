import { type Column, fold, type Relation } from "../catalog/catalog.ts"
import type {
  Assignment,
  DeleteStatement,
  Expression,
  Identifier,
  InsertStatement,
  TableName,
  UpdateStatement,
  Upsert,
} from "../syntax/ast.ts"
import { visitCommonTables, withCommonTables } from "./common-table.ts"
import { inferFrom } from "./from.ts"
import { type AnswerTypes, type Expectation, expecting, type Inference, type Rows } from "./inference.ts"
import { reason } from "./lattice.ts"
import { unknownColumn } from "./messages.ts"
import { factsOf } from "./narrowing.ts"
import { relationOf } from "./relation.ts"
import { returnedRows, returnedWrites } from "./returning.ts"
import { hasRow } from "./row-count.ts"
import { singleTarget } from "./rows.ts"
import {
  emptyScope,
  type Facts,
  noFacts,
  type RelationColumn,
  type Scope,
  type ScopeColumn,
  type ScopeRelation,
  withFacts,
} from "./scope.ts"
import type { Reason } from "./value-type.ts"

/** What a writing statement answers: the columns of RETURNING, and how many rows of them. */
export function inferInsert(on: Inference, outer: Scope, node: InsertStatement): AnswerTypes {
  const base = withCommonTables(outer, node.with)
  const target = targetOf(on, base, node.table, node.alias)
  const scope: Scope = { ...emptyScope(base.file, base), commonTables: base.commonTables, relations: [target.relation] }
  const columns = givenColumns(on, scope, target, node)
  const expectations = columns.map((column) => assignment(target, column))
  const source = node.source === undefined ? undefined : on.select(on, base, node.source, expectations)
  const given = withDefaults(on, scope, target, columns, storedFacts(columns, source?.columns ?? []))
  const updates = node.upserts.map((upsert) => inferUpsert(on, scope, target, upsert, given))
  visitCommonTables(on, base, node.with)
  const stored = alsoUpdated(given, updates)
  return {
    columns: returnedWrites(on, withFacts(insertedScope(scope, target), stored), node.returning),
    rows: insertedRows(base, target, node, source?.rows),
  }
}

function givenColumns(
  on: Inference,
  scope: Scope,
  target: Target,
  node: InsertStatement,
): readonly (ScopeColumn | undefined)[] {
  if (node.source === undefined) return [] // DEFAULT VALUES
  return node.columns === undefined
    ? insertable(target)
    : node.columns.map((name) => targetColumn(on, scope, target, name))
}

/** A view stores nothing: of what was not given, RETURNING answers NULL. */
function insertedScope(scope: Scope, target: Target): Scope {
  if (target.definition?.kind !== "view") return scope
  const why = reason("an INSERT into a view answers only what was given", scope.file, target.relation.span)
  return { ...scope, relations: [{ ...target.relation, missing: why }] }
}

/** A row that is inserted holds what was given: a value that is never NULL stays so. */
function storedFacts(columns: readonly (ScopeColumn | undefined)[], values: readonly RelationColumn[]): Facts {
  const proofs = columns.flatMap((column, index) => {
    const value = values[index]
    return column === undefined || value === undefined || value.type.nullable
      ? []
      : [[column, value.type.why.nullable] as const]
  })
  return { ...noFacts, notNull: new Map(proofs) }
}

/** What is not given is what DEFAULT says, and NULL without it. https://sqlite.org/lang_createtable.html#dfltval */
function withDefaults(
  on: Inference,
  scope: Scope,
  target: Target,
  given: readonly (ScopeColumn | undefined)[],
  stored: Facts,
): Facts {
  const quiet: Inference = { ...on, uses: [], elementUses: [], fieldUses: [], diagnostics: [], wide: [] }
  const proofs = (target.definition?.columns ?? []).flatMap((definition, index) => {
    const column = target.relation.columns[index]
    if (column === undefined || given.includes(column) || definition.default === undefined) return []
    const place = definition.declaredAt ?? { file: scope.file, span: target.relation.span }
    const type = on.expression(quiet, emptyScope(place.file, undefined), definition.default)
    const why = reason(`\`${column.name}\` is not given and has a DEFAULT`, place.file, place.span)
    return type.nullable ? [] : [[column, why] as const]
  })
  return { ...stored, notNull: new Map([...stored.notNull, ...proofs]) }
}

/** Where DO UPDATE may have answered instead, only what it also assigns without NULL is sure. */
function alsoUpdated(stored: Facts, updates: readonly (readonly Assigned[] | undefined)[]): Facts {
  const sure = [...stored.notNull].filter(([column]) =>
    updates.every(
      (assigned) =>
        assigned === undefined || assigned.some((one) => one.column === column && one.value?.nullable === false),
    ),
  )
  return { ...noFacts, notNull: new Map(sure) }
}

function insertedRows(scope: Scope, target: Target, node: InsertStatement, source: Rows | undefined): Rows {
  const why = (text: string, ...because: readonly Reason[]): Reason => reason(text, scope.file, node.span, ...because)
  const given: Rows = source ?? { count: "one", why: why("DEFAULT VALUES inserts one row") }
  const skips =
    (target.definition?.kind === "table" && target.definition.skipsRows) ||
    node.or === "ignore" ||
    node.upserts.some((upsert) => upsert.update === undefined || upsert.update.where !== undefined)
  if (given.count === "one" && skips)
    return { count: "optional", why: why("a conflict or a trigger may skip the row", given.why) }
  return {
    count: given.count === "some" && skips ? "many" : given.count,
    why: given.count === "one" ? why("one row is inserted, or the statement fails", given.why) : given.why,
  }
}

export function inferUpdate(on: Inference, outer: Scope, node: UpdateStatement): AnswerTypes {
  const base = withCommonTables(outer, node.with)
  const target = targetOf(on, base, node.table, node.alias)
  const own: Scope = { ...emptyScope(base.file, base), commonTables: base.commonTables, relations: [target.relation] }
  const joined = node.from === undefined ? own : inferFrom(on, own, node.from)
  if (node.where !== undefined) on.expression(on, joined, node.where, expecting(undefined, "a condition"))
  const facts = node.where === undefined ? noFacts : factsOf(joined, node.where)
  const assigned = node.assignments.flatMap((item) => inferAssignment(on, withFacts(joined, facts), own, target, item))
  visitCommonTables(on, base, node.with)
  return {
    columns: returnedWrites(on, withFacts(own, afterUpdate(target, facts, assigned)), node.returning),
    rows: touchedRows(on, joined, target.relation, node),
  }
}

interface Assigned {
  readonly column: ScopeColumn
  readonly value: RelationColumn["type"] | undefined
}

/**
 * After an UPDATE the WHERE still holds of the columns left alone, unless a trigger was there first; the others hold
 * what was assigned or generated.
 */
function afterUpdate(target: Target, where: Facts, assigned: readonly Assigned[]): Facts {
  const touched = target.definition?.kind === "table" && target.definition.updatesBefore
  const generated = (target.definition?.columns ?? []).filter((column) => column.generated)
  const kept = touched ? [] : [...where.notNull].filter(([column]) => definitionOf(generated, column) === undefined)
  const notNull = new Map(kept)
  for (const { column, value } of assigned) {
    notNull.delete(column)
    if (value !== undefined && !value.nullable) notNull.set(column, value.why.nullable)
  }
  return { ...noFacts, notNull, present: where.present }
}

export function inferDelete(on: Inference, outer: Scope, node: DeleteStatement): AnswerTypes {
  const base = withCommonTables(outer, node.with)
  const target = targetOf(on, base, node.table, node.alias)
  const scope: Scope = { ...emptyScope(base.file, base), commonTables: base.commonTables, relations: [target.relation] }
  if (node.where !== undefined) on.expression(on, scope, node.where, expecting(undefined, "a condition"))
  visitCommonTables(on, base, node.with)
  const facts = node.where === undefined ? noFacts : factsOf(scope, node.where)
  return {
    columns: returnedRows(on, withFacts(scope, facts), node.returning),
    rows: touchedRows(on, scope, target.relation, node),
  }
}

function touchedRows(
  on: Inference,
  scope: Scope,
  target: ScopeRelation,
  node: UpdateStatement | DeleteStatement,
): Rows {
  const from = node.kind === "update" ? node.from : undefined
  const proof = singleTarget(on, scope, target, from, node.where)
  if (proof === undefined)
    return { count: "many", why: reason("no unique key of the table is given", scope.file, node.span) }
  return { count: "optional", why: reason("at most one row is touched", scope.file, node.span, proof) }
}

interface Target {
  readonly relation: ScopeRelation
  readonly definition: Relation | undefined
}

function targetOf(on: Inference, scope: Scope, table: TableName, alias: Identifier | undefined): Target {
  const definition = on.catalog.relations.get(fold(table.name.text))
  const bare: Scope = { ...scope, commonTables: new Map() } // a common table is never the target
  const relation = relationOf(on, bare, { kind: "table", span: table.span, table, args: undefined, alias })
  return { relation, definition }
}

/** Without a column list, every column but the generated ones is given, in order. */
function insertable(target: Target): readonly (ScopeColumn | undefined)[] {
  const definitions = target.definition?.columns ?? []
  return target.relation.columns.filter((column, index) => !column.hidden && definitions[index]?.generated !== true)
}

function targetColumn(on: Inference, scope: Scope, target: Target, name: Identifier): ScopeColumn | undefined {
  const found = target.relation.columns.find((column) => fold(column.name) === fold(name.text))
  if (found !== undefined) return found
  if (target.relation.rowid !== undefined && ["rowid", "oid", "_rowid_"].includes(fold(name.text)))
    return target.relation.rowid
  if (target.relation.anyColumn === undefined) {
    on.diagnostics.push(
      unknownColumn(on, scope, { kind: "column", span: name.span, schema: undefined, table: undefined, name }),
    )
  }
  return undefined
}

/** What is stored decides: type and NULL of the column. Its affinity turns 5.0 into 5, so nothing is visible, save in TEXT, BLOB and ANY columns. */
function assignment(target: Target, column: ScopeColumn | undefined): Expectation | undefined {
  if (column === undefined) return undefined
  const table = target.definition
  // 5.0 becomes '5.0' in a TEXT column, and stays 5.0 in one without a type
  const untyped = column.affinity === "BLOB" || column.affinity === "TEXT" || column.affinity === undefined
  const strictAny =
    table?.kind === "table" &&
    table.strict &&
    definitionOf(table.columns, column)?.declaredType?.toUpperCase() === "ANY"
  return expecting(column.type, `assigned to \`${target.relation.name ?? "?"}.${column.name}\``, {
    strength: "assign",
    nullMeant: column.type.nullable,
    visible: untyped || strictAny,
  })
}

function definitionOf(columns: readonly Column[], column: ScopeColumn): Column | undefined {
  return columns.find((candidate) => fold(candidate.name) === fold(column.name))
}

function inferAssignment(
  on: Inference,
  scope: Scope,
  own: Scope,
  target: Target,
  item: Assignment,
): readonly Assigned[] {
  const columns = item.columns.map((name) => targetColumn(on, own, target, name))
  const expectations = columns.map((column) => assignment(target, column))
  const values = assignedValues(on, scope, item.value, columns.length, expectations)
  return columns.flatMap((column, index) => (column === undefined ? [] : [{ column, value: values[index] }]))
}

function assignedValues(
  on: Inference,
  scope: Scope,
  value: Expression,
  count: number,
  expectations: readonly (Expectation | undefined)[],
): readonly (RelationColumn["type"] | undefined)[] {
  if (count === 1) return [on.expression(on, scope, value, expectations[0])]
  if (value.kind === "row") return value.items.map((part, index) => on.expression(on, scope, part, expectations[index]))
  if (value.kind !== "subquery") return [on.expression(on, scope, value)]
  const { columns, rows } = on.select(on, scope, value.select, expectations)
  return columns.map((column) => (hasRow(rows.count) ? column.type : { ...column.type, nullable: true }))
}

/** `excluded` holds the row that could not be inserted. https://sqlite.org/lang_upsert.html */
function inferUpsert(
  on: Inference,
  scope: Scope,
  target: Target,
  upsert: Upsert,
  given: Facts,
): readonly Assigned[] | undefined {
  for (const term of upsert.target ?? []) on.expression(on, scope, term.expression)
  if (upsert.targetWhere !== undefined)
    on.expression(on, scope, upsert.targetWhere, expecting(undefined, "a condition"))
  if (upsert.update === undefined) return undefined
  const excluded: ScopeRelation = {
    ...target.relation,
    name: "excluded",
    columns: target.relation.columns.map((column) => ({ ...column })),
    merged: new Set(target.relation.columns.map((column) => fold(column.name))),
  }
  const proofs = target.relation.columns.flatMap((column, index) => {
    const copy = excluded.columns[index]
    const why = given.notNull.get(column)
    return copy === undefined || why === undefined ? [] : [[copy, why] as const]
  })
  const joined: Scope = { ...scope, relations: [target.relation, excluded] }
  const both = withFacts(joined, { ...noFacts, notNull: new Map(proofs) })
  const assigned = upsert.update.assignments.flatMap((item) => inferAssignment(on, both, scope, target, item))
  if (upsert.update.where !== undefined)
    on.expression(on, both, upsert.update.where, expecting(undefined, "a condition"))
  return assigned
}
