import type { QueryChange, Run, TypeChange } from "../project/watch.ts"
import { watch as watchProject } from "../project/watch.ts"
import { counted, findings, totals } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/**
 * `sqlgen --watch`: generates, and again after each change, until the process is told to end. A run begins with
 * `sqlgen: starting` or `sqlgen: change detected` and ends with `sqlgen: 2 errors, watching`, for problem matchers. With
 * `json` these lines go to stdout, and the error stream holds one array for each run.
 */
export async function watch(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const json = settings.format === "json"
  const line = (text: string): void => (json ? terminal.out : terminal.err)(`${text}\n`)
  await watchProject(
    settings.root,
    {
      begun: (first) => line(first ? "sqlgen: starting" : "sqlgen: change detected"),
      ended: (run, milliseconds) => {
        terminal.err(findings(settings, run.diagnostics))
        if (!json) for (const text of [...changeLines(run, settings.color), summary(run)]) line(text)
        if (terminal.live && !json) line(`in ${Math.round(milliseconds)} ms`)
        line(`sqlgen: ${endOf(run)}, watching`)
      },
      blind: (why) => line(`sqlgen: not all changes will be seen: ${why}`),
    },
    terminal.interruption(),
  )
  return 0
}

/** The same when npm has kept `--watch` for itself: it warns of that, and says that it will stop. */
export function watchForNpm(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  terminal.err("npm keeps `--watch` for itself: `npm run sqlgen -- --watch` works with every version of npm\n")
  return watch(terminal, settings)
}

function endOf({ diagnostics }: Run): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  const warnings = diagnostics.length - errors
  return [counted(errors, "error"), ...(warnings > 0 ? [counted(warnings, "warning")] : [])].join(", ")
}

function summary({ compiled, done }: Run): string {
  if (compiled === undefined) return "nothing generated"
  const removed = done.filter(({ after }) => after === undefined).length
  const parts = [totals(compiled), `${done.length - removed} written`, ...(removed > 0 ? [`${removed} removed`] : [])]
  return parts.join(", ")
}

/** As many changes as a person reads; after a checkout the numbers are enough. */
const shown = 20

function changeLines({ changes }: Run, color: boolean): readonly string[] {
  const lines = changes.slice(0, shown).flatMap((change) => linesOf(change, color))
  return changes.length <= shown
    ? lines
    : [...lines, `... and ${counted(changes.length - shown, "query", "queries")} more`]
}

const marks = { added: ["+", "32"], removed: ["-", "31"], changed: ["~", "33"] } as const

function linesOf({ kind, name, file, types }: QueryChange, color: boolean): readonly string[] {
  const [mark, code] = marks[kind]
  const what = kind === "changed" && types.length === 0 ? "  same types" : ""
  const head = `${mark} ${name}  ${file}${what}`
  return [color ? `\u001b[${code}m${head}\u001b[0m` : head, ...types.map(typeLine)]
}

function typeLine({ what, before, after }: TypeChange): string {
  if (before === undefined) return `    ${what}: new, ${after}`
  return after === undefined ? `    ${what}: gone, was ${before}` : `    ${what}: ${before} -> ${after}`
}
