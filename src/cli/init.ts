import { carryOut } from "../project/init/carry-out.ts"
import type { InitChange, InitNote, InitWishes, Step } from "../project/init/plan.ts"
import { planInit } from "../project/init/plan-init.ts"
import { say } from "./say.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"

/** `sqlgen init`: makes what a project lacks and says so on stdout; with `dryRun` it only says what it would make. */
export async function init(
  terminal: Terminal,
  settings: Settings,
  options: InitWishes & { readonly dryRun: boolean },
): Promise<ExitCode> {
  const planned = await planInit(settings.root, options)
  if (!planned.ok && "refusal" in planned) {
    terminal.err(`error: ${planned.refusal.message}; ${planned.refusal.help}\n`)
    return 2
  }
  if (!planned.ok) return say(terminal, settings, planned.diagnostics, "nothing set up")
  const { plan } = planned
  const { done, diagnostics } = options.dryRun
    ? { done: plan.changes, diagnostics: [] }
    : carryOut(settings.root, plan.changes)
  const whole = diagnostics.length === 0
  const told = { notes: plan.notes, changes: done, next: whole ? plan.next : [], dryRun: options.dryRun }
  terminal.out(settings.format === "json" ? asJson(told) : asText(told))
  const all = [...plan.diagnostics, ...diagnostics]
  return all.length === 0 ? 0 : say(terminal, settings, all, undefined)
}

interface Told {
  readonly notes: readonly InitNote[]
  readonly changes: readonly InitChange[]
  readonly next: readonly Step[]
  readonly dryRun: boolean
}

function asText({ notes, changes, next, dryRun }: Told): string {
  const words = dryRun ? { make: "would make", edit: "would edit" } : { make: "made", edit: "edited" }
  const rows = [
    ...notes.filter(({ kind }) => kind === "found").map(noteRow),
    ...changes.flatMap(({ path, before, what }) =>
      what.map((each) => [before === undefined ? words.make : words.edit, `${path}: ${each}`] as const),
    ),
    ...notes.filter(({ kind }) => kind === "kept").map(noteRow),
    ...(changes.length === 0 && next.length > 0 ? [["", "everything is there: nothing to do"] as const] : []),
  ]
  const width = Math.max(0, ...next.map(({ command }) => (isLong(command) ? 0 : command.length)))
  const steps = next.map(
    ({ command, why }) => `  ${command.padEnd(width)}${isLong(command) ? "\n      " : "  "}${why}\n`,
  )
  const end = dryRun ? "\ndry run: nothing was written\n" : ""
  return `${aligned(rows)}${steps.length === 0 ? "" : `\nnext:\n${steps.join("")}`}${end}`
}

/** What it is good for then stands on a line of its own. */
function isLong(command: string): boolean {
  return command.length > 60
}

function noteRow({ kind, path, text }: InitNote): readonly [string, string] {
  return [kind, `${path}: ${text}`]
}

/** Two columns. */
function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}\n`).join("")
}

function asJson({ notes, changes, next, dryRun }: Told): string {
  const made = changes.map(({ path, before, what }) => ({ path, made: before === undefined, what }))
  return `${JSON.stringify({ dryRun, notes, changes: made, next }, undefined, 2)}\n`
}
