import type { Report } from "../../src/worker/report.ts"
import type { Summary } from "../../src/worker/simulation/simulation.ts"
import type { Check } from "./checks.ts"
import { count, left, minutes, percent, right, seconds, tableLines } from "./table.ts"

/** A titled part of the report. */
export interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

/** Everything an operator wants to see. */
export function sections(report: Report, summary: Summary): readonly Section[] {
  return [
    { title: "Workflows", lines: workflowTable(report) },
    { title: "Effects", lines: effectTable(report) },
    { title: `Durations of ${report.chart.kind}, in steps of ${report.chart.stepMs} ms`, lines: durationChart(report) },
    { title: "Retries: how many attempts effects needed", lines: retryTable(report) },
    { title: "Top errors", lines: errorTable(report) },
    { title: "Lost leases: writes that the fence refused", lines: leaseTable(summary) },
  ]
}

/** Bars, and characters of the longest. */
const chartSteps = 14
const chartWidth = 60

const statuses = ["succeeded", "failed", "cancelled", "expired", "dead"] as const

/** Workflows by definition and status. */
function workflowTable({ workflows, waits }: Report): readonly string[] {
  const definitions = [...new Set(workflows.map((row) => row.definition))]
  const cells = (name: string, rows: Report["workflows"], wait: string): readonly string[] => {
    const of = (status: string) =>
      rows.filter((row) => row.status === status).reduce((sum, row) => sum + row.workflows, 0)
    const total = rows.reduce((sum, row) => sum + row.workflows, 0)
    return [name, ...statuses.map((status) => count(of(status))), count(total), wait]
  }
  const rows = definitions.map((definition) => {
    const wait = waits.find((row) => row.definition === definition)
    return cells(
      definition,
      workflows.filter((row) => row.definition === definition),
      wait === undefined ? "-" : seconds(wait.p95Ms),
    )
  })
  const columns = [left("definition"), ...statuses.map(right), right("total"), right("p95 wait")]
  return tableLines(columns, [...rows, cells("all", workflows, "")])
}

/** What became of effects, how often they were tried, and how long a successful attempt took. */
function effectTable({ effects, attempts, percentiles }: Report): readonly string[] {
  const rows = effects.map((effect) => {
    const tries = attempts.find((row) => row.kind === effect.kind)
    const times = percentiles.find((row) => row.kind === effect.kind)
    return [
      effect.kind,
      count(effect.succeeded),
      count(effect.failed),
      count(effect.cancelled),
      percent(effect.successRate),
      count(tries?.attempts ?? 0),
      count(tries?.failed ?? 0),
      count(tries?.lost ?? 0),
      ...(times === undefined ? ["-", "-", "-"] : [times.p50Ms, times.p95Ms, times.p99Ms].map(count)),
    ]
  })
  const headings = ["done", "failed", "cancelled", "success", "tries", "errors", "lost", "p50 ms", "p95 ms", "p99 ms"]
  return tableLines([left("effect"), ...headings.map(right)], rows)
}

/** A bar for each step; what is longer than `chartSteps` of them is one bar. */
function durationChart({ chart: { durations, stepMs } }: Report): readonly string[] {
  const bars = Array.from({ length: chartSteps + 1 }, (_, step) => {
    const last = step === chartSteps
    const rows = durations.filter(({ fromMs }) => (last ? (fromMs ?? 0) >= step * stepMs : fromMs === step * stepMs))
    const label = last ? `longer` : `${count(step * stepMs)} ms`
    return { label, attempts: rows.reduce((sum, row) => sum + row.attempts, 0) }
  })
  const most = Math.max(1, ...bars.map(({ attempts }) => attempts))
  return bars.map(({ label, attempts }) => {
    const bar = "█".repeat(Math.round((attempts / most) * chartWidth)) || (attempts > 0 ? "▏" : "")
    return `  ${label.padStart(8)}  ${bar} ${attempts > 0 ? count(attempts) : ""}`.trimEnd()
  })
}

/** How many attempts effects needed until they ended. */
function retryTable({ retries }: Report): readonly string[] {
  const byAttempts = new Map<number, number>()
  for (const { attempts, effects } of retries) byAttempts.set(attempts, (byAttempts.get(attempts) ?? 0) + effects)
  const sorted = [...byAttempts].toSorted(([a], [b]) => a - b)
  const columns = [left("attempts"), ...sorted.map(([attempts]) => right(String(attempts)))]
  return tableLines(columns, [["effects", ...sorted.map(([, effects]) => count(effects))]])
}

/** The most frequent errors, each with its latest example. */
function errorTable({ errors }: Report): readonly string[] {
  const rows = errors.map((row) => [count(row.occurrences), row.errorFingerprint, row.lastKind, row.lastMessage])
  return tableLines([right("times"), left("error"), left("last seen in"), left("last message", 44)], rows)
}

/** Leases that were lost, by the write that showed it. */
function leaseTable(summary: Summary): readonly string[] {
  const writes = [...new Set(summary.refusals.map((refusal) => refusal.write))].toSorted()
  const rows = writes.map((write) => {
    const refusals = summary.refusals.filter((refusal) => refusal.write === write)
    return [write, count(refusals.length), count(leasesIn(refusals)), count(workersIn(refusals))]
  })
  const all = [
    "all",
    count(summary.refusals.length),
    count(leasesIn(summary.refusals)),
    count(workersIn(summary.refusals)),
  ]
  return tableLines([left("write"), right("refused"), right("leases"), right("workers")], [...rows, all])
}

function leasesIn(refusals: Summary["refusals"]): number {
  return new Set(refusals.map(({ workflowId, claimToken }) => `${workflowId}/${claimToken}`)).size
}

function workersIn(refusals: Summary["refusals"]): number {
  return new Set(refusals.map(({ worker }) => worker)).size
}

/** What the simulation did, in one sentence each. */
export function summaryLines(summary: Summary): readonly string[] {
  return [
    `  virtual    ${minutes(summary.endAt - summary.startAt)} min, in which workers stalled ${count(summary.stalls)} times for ${seconds(summary.stalledMs / summary.stalls)} on average`,
    `  asked      D1 ${count(summary.calls)} times with ${count(summary.statements)} statements; it was busy ${count(summary.busy)} times more`,
  ]
}

/** Each check on a line, with the first rows that break it. */
export function checkLines(checks: readonly Check[]): readonly string[] {
  return checks.flatMap(({ sentence, broken }) => [
    `  ${broken.length === 0 ? "ok  " : "FAIL"}  ${sentence}`,
    ...broken.slice(0, 3).map((row) => `          ${JSON.stringify(row)}`.slice(0, 100)),
    ...(broken.length > 3 ? [`          and ${count(broken.length - 3)} more`] : []),
  ])
}
