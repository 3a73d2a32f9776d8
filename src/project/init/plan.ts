import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { TargetProfile } from "../../targets/target.ts"

/** What the author has decided; undefined is for us to find out. */
export interface InitWishes {
  readonly schema: string | undefined
  readonly target: TargetProfile["name"] | undefined
}

/** A file that is made (`before` is undefined) or gets more text. */
export interface InitChange {
  readonly path: string
  readonly before: string | undefined
  readonly after: string
  /** what of it is new, one thing each */
  readonly what: readonly string[]
}

/** Something that was there and counts (`found`), or that stays although it was in the way (`kept`). */
export interface InitNote {
  readonly kind: "found" | "kept"
  readonly path: string
  readonly text: string
}

/** All that has to happen; nothing has. */
export interface InitPlan {
  readonly notes: readonly InitNote[]
  readonly changes: readonly InitChange[]
  readonly next: readonly Step[]
  /** of the schema that was found */
  readonly diagnostics: readonly Diagnostic[]
}

export type Planned =
  | { readonly ok: true; readonly plan: InitPlan }
  /** this is no project, or the author has to decide something */
  | { readonly ok: false; readonly refusal: Refusal }
  /** the configuration that is there has errors */
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

export interface Refusal {
  readonly message: string
  readonly help: string
}

/** Something to do by hand: a command, or what to write where; and what it is good for. */
export interface Step {
  readonly command: string
  readonly why: string
}
