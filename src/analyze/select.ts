import { fold } from "../catalog/catalog.ts"
import { isAggregate } from "../catalog/functions.ts"
import type { Expression, FunctionCall, ResultItem, Select, SelectCore } from "../syntax/ast.ts"
import { childrenOf, walkExpression } from "../syntax/walk.ts"
import { type Alternative, inferAlternatives } from "./alternatives.ts"
import { besideColumn } from "./beside-column.ts"
import { visitCommonTables, withCommonTables } from "./common-table.ts"
import { keysOf } from "./derived-keys.ts"
import { inferFrom } from "./from.ts"
import { type Expectation, expecting, type Inference, type Rows, type SelectTypes } from "./inference.ts"
import { join, notNullBecause, plain, reason, storageOf } from "./lattice.ts"
import { unknownTableStar } from "./messages.ts"
import { factsOf } from "./narrowing.ts"
import { parametersOf } from "./open.ts"
import { alwaysHasRow, rowsOfCore, rowsOfSelect } from "./rows.ts"
import {
  emptyScope,
  type Facts,
  noFacts,
  type RelationColumn,
  resolve,
  type Scope,
  type ScopeColumn,
  type ScopeRelation,
  typeAt,
  withFacts,
} from "./scope.ts"
import { mayBeSubtyped } from "./subtype.ts"
import type { ValueType } from "./value-type.ts"

type Core = Extract<SelectCore, { kind: "core" }>
type Expectations = readonly (Expectation | undefined)[]

/** Columns and row count of a SELECT, VALUES or compound. https://sqlite.org/lang_select.html */
export function inferSelect(on: Inference, outer: Scope, select: Select, expected: Expectations = []): SelectTypes {
  if (on.steps.depth >= deepest) return tooDeep(on, outer, select)
  on.steps.depth++
  const types = inferWithin(on, outer, select, expected)
  on.steps.depth--
  return types
}

/** Views upon views, and tables of a WITH that read later ones: deeper than anyone writes, and the stack ends. */
const deepest = 150

function tooDeep(on: Inference, outer: Scope, select: Select): SelectTypes {
  on.wide.push({ span: select.span, file: outer.file, what: `what lies ${deepest} SELECTs deep` })
  const why = reason(`what lies ${deepest} SELECTs deep is not looked at`, outer.file, select.span)
  return { columns: [], keys: [], rows: { count: "many", why } }
}

function inferWithin(on: Inference, outer: Scope, select: Select, expected: Expectations): SelectTypes {
  const base = withCommonTables(outer, select.with)
  const single = select.rest.length === 0
  const first = inferCore(on, base, select.first, expected, single ? select.orderBy.map((term) => term.expression) : [])
  const beside = first.columns.map((column, index) => expected[index] ?? besideColumn(column))
  const cores = [first, ...select.rest.map((part) => inferCore(on, base, part.core, beside, []))]
  visitCommonTables(on, base, select.with)
  for (const bound of [select.limit, select.offset]) {
    if (bound === undefined) continue
    const why = reason("LIMIT and OFFSET take an integer", outer.file, bound.span)
    on.expression(on, base, bound, expecting(plain(storageOf("integer"), false, why), why.text, { visible: false }))
  }
  return {
    columns: combine(select, cores, outer),
    keys: select.rest.every((part) => part.op === "except" || part.op === "intersect") ? first.keys : [],
    rows: rowsOfSelect(
      outer,
      select,
      cores.map((core) => core.rows),
    ),
  }
}

/** EXCEPT keeps values of its left side only; the other operators mix both. */
function combine(select: Select, cores: readonly SelectTypes[], outer: Scope): readonly RelationColumn[] {
  const [first, ...others] = cores
  if (first === undefined) return []
  return first.columns.map((column, index) => {
    const types = [column.type]
    let subtyped = column.subtyped
    const parameters = new Set(column.parameters)
    for (const [position, part] of select.rest.entries()) {
      const other = others[position]?.columns[index]
      if (part.op === "except" || part.op === "intersect" || other === undefined) continue
      types.push(other.type)
      subtyped ||= other.subtyped
      for (const index of other.parameters ?? []) parameters.add(index)
    }
    const joined = join(types, reason("a column of a compound SELECT", outer.file, column.span))
    const type = sharedBy(select, cores, index, joined)
    return { ...column, subtyped, type, parameters: parameters.size === 0 ? undefined : [...parameters] }
  })
}

/** INTERSECT keeps what is on both sides: NULL only where both have it. */
function sharedBy(select: Select, cores: readonly SelectTypes[], index: number, type: ValueType): ValueType {
  if (!select.rest.every((part) => part.op === "intersect")) return type
  const solid = cores.map((core) => core.columns[index]?.type).find((other) => other?.nullable === false)
  return solid === undefined ? type : notNullBecause(type, solid.why.nullable)
}

