import { fold } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Making } from "./alphabet.ts"
import { type Arena, quoted } from "./arena.ts"
import { columnValue, presentValue, proposal } from "./column-value.ts"
import type { FillPlan, FillTable, Parent } from "./fill-plan.ts"
import { misfit } from "./misfit.ts"
import { type NamedRow, namedRows } from "./snapshot.ts"
import { enter, type Footing, hasChanged, replay, type Step } from "./step.ts"

/** What filling has learned, over all worlds. */
export interface Filler {
  readonly plan: FillPlan
  /** rows that the schema has taken, by table: a new one may start from one of them */
  readonly taken: Map<FillTable, Row[]>
  /** by table: rows that were made, and why the last one was refused */
  readonly progress: Map<FillTable, { rows: number; refusal: string | undefined }>
}

/** Values by index of the column. */
type Row = readonly SqlValue[]

/** One world that is being filled. */
interface Filling {
  readonly arena: Arena
  readonly footing: Footing
  readonly filler: Filler
  readonly making: Making
  readonly steps: Step[]
  /** by folded name of a table: keys that rows refer to and that are not there yet */
  readonly wanted: Map<string, NamedRow[]>
}

export function fillerOf(plan: FillPlan): Filler {
  return {
    plan,
    taken: new Map(plan.tables.map((table) => [table, []])),
    progress: new Map(plan.tables.map((table) => [table, { rows: 0, refusal: undefined }])),
  }
}

const mostTries = 12
const mostFlips = 80
const mostTaken = 24

/** Random legal rows for the tables of a plan: none, one, or several of each. What the schema refuses is left out. */
export function fillTables(arena: Arena, footing: Footing, filler: Filler, making: Making): readonly Step[] {
  const { random } = making
  const on: Filling = { arena, footing, filler, making, steps: [], wanted: new Map() }
  const size = random.pick(["none", "one", "some", "some", "some", "some", "some", "some", "some", "many"])
  const counts = { none: [0], one: [1], some: [0, 1, 2, 3, 4, 6], many: [4, 8, 12] }[size] ?? [1]
  for (const table of filler.plan.tables) {
    const wanted = random.pick(counts) * (table.isHub ? random.pick([1, 2, 3]) : 1)
    if (table.columns.length > 0) fillTable(on, table, wanted)
    if (table.after !== undefined && arena.run(table.after).ok)
      on.steps.push({ sql: table.after, binds: [], row: undefined })
  }
  return on.steps
}

function fillTable(on: Filling, table: FillTable, wanted: number): void {
  for (let made = 0, failures = 0; made < wanted && failures < 3; ) {
    const row = insertRow(on, table)
    if (row === undefined) failures++
    else {
      on.steps.push({ sql: table.insert, binds: row, row: table })
      made++
    }
  }
}

/**
 * Deletes rows whose foreign keys lead nowhere, until none is left: where tables refer to each other in a circle, a row
 * may come before its parent.
 */
export function deleteOrphans(arena: Arena, { tables }: FillPlan): readonly Step[] {
  const steps: Step[] = []
  const statements = tables.flatMap((table) => table.parents.map((parent) => orphansOf(table, parent)))
  for (let passes = 0; passes < 20; passes++) {
    const deleted = statements.filter((sql) => arena.run(sql).ok && hasChanged(arena))
    steps.push(...deleted.map((sql) => ({ sql, binds: [], row: undefined })))
    if (deleted.length === 0) break
  }
  return steps
}

function orphansOf(table: FillTable, { columns, table: parent, references }: Parent): string {
  const own = columns.map((index) => quoted(table.columns[index]?.name ?? ""))
  const isThere = own.map((name) => `c.${name} IS NOT NULL`).join(" AND ")
  const same = references.map((name, at) => `p.${quoted(name)} = c.${own[at]}`).join(" AND ")
  const orphans = `SELECT ${own.join(", ")} FROM ${quoted(table.name)} AS c WHERE ${isThere} AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} AS p WHERE ${same})`
  return `DELETE FROM ${quoted(table.name)} WHERE (${own.join(", ")}) IN (${orphans})`
}

