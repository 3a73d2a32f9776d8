import { fold, type UniqueKey } from "../catalog/catalog.ts"
import { contains, type Span } from "../source/source-file.ts"
import type { Expression, From, Select, SelectCore } from "../syntax/ast.ts"
import { walkExpression } from "../syntax/walk.ts"
import { conjuncts } from "./column-type.ts"
import { isUnconditional } from "./from.ts"
import type { Inference, Rows } from "./inference.ts"
import { comparesByKey } from "./key-comparison.ts"
import { reason } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import { hasRow, isSingle, keepsRow } from "./row-count.ts"
import type { Scope, ScopeColumn, ScopeRelation } from "./scope.ts"
import type { Reason } from "./value-type.ts"

type Core = Extract<SelectCore, { kind: "core" }>

/** How many rows one SELECT can answer, with the proof. */
export function rowsOfCore(on: Inference, scope: Scope, core: Core, aggregated: boolean): Rows {
  const say = (count: Rows["count"], text: string, ...because: readonly Reason[]): Rows => ({
    count,
    why: reason(text, scope.file, core.span, ...because),
  })
  if (aggregated && core.groupBy.length === 0) {
    return core.having === undefined
      ? say("one", "an aggregate without GROUP BY answers exactly one row")
      : say("optional", "HAVING may drop the one row of an aggregate")
  }
  if (core.from === undefined) {
    return core.where === undefined && core.having === undefined
      ? say("one", "a SELECT without FROM answers exactly one row")
      : say(
          "optional",
          `${core.where === undefined ? "HAVING" : "WHERE"} may drop the one row of a SELECT without FROM`,
        )
  }
  if (core.where === undefined && core.groupBy.length === 0 && isExactlyOne(scope, core.from))
    return say("one", "all that it reads has exactly one row")
  if (core.where === undefined && core.having === undefined && alwaysHasRow(scope, core.from))
    return say("some", "all that it reads has a row")
  const proof = singleRow(on, scope, core.from, core.where) ?? singleGroup(on, scope, core)
  return proof === undefined
    ? say("many", "no unique key and no LIMIT 1 bounds the rows")
    : say("optional", "at most one row", ...proof)
}

/** Relations of one row each, joined without a condition, or on the right of a LEFT JOIN, which keeps the left row. */
function isExactlyOne(scope: Scope, from: From): boolean {
  if (scope.relations.length !== from.joins.length + 1 || scope.relations[0]?.rows !== "one") return false
  return from.joins.every((join, index) => {
    const rows = scope.relations[index + 1]?.rows
    if (join.type === "left") return rows === "one" || rows === "optional"
    return rows === "one" && join.type !== "right" && join.type !== "full" && isUnconditional(join)
  })
}

/** Relations of at least one row each, joined without a condition, or on the right of a LEFT JOIN, which keeps the left rows. */
export function alwaysHasRow(scope: Scope, from: From): boolean {
  const first = scope.relations[0]
  if (scope.relations.length !== from.joins.length + 1 || first === undefined || !hasRow(first.rows)) return false
  return from.joins.every((join, index) => {
    if (join.type === "left" || join.type === "full") return true
    return join.type !== "right" && isUnconditional(join) && hasRow(scope.relations[index + 1]?.rows ?? "many")
  })
}

/** Compound operators and LIMIT on top of the cores. */
export function rowsOfSelect(scope: Scope, select: Select, cores: readonly Rows[]): Rows {
  const [first] = cores
  if (first === undefined) return { count: "many", why: reason("no rows are known", scope.file, select.span) }
  const onlyDrops = select.rest.every((part) => part.op === "except" || part.op === "intersect")
  const base: Rows = select.rest.length === 0 ? first : compound(scope, select, cores, first, onlyDrops)
  const limit = select.limit === undefined ? undefined : literalOf(select.limit)
  if (
    select.limit !== undefined &&
    base.count === "one" &&
    (limit === undefined || limit === 0 || select.offset !== undefined)
  ) {
    return {
      count: "optional",
      why: reason("LIMIT or OFFSET may drop the row", scope.file, select.limit.span, base.why),
    }
  }
  if (!isSingle(base.count) && select.limit !== undefined && (limit === 1 || limit === 0)) {
    const sure = base.count === "some" && limit === 1 && select.offset === undefined
    return { count: sure ? "one" : "optional", why: reason(`LIMIT ${limit}`, scope.file, select.limit.span) }
  }
  if (base.count === "some" && !keepsRow(select)) return { ...base, count: "many" }
  return base.count === "one" && select.offset !== undefined ? { ...base, count: "optional" } : base
}

function compound(scope: Scope, select: Select, cores: readonly Rows[], first: Rows, onlyDrops: boolean): Rows {
  if (onlyDrops && isSingle(first.count)) {
    return { count: "optional", why: reason("EXCEPT and INTERSECT only drop rows", scope.file, select.span, first.why) }
  }
  const adds = select.rest.every((part) => part.op === "union" || part.op === "union all")
  const sure = adds && cores.some((core) => hasRow(core.count))
  return { count: sure ? "some" : "many", why: reason("a compound SELECT adds rows", scope.file, select.span) }
}

