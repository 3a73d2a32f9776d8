import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts"
import { withoutFlood } from "../diagnostics/flood.ts"
import { renderCompact } from "../diagnostics/render-compact.ts"
import { renderGithub } from "../diagnostics/render-github.ts"
import { renderJson } from "../diagnostics/render-json.ts"
import { renderSarif } from "../diagnostics/render-sarif.ts"
import { renderText } from "../diagnostics/render-text.ts"
import type { Compiled } from "../project/compile.ts"
import { counted } from "../project/counted.ts"
import { diagnosticPage, ownVersion } from "../project/own-files.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

export { counted }

/**
 * Prints diagnostics and, for people, one line of summary, all to the error stream; with `json` and `sarif` that stream
 * holds exactly one document. Answers the exit code that the diagnostics ask for.
 */
export function say(
  terminal: Terminal,
  settings: Settings,
  diagnostics: readonly Diagnostic[],
  summary: string | undefined,
): ExitCode {
  const frames = findings(settings, diagnostics)
  const counts = countsOf(diagnostics)
  const line = [summary, counts].filter((part) => part !== undefined).join("; ")
  const alone = settings.format === "json" || settings.format === "sarif" || line === ""
  terminal.err(alone ? frames : `${frames}${line}\n`)
  return hasErrors(diagnostics) ? 1 : 0
}

/** As many as a person reads, and as an editor or a pull request can show. */
const mostRead = { ofFile: 20, ofAll: 50 }
const mostListed = { ofFile: 100, ofAll: 1000 }

/** Diagnostics as the settings want them; frames have a blank line below. People are not told the same a thousand times. */
export function findings({ format, color, folder }: Settings, diagnostics: readonly Diagnostic[]): string {
  const { shown, more } = withoutFlood(diagnostics, format === "pretty" ? mostRead : mostListed)
  const rest = more.map(({ code, count, where }) => `... and ${count} more \`${code}\` in ${where}\n`).join("")
  switch (format) {
    case "pretty":
      return shown.length === 0 ? "" : `${renderText(shown, { color })}\n${rest}`
    case "compact":
      return `${renderCompact(shown)}${rest}`
    case "github":
      return `${renderGithub(shown, { folder })}${rest}`
    case "json":
      return renderJson(diagnostics)
    case "sarif":
      return renderSarif(diagnostics, { folder, version: ownVersion(), page: diagnosticPage })
  }
}

/** `7 queries in 2 files`, `7 queries in 2 of 3 files` */
export function totals({ checked, total }: { readonly checked: Compiled["checked"]; readonly total: number }): string {
  const queries = checked.reduce((sum, file) => sum + file.queries.length, 0)
  const files = checked.length === total ? counted(total, "file") : `${checked.length} of ${counted(total, "file")}`
  return `${counted(queries, "query", "queries")} in ${files}`
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
