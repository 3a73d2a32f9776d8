import type { QueryChange, Run, TypeChange } from "../project/watch.ts"
import { counted, totals } from "./say.ts"

/*
 * What `--watch` says of a run, as lines. `plain` lines are for a pipe, and read the same every day; on a terminal there
 * is the time of day, how long it took, and colour.
 */

/** As many changes as a person reads; after a checkout the numbers are enough. */
const mostChanges = 20
const mostFiles = 3

/** How lines look. */
export interface Look {
  readonly color: boolean
  /** of a terminal: when the run ended, and how long it took */
  readonly live: { readonly at: Date; readonly milliseconds: number } | undefined
}

/** What was edited, for a terminal: `14:02:11  sql/queries/users.sql`. */
export function headLines({ compiled }: Run, { color, live }: Look): readonly string[] {
  if (live === undefined) return []
  const edited = compiled?.edited ?? []
  const what = edited.length === 0 ? "" : `  ${fewFiles(edited)}`
  return [painted(`${timeOfDay(live.at)}${what}`, "2", color)]
}

/** What the run did to queries and their types, what was written, and what is kept from before. */
export function bodyLines(run: Run, look: Look): readonly string[] {
  const { compiled } = run
  const changes = compiled?.changes ?? []
  const lines = changes.slice(0, mostChanges).flatMap((change) => changeLines(change, look))
  const rest = changes.length - mostChanges
  if (rest > 0) lines.push(`... and ${counted(rest, "query", "queries")} more`)
  return [...lines, summary(run, look), ...standing(run)]
}

/** `2 errors, 1 warning` */
export function countsOf({ diagnostics }: Run): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  const warnings = diagnostics.length - errors
  return [counted(errors, "error"), ...(warnings > 0 ? [counted(warnings, "warning")] : [])].join(", ")
}

function summary({ compiled, done, diagnostics }: Run, { color, live }: Look): string {
  const removed = done.filter(({ after }) => after === undefined).length
  const parts =
    compiled === undefined || (compiled.checked.length === 0 && compiled.total > 0)
      ? ["nothing generated"]
      : [totals(compiled), `${done.length - removed} written`, ...(removed > 0 ? [`${removed} removed`] : [])]
  if (live !== undefined) parts.push(`${Math.round(live.milliseconds)} ms`)
  const failed = diagnostics.some(({ severity }) => severity === "error")
  return painted(parts.join(", "), failed ? "31" : "32", color)
}

/** The state of the project where it is not simply that all is new: what stays as it was, and what is right again. */
function standing({ compiled }: Run): readonly string[] {
  const { kept = [], repaired = [] } = compiled ?? {}
  return [
    ...(repaired.length > 0 ? [`right again: ${fewFiles(repaired)}`] : []),
    ...(kept.length > 0 ? [`last good output kept: ${fewFiles(kept)}`] : []),
  ]
}

function fewFiles(paths: readonly string[]): string {
  return paths.length > mostFiles ? counted(paths.length, "file") : paths.join(", ")
}

const marks = { added: ["+", "32"], removed: ["-", "31"], changed: ["~", "33"] } as const

function changeLines({ kind, name, file, types }: QueryChange, { color }: Look): readonly string[] {
  const [mark, code] = marks[kind]
  const what = kind === "changed" && types.length === 0 ? "  same types" : ""
  return [painted(`${mark} ${name}  ${file}${what}`, code, color), ...types.map(typeLine)]
}

function typeLine({ what, before, after }: TypeChange): string {
  if (before === undefined) return `    ${what}: new, ${after}`
  return after === undefined ? `    ${what}: gone, was ${before}` : `    ${what}: ${before} -> ${after}`
}

function painted(text: string, code: string, color: boolean): string {
  return color ? `\u001b[${code}m${text}\u001b[0m` : text
}

/** `14:02:11`, whatever the locale */
function timeOfDay(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":")
}
