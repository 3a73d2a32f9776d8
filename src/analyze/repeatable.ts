import { fold } from "../catalog/catalog.ts"
import type { Expression, From, InSet, Select } from "../syntax/ast.ts"
import { coresOf, walkExpression } from "../syntax/walk.ts"

/** Something in a statement that makes a second run differ from the first, in words. */
export interface Changing {
  readonly node: Expression
  readonly text: string
}

/** Functions that answer something else each time, or read the clock when told `now`. https://sqlite.org/deterministic.html */
const changingFunctions: ReadonlySet<string> = new Set([
  "random",
  "randomblob",
  "changes",
  "total_changes",
  "last_insert_rowid",
  "date",
  "time",
  "datetime",
  "julianday",
  "unixepoch",
  "strftime",
  "timediff",
])

/** The first part of these expressions that may be another value when the statement runs again. */
export function changingPart(nodes: readonly Expression[]): Changing | undefined {
  return firstIn(nodes, (node) => {
    if (node.kind === "call" && changingFunctions.has(fold(node.name.text)))
      return `\`${fold(node.name.text)}()\` may give another value each time`
    if (node.kind === "literal" && node.value.type === "current") return "the clock gives another value each time"
    return readsOnlyLists(node) ? undefined : "what a subquery answers may be changed by the first run"
  })
}

/** The first column of one of these names, of whatever table: what the first run writes, the second would read. */
export function readOf(nodes: readonly Expression[], names: ReadonlySet<string>): Changing | undefined {
  return firstIn(nodes, (node) =>
    node.kind === "column" && names.has(fold(node.name.text))
      ? `\`${node.name.text}\` is read and written, so the second run would read what the first wrote`
      : undefined,
  )
}

function firstIn(nodes: readonly Expression[], say: (node: Expression) => string | undefined): Changing | undefined {
  let found: Changing | undefined
  const visit = (node: Expression): void => {
    const text = found === undefined ? say(node) : undefined
    if (text !== undefined) found = { node, text }
  }
  for (const node of nodes) walkExpression(node, visit, { subqueries: true })
  return found
}

function readsOnlyLists(node: Expression): boolean {
  if (node.kind === "exists" || node.kind === "subquery") return selectsOnlyLists(node.select)
  return node.kind !== "in" || isListSet(node.set)
}

function isListSet(set: InSet): boolean {
  if (set.kind === "select") return selectsOnlyLists(set.select)
  return set.kind === "list" || isListFunction(set.table.name.text, set.args)
}

/** A SELECT over nothing but the elements of JSON that is given: it answers the same as long as its arguments do. */
export function selectsOnlyLists(select: Select): boolean {
  return (
    select.with === undefined &&
    coresOf(select).every((core) => core.kind === "values" || core.from === undefined || isListOnly(core.from))
  )
}

function isListOnly(from: From): boolean {
  return [from.first, ...from.joins.map((join) => join.item)].every(
    (item) => item.kind === "table" && isListFunction(item.table.name.text, item.args),
  )
}

/** https://sqlite.org/json1.html#jeach */
function isListFunction(name: string, args: readonly Expression[] | undefined): boolean {
  return args !== undefined && /^jsonb?_(?:each|tree)$/.test(fold(name))
}
