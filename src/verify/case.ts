import type { SqlValue } from "../engine/engine.ts"
import type { Arena } from "./arena.ts"
import { type Call, type Contract, callOf, type Finding, findingsOf, type Judge, storedMisfit } from "./call.ts"
import type { FillPlan, FillTable } from "./fill-plan.ts"
import { enter, type Footing, leave, replay, type Step, settle } from "./step.ts"
import type { Subject } from "./subject.ts"

/** A state of the database and one call on it: all that is needed to see something again. */
export interface Case {
  readonly footing: Footing
  readonly steps: readonly Step[]
  readonly subject: Subject
  /** by index of `subject.parameters` */
  readonly values: readonly SqlValue[]
}

/** What a case shows, from nothing to nothing. Undefined when a step is refused, or the call. */
function see<T>(arena: Arena, one: Case, look: (call: Call) => T): T | undefined {
  enter(arena, one.footing)
  try {
    if (!replay(arena, one.steps) || !settle(arena, one.footing)) return undefined
    const call = callOf(arena, one.subject, one.values)
    return typeof call === "string" ? undefined : look(call)
  } finally {
    leave(arena)
  }
}

/** The finding of a key that a case still shows. */
export function shows(arena: Arena, one: Case, key: string, judge: Judge): Finding | undefined {
  return see(arena, one, (call) => findingsOf(arena, call, judge).find((finding) => finding.key === key))
}

/** A contract that rows break, and how. */
export interface BrokenContract extends Contract {
  readonly says: string
}

/** Contracts that the state of a case breaks before the call. */
export function brokenContracts(
  arena: Arena,
  one: Case,
  { tables }: FillPlan,
  judge: Judge,
): readonly BrokenContract[] {
  enter(arena, one.footing)
  replay(arena, one.steps)
  const found = tables.flatMap((table) =>
    contractsOf(table).flatMap((contract): readonly BrokenContract[] => {
      const says = storedMisfit(arena, contract, judge.documents)
      return says === undefined ? [] : [{ ...contract, says }]
    }),
  )
  leave(arena)
  return found
}

/** Columns of a table that may hold more than their type says. An int64 is told apart only on its way out. */
export function contractsOf({ name, columns, isStrict }: FillTable): readonly Contract[] {
  return columns
    .filter(({ type, isPromised }) => (!isStrict || isPromised) && type.logical !== "bigint")
    .map((column) => ({ table: name, column: column.name, type: column.type }))
}
