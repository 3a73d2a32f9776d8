import { type Check, fold, type Table } from "../catalog/catalog.ts"
import type { Expression } from "../syntax/ast.ts"
import { walkExpression } from "../syntax/walk.ts"
import { reason } from "./lattice.ts"
import { anything, evaluate, type Possible } from "./possible.ts"
import { bothFacts, type Facts, type Scope, type ScopeColumn, type ScopeRelation } from "./scope.ts"
import type { Reason } from "./value-type.ts"

/**
 * What CHECK constraints add to what is proved. With `CHECK (state <> 'running' OR lease IS NOT NULL)` and `state = 'running'`
 * the lease cannot be NULL: the check would be false. https://sqlite.org/lang_createtable.html#check_constraints
 */
export function checkFacts(scope: Scope, facts: Facts): Facts {
  const found = scope.relations.flatMap((relation) => {
    const { table } = relation
    if (table === undefined || table.checks.length === 0 || !isSpokenOf(relation, facts)) return []
    const all = bothFacts(scope.facts, facts)
    return isThere(relation, all) ? provedTogether(scope, relation, table, all) : []
  })
  return found.length === 0 ? facts : { ...facts, notNull: new Map([...facts.notNull, ...found]) }
}

/** What one check proves may make another prove more; each time around proves a further column. */
function provedTogether(
  scope: Scope,
  relation: ScopeRelation,
  table: Table,
  facts: Facts,
): readonly (readonly [ScopeColumn, Reason])[] {
  const found = provedByChecks(scope, relation, table, facts)
  if (found.length === 0) return found
  const more = { ...facts, notNull: new Map([...facts.notNull, ...found]) }
  return [...found, ...provedTogether(scope, relation, table, more)]
}

function isThere(relation: ScopeRelation, facts: Facts): boolean {
  return relation.missing === undefined || facts.present.has(relation)
}

function isSpokenOf(relation: ScopeRelation, { notNull, known }: Facts): boolean {
  return relation.columns.some((column) => notNull.has(column) || known.has(column))
}

/** Columns that some check would be false without. */
function provedByChecks(
  scope: Scope,
  relation: ScopeRelation,
  table: Table,
  facts: Facts,
): readonly (readonly [ScopeColumn, Reason])[] {
  return table.checks.flatMap((check) => {
    const names = namesIn(check.expression)
    return relation.columns.flatMap((column): readonly (readonly [ScopeColumn, Reason])[] => {
      const name = fold(column.name)
      if (!column.type.nullable || !names.has(name) || facts.notNull.has(column)) return []
      const look = (other: string): Possible =>
        other === name ? { null: true, values: [] } : possible(relation, other, facts)
      const outcome = evaluate(check.expression, look)
      const isFalse = !outcome.null && outcome.values?.every((value) => value === 0) === true
      return isFalse ? [[column, whyOf(scope, relation, check, facts)] as const] : []
    })
  })
}

function possible(relation: ScopeRelation, name: string, facts: Facts): Possible {
  const column = relation.columns.find((candidate) => fold(candidate.name) === name)
  if (column === undefined) return anything
  const known = facts.known.get(column)
  if (known !== undefined) return known
  const isSolid = !column.type.nullable || facts.notNull.has(column)
  // of a closed list only a BINARY column's members are told apart
  return { null: !isSolid, values: column.type.literals }
}

function whyOf(scope: Scope, relation: ScopeRelation, check: Check, facts: Facts): Reason {
  const because = relation.columns.flatMap((column) => facts.notNull.get(column) ?? [])
  const place = check.place ?? { file: scope.file, span: relation.span }
  const name = check.name === undefined ? "" : ` (\`${check.name}\`)`
  return reason(`CHECK of \`${relation.table?.name ?? "?"}\`${name} would fail`, place.file, place.span, ...because)
}

function namesIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: Expression): void => {
    if (node.kind === "column") names.add(fold(node.name.text))
  }
  walkExpression(expression, visit, { subqueries: false })
  return names
}
