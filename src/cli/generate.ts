import { outputOf, readProject } from "../project/run.ts"
import { writeOutput } from "../project/write.ts"
import { counted, say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen generate`: compiles the project and brings the output folder up to date. */
export async function generate(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return say(terminal, settings, found, "nothing generated")
  const { compiled, plan, diagnostics } = await outputOf(project)
  const failures = writeOutput(project.root, plan)
  const removed = plan.changes.filter((change) => change.after === undefined).length
  const written = plan.changes.length - removed - failures.length
  const queries = compiled.checked.reduce((sum, file) => sum + file.queries.length, 0)
  const parts = [
    `${counted(queries, "query", "queries")} in ${counted(compiled.checked.length, "file")}`,
    `${written} written`,
    `${plan.unchanged.length} unchanged`,
    ...(removed > 0 ? [`${removed} removed`] : []),
  ]
  return say(terminal, settings, [...found, ...diagnostics, ...failures], parts.join(", "))
}
