import type { Setup } from "./setup.ts"

/** What a check found. A note is worth knowing, a problem has to be mended; both say why and what to do. */
export type Finding = {
  /** one sentence, without a full stop */
  readonly text: string
  /** one line each */
  readonly details?: readonly string[]
} & ({ readonly level: "ok" } | { readonly level: "note" | "problem"; readonly why: string; readonly todo: string })

/**
 * One look at a project. To add one, write it into a file of its own and put it into `checks.ts`. It finds nothing where
 * what it needs is not there (a configuration with errors, a schema that does not load): the runner counts it as not made.
 */
export interface Check {
  /** stable, kebab-case */
  readonly name: string
  readonly run: (setup: Setup) => readonly Finding[] | Promise<readonly Finding[]>
}

/** As many lines as a person reads. */
export function shortened(lines: readonly string[], most = 12): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `... and ${lines.length - most + 1} more`]
}
