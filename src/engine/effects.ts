import { type Access, action, fold } from "./access.ts"
import type { Effects } from "./engine.ts"
import type { SchemaFacts } from "./schema-facts.ts"

type Write = Effects["writes"][number]

/** The authorizer's calls for one statement, sorted by what they mean for the effects. */
export interface Touched {
  readonly reads: Map<string, { readonly table: string; readonly column: string }>
  readonly writes: Map<string, Write>
  readonly functions: Set<string>
  readonly contexts: Set<string>
  /** table of the first write: the statement's own */
  target: string | undefined
  /** a write inside a trigger, or of another table than the statement's own (foreign key actions) */
  elsewhere: boolean
}

/** Nothing yet. */
export function untouched(): Touched {
  return {
    reads: new Map(),
    writes: new Map(),
    functions: new Set(),
    contexts: new Set(),
    target: undefined,
    elsewhere: false,
  }
}

/** Notes one call. */
export function touch(touched: Touched, access: Access): void {
  const { code, first, inside } = access
  const second = access.second ?? ""
  if (inside !== undefined) touched.contexts.add(inside)
  switch (code) {
    case action.read:
      touched.reads.set(`${fold(first)}\0${second}`, { table: first, column: second })
      break
    case action.function:
      touched.functions.add(fold(second))
      break
    case action.insert:
      touchWrite(touched, { table: first, action: "insert", column: undefined }, inside)
      break
    case action.delete:
      touchWrite(touched, { table: first, action: "delete", column: undefined }, inside)
      break
    case action.update:
      touchWrite(touched, { table: first, action: "update", column: second }, inside)
      break
  }
}

function touchWrite(touched: Touched, write: Write, inside: string | undefined): void {
  if (fold(write.table).startsWith("sqlite_")) return
  touched.target ??= write.table
  if (inside !== undefined || fold(write.table) !== fold(touched.target)) touched.elsewhere = true
  touched.writes.set(`${fold(write.table)}\0${write.action}\0${write.column ?? ""}`, write)
}

/** The effects of a statement with this text. */
export function effectsOf(touched: Touched, facts: SchemaFacts, sql: string, readonly: boolean): Effects {
  const writes = sorted(touched.writes).flatMap((write) => named(write, facts))
  const through = [...touched.contexts].flatMap((name) => {
    const key = fold(name)
    return facts.triggers.get(key) ?? (facts.views.has(key) ? (facts.names.get(key) ?? []) : [])
  })
  return {
    reads: sorted(touched.reads).flatMap((read) => named(read, facts)),
    writes,
    functions: [...touched.functions].sort(),
    through: [...new Set(through)].sort(),
    readonly,
    sideWrites: touched.elsewhere || writes.some((write) => changesOthers(write, facts, sql)),
  }
}

/**
 * Full text tables keep shadow tables; parents change their children, whether or not this connection enforces foreign
 * keys. REPLACE deletes rows: without a tree, the word alone counts.
 */
function changesOthers(write: Write, facts: SchemaFacts, sql: string): boolean {
  const key = fold(write.table)
  if (facts.virtual.has(key)) return true
  const parent = facts.parents.get(key)
  if (parent === undefined) return false
  const replaces = facts.replacing.has(key) || /\breplace\b/i.test(sql)
  switch (write.action) {
    case "delete":
      return parent.onDelete
    case "update":
      return parent.onUpdate || (parent.onDelete && replaces)
    case "insert":
      return parent.onDelete && replaces
  }
}

function named<T extends { readonly table: string }>(item: T, facts: SchemaFacts): readonly T[] {
  const name = facts.names.get(fold(item.table))
  return name === undefined ? [] : [name === item.table ? item : { ...item, table: name }]
}

/** By key: table, then column. Code units, so that no locale plays in. */
function sorted<T>(items: ReadonlyMap<string, T>): readonly T[] {
  return [...items].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item)
}
