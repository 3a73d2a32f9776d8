import type { Parameter } from "../analyze/checked-query.ts"
import type { ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Making } from "./alphabet.ts"
import type { Arena } from "./arena.ts"
import { asBound, freeValue } from "./bound-value.ts"
import { rowsText } from "./bulk-value.ts"
import { bindsOf } from "./call.ts"
import type { FillPlan } from "./fill-plan.ts"
import { documentLike, type Leaf } from "./json-document.ts"
import type { Knowledge } from "./knowledge.ts"
import type { Ripe } from "./ripe.ts"
import { valueInRole } from "./role.ts"
import { bareName, type NamedRow, type Snapshot } from "./snapshot.ts"
import type { Subject, SubjectParameter } from "./subject.ts"

/** What the parameters of a subject are chosen from. */
export interface Choice extends Knowledge {
  readonly making: Making
  readonly plan: FillPlan
  readonly snapshot: Snapshot
  /** words to search for; empty unless the subject reads a table of full text search */
  readonly words: readonly string[]
}

/** Values for the parameters of a subject: mostly of rows that belong together, sometimes its examples, or by chance. */
export function chooseValues(arena: Arena, subject: Subject, choice: Choice): readonly SqlValue[] {
  if (subject.parameters.length === 0) return []
  const { random } = choice.making
  const rows = jointRows(subject, choice)
  const values = valuesFrom(rows, subject, choice)
  if (choice.ripe.length === 0 || random.chance(0.3)) return values
  const ripe = ripeRows(arena, random.pick(choice.ripe), bindsOf(subject, values), choice)
  return ripe === undefined ? values : valuesFrom(new Map([...rows, ...ripe]), subject, choice)
}

/** One row of the tables that a part of the subject reads; what is left of parameters in it is bound to values chosen before. */
function ripeRows(
  arena: Arena,
  { sql, columns }: Ripe,
  binds: readonly SqlValue[],
  { making }: Choice,
): Joint | undefined {
  const answer = arena.run(sql, binds)
  if (!answer.ok || answer.rows.length === 0) return undefined
  const row = making.random.pick(answer.rows)
  const joint = new Map<string, Map<string, SqlValue>>()
  for (const [index, { table, column }] of columns.entries())
    joint.set(table, (joint.get(table) ?? new Map<string, SqlValue>()).set(column, row[index] ?? null))
  return joint
}

function valuesFrom(rows: Joint, subject: Subject, choice: Choice): readonly SqlValue[] {
  const { random } = choice.making
  const isExample = random.chance(0.05)
  return subject.parameters.map((parameter, index) => {
    const example = choice.examples[index]
    if (isExample && example !== undefined) return example
    return (
      (random.chance(0.5) ? likeExample(parameter, example, choice) : undefined) ??
      valueFor(parameter, index, rows, choice)
    )
  })
}

/** Another document of the form that the example of a JSON parameter has. */
function likeExample({ type }: SubjectParameter, example: SqlValue | undefined, choice: Choice): SqlValue | undefined {
  if (type.json?.kind !== "unknown" || type.array || typeof example !== "string") return undefined
  return JSON.stringify(documentLike(JSON.parse(example), choice.making, leafIn(choice)))
}

function valueFor({ type, fields }: SubjectParameter, index: number, rows: Joint, choice: Choice): SqlValue {
  const { making, words, links, roles, snapshot } = choice
  const { random } = making
  if (fields !== undefined) return rowsText(fields, random.pick([0, 1, 1, 2, 3]), (field) => fieldValue(field, choice))
  if (type.nullable && random.chance(0.2)) return null
  if (words.length > 0 && type.limits === undefined && isPlainText(type) && random.chance(0.5))
    return `"${random.pick(words)}"`
  if (type.json?.kind === "unknown" && !type.array && snapshot.inner.length > 0 && random.chance(0.2))
    return random.pick(snapshot.inner)
  const isOpen = type.limits === undefined
  const likely = isOpen && random.chance(0.8) ? valueInRole(roles[index] ?? "plain", making, snapshot) : undefined
  if (likely !== undefined) return likely
  const known = links[index] ?? []
  const link = known.length === 0 || random.chance(0.1) ? undefined : random.pick(known)
  const found = link === undefined ? undefined : rows.get(link.table)?.get(link.column)
  const bound = found === undefined ? undefined : asBound(type, found, making)
  if (bound === undefined) return freeValue(type, making, leafIn(choice))
  // a neighbour, for what is compared by order
  const isPlain = typeof bound === "number" && type.logical !== "boolean" && type.literals === undefined && isOpen
  return isPlain && Math.abs(bound) < 2 ** 53 - 1 && random.chance(0.1) ? bound + random.pick([1, -1]) : bound
}

/** A field of a row to insert: often what a column of its name holds somewhere, so that keys lead to parents. */
function fieldValue({ sqlName, type }: Pick<Parameter, "sqlName" | "type">, choice: Choice): SqlValue {
  const { making, snapshot } = choice
  const { random } = making
  if (type.nullable && random.chance(0.2)) return null
  const known = snapshot.byName.get(bareName(sqlName)) ?? []
  const found = known.length > 0 && random.chance(0.6) ? asBound(type, random.pick(known), making) : undefined
  return found ?? freeValue(type, making, leafIn(choice))
}

function isPlainText({ storage, array, json, literals }: ValueType): boolean {
  return storage.has("text") && !array && json === undefined && literals === undefined
}

/** One row of each table that a subject touches. */
type Joint = ReadonlyMap<string, NamedRow>

/** Rows that belong together, as far as foreign keys and columns of one name tell. */
function jointRows({ tables }: Subject, { making, plan, snapshot }: Choice): Joint {
  const { random } = making
  const chosen = new Map<string, NamedRow>()
  for (const table of random.shuffled([...tables])) {
    const rows = random.shuffled(snapshot.tables.get(table) ?? [])
    const isLoose = random.chance(0.1)
    let best: { readonly row: NamedRow; readonly score: number } | undefined
    for (const row of rows) {
      const score = isLoose ? 0 : bondOf(table, row, chosen, plan)
      if (best === undefined || score > best.score) best = { row, score }
    }
    if (best !== undefined) chosen.set(table, best.row)
  }
  return chosen
}

/** How many values a row shares with those that are chosen: keys count more than names. */
function bondOf(table: string, row: NamedRow, chosen: Joint, plan: FillPlan): number {
  let score = 0
  for (const [other, otherRow] of chosen) {
    score += 4 * (keyBond(table, row, other, otherRow, plan) + keyBond(other, otherRow, table, row, plan))
    for (const [name, value] of row) if (name !== "id" && value !== null && otherRow.get(name) === value) score++
  }
  return score
}

/** Foreign keys of one row that lead to another. */
function keyBond(child: string, childRow: NamedRow, parent: string, parentRow: NamedRow, { keys }: FillPlan): number {
  const isShared = ([name, other]: readonly [string, string]): boolean => {
    const value = childRow.get(name)
    return value !== null && value === parentRow.get(other)
  }
  return (keys.get(child) ?? []).filter((key) => key.parent === parent && key.pairs.every(isShared)).length
}

/** For the key `definitionVersion` a value of some column `definition_version`. */
function leafIn({ making, snapshot }: Choice): Leaf {
  const { random } = making
  return (key) => {
    const known = snapshot.byName.get(bareName(key))
    return known === undefined || random.chance(0.2) ? undefined : random.pick(known)
  }
}
