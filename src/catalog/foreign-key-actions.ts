import { fold } from "./catalog.ts"
import type { StoredRelation } from "./read-back.ts"

/**
 * Tables whose foreign keys act when a row of another changes, by folded name of that other. NO ACTION and RESTRICT do
 * not act. https://sqlite.org/foreignkeys.html#fk_actions
 */
export function actingChildren(relations: readonly StoredRelation[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>()
  for (const { name, foreignKeys } of relations) {
    for (const { references, onDelete, onUpdate } of foreignKeys) {
      if ([onDelete, onUpdate].every(isPassive)) continue
      const parent = fold(references)
      children.set(parent, [...(children.get(parent) ?? []), fold(name)])
    }
  }
  return children
}

function isPassive(action: string): boolean {
  return /^(?:NO ACTION|RESTRICT)$/i.test(action)
}

/** A change of a row goes, by ON DELETE or ON UPDATE, from table to table and comes back. */
export function comesBack(children: ReadonlyMap<string, readonly string[]>, table: string): boolean {
  const reached = new Set<string>()
  const left = [fold(table)]
  for (let parent = left.pop(); parent !== undefined; parent = left.pop()) {
    for (const child of children.get(parent) ?? []) {
      if (reached.has(child)) continue
      reached.add(child)
      left.push(child)
    }
  }
  return reached.has(fold(table))
}
