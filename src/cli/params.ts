import { paramLines } from "../project/param-lines.ts"
import { findQueries } from "./find-query.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen params <query>`: lines for the sqlite3 shell that set the query's parameters to its examples. */
export async function params(terminal: Terminal, settings: Settings, name: string): Promise<ExitCode> {
  const found = await findQueries(terminal, settings, name)
  if (!found.ok) return found.exit
  terminal.out(found.queries.map(paramLines).join(""))
  return 0
}
