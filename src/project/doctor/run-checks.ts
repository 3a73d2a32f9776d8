import type { Check, Finding } from "./check.ts"
import { checks } from "./checks.ts"
import { type Machine, withSetup } from "./setup.ts"

/** A finding and the name of the check that made it. */
export type NamedFinding = Finding & { readonly name: string }

/** What all checks found, in their order, and the names of those that could not be made. */
export interface Examination {
  readonly findings: readonly NamedFinding[]
  readonly notMade: readonly string[]
}

/** Looks at the project in a folder, `more` checks after the usual ones. Nothing is written. */
export async function examine(
  root: string,
  machine: Machine | undefined,
  more: readonly Check[] = [],
): Promise<Examination> {
  return withSetup(root, machine, async (setup) => {
    const findings: NamedFinding[] = []
    const notMade: string[] = []
    for (const { name, run } of [...checks, ...more]) {
      const found = await run(setup)
      if (found.length === 0) notMade.push(name)
      findings.push(...found.map((finding) => ({ ...finding, name })))
    }
    return { findings, notMade }
  })
}
