import { byPosition, type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import { build } from "./build.ts"
import type { Compiled } from "./compile.ts"
import { loadProject, type Project } from "./load-project.ts"
import type { Progress } from "./pace.ts"
import { type OutputPlan, planOutput } from "./write.ts"

/** The project of a folder, or why there is none, with everything found on the way in the one order. */
export function readProject(root: string): {
  readonly project: Project | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const { value, diagnostics } = loadProject(root)
  return { project: value, diagnostics: diagnostics.toSorted(byPosition) }
}

/** A compiled project and what its output folder lacks; nothing is written. */
export interface Output {
  readonly compiled: Compiled
  readonly plan: OutputPlan
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles a project and compares the result with the disk. */
export async function outputOf(project: Project, progress?: Progress): Promise<Output> {
  return comparedWithDisk(project, await build(project, progress))
}

/** What the output folder lacks of a result. */
export function comparedWithDisk(project: Project, { value: compiled, diagnostics }: Outcome<Compiled>): Output {
  const complete = project.complete && !hasErrors(diagnostics)
  const index = compiled.index === undefined || !complete ? [] : [compiled.index]
  const plan = planOutput(project.root, project.config.out.path, [...compiled.files, ...index], { complete })
  return { compiled, plan, diagnostics: [...diagnostics, ...plan.diagnostics].toSorted(byPosition) }
}
