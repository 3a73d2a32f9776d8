import { watch as watchProject } from "../project/watch.ts"
import { progressLine } from "./progress.ts"
import { findings } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"
import { bodyLines, countsOf, headLines, type Look } from "./watch-lines.ts"

/**
 * `sqlgen --watch`: generates, and again after each change, until the process is told to end. A run begins with
 * `sqlgen: starting` or `sqlgen: change detected` and ends with `sqlgen: 2 errors, watching`, for problem matchers. With
 * `json` and `sarif` these lines go to stdout, and the error stream holds one document for each run.
 */
export async function watch(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const machine = settings.format === "json" || settings.format === "sarif"
  const say = (...lines: readonly string[]): void =>
    (machine ? terminal.out : terminal.err)(lines.map((text) => `${text}\n`).join(""))
  const progress = progressLine({ live: terminal.live && !machine, err: terminal.err })
  let first = true
  const end = await watchProject(
    settings.root,
    {
      begun: () => say(...(first ? ["sqlgen: starting"] : [...(terminal.live ? [""] : []), "sqlgen: change detected"])),
      progress: progress.show,
      ended: (run, milliseconds) => {
        progress.clear()
        const live = terminal.live ? { at: new Date(), milliseconds } : undefined
        const look: Look = { color: settings.color, live }
        if (!machine) say(...headLines(run, look))
        terminal.err(findings(settings, run.diagnostics))
        if (!machine) say(...bodyLines(run, look))
        if (live !== undefined && first && !machine) say("Ctrl-C ends it")
        say(`sqlgen: ${countsOf(run)}, watching`)
        first = false
      },
      trouble: (what) => say(`sqlgen: ${what}`),
    },
    terminal.interruption(),
  )
  progress.clear()
  if (end === "gone") {
    terminal.err("error: the folder of the project is not there any more\n")
    return 1
  }
  if (terminal.live)
    say("", end === "in a run" ? "sqlgen: ended in the middle of a run; what it wrote is whole" : "sqlgen: ended")
  return 0
}

/** The same when npm has kept `--watch` for itself: it warns of that, and says that it will stop. */
export function watchForNpm(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  terminal.err("npm keeps `--watch` for itself: `npm run sqlgen -- --watch` works with every version of npm\n")
  return watch(terminal, settings)
}
