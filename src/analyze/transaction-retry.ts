import type { Effects } from "../engine/engine.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Guard } from "./checked-query.ts"
import { reason } from "./lattice.ts"
import type { Retry } from "./retry-class.ts"

/** A step, and what is known of it alone. */
export interface RetriedStep {
  readonly file: SourceFile
  readonly span: Span
  readonly effects: Effects
  readonly guard: Guard | undefined
  readonly retry: Retry
  /** an UPDATE counts the same rows again; an INSERT or DELETE finds its work done */
  readonly countsAgain: boolean
}

/**
 * Whether the steps, as one unit, may be sent again: when each may, each counts the same, and nothing later changes what
 * one looks at or has written.
 */
export function transactionRetry(steps: readonly [RetriedStep, ...RetriedStep[]]): Retry {
  const [first] = steps
  const say = (value: Retry["value"], { file, span }: RetriedStep, text: string, because?: Retry["why"]): Retry => ({
    value,
    why: because === undefined ? reason(text, file, span) : reason(text, file, span, because),
  })
  const unsafe = steps.find(({ retry }) => retry.value === "unsafe")
  if (unsafe !== undefined) return say("unsafe", unsafe, "this step may not be sent again", unsafe.retry.why)
  const counted = steps.find((step) => !step.effects.readonly && step.guard !== undefined && !step.countsAgain)
  if (counted !== undefined) return say("unsafe", counted, "a second run would count other rows than the guard wants")
  if (steps.every(({ effects }) => effects.readonly)) return say("read-only", first, "no step writes anything")
  const disturbed = steps.find((step, index) => steps.slice(index + 1).some((later) => disturbs(later, step)))
  if (disturbed !== undefined)
    return say("unsafe", disturbed, "a later step changes what this one reads or writes, which a second run would see")
  return say("idempotent", first, "each step may be sent again, and none changes what an earlier one looks at")
}

function disturbs(later: RetriedStep, step: RetriedStep): boolean {
  const touched = new Set([...step.effects.reads, ...step.effects.writes].map(({ table }) => table))
  return later.effects.writes.some(({ table }) => touched.has(table))
}
