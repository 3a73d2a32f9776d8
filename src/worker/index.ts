import { type D1Like, d1 } from "wonder-sql/d1"
import { type Driver, ftsQuery } from "wonder-sql/runtime"
import * as z from "zod"
import { stateAtTime } from "../../gen/events.ts"
import { cancel } from "../../gen/schedule.ts"
import { searchErrors } from "../../gen/search.ts"
import { insertWorkflowParams } from "../../gen/state.schemas.ts"
import { insertWorkflow, workflowById } from "../../gen/state.ts"
import { systemClock } from "./clock.ts"
import { echoProgram } from "./echo-program.ts"
import { errorResponse } from "./error-response.ts"
import { historyOf } from "./history.ts"
import { indexSome, maintain } from "./maintenance.ts"
import { patient } from "./patient.ts"
import { reportOf } from "./report.ts"
import { simulationResponse } from "./simulation/response.ts"
import { workerLoop } from "./worker-loop.ts"

/** The bindings of wrangler.toml. */
export interface Env {
  readonly DB: D1Like
}

const handlers = {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      return await route(request, patient(d1(env.DB), systemClock))
    } catch (error) {
      return errorResponse(error)
    }
  },
  /** Cron: ends what is too late or abandoned. */
  async scheduled(_event: unknown, env: Env): Promise<void> {
    const db = d1(env.DB)
    await maintain(db, systemClock.now())
    await indexSome(db)
  },
}

// biome-ignore lint/style/noDefaultExport: the handlers of a Worker are its default export
export default handlers

async function route(request: Request, db: Driver<"async">): Promise<Response> {
  const url = new URL(request.url)
  const [, collection = "", id = "", action = ""] = url.pathname.split("/").map(decodeURIComponent)
  const query = Object.fromEntries(url.searchParams)
  const now = systemClock.now()
  switch ([request.method, collection, id && ":id", action].filter((part) => part !== "").join(" ")) {
    case "POST workflows":
      return enqueued(await insertWorkflow(db, { ...newWorkflow.parse(await request.json()), now }))
    case "GET workflows :id":
      return found(await workflowById(db, { id }))
    case "POST workflows :id cancel":
      return found(await cancel(db, { id, now }))
    case "GET workflows :id history":
      return found(await historyOf(db, id))
    case "GET workflows :id state": {
      const { at } = instant.parse(query)
      return found(await stateAtTime(db, { workflowId: id, at }))
    }
    case "GET search": {
      const { text } = wanted.parse(query)
      return Response.json(await searchErrors(db, { query: ftsQuery(text), pageSize: 5 }))
    }
    case "GET report": {
      const { since, until } = window.parse(query)
      return Response.json(await reportOf(db, since, until))
    }
    case "POST work":
      return await work(db, now + workTime.parse(query).ms)
    case "POST simulation":
      return simulationResponse(db, simulation.parse(query))
    default:
      return Response.json({ error: "no such route" }, { status: 404 })
  }
}

/** What `insertWorkflow` takes, but for the time: the generated schema checks what comes from outside. */
const newWorkflow = insertWorkflowParams.omit({ now: true })

const integer = z.coerce.number().int().nonnegative()
const instant = z.strictObject({ at: integer })
const wanted = z.strictObject({ text: z.string().min(1) })
const window = z.strictObject({ since: integer, until: integer })
const workTime = z.strictObject({ ms: integer.max(30_000) })
const simulation = z.strictObject({ seed: integer, workflows: integer.min(1), workers: integer.min(1) })

/** One worker for some time. Any number of these may run at once. */
async function work(db: Driver<"async">, until: number): Promise<Response> {
  const name = `worker-${crypto.randomUUID()}`
  const worker = {
    name,
    db,
    clock: systemClock,
    program: echoProgram,
    newClaimId: () => crypto.randomUUID(),
    random: Math.random,
    leaseMs: 30_000,
    capacity: 4,
    maxIdleMs: 250,
    onRefused: () => {},
  }
  await workerLoop(worker, () => systemClock.now() >= until)
  return Response.json({ worker: name })
}

/** 200 when the id or a key was taken: to send it twice is the same as to send it once. */
function enqueued(row: { readonly id: string } | null): Response {
  return row === null ? Response.json({ enqueued: false }) : Response.json({ enqueued: true, ...row }, { status: 201 })
}

function found(row: object | null): Response {
  return row === null ? Response.json({ error: "no such workflow" }, { status: 404 }) : Response.json(row)
}
