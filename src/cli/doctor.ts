import { probe } from "../project/doctor/probe.ts"
import type { NamedFinding } from "../project/doctor/run-checks.ts"
import { type Examination, examine } from "../project/doctor/run-checks.ts"
import { counted } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"
import { UsageError } from "./usage.ts"

/**
 * `sqlgen doctor`: what is odd in a set-up, on stdout; only a problem makes the exit code 1. With `--probe` the target's
 * profile is also compared with the workerd that the project has.
 */
export async function doctor(
  terminal: Terminal,
  settings: Settings,
  options: { readonly probe: boolean },
): Promise<ExitCode> {
  if (settings.format !== "pretty" && settings.format !== "json") {
    throw new UsageError(`\`sqlgen doctor\` prints \`pretty\` or \`json\`, not \`${settings.format}\``)
  }
  const found = await examine(settings.root, terminal.machine, options.probe ? [probe] : [])
  terminal.out(settings.format === "json" ? `${JSON.stringify(found, undefined, 2)}\n` : asText(found))
  return found.findings.some(({ level }) => level === "problem") ? 1 : 0
}

function asText({ findings, notMade }: Examination): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  const count = (level: NamedFinding["level"]): number => findings.filter((finding) => finding.level === level).length
  const summary = `${counted(count("problem"), "problem")}, ${counted(count("note"), "note")}, ${count("ok")} ok`
  const rest = notMade.length === 0 ? "" : `; not looked at, because of the problems: ${notMade.join(", ")}`
  return `${findings.map((finding) => linesOf(finding, width)).join("")}\n${summary}${rest}\n`
}

/** `problem  packages  zod is not installed`, and below it what belongs to it. */
function linesOf(finding: NamedFinding, width: number): string {
  const { level, name, text, details = [] } = finding
  const margin = " ".repeat("problem".length + 2 + width + 2)
  const advice = finding.level === "ok" ? [] : [`why: ${finding.why}`, `do:  ${finding.todo}`]
  const below = [...details.map((line) => `  ${line}`), ...advice]
  return [`${level.padEnd(7)}  ${name.padEnd(width)}  ${text}`, ...below.map((line) => `${margin}${line}`)]
    .map((line) => `${line.trimEnd()}\n`)
    .join("")
}
