import { fold, type Table, type UniqueKey } from "../catalog/catalog.ts"
import type { Assignment, Expression, Identifier, InsertStatement, Upsert } from "../syntax/ast.ts"
import { walkSelect } from "../syntax/walk.ts"
import { changingPart, selectsOnlyLists } from "./repeatable.ts"
import { expressionsOf, type RetryInput, unsafe, type Verdict } from "./retry-verdict.ts"
import { canonical } from "./rows.ts"

/** What a row to insert holds: for each column that is given the expression of each row. */
type Given = ReadonlyMap<string, readonly Expression[]>

/** Why a second INSERT of the same row leaves the first as it is: it meets it by a unique key that is given. */
export function insertRetry(input: RetryInput, node: InsertStatement): Verdict {
  const [upsert, further] = node.upserts
  if (further !== undefined) return unsafe(further.span, "several ON CONFLICT clauses are not understood")
  const ignores = node.or === "ignore"
  if ((upsert === undefined && !ignores) || (node.or !== undefined && !ignores))
    return unsafe(node.span, "a second run would insert again, or fail where the first did not")
  if (node.source !== undefined && !selectsOnlyLists(node.source))
    return unsafe(node.source.span, "the rows to insert are read from what the first run may change")
  const given = givenIn(input.table, node)
  if (given === undefined) return unsafe(node.span, "the rows to insert are not understood")
  const key = input.table.uniqueKeys.find((each) => isGiven(input, each, given) && fitsTarget(each, upsert))
  if (key === undefined)
    return unsafe(
      upsert?.span ?? node.span,
      `no unique key of \`${input.table.name}\` is given that a second run would meet`,
    )
  return upsert?.update === undefined ? nothingDone(node, key) : updatesAlike(input, node, upsert, given, key)
}

/** DO NOTHING and OR IGNORE: whatever was to be inserted, the first row stays. */
function nothingDone(node: InsertStatement, key: UniqueKey): Verdict {
  const [returned] = node.returning
  if (returned !== undefined)
    return unsafe(returned.span, "a second run would not answer the row, which is there by then")
  return { value: "idempotent", span: node.span, text: `a second run meets the row of the first: ${key.what} is given` }
}

/** More than one row may be inserted, and two of them may have one key. */
function mayHoldTwice({ statement }: RetryInput, { source }: InsertStatement): boolean {
  if (statement.annotation?.rows !== undefined) return true
  return source !== undefined && (source.first.kind === "core" || source.first.rows.length > 1)
}

/** `DO UPDATE SET n = excluded.n`: the row holds then what it was to hold. */
function updatesAlike(input: RetryInput, node: InsertStatement, upsert: Upsert, given: Given, key: UniqueKey): Verdict {
  const update = upsert.update
  const condition = update?.where === undefined ? [] : [update.where]
  const values: Expression[] = []
  if (node.source !== undefined) walkSelect(node.source, (each) => values.push(each), { subqueries: true })
  const other = changingPart([...values, ...condition, ...expressionsOf(node.returning)])
  if (other !== undefined) return unsafe(other.node.span, other.text)
  const strange = update?.assignments.find((assignment) => !assignsGiven(assignment, given))
  if (strange !== undefined)
    return unsafe(strange.span, "the second run would update to something else than the first inserted")
  const [returned] = node.returning
  if (update?.where !== undefined && mayHoldTwice(input, node))
    return unsafe(update.where.span, "two rows of one key may each be what WHERE asks of the other")
  if (returned !== undefined && update?.where !== undefined)
    return unsafe(returned.span, "WHERE may keep a second run from answering the row")
  const text = `a second run updates the row of the first to the same: ${key.what} is given`
  return { value: "idempotent", span: node.span, text }
}

/** `n = excluded.n`, or the very expression that is inserted into `n`. */
function assignsGiven({ columns, value }: Assignment, given: Given): boolean {
  const [column, second] = columns
  if (column === undefined || second !== undefined) return false
  const inserted = given.get(fold(column.text))
  if (inserted === undefined) return false
  if (value.kind === "column" && value.table !== undefined && fold(value.table.text) === "excluded")
    return fold(value.name.text) === fold(column.text)
  const [only, another] = inserted
  return only !== undefined && another === undefined && isSame(only, value)
}

/** Two `?` are two parameters. */
function isSame(a: Expression, b: Expression): boolean {
  const text = canonical(a)
  return text === canonical(b) && !text.includes('"text":"?"') && !text.includes('"kind":"column"')
}

/** The ON CONFLICT clause speaks of this key, or of any. */
function fitsTarget(key: UniqueKey, upsert: Upsert | undefined): boolean {
  if (upsert?.target === undefined) return upsert?.update === undefined
  if (upsert.targetWhere !== undefined) return false
  const names = upsert.target.map(({ expression }) =>
    expression.kind === "column" ? fold(expression.name.text) : undefined,
  )
  const own = key.columns.map((name) => (name === undefined ? undefined : fold(name)))
  return names.length === own.length && names.every((name) => name !== undefined && own.includes(name))
}

/** Every column of a key that covers all rows is given, never as NULL: NULLs are all different. https://sqlite.org/lang_createtable.html#uniqueconst */
function isGiven(input: RetryInput, key: UniqueKey, given: Given): boolean {
  return (
    key.where === undefined &&
    key.columns.length > 0 &&
    key.columns.every((name) => {
      if (name === undefined) return false
      const values = given.get(fold(name))
      const column = input.table.columns.find((each) => fold(each.name) === fold(name))
      if (values === undefined || column === undefined || changingPart(values) !== undefined) return false
      // a rowid alias takes NULL and counts on; any other NOT NULL column refuses it both times
      return (column.notNull && !column.rowidAlias) || values.every((value) => isNeverNull(input, value))
    })
  )
}

function isNeverNull({ statement, types }: RetryInput, value: Expression): boolean {
  if (value.kind === "literal") return value.value.type !== "null"
  if (value.kind !== "parameter") return false
  const index = statement.placeholders.find(({ span }) => span.start === value.span.start)?.index
  return types.parameters.find((parameter) => parameter.index === index)?.type.nullable === false
}

/** Without a column list, every column but the generated ones is given, in order. */
function givenIn(table: Table, node: InsertStatement): Given | undefined {
  const names: readonly Pick<Identifier, "text">[] =
    node.columns ?? table.columns.filter(({ generated }) => !generated).map(({ name }) => ({ text: name }))
  const rows = rowsOf(node)
  if (rows === undefined || rows.some((row) => row.length !== names.length)) return undefined
  return new Map(names.map(({ text }, index) => [fold(text), rows.flatMap((row) => row[index] ?? [])] as const))
}

function rowsOf({ source }: InsertStatement): readonly (readonly Expression[])[] | undefined {
  if (source === undefined || source.rest.length > 0) return undefined
  if (source.first.kind === "values") return source.first.rows.map(({ items }) => items)
  const items = source.first.columns
  return items.every((item) => item.kind === "expression") ? [expressionsOf(items)] : undefined
}
