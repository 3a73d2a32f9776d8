import type { Op, Write } from "./program.ts"

/** Cells by id: what the table holds. */
export type Cells = ReadonlyMap<number, number>

/** What a statement did, or why it did nothing. */
type Wrote = { readonly cells: Cells } | { readonly failed: string }

/** What a transaction leaves: the word for how it ended, undefined when it was committed. */
export interface Left {
  readonly cells: Cells
  readonly word: string | undefined
  /** savepoints that a statement failed in */
  readonly failedSavepoints: number
}

/** Thrown on the way out of a callback. */
class Failure {
  readonly word: string
  constructor(word: string) {
    this.word = word
  }
}

/** A transaction as it should be: a statement that fails fails the innermost savepoint, also when it is caught. */
export function modelled(before: Cells, ops: readonly Op[]): Left {
  const count = { savepoints: 0 }
  try {
    return { cells: scope(before, ops, count), word: undefined, failedSavepoints: count.savepoints }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { cells: before, word: error.word, failedSavepoints: count.savepoints }
  }
}

function scope(before: Cells, ops: readonly Op[], count: { savepoints: number }): Cells {
  let cells = before
  let failed: Failure | undefined
  for (const op of ops) {
    try {
      if (op.do === "throw") throw new Failure("thrown")
      if (failed !== undefined) throw failed
      if (op.do === "savepoint") cells = inside(cells, op.ops, count)
      else {
        const wrote = write(cells, op)
        if ("failed" in wrote) {
          failed = new Failure(wrote.failed)
          throw failed
        }
        cells = wrote.cells
      }
    } catch (error) {
      if (!op.caught) throw error
    }
  }
  if (failed !== undefined) throw failed
  return cells
}

function inside(before: Cells, ops: readonly Op[], count: { savepoints: number }): Cells {
  try {
    return scope(before, ops, count)
  } catch (error) {
    if (error instanceof Failure && error.word !== "thrown") count.savepoints++
    throw error
  }
}

function write(cells: Cells, op: Write): Wrote {
  switch (op.do) {
    case "put":
      return cells.has(op.id) ? { failed: "primary-key" } : { cells: new Map([...cells, [op.id, op.n]]) }
    case "add":
      return added(cells, op.id, op.by, undefined)
    case "expect":
      return added(cells, op.id, 1, "no_cell")
    case "remove":
      return { cells: new Map([...cells].filter(([id]) => id !== op.id)) }
    case "move": {
      const taken = added(cells, op.source, -op.by, "no_source")
      return "failed" in taken ? taken : added(taken.cells, op.target, op.by, "no_target")
    }
  }
}

/** `missing`: what a guard says where there is no such cell. */
function added(cells: Cells, id: number, by: number, missing: string | undefined): Wrote {
  const n = cells.get(id)
  if (n === undefined) return missing === undefined ? { cells } : { failed: missing }
  if (n + by < 0 || n + by > 9) return { failed: "check" }
  return { cells: new Map([...cells, [id, n + by]]) }
}
