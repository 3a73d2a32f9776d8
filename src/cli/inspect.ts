import { build } from "../project/build.ts"
import { jsonlInspector } from "../project/inspect-jsonl.ts"
import { inspectProject } from "../project/inspect-project.ts"
import { readProject } from "../project/run.ts"
import { say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen inspect`: the queries of the project with their types, as one JSON object on stdout. */
export async function inspect(terminal: Terminal, settings: Settings): Promise<ExitCode> {
  const { project, diagnostics: found } = readProject(settings.root)
  if (project === undefined) return say(terminal, settings, found, undefined)
  const { value, diagnostics } = await build(project)
  terminal.out(`${JSON.stringify({ queries: inspectProject(value) }, undefined, 2)}\n`)
  const all = [...found, ...diagnostics]
  return all.length === 0 ? 0 : say(terminal, settings, all, undefined)
}

/** `sqlgen inspect --jsonl`: one answer per line of stdin, in that order, as soon as the line is there. */
export async function inspectLines(terminal: Terminal): Promise<ExitCode> {
  const answer = jsonlInspector()
  for await (const lines of batchesOf(terminal.input)) {
    const answers: string[] = []
    for (const line of lines) if (line.trim() !== "") answers.push(`${await answer(line)}\n`)
    terminal.out(answers.join(""))
  }
  return 0
}

/** The complete lines of each chunk that arrives; what is left at the end is the last line. */
async function* batchesOf(input: Terminal["input"]): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const chunk of input) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    if (lines.length > 0) yield lines
  }
  yield [rest + decoder.decode()]
}