/** A row that the table has taken. */
function insertRow(on: Filling, table: FillTable): Row | undefined {
  const { arena, filler } = on
  const progress = filler.progress.get(table)
  let row = draftOf(on, table)
  for (let tries = 0; tries < mostTries; tries++) {
    row = satisfying(on, table, row)
    const answer = arena.run(table.insert, row)
    if (answer.ok && hasChanged(arena)) {
      if (progress !== undefined) progress.rows++
      keep(on, table, row)
      return row
    }
    const refusal = answer.ok ? "the row was left out without an error" : answer.error.message
    if (progress !== undefined) progress.refusal = refusal
    reopen(on)
    row = tries % 4 === 3 ? draftOf(on, table) : altered(on, table, row, refusal)
  }
  return undefined
}

/** A refused row may have ended the transaction (`RAISE(ROLLBACK)`): then the rows so far are made again. */
function reopen({ arena, footing, steps }: Filling): void {
  if (arena.engine.inTransaction()) return
  enter(arena, footing)
  replay(arena, steps)
}

function keep({ filler, making, wanted, arena }: Filling, table: FillTable, row: Row): void {
  const taken = filler.taken.get(table) ?? []
  if (taken.length < mostTaken) taken.push(row)
  else taken[making.random.below(mostTaken)] = row
  if (!filler.plan.hasCycles) return
  for (const { table: parent, columns, references, select } of table.parents) {
    const key = new Map(references.map((name, at) => [fold(name), row[columns[at] ?? -1] ?? null]))
    const isThere = namedRows(arena.run(select)).some((each) =>
      [...key].every(([name, value]) => each.get(name) === value),
    )
    if (!isThere && ![...key.values()].includes(null))
      wanted.set(fold(parent), [...(wanted.get(fold(parent)) ?? []), key])
  }
}

/** A row from nothing, or one that was taken before with some columns changed; parents are of this world. */
function draftOf(on: Filling, table: FillTable): Row {
  const { filler, making, wanted } = on
  const { random } = making
  const known = filler.taken.get(table) ?? []
  const row =
    known.length > 0 && random.chance(0.5)
      ? random.pick(known).map((value, index) => (random.chance(0.3) ? valueAt(table, index, making) : value))
      : table.columns.map((column) => columnValue(column, making))
  const chosen = new Map<string, NamedRow>()
  const child = table.parents.reduce<Row>((sofar, parent) => withParent(on, table, sofar, parent, chosen), row)
  const keys = wanted.get(fold(table.name)) ?? []
  const asked = keys.length > 0 && random.chance(0.7) ? random.pick(keys) : new Map<string, SqlValue>()
  return withCompanions(on, table, child, chosen).map(
    (value, index) => asked.get(fold(table.columns[index]?.name ?? "")) ?? value,
  )
}

/** What queries compare with another table is often equal to it: to the parent, where that is the table. */
function withCompanions(
  { arena, making: { random, documents } }: Filling,
  { columns, companions }: FillTable,
  row: Row,
  chosen: ReadonlyMap<string, NamedRow>,
): Row {
  let changed = row
  for (const { column, table, name, select } of companions) {
    const type = columns[column]?.type
    const parent = chosen.get(table)
    if (type === undefined || random.chance(parent === undefined ? 0.7 : 0.4)) continue
    const rows = parent === undefined ? namedRows(arena.run(select)) : [parent]
    const value = rows.length === 0 ? undefined : random.pick(rows).get(name)
    if (value !== undefined && value !== null && misfit(type, value, documents) === undefined)
      changed = changed.with(column, value)
  }
  return changed
}

function valueAt(table: FillTable, index: number, making: Making): SqlValue {
  const column = table.columns[index]
  return column === undefined ? null : columnValue(column, making)
}

/** The key of a random row that is there; NULL now and then where it may be, and where there is no row. */
function withParent(
  { arena, making: { random } }: Filling,
  table: FillTable,
  row: Row,
  { columns, table: parentName, references, select, own }: Parent,
  chosen: Map<string, NamedRow> = new Map(),
): Row {
  const nullable = columns.filter((index) => table.columns[index]?.mayBeNull === true)
  const rows = [...namedRows(arena.run(select))]
  if (own !== undefined) rows.push(new Map(references.map((name, at) => [fold(name), row[own[at] ?? -1] ?? null])))
  const isNone = nullable.length > 0 && random.chance(rows.length === 0 ? 0.8 : 0.25)
  if (rows.length === 0 && !isNone) return row
  const parent = isNone ? undefined : random.pick(rows)
  if (parent !== undefined) chosen.set(fold(parentName), parent)
  const changed = [...row]
  for (const [at, index] of columns.entries())
    if (parent !== undefined) changed[index] = parent.get(fold(references[at] ?? "")) ?? null
    else if (nullable.includes(index)) changed[index] = null
  return changed
}