/** Why at most one row passes, relation by relation; undefined when that is not proved. */
function singleRow(
  on: Inference,
  scope: Scope,
  from: From | undefined,
  where: Expression | undefined,
): readonly Reason[] | undefined {
  if (from?.joins.some((join) => join.type === "right" || join.type === "full")) return undefined
  const reasons = new Map<ScopeRelation, Reason>()
  settle(on, scope, conditionsOf(from, where), reasons)
  return scope.relations.every((relation) => reasons.has(relation)) ? [...reasons.values()] : undefined
}

/** Why there is at most one group: every GROUP BY term is fixed by what the conditions fix. */
function singleGroup(on: Inference, scope: Scope, core: Core): readonly Reason[] | undefined {
  if (core.groupBy.length === 0 || core.from?.joins.some((join) => join.type === "right" || join.type === "full"))
    return undefined
  const reasons = new Map<ScopeRelation, Reason>()
  settle(on, scope, conditionsOf(core.from, core.where), reasons)
  // a bare number is an ordinal and a name that is no column an alias: neither is proved here
  const fixed = core.groupBy.every((term) => on.resolved.has(term) && dependsOnlyOn(on, scope, term, reasons))
  return fixed ? [...reasons.values()] : undefined
}

/** Why at most one row of this relation passes (the target of UPDATE and DELETE). */
export function singleTarget(
  on: Inference,
  scope: Scope,
  target: ScopeRelation,
  from: From | undefined,
  where: Expression | undefined,
): Reason | undefined {
  if (from?.joins.some((join) => join.type === "right" || join.type === "full")) return undefined
  const reasons = new Map<ScopeRelation, Reason>()
  settle(on, scope, conditionsOf(from, where), reasons)
  return reasons.get(target)
}

/** A condition that every row passes, or, of a LEFT JOIN, every row of what it joins. */
export interface Condition {
  readonly node: Expression
  /** the relations that it bounds lie within; undefined: all */
  readonly within: Span | undefined
}

export function conditionsOf(from: From | undefined, where: Expression | undefined): readonly Condition[] {
  const all = where === undefined ? [] : conjuncts(where).map((node) => ({ node, within: undefined }))
  const joined = (from?.joins ?? []).flatMap((join) => {
    const within = join.type === "left" ? join.item.span : undefined
    return join.on === undefined ? [] : conjuncts(join.on).map((node) => ({ node, within }))
  })
  return [...all, ...joined]
}

/** Relations settle one after the other: a key equal to constants, or to columns of relations that are settled. */
export function settle(
  on: Inference,
  scope: Scope,
  conditions: readonly Condition[],
  reasons: Map<ScopeRelation, Reason>,
): void {
  for (let changed = true; changed; ) {
    changed = false
    for (const relation of scope.relations) {
      if (reasons.has(relation)) continue
      const why = settled(on, scope, relation, conditions, reasons)
      if (why === undefined) continue
      reasons.set(relation, why)
      changed = true
    }
  }
}

function settled(
  on: Inference,
  scope: Scope,
  relation: ScopeRelation,
  all: readonly Condition[],
  reasons: ReadonlyMap<ScopeRelation, Reason>,
): Reason | undefined {
  const name = relation.name ?? "a subquery"
  const conditions = all.flatMap(({ node, within }) =>
    within === undefined || contains(within, relation.span) ? [node] : [],
  )
  if (isSingle(relation.rows)) return reason(`\`${name}\` has at most one row`, scope.file, relation.span)
  const fixed = new Set<ScopeColumn>()
  for (const condition of conditions)
    for (const column of fixedColumns(on, scope, relation, condition, reasons)) fixed.add(column)
  for (const column of sharedColumns(scope, relation, reasons)) fixed.add(column)
  if (relation.rowid !== undefined && fixed.has(relation.rowid))
    return reason(`\`${name}\`: its rowid is given`, scope.file, relation.span)
  for (const key of relation.table?.uniqueKeys ?? []) {
    if (keyIsFixed(relation, key, fixed) && (key.where === undefined || implied(on, relation, key.where, conditions))) {
      return reason(`\`${name}\`: ${key.what} is given`, scope.file, relation.span)
    }
  }
  return relation.keys.some((key) => key.every((column) => fixed.has(column)))
    ? reason(`\`${name}\`: what no two of its rows share is given`, scope.file, relation.span)
    : undefined
}

/** Columns that USING or NATURAL compares with a relation that is settled, by the same rules on both sides. */
function sharedColumns(
  scope: Scope,
  relation: ScopeRelation,
  reasons: ReadonlyMap<ScopeRelation, Reason>,
): readonly ScopeColumn[] {
  const alike = (a: ScopeColumn, b: ScopeColumn): boolean =>
    a.affinity === b.affinity && fold(a.collation ?? "BINARY") === fold(b.collation ?? "BINARY")
  const ofSettled = (column: ScopeColumn): boolean => [...reasons.keys()].some((other) => owns(other, column))
  const own = relation.equals.flatMap((pair) =>
    partsOf(pair.other).some((part) => alike(part, pair.own) && ofSettled(part)) ? [pair.own] : [],
  )
  const further = scope.relations.flatMap((other) =>
    reasons.has(other) ? other.equals.filter((pair) => pair.inner) : [],
  )
  const back = further.flatMap((pair) =>
    partsOf(pair.other).filter((part) => owns(relation, part) && alike(part, pair.own)),
  )
  return [...own, ...back]
}

