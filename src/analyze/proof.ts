import type { KnownValue, ScopeColumn, ScopeRelation } from "./scope.ts"
import type { Range, Reason } from "./value-type.ts"

/** What a condition came to. `not true` and `not false` include NULL. */
export type Verdict = "true" | "false" | "not true" | "not false"

/**
 * One thing that holds where a condition does. With `column`: it is not NULL, and its relation's row is there; with `known`: all
 * that the column may be. With `text`: that expression is not NULL; with `range`: where it lies if it is a number.
 */
export interface Proof {
  readonly column: ScopeColumn | undefined
  readonly relation: ScopeRelation | undefined
  readonly why: Reason
  readonly text?: string | undefined
  readonly range?: Range | undefined
  readonly known?: KnownValue | undefined
}
