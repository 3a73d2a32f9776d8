import type { SqlValue } from "../engine/engine.ts"
import type { Arena } from "./arena.ts"
import type { FillTable } from "./fill-plan.ts"

/** One statement on the way to a state of the database. */
export interface Step {
  readonly sql: string
  readonly binds: readonly SqlValue[]
  /** the table whose row it inserts; undefined for any other statement */
  readonly row: FillTable | undefined
}

/** What a state is made under. */
export interface Footing {
  readonly foreignKeys: boolean
  /** tables refer to each other in a circle: keys are checked when all rows are there */
  readonly hasCycles: boolean
}

/** Begins a state: nothing of it stays after `leave`. Foreign keys have been switched on or off outside. */
export function enter(arena: Arena, { foreignKeys, hasCycles }: Footing): void {
  arena.run("BEGIN")
  if (foreignKeys && hasCycles) arena.engine.execute("PRAGMA defer_foreign_keys = ON")
}

/** Ends the making of a state: from now on every statement answers for its own foreign keys. False when some lead nowhere. */
export function settle(arena: Arena, { foreignKeys, hasCycles }: Footing): boolean {
  if (!foreignKeys || !hasCycles) return true
  const broken = arena.run("PRAGMA foreign_key_check")
  arena.engine.execute("PRAGMA defer_foreign_keys = OFF")
  return broken.ok && broken.rows.length === 0
}

/** Takes everything back, also when a statement has ended the transaction by itself. */
export function leave(arena: Arena): void {
  if (arena.engine.inTransaction()) arena.run("ROLLBACK")
}

/** Runs all steps; false when one of them is refused or changes nothing. */
export function replay(arena: Arena, steps: readonly Step[]): boolean {
  return steps.every(({ sql, binds, row }) => arena.run(sql, binds).ok && (row === undefined || hasChanged(arena)))
}

/** Whether the statement before changed a row: a trigger may have left it out without an error. */
export function hasChanged(arena: Arena): boolean {
  const answer = arena.run("SELECT changes()")
  return answer.ok && answer.rows[0]?.[0] !== 0n
}
