import { codes } from "../diagnostics/codes.ts"
import { diagnosticPage } from "../project/own-files.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen explain <what>`: the page of a diagnostic code, or why each answer about a query is what it is. */
export async function explain(terminal: Terminal, settings: Settings, what: string): Promise<ExitCode> {
  const entry = new Map(Object.entries(codes)).get(what)
  if (entry !== undefined) {
    terminal.out(diagnosticPage(what) ?? `${what} (${entry.severity}): ${entry.meaning}\n`)
    return 0
  }
  const { findQueries } = await import("./find-query.ts")
  const found = await findQueries(terminal, settings, what, Object.keys(codes))
  if (!found.ok) return found.exit
  const { derivationOf } = await import("../project/derivation.ts")
  terminal.out(found.queries.map(derivationOf).join("\n"))
  return 0
}