function inferCore(
  on: Inference,
  outer: Scope,
  core: SelectCore,
  expected: Expectations,
  orderBy: readonly Expression[],
): SelectTypes {
  if (core.kind === "values") return inferValues(on, outer, core, expected)
  const base: Scope = { ...emptyScope(outer.file, outer), commonTables: outer.commonTables }
  const from = core.from === undefined ? base : inferFrom(on, base, core.from)
  const joined: Scope = { ...from, aliased: new Map(core.columns.flatMap(aliasedItem)) }
  const filtered = core.where === undefined ? joined : withFacts(joined, factsOf(joined, core.where))
  // all are looked at: what belongs to an outer SELECT is noted there
  const aggregates = [
    ...resultExpressions(core),
    ...(core.having === undefined ? [] : [core.having]),
    ...orderBy,
  ].filter((node) => hasAggregate(on, filtered, node))
  for (const node of elsewhere(core)) hasAggregate(on, filtered, node)
  const own = core.groupBy.length > 0 || aggregates.length > 0
  const inferItems = (at: Scope): readonly RelationColumn[] =>
    core.columns.flatMap((item, index) => inferItem(on, at, item, expected[index]))
  const found = inferItems(resultScope(filtered, core, own))
  const aggregated = own || on.aggregatedInside.has(filtered.relations)
  const scope = resultScope(filtered, core, aggregated)
  const columns = aggregated === own ? found : inferItems(scope)
  const named: Scope = {
    ...scope,
    aliases: new Map(core.columns.flatMap((item, index) => alias(item, columns[index]))),
  }
  if (core.where !== undefined)
    on.expression(
      on,
      { ...joined, aliases: named.aliases, facts: joined.facts },
      core.where,
      expecting(undefined, "a condition"),
    )
  for (const term of core.groupBy) on.expression(on, { ...named, emptyGroup: undefined }, term)
  if (core.having !== undefined) {
    const before = { ...named, facts: groupFacts(filtered, scope.emptyGroup) }
    on.expression(on, before, core.having, expecting(undefined, "a condition"))
  }
  for (const term of orderBy) on.expression(on, named, term)
  return {
    columns,
    rows: rowsOfCore(on, filtered, core, aggregated),
    keys: keysOf(on, filtered, core, columns),
  }
}

/** Of a group, what holds of each of its rows; of one that may have no row, nothing. */
function groupFacts(filtered: Scope, emptyGroup: Scope["emptyGroup"]): Facts {
  return emptyGroup === undefined ? filtered.facts : noFacts
}

function aliasedItem(item: ResultItem): readonly (readonly [string, Expression])[] {
  return item.kind === "expression" && item.alias !== undefined ? [[fold(item.alias.text), item.expression]] : []
}

function resultScope(filtered: Scope, core: Core, aggregated: boolean): Scope {
  // without WHERE there is a row where there is no FROM, or all that it reads has one: an aggregate sees it
  const everyRow = core.where === undefined && (core.from === undefined || alwaysHasRow(filtered, core.from))
  const grouped = core.groupBy.length > 0 || everyRow
  const empty =
    aggregated && !grouped
      ? reason("an aggregate without GROUP BY answers one row even over no rows", filtered.file, core.span)
      : undefined
  const scope: Scope = {
    ...filtered,
    facts: groupFacts(filtered, empty),
    rowFacts: aggregated ? filtered.facts : undefined,
    windows: new Map(core.windows.map((window) => [fold(window.name.text), window.window])),
    emptyGroup: empty,
    grouped,
  }
  // HAVING held of the same values that the result items read
  return core.having === undefined ? scope : withFacts(scope, factsOf(scope, core.having))
}

function resultExpressions(core: Core): readonly Expression[] {
  return core.columns.flatMap((item) => (item.kind === "expression" ? [item.expression] : []))
}

/** Where an aggregate can only belong to an outer SELECT. */
function elsewhere(core: Core): readonly Expression[] {
  const conditions = [core.where, ...(core.from?.joins ?? []).map((join) => join.on)]
  return [...conditions.flatMap((node) => node ?? []), ...core.groupBy]
}

/** An aggregate call of this SELECT's own, not one inside a subquery or a window. */
function hasAggregate(on: Inference, scope: Scope, node: Expression): boolean {
  if (
    node.kind === "call" &&
    node.over === undefined &&
    isAggregate(fold(node.name.text), node.star ? 0 : node.args.length)
  ) {
    const owner = outerOwner(scope, node)
    if (owner === undefined) return true
    on.aggregatedInside.add(owner)
  }
  return childrenOf(node).filter((child) => hasAggregate(on, scope, child)).length > 0
}

/** `(SELECT count(outer.id))`: an aggregate belongs to the nearest SELECT whose columns it reads. */
function outerOwner(scope: Scope, node: FunctionCall): readonly ScopeRelation[] | undefined {
  const owners = new Set<readonly ScopeRelation[]>()
  const ordered = node.orderBy.map((term) => term.expression)
  for (const argument of [...node.args, ...ordered, ...(node.filter === undefined ? [] : [node.filter])]) {
    const visit = (inner: Expression): void => {
      const found = inner.kind === "column" ? resolve(scope, inner) : undefined
      if (found?.kind === "column") owners.add(found.scope.relations)
    }
    walkExpression(argument, visit, { subqueries: false })
  }
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (owners.has(at.relations)) return at === scope ? undefined : at.relations
  }
  return undefined
}

