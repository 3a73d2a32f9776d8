import { setImmediate } from "node:timers/promises"
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts"
import { build } from "../project/build.ts"
import type { Compiled } from "../project/compile.ts"
import type { Project } from "../project/load-project.ts"
import { readProject } from "../project/run.ts"
import { type Verifier, type VerifyOptions, verifierFor } from "../project/verifier.ts"
import { heardViolations } from "../project/verify-findings.ts"
import { verifiedJson } from "../project/verify-json.ts"
import { verifiedNotes, verifiedSummary, violationScript } from "../project/verify-words.ts"
import { notFound } from "./find-query.ts"
import { findings, say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `--rounds`, `--seed` and `--hostile`. */
export type VerifySettings = VerifyOptions

/**
 * `sqlgen verify [query...]`: runs queries on random legal rows and holds what comes against what is printed. Findings go
 * to the error stream; the SQL that shows them, or with `json` the whole result, to the other.
 */
export async function verify(
  terminal: Terminal,
  settings: Settings,
  names: readonly string[],
  options: VerifySettings,
): Promise<ExitCode> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return say(terminal, settings, found, undefined)
  const { value, diagnostics } = await build(project)
  const before = [...found, ...diagnostics]
  const all = value.checked.flatMap((file) => file.queries)
  const missing = names.find((name) => all.every((query) => query.name !== name))
  if (missing !== undefined) return notFound(terminal, settings, missing, all, [], before)
  const queries = names.length === 0 ? all : all.filter((query) => names.includes(query.name))
  if (queries.length === 0) return say(terminal, settings, before, "there is no query to verify")
  const code = { root: project.root, files: value.checked }
  const verifier = await verifierFor(project.schema, queries, project.config.target, code, options)
  try {
    const rounds = await runRounds(terminal, settings, verifier, options.rounds)
    return tell(terminal, settings, verifier, {
      before,
      project,
      files: value.checked,
      options: { ...options, rounds },
    })
  } finally {
    verifier.close()
  }
}

/** Runs round after round until all are done, or Ctrl-C: what was found until then counts. Answers how many there were. */
async function runRounds(terminal: Terminal, settings: Settings, verifier: Verifier, rounds: number): Promise<number> {
  if (!terminal.live || settings.format !== "pretty") {
    for (let index = 0; index < rounds; index++) verifier.round(index)
    return rounds
  }
  const interruption = terminal.interruption()
  let index = 0
  for (; index < rounds && !interruption.aborted; index++) {
    verifier.round(index)
    const broken = verifier.result().violations.length
    terminal.err(`\r\u001b[Kverify: round ${index + 1} of ${rounds}${broken === 0 ? "" : `, ${broken} broken`}`)
    await setImmediate()
  }
  terminal.err("\r\u001b[K")
  return index
}

interface Told {
  readonly before: readonly Diagnostic[]
  readonly project: Project
  readonly files: Compiled["checked"]
  readonly options: VerifyOptions
}

function tell(terminal: Terminal, settings: Settings, verifier: Verifier, told: Told): ExitCode {
  const { before, project, files, options } = told
  const { schema, config } = project
  const result = verifier.result()
  const heard = heardViolations(result.violations, files, config.rules)
  const diagnostics = [...before, ...heard.map(({ diagnostic }) => diagnostic)]
  const exit = heard.length > 0 || hasErrors(diagnostics) ? 1 : 0
  if (settings.format === "json")
    terminal.out(`${JSON.stringify(verifiedJson(result, heard, options, schema, verifier.problems()), undefined, 2)}\n`)
  if (settings.format !== "pretty") {
    terminal.err(findings(settings, diagnostics))
    return exit
  }
  terminal.err(findings(settings, before))
  for (const { violation, diagnostic } of heard) {
    terminal.err(findings(settings, [diagnostic]))
    terminal.out(`${violationScript(violation, schema)}\n`)
  }
  for (const note of verifiedNotes(result, verifier.problems(), options)) terminal.err(`${note}\n`)
  terminal.err(`${verifiedSummary(result, heard, options)}\n`)
  return exit
}
