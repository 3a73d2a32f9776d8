import type { OpenTransaction, Prepared, StagedTransaction } from "../../../src/runtime/index.ts"
import { ConflictError, ConstraintError } from "../../../src/runtime/index.ts"
import { addToCell, bumpCell, moveBetweenCells, putCell, removeCell } from "./cells.gen.ts"

/** A statement, or a transaction file, of a random transaction. `caught`: its error is caught where it stands. */
export type Write =
  | { readonly do: "put"; readonly id: number; readonly n: number; readonly caught: boolean }
  | { readonly do: "add"; readonly id: number; readonly by: number; readonly caught: boolean }
  /** with a guard: the cell is there */
  | { readonly do: "expect"; readonly id: number; readonly caught: boolean }
  | { readonly do: "remove"; readonly id: number; readonly caught: boolean }
  /** a transaction file */
  | {
      readonly do: "move"
      readonly source: number
      readonly target: number
      readonly by: number
      readonly caught: boolean
    }

/** What a random transaction does, as data: run on a database and in a model. */
export type Op =
  | Write
  | { readonly do: "savepoint"; readonly ops: readonly Op[]; readonly caught: boolean }
  | { readonly do: "throw"; readonly caught: boolean }

/** What a program throws by itself. */
class Thrown extends Error {}

/** How a transaction ended, in words that are the same on every database and in the model. */
export function wordFor(error: unknown): string {
  if (error instanceof Thrown) return "thrown"
  if (error instanceof ConflictError) return error.reason
  if (error instanceof ConstraintError) return error.kind
  throw error
}

function callOf(op: Write): Prepared<unknown> {
  switch (op.do) {
    case "put":
      return putCell.with({ id: op.id, n: op.n })
    case "add":
      return addToCell.with({ id: op.id, by: op.by })
    case "expect":
      return bumpCell.with({ id: op.id })
    case "remove":
      return removeCell.with({ id: op.id })
    case "move":
      return moveBetweenCells.with({ source: op.source, target: op.target, by: op.by })
  }
}

/** The program on a database that answers at once. */
export function runSync(tx: OpenTransaction<"sync">, ops: readonly Op[]): void {
  for (const op of ops) {
    try {
      if (op.do === "throw") throw new Thrown()
      stepSync(tx, op)
    } catch (error) {
      if (!op.caught) throw error
    }
  }
}

function stepSync(tx: OpenTransaction<"sync">, op: Exclude<Op, { readonly do: "throw" }>): unknown {
  if (op.do === "savepoint") return tx.savepoint((inner) => runSync(inner, op.ops))
  return op.do === "expect" ? tx.expect(callOf(op), { changes: 1 }, "no_cell") : tx.run(callOf(op))
}

/** The same on one that answers later, whether its transactions are open or staged. */
export async function runAsync(tx: StagedTransaction, ops: readonly Op[]): Promise<void> {
  for (const op of ops) {
    try {
      if (op.do === "throw") throw new Thrown()
      if (op.do === "savepoint") await tx.savepoint((inner) => runAsync(inner, op.ops))
      else if (op.do === "expect") await tx.expect(callOf(op), { changes: 1 }, "no_cell")
      else await tx.run(callOf(op))
    } catch (error) {
      if (!op.caught) throw error
    }
  }
}