/** Changes column by column until no CHECK is broken, or for so long: the least broken of a few values is taken. */
function satisfying(on: Filling, table: FillTable, row: Row): Row {
  const { trial } = table
  if (trial === undefined) return row
  const { random } = on.making
  const cost = (broken: readonly number[] | undefined): number => broken?.length ?? trial.rules.length + 1
  let best = row
  let broken = trial.broken(row)
  for (let flips = 0; flips < mostFlips && cost(broken) > 0; flips++) {
    const rule = broken === undefined ? undefined : trial.rules[random.pick(broken)]
    const read = rule ?? table.columns.map((_, index) => index)
    if (read.length === 0) return best
    const next = changedAt(on, table, best, columnToChange(table, read, on.making))
    const after = trial.broken(next)
    // sideways steps lead out of dead ends, a few steps up too
    if (cost(after) > cost(broken) && !random.chance(0.05)) continue
    best = next
    broken = after
  }
  return best
}

/** Members of a closed list stay mostly as they were drawn, so that all of them are seen: the others follow. */
function columnToChange(table: FillTable, read: readonly number[], { random }: Making): number {
  const open = read.filter((index) => table.columns[index]?.type.literals === undefined)
  return random.pick(open.length > 0 && random.chance(0.85) ? open : read)
}

/** Another value in one column; with a foreign key mostly another parent. */
function changedAt(on: Filling, table: FillTable, row: Row, index: number): Row {
  const { random } = on.making
  const parents = table.parents.filter(({ columns }) => columns.includes(index))
  if (parents.length > 0 && random.chance(0.8)) return withParent(on, table, row, random.pick(parents))
  return row.with(index, proposal(table.columns, row, index, on.making))
}

/** The row with another value where SQLite's message points. https://sqlite.org/rescode.html#constraint */
function altered(on: Filling, table: FillTable, row: Row, refusal: string): Row {
  const { making } = on
  const { random } = making
  const named = namedIn(table, refusal)
  if (refusal.startsWith("NOT NULL"))
    return named.reduce<Row>((sofar, index) => sofar.with(index, requiredAt(table, index, making)), row)
  const index = random.pick(named.length > 0 ? named : table.columns.map((_, at) => at))
  const isTaken = refusal.startsWith("UNIQUE") && random.chance(0.5)
  const unused = isTaken ? unusedLike(row[index] ?? null, making) : undefined
  const type = table.columns[index]?.type
  const isHeld = type !== undefined && unused !== undefined && misfit(type, unused, making.documents) === undefined
  return isHeld ? row.with(index, unused) : changedAt(on, table, row, index)
}

function requiredAt(table: FillTable, index: number, making: Making): SqlValue {
  const column = table.columns[index]
  return column === undefined ? null : presentValue(column, making)
}

/** Columns that a message names: `UNIQUE constraint failed: users.email, users.tenant` */
function namedIn(table: FillTable, refusal: string): readonly number[] {
  const list = /constraint failed: (.*)$/s.exec(refusal)?.[1]?.split(", ") ?? []
  const prefix = `${fold(table.name)}.`
  const names = list.map(fold).filter((name) => name.startsWith(prefix))
  return table.columns.flatMap(({ name }, index) => (names.includes(prefix + fold(name)) ? [index] : []))
}

/** A value that is probably not there yet; undefined where there is no such. */
function unusedLike(value: SqlValue, { random }: Making): SqlValue | undefined {
  const number = random.below(1000)
  if (typeof value === "bigint") return BigInt(number)
  if (typeof value === "number") return number + 0.5
  return typeof value === "string" && !/^\s*[[{"]/.test(value) ? `${value.slice(0, 8)}-${number}` : undefined
}
