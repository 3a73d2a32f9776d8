import { type Catalog, fold } from "../catalog/catalog.ts"
import { isTrivia, type Token } from "../syntax/token.ts"
import { tokenize } from "../syntax/tokenize.ts"
import type { Knowledge } from "./knowledge.ts"
import type { StoredColumn } from "./links.ts"
import type { Subject } from "./subject.ts"

/** Two columns of different tables that a query compares: `e.claim_token = w.claim_token`. */
export type Meeting = readonly [StoredColumn, StoredColumn]

/**
 * Columns that meet in queries, as foreign keys do that nobody declared. Known by their names and by the parameters that
 * they share; an alias is not followed, so there may be some that do not meet.
 */
export function meetingsOf(knowledge: ReadonlyMap<Subject, Knowledge>, catalog: Catalog): readonly Meeting[] {
  const found = new Map<string, Meeting>()
  const add = (one: StoredColumn, other: StoredColumn): void => {
    if (one.table !== other.table) found.set(`${nameOf(one)} ${nameOf(other)}`, [one, other])
  }
  for (const [subject, { links }] of knowledge) {
    for (const [left, right] of comparedNames(subject.sql))
      for (const one of columnsOf(left, subject, catalog))
        for (const other of columnsOf(right, subject, catalog)) add(one, other)
    for (const columns of links) for (const one of columns) for (const other of columns) add(one, other)
  }
  return [...found.values()]
}

function nameOf({ table, column }: StoredColumn): string {
  return `${table}.${column}`
}

function columnsOf(name: string, { tables }: Subject, catalog: Catalog): readonly StoredColumn[] {
  const holding = [...tables].filter((table) =>
    catalog.relations.get(table)?.columns.some((column) => fold(column.name) === name),
  )
  return holding.map((table) => ({ table, column: name }))
}

/** Folded names on both sides of `=`, and names that are compared with one parameter. */
function comparedNames(sql: string): readonly (readonly [string, string])[] {
  const tokens = tokenize(sql).filter((token) => !isTrivia(token))
  const pairs: (readonly [string, string])[] = []
  const byParameter = new Map<string, string[]>()
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "operator" || (token.text !== "=" && token.text !== "==")) continue
    const left = wordOf(tokens[index - 1])
    const next = tokens[index + 1]
    const right = wordOf(tokens[index + (tokens[index + 2]?.text === "." ? 3 : 1)])
    if (left === undefined) continue
    if (right !== undefined) pairs.push([left, right])
    if (next?.kind !== "placeholder") continue
    const others = byParameter.get(next.text) ?? []
    pairs.push(...others.map((other) => [other, left] as const))
    byParameter.set(next.text, [...others, left])
  }
  return pairs
}

function wordOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return fold(token.text)
  return token?.kind === "name" ? fold(token.text.slice(1, -1)) : undefined
}
