import type { StateAtTimeRow } from "../../gen/events.ts"
import type { SearchErrorsRow } from "../../gen/search.ts"
import type { History } from "../../src/worker/history.ts"
import type { Report } from "../../src/worker/report.ts"
import type { Summary } from "../../src/worker/simulation/simulation.ts"
import { answerOf, type LocalWorker } from "./local-d1.ts"
import type { Section } from "./print-report.ts"
import { replay } from "./replay.ts"
import { count, left, minutes, right, tableLines } from "./table.ts"

/** How many results of a search are shown. */
const hits = 3

/** One workflow told from its events, its state in the middle of it, and a search: all as the Worker answers them. */
export async function tellStories(worker: LocalWorker, report: Report, summary: Summary): Promise<readonly Section[]> {
  const { id, history } = await anEventfulWorkflow(worker, summary)
  const [first, last] = [history.events.at(0), history.events.at(-1)]
  const at = Math.floor(((first?.recordedAt ?? 0) + (last?.recordedAt ?? 0)) / 2)
  const then = await answerOf<StateAtTimeRow>(worker, `/workflows/${id}/state?at=${at}`)
  const text = (report.errors.at(0)?.lastMessage ?? "").replaceAll(/[0-9]+/g, "").trim()
  const found = await answerOf<readonly SearchErrorsRow[]>(worker, `/search?text=${encodeURIComponent(text)}`)
  const since = (time: number) => minutes(time - summary.startAt)
  return [
    { title: `History of ${id}, which changed hands on the way`, lines: historyLines(history, since) },
    { title: `State of ${id} at ${since(at)}, after event ${then.seq}`, lines: stateLines(then.state) },
    { title: `Search in errors: ${text}`, lines: searchLines(found) },
  ]
}

/** The first workflow that lost a lease and came to a good end all the same. */
async function anEventfulWorkflow(worker: LocalWorker, summary: Summary) {
  const ids = [...new Set(summary.refusals.map(({ workflowId }) => workflowId))]
  for (const id of ids) {
    const history = await answerOf<History>(worker, `/workflows/${id}/history`)
    if (keysOf(history.state)["status"] === "succeeded") return { id, history }
  }
  throw new Error("no workflow that lost a lease has succeeded")
}

function historyLines({ events, state }: History, since: (time: number) => string): readonly string[] {
  const rows = events.map(({ seq, recordedAt, type, data }) => [
    String(seq),
    since(recordedAt),
    type,
    JSON.stringify(data),
  ])
  const folded = JSON.stringify(replay(events.map(({ data }) => data)))
  const same = folded === JSON.stringify(replay([state])) ? "the same as" : "NOT the same as"
  return [
    ...tableLines([right("seq"), right("at"), left("event"), left("patch", 56)], rows),
    "",
    `  replayed here, ${count(events.length)} patches give ${same} the database answers`,
  ]
}

/** A line for each part of the state, and for each effect in it. */
function stateLines(state: unknown): readonly string[] {
  const { effects, ...others } = keysOf(state)
  const branches = Object.entries(keysOf(effects)).flatMap(([node, each]) =>
    Object.entries(keysOf(each)).map(([branch, effect]) => [`effects ${node}.${branch}`, JSON.stringify(effect)]),
  )
  const rows = [...Object.entries(others).map(([name, value]) => [name, JSON.stringify(value)]), ...branches]
  return tableLines([left("of the state"), left("is", 70)], rows)
}

function keysOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {}
}

function searchLines(found: readonly SearchErrorsRow[]): readonly string[] {
  const rows = found
    .slice(0, hits)
    .map(({ id, status, excerpt, score }) => [id, status, score.toFixed(2), excerpt ?? ""])
  return tableLines([left("workflow"), left("status"), right("score"), left("excerpt", 60)], rows)
}
