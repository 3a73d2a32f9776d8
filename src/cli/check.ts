import { outputOf, readProject } from "../project/run.ts"
import { diffOf } from "../project/write.ts"
import { counted, say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen check`: compiles and compares; what is stale is shown as a diff on stdout, and nothing is written. */
export async function check(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return say(terminal, settings, found, undefined)
  const { plan, diagnostics } = await outputOf(project)
  terminal.out(diffOf(plan))
  const stale = plan.changes.length
  const total = stale + plan.unchanged.length
  const summary =
    stale > 0
      ? `${stale} of ${counted(total, "file")} stale: run \`sqlgen\``
      : total === 0
        ? "nothing to compare"
        : `${counted(total, "file")} up to date`
  const code = say(terminal, settings, [...found, ...diagnostics], summary)
  return stale > 0 ? 1 : code
}