/** The columns that a column stands for: itself, or those that USING merged. */
export function partsOf(column: ScopeColumn): readonly ScopeColumn[] {
  return column.parts ?? [column]
}

function keyIsFixed(relation: ScopeRelation, key: UniqueKey, fixed: ReadonlySet<ScopeColumn>): boolean {
  return (
    key.columns.length > 0 &&
    key.columns.every((name) => {
      const column =
        name === undefined ? undefined : relation.columns.find((candidate) => fold(candidate.name) === fold(name))
      return column !== undefined && fixed.has(column)
    })
  )
}

/** Every conjunct of a partial index's WHERE stands among the query's own conditions on that relation. */
function implied(
  on: Inference,
  relation: ScopeRelation,
  where: Expression,
  conditions: readonly Expression[],
): boolean {
  const present = new Set(conditions.filter((condition) => speaksOnlyOf(on, relation, condition)).map(canonical))
  return conjuncts(where).every((part) => present.has(canonical(part)))
}

function speaksOnlyOf(on: Inference, relation: ScopeRelation, condition: Expression): boolean {
  let only = true
  const visit = (node: Expression): void => {
    if (node.kind !== "column") return
    const column = on.resolved.get(node)
    if (column === undefined || !owns(relation, column)) only = false
  }
  walkExpression(condition, visit, { subqueries: true })
  return only
}

/** An expression without spans, quotes and qualifiers, for comparing two of them. */
export function canonical(node: Expression): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === "span" || key === "quote" || key === "schema" || key === "table") return undefined
    return key === "text" && typeof value === "string" ? fold(value) : value
  })
}

function fixedColumns(
  on: Inference,
  scope: Scope,
  relation: ScopeRelation,
  condition: Expression,
  reasons: ReadonlyMap<ScopeRelation, Reason>,
): readonly ScopeColumn[] {
  if (condition.kind === "in" && !condition.not && condition.set.kind === "list" && condition.set.items.length === 1) {
    const item = condition.set.items[0]
    return item === undefined ? [] : fixedBy(on, scope, relation, condition.operand, item, reasons)
  }
  if (condition.kind !== "binary") return []
  const { left, right } = condition
  if (condition.op === "=" && left.kind === "row" && right.kind === "row") {
    return left.items.flatMap((item, index) => {
      const other = right.items[index]
      return other === undefined
        ? []
        : [...fixedBy(on, scope, relation, item, other, reasons), ...fixedBy(on, scope, relation, other, item, reasons)]
    })
  }
  if (condition.op !== "=" && condition.op !== "is") return []
  const columns = [
    ...fixedBy(on, scope, relation, left, right, reasons),
    ...fixedBy(on, scope, relation, right, left, reasons),
  ]
  // UNIQUE lets many NULLs in, so IS fixes only what cannot be NULL
  return condition.op === "is" ? columns.filter((column) => !column.type.nullable) : columns
}

function fixedBy(
  on: Inference,
  scope: Scope,
  relation: ScopeRelation,
  side: Expression,
  other: Expression,
  reasons: ReadonlyMap<ScopeRelation, Reason>,
): readonly ScopeColumn[] {
  const column = on.resolved.get(side)
  const own = column === undefined ? [] : partsOf(column).filter((part) => owns(relation, part))
  if (own.length === 0 || !dependsOnlyOn(on, scope, other, reasons)) return []
  return own.filter((part) => comparesByKey(on, part, other))
}

function owns(relation: ScopeRelation, column: ScopeColumn): boolean {
  return relation.columns.includes(column) || relation.rowid === column
}

/** True when the value is fixed once the settled relations are: parameters, literals, outer columns, their columns. */
function dependsOnlyOn(
  on: Inference,
  scope: Scope,
  node: Expression,
  reasons: ReadonlyMap<ScopeRelation, Reason>,
): boolean {
  let fixed = true
  walkExpression(
    node,
    (inner) => {
      const column = on.resolved.get(inner)
      if (column !== undefined && !isFixed(scope, column, reasons)) fixed = false
      if (inner.kind === "call" && /^random/i.test(inner.name.text)) fixed = false
    },
    { subqueries: true },
  )
  return fixed
}

/** Columns of other SELECTs are fixed as far as this one goes; a merged column is where one of its parts is. */
function isFixed(scope: Scope, column: ScopeColumn, reasons: ReadonlyMap<ScopeRelation, Reason>): boolean {
  const parts = partsOf(column)
  const owners = scope.relations.filter((relation) => parts.some((part) => owns(relation, part)))
  return owners.length === 0 ? parts.length > 0 : owners.some((owner) => reasons.has(owner))
}
