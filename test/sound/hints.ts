import type { SqlValue } from "../../src/engine/engine.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import type { Random } from "./random.ts"

/** What the SQL itself compares with: values that chance would hardly hit. */
export interface Hints {
  readonly texts: readonly string[]
  readonly integers: readonly bigint[]
  /** `$.user.id` as keys */
  readonly paths: readonly (readonly string[])[]
}

const token = /--[^\n]*|'((?:[^']|'')*)'|"([^"]*)"|(?<![\w?.])(\d{1,15})(?![\w.])/g
const leaves = [null, true, 0, 1, 2.5, "x", "1", "", [], [1, null], {}, { a: 1 }]

export function hintsOf(files: readonly SourceFile[]): Hints {
  // an annotation is SQL's to skip, not ours: `@param role 'admin' | 'guest'`
  const found = files.flatMap(({ text }) => [...text.replace(/^-- @/gm, "@").matchAll(token)])
  const texts = found.flatMap(([, single, double]) => single?.replaceAll("''", "'") ?? double ?? [])
  return {
    texts,
    integers: found.flatMap(([, , , digits]) => (digits === undefined ? [] : [BigInt(digits)])),
    paths: texts.filter((text) => /^\$(\.\w+)+$/.test(text)).map((text) => text.slice(2).split(".")),
  }
}

/** One of these values that may be stored in a column of these storage classes. */
export function hintFor(random: Random, hints: Hints, storage: ReadonlySet<string>): SqlValue | undefined {
  const fitting: SqlValue[] = [
    ...(storage.has("text") ? hints.texts : []),
    ...(storage.has("integer") ? hints.integers : []),
  ]
  return fitting.length === 0 ? undefined : random.pick(fitting)
}

/** A JSON document that has some of the paths; undefined when there are none. */
export function documentFor(random: Random, { paths }: Hints): string | undefined {
  if (paths.length === 0) return undefined
  const document: Record<string, unknown> = {}
  for (const path of paths) if (random.chance(0.7)) setAt(document, path, random.pick(leaves))
  return JSON.stringify(document)
}

function setAt(object: Record<string, unknown>, [key = "", ...rest]: readonly string[], leaf: unknown): void {
  if (rest.length === 0) {
    object[key] = leaf
    return
  }
  const inner: Record<string, unknown> = { ...Object(object[key]) }
  setAt(inner, rest, leaf)
  object[key] = inner
}
