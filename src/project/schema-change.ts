import { isDeepStrictEqual } from "node:util"
import type { Relation } from "../catalog/catalog.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { AppliedSchema } from "./applied-schema.ts"
import { ask, type Basis } from "./basis.ts"
import { isFile, isObject, isPlain, isSpan, type Moves, movedSpan, moveOf } from "./relocate.ts"

/** A schema and the files that it was made from. */
export interface MadeSchema extends AppliedSchema {
  readonly files: readonly SourceFile[]
}

/** From one schema to the next: which of the answers found under the one are right under the other too. */
export interface SchemaChange {
  readonly holds: (basis: Basis) => boolean
  /** the edited schema files that an answer which holds may speak of */
  readonly moves: (basis: Basis) => Moves
}

/** The schema is the one under which the answers were found. */
export const sameSchema: SchemaChange = { holds: () => true, moves: () => new Map() }

/**
 * The dependency graph of tables, used once. An answer holds when the relations that it rests on (those named, and those
 * in the views named) are declared as before, maybe further down, and SQLite says of its texts what it said before. That
 * SQLite is asked again covers all that only it knows: triggers, foreign keys, what a name means. It takes a small part
 * of the time of an analysis.
 */
export function schemaChange(before: MadeSchema, now: MadeSchema): SchemaChange {
  const moves = movesOf(before.files, now.files)
  const isSame = remembered((name: string) =>
    isSameRelation(before.catalog.relations.get(name), now.catalog.relations.get(name), moves),
  )
  const filesOf = remembered((name: string) => filesIn(before.catalog.relations.get(name)))
  return {
    holds: ({ whole, relations, answers }) =>
      !whole &&
      [...relations].every(isSame) &&
      answers.every(({ question, said }) => isDeepStrictEqual(ask(now.engine, question), said)),
    moves: ({ relations }) => {
      const spoken = new Set([...relations].flatMap((name) => [...filesOf(name)]))
      return new Map([...moves].filter(([path]) => spoken.has(path)))
    },
  }
}

function movesOf(before: readonly SourceFile[], now: readonly SourceFile[]): Moves {
  const texts = new Map(before.map(({ path, text }) => [path, text]))
  return new Map(
    now.flatMap((file) => {
      const text = texts.get(file.path)
      return text === undefined || text === file.text ? [] : [[file.path, moveOf(text, file)]]
    }),
  )
}

function remembered<T>(find: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>()
  return (name) => {
    const known = found.get(name)
    if (known !== undefined) return known
    const value = find(name)
    found.set(name, value)
    return value
  }
}

/** The same but for what the edits of its files moved. */
function isSameRelation(before: Relation | undefined, now: Relation | undefined, moves: Moves): boolean {
  const same = (one: unknown, other: unknown, path: string | undefined): boolean => {
    if (!isObject(one) || !isObject(other)) return Object.is(one, other)
    if (isFile(one) && isFile(other)) return one.path === other.path && (moves.has(one.path) || one.text === other.text)
    if (isSpan(one) && isSpan(other)) return isDeepStrictEqual(movedSpan(one, moves.get(path ?? "")), other)
    if (!isPlain(one) || !isPlain(other)) return isDeepStrictEqual(one, other)
    const keys = Object.keys(one)
    if (keys.length !== Object.keys(other).length) return false
    const inside = pathIn(one) ?? path
    return keys.every((key) => key in other && same(one[key], other[key], inside))
  }
  return same(before, now, undefined)
}

/** The file in which spans are: the one beside them, or that of the place where the whole is declared. */
function pathIn({ file, place }: Readonly<Record<string, unknown>>): string | undefined {
  if (isFile(file)) return file.path
  return isObject(place) ? pathIn(place) : undefined
}

/** Paths of all files that a relation speaks of. */
function filesIn(relation: Relation | undefined): ReadonlySet<string> {
  const paths = new Set<string>()
  const visit = (value: unknown): void => {
    if (isFile(value)) paths.add(value.path)
    else if (isObject(value)) for (const inside of Object.values(value)) visit(inside)
  }
  visit(relation)
  return paths
}
