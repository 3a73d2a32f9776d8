import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts"
import { renderJson } from "../diagnostics/render-json.ts"
import { renderText } from "../diagnostics/render-text.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/**
 * Prints diagnostics and, for people, one line of summary, all to the error stream; with `json` that stream holds
 * exactly one array. Answers the exit code that the diagnostics ask for.
 */
export function say(
  terminal: Terminal,
  settings: Settings,
  diagnostics: readonly Diagnostic[],
  summary: string | undefined,
): ExitCode {
  if (settings.format === "json") {
    terminal.err(renderJson(diagnostics))
  } else {
    const frames = renderText(diagnostics, { color: settings.color })
    const counts = countsOf(diagnostics)
    const line = [summary, counts].filter((part) => part !== undefined).join("; ")
    terminal.err(`${frames}${frames === "" || line === "" ? "" : "\n"}${line === "" ? "" : `${line}\n`}`)
  }
  return hasErrors(diagnostics) ? 1 : 0
}

/** `1 file`, `2 files` */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}

function countsOf(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length
  const warnings = diagnostics.length - errors
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ]
  return parts.length === 0 ? undefined : parts.join(", ")
}
