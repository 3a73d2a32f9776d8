import { hasErrors } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { outputOf, readProject } from "../../src/project/run.ts"
import { writeOutput } from "../../src/project/write.ts"
import type { SourceFile } from "../../src/source/source-file.ts"

/** What the compiler made of the project. */
export interface CompiledProject {
  readonly queries: number
  readonly files: number
  readonly migrations: readonly SourceFile[]
}

/** Compiles `sql/` and brings `gen/` up to date, as `sqlgen generate` does. Undefined and the findings on an error. */
export async function compileProject(
  root: string,
  options: { readonly color: boolean },
): Promise<{ readonly project: CompiledProject | undefined; readonly findings: string }> {
  const { project, diagnostics: found } = readProject(root)
  if (project === undefined) return { project: undefined, findings: renderText(found, options) }
  const { compiled, plan, diagnostics } = await outputOf(project)
  const written = await writeOutput(project.root, plan)
  const all = [...found, ...diagnostics, ...written.diagnostics]
  const findings = renderText(all, options)
  if (hasErrors(all)) return { project: undefined, findings }
  const queries = compiled.checked.reduce((sum, file) => sum + file.queries.length, 0)
  return { project: { queries, files: compiled.checked.length, migrations: project.schema }, findings }
}
