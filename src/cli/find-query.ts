import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { shortList, suggestion } from "../diagnostics/suggest.ts"
import { build } from "../project/build.ts"
import type { CompiledFile } from "../project/compile-file.ts"
import { readProject } from "../project/run.ts"
import { say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

type CheckedQuery = CompiledFile["queries"][number]

export type FoundQueries =
  | { readonly ok: true; readonly queries: readonly CheckedQuery[] }
  | { readonly ok: false; readonly exit: ExitCode }

/** The queries of a name, usually one; where there is none, that has been said. `others` are words that may have been meant. */
export async function findQueries(
  terminal: Terminal,
  settings: Settings,
  name: string,
  others: readonly string[] = [],
): Promise<FoundQueries> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return { ok: false, exit: say(terminal, settings, found, undefined) }
  const { value, diagnostics } = await build(project)
  const all = value.checked.flatMap((file) => file.queries)
  const queries = all.filter((query) => query.name === name)
  if (queries.length > 0) return { ok: true, queries }
  return { ok: false, exit: notFound(terminal, settings, name, all, others, [...found, ...diagnostics]) }
}

/** Says that no query is called so; answers the exit code of that. */
export function notFound(
  terminal: Terminal,
  settings: Settings,
  name: string,
  all: readonly CheckedQuery[],
  others: readonly string[],
  diagnostics: readonly Diagnostic[],
): ExitCode {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error")
  const near = suggestion(name, [...all.map((query) => query.name), ...others])
  if (errors.length > 0) {
    const missing = `no query \`${name}\` in what compiles`
    return say(terminal, settings, errors, near === undefined ? missing : `${missing} (${near})`)
  }
  const help = near ?? namesOf(all)
  const what = others.length === 0 ? "no query" : "no query and no diagnostic"
  terminal.err(`error: ${what} is called \`${name}\`; ${help}\n`)
  return 2
}

function namesOf(all: readonly CheckedQuery[]): string {
  return all.length === 0 ? "there are no queries" : `there are ${shortList(all.map((query) => query.name))}`
}
