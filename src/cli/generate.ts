import { outputOf, readProject } from "../project/run.ts"
import { writeOutput } from "../project/write.ts"
import { progressLine } from "./progress.ts"
import { say, totals } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen generate`: compiles the project and brings the output folder up to date. */
export async function generate(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return say(terminal, settings, found, "nothing generated")
  const progress = progressLine(terminal)
  const { compiled, plan, diagnostics } = await outputOf(project, progress.show)
  const written = await writeOutput(project.root, plan, (...told) => void progress.show(...told))
  progress.clear()
  const all = [...found, ...diagnostics, ...written.diagnostics]
  const files = compiled.checked.length
  if (files === 0 && project.queries.length > 0) return say(terminal, settings, all, "nothing generated")
  if (project.queries.length === 0) return say(terminal, settings, all, nothingToCompile(project.config.queries.path))
  const removed = written.done.filter((change) => change.after === undefined).length
  const parts = [
    totals({ checked: compiled.checked, total: project.queries.length }),
    `${written.done.length - removed} written`,
    `${plan.unchanged.length} unchanged`,
    ...(removed > 0 ? [`${removed} removed`] : []),
  ]
  return say(terminal, settings, all, parts.join(", "))
}

/** An empty project is no error: it has to start somewhere. */
function nothingToCompile(folder: string): string {
  return `no queries yet: write \`-- name: findUser\` and a statement below it into \`${folder}/users.sql\``
}
