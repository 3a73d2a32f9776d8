import type { InspectedQuery, InspectedStep } from "./inspect-project.ts"
import type { TypedName } from "./type-word.ts"

/** A result column, parameter or the number of rows of a query, before and after; undefined: not there. */
export interface TypeChange {
  readonly what: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What an edit did to a query. Without `types` only its SQL or its text changed. */
export interface QueryChange {
  readonly kind: "added" | "removed" | "changed"
  readonly name: string
  readonly file: string
  readonly types: readonly TypeChange[]
}

/** The queries of one file before and after. One that only moved, or has another comment, has not changed. */
export function queryChanges(
  before: readonly InspectedQuery[],
  after: readonly InspectedQuery[],
): readonly QueryChange[] {
  const [old, now] = [byName(before), byName(after)]
  const gone = before.filter(({ name }) => !now.has(name)).map(changeOf("removed"))
  const rest = after.flatMap((query) => {
    const earlier = old.get(query.name)
    if (earlier === undefined) return [changeOf("added")(query)]
    const types = typeChanges(earlier, query)
    return types.length === 0 && earlier.sql === query.sql ? [] : [{ ...changeOf("changed")(query), types }]
  })
  return [...gone, ...rest]
}

function changeOf(kind: QueryChange["kind"]): (query: InspectedQuery) => QueryChange {
  return ({ name, file }) => ({ kind, name, file, types: [] })
}

function typeChanges(before: InspectedQuery, after: InspectedQuery): readonly TypeChange[] {
  return [
    ...valueChanges("rows", [{ name: "", type: before.cardinality }], [{ name: "", type: after.cardinality }]),
    ...valueChanges("column", before.columns.map(named), after.columns.map(named)),
    ...stepChanges(before.steps ?? [], after.steps ?? []),
    ...valueChanges("parameter", before.params.map(named), after.params.map(named)),
  ]
}

/** Of a transaction: the rows and columns of its steps, and what is guarded. */
function stepChanges(before: readonly InspectedStep[], after: readonly InspectedStep[]): readonly TypeChange[] {
  const rows = (steps: readonly InspectedStep[]): readonly Named[] =>
    steps.flatMap(({ name, columns, cardinality }) => (columns.length === 0 ? [] : [{ name, type: cardinality }]))
  const columns = (steps: readonly InspectedStep[]): readonly Named[] =>
    steps.flatMap((step) => step.columns.map(named).map(({ name, type }) => ({ name: `${step.name}.${name}`, type })))
  const guards = (steps: readonly InspectedStep[]): readonly Named[] =>
    steps.flatMap(({ name, guard }) =>
      guard === null ? [] : [{ name, type: `${guard.counts} ${guard.test} ${guard.count} else ${guard.reason}` }],
    )
  return [
    ...valueChanges("rows of", rows(before), rows(after)),
    ...valueChanges("column", columns(before), columns(after)),
    ...valueChanges("guard of", guards(before), guards(after)),
  ]
}

interface Named {
  readonly name: string
  readonly type: string
}

function valueChanges(what: string, before: readonly Named[], after: readonly Named[]): readonly TypeChange[] {
  const [old, now] = [byName(before), byName(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const change = { what: `${what} ${name}`.trimEnd(), before: old.get(name)?.type, after: now.get(name)?.type }
    return change.before === change.after ? [] : [change]
  })
}

/** `TEXT 'free' | 'pro', may be NULL` */
function named({ name, type, nullable, values }: TypedName): Named {
  const list = values?.map((value) => (typeof value === "string" ? `'${value}'` : String(value))).join(" | ")
  return { name, type: `${type}${list === undefined ? "" : ` ${list}`}${nullable ? ", may be NULL" : ""}` }
}

function byName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name, item]))
}
