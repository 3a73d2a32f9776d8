import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { suggestion } from "../diagnostics/suggest.ts"
import { build } from "../project/build.ts"
import type { CheckedFile } from "../project/checked-file.ts"
import { readProject } from "../project/run.ts"
import { say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

type CheckedQuery = CheckedFile["queries"][number]

export type FoundQueries =
  | { readonly ok: true; readonly queries: readonly CheckedQuery[] }
  | { readonly ok: false; readonly exit: ExitCode }

/** The queries of a name, usually one; where there is none, that has been said. */
export async function findQueries(terminal: Terminal, settings: Settings, name: string): Promise<FoundQueries> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return { ok: false, exit: say(terminal, settings, found, undefined) }
  const { value, diagnostics } = await build(project)
  const all = value.checked.flatMap((file) => file.queries)
  const queries = all.filter((query) => query.name === name)
  if (queries.length > 0) return { ok: true, queries }
  return { ok: false, exit: notFound(terminal, settings, name, all, [...found, ...diagnostics]) }
}

function notFound(
  terminal: Terminal,
  settings: Settings,
  name: string,
  all: readonly CheckedQuery[],
  diagnostics: readonly Diagnostic[],
): ExitCode {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error")
  if (errors.length > 0) return say(terminal, settings, errors, `no query \`${name}\` in what compiles`)
  const names = all.map((query) => query.name)
  const help =
    suggestion(name, names) ?? (names.length === 0 ? "there are no queries" : `there are ${names.join(", ")}`)
  terminal.err(`error: no query is called \`${name}\`; ${help}\n`)
  return 2
}