function alias(item: ResultItem, column: RelationColumn | undefined): readonly (readonly [string, ValueType])[] {
  return item.kind === "expression" && item.alias !== undefined && column !== undefined
    ? [[fold(item.alias.text), column.type]]
    : []
}

/** One item of a result list; `*` gives several columns. Also for RETURNING. */
export function inferItem(
  on: Inference,
  scope: Scope,
  item: ResultItem,
  expected: Expectation | undefined,
): readonly RelationColumn[] {
  switch (item.kind) {
    case "star":
      return scope.relations.flatMap((relation) => starColumns(scope, relation, item, false))
    case "table-star": {
      const relation = scope.relations.find(
        (candidate) => candidate.name !== undefined && fold(candidate.name) === fold(item.table.text),
      )
      if (relation !== undefined) return starColumns(scope, relation, item, true)
      on.diagnostics.push(unknownTableStar(on, scope, item.table))
      return []
    }
    case "expression": {
      const type = on.expression(on, scope, item.expression, expected)
      const origin = on.resolved.get(item.expression)
      return [
        {
          name: itemName(scope, item, origin),
          type,
          collation: origin?.collation,
          affinity: affinityOfItem(item.expression, origin),
          subtyped: mayBeSubtyped(on, item.expression),
          origin,
          parameters: parametersOf(on, item.expression),
          elementOf: elementOf(scope, item.expression),
          span: item.span,
        },
      ]
    }
  }
}

/** `value` of `json_each(:list)`, or a column that hands it on. */
function elementOf(scope: Scope, node: Expression): number | undefined {
  if (node.kind !== "column") return undefined
  const found = resolve(scope, node)
  if (found.kind !== "column") return undefined
  return fold(node.name.text) === "value" ? (found.relation?.list ?? found.column.elementOf) : found.column.elementOf
}

function affinityOfItem(node: Expression, origin: ScopeColumn | undefined): string | undefined {
  return node.kind === "cast" ? node.type : origin?.affinity
}

/** SQLite names a column by its alias, else its origin, else the text of the expression. */
function itemName(
  scope: Scope,
  item: Extract<ResultItem, { kind: "expression" }>,
  origin: ScopeColumn | undefined,
): string {
  if (item.alias !== undefined) return item.alias.text
  if (item.expression.kind === "column") return origin?.name ?? item.expression.name.text
  return scope.file.text.slice(item.expression.span.start, item.expression.span.end)
}

function starColumns(
  scope: Scope,
  relation: ScopeRelation,
  item: ResultItem,
  whole: boolean,
): readonly RelationColumn[] {
  return relation.columns.flatMap((column) => {
    const name = fold(column.name)
    if (column.hidden || (!whole && relation.merged.has(name))) return []
    const shared = whole ? undefined : scope.shared.get(name)
    const type = shared === undefined ? typeAt(scope, relation, column) : typeAt(scope, undefined, shared)
    const { collation, affinity } = column
    const subtyped = column.subtyped || shared?.subtyped === true
    const { parameters } = column
    return [
      { name: column.name, type, collation, affinity, subtyped, origin: shared ?? column, parameters, span: item.span },
    ]
  })
}

/** What is stored decides; otherwise a parameter is of the type of the other rows. */
function valuesOf(on: Inference, all: readonly Alternative[], expected: Expectation | undefined): readonly ValueType[] {
  return expected === undefined
    ? inferAlternatives(on, all, undefined, "a column of VALUES")
    : all.map((one) => on.expression(on, one.scope, one.node, expected))
}

function inferValues(
  on: Inference,
  outer: Scope,
  core: Extract<SelectCore, { kind: "values" }>,
  expected: Expectations,
): SelectTypes {
  const columns = (core.rows[0]?.items ?? []).map((first, index): RelationColumn => {
    const items = core.rows.flatMap((row) => row.items[index] ?? [])
    const alternatives = items.map((node) => ({ scope: outer, node }))
    const parameters = items.flatMap((node) => parametersOf(on, node) ?? [])
    return {
      name: `column${index + 1}`,
      type: join(valuesOf(on, alternatives, expected[index]), reason("a column of VALUES", outer.file, first.span)),
      collation: undefined,
      affinity: undefined,
      subtyped: items.some((node) => mayBeSubtyped(on, node)),
      origin: undefined,
      parameters: parameters.length === 0 ? undefined : parameters,
      span: first.span,
    }
  })
  const count: Rows["count"] = core.rows.length === 1 ? "one" : "some"
  return {
    columns,
    keys: [],
    rows: {
      count,
      why: reason(`VALUES has ${core.rows.length} row${core.rows.length === 1 ? "" : "s"}`, outer.file, core.span),
    },
  }
}
