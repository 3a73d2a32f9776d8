import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { probeSchema } from "../targets/probe-schema.ts"
import type { Probe } from "../targets/probes.ts"

/** What a local workerd says to a probe: undefined where it takes it, else its message. */
export type Said = string | undefined

/** What is asked: D1, or the storage of a Durable Object. */
export type Storage = "d1" | "durable-object"

/** A workerd that could be started. */
export interface Workerd {
  readonly version: string
  /** Runs the probes in one request; each is undone. */
  ask(storage: Storage, probes: readonly Probe[]): Promise<readonly Said[]>
}

/** The part of Miniflare's interface that is used. https://developers.cloudflare.com/workers/testing/miniflare/ */
interface MiniflareModule {
  readonly Miniflare: new (
    options: object,
  ) => {
    dispatchFetch(url: string, init: object): Promise<{ readonly ok: boolean; text(): Promise<string> }>
    dispose(): Promise<void>
  }
}

/** Miniflare as a project has it, by itself or below wrangler; undefined where it has none. */
export async function findWorkerd(root: string): Promise<Workerd | undefined> {
  const place = placeOfMiniflare(root)
  if (place === undefined) return undefined
  const miniflare: MiniflareModule = await import(pathToFileURL(place.entry).href)
  return { version: place.version, ask: (storage, probes) => ask(miniflare, storage, probes) }
}

function placeOfMiniflare(root: string): { readonly entry: string; readonly version: string } | undefined {
  const fromProject = createRequire(join(root, "package.json"))
  const requires = [fromProject, requireOf(fromProject, "wrangler")].flatMap((one) => (one === undefined ? [] : [one]))
  for (const from of requires) {
    const below = requireOf(from, "miniflare")
    if (below === undefined) continue
    const { version }: { readonly version?: unknown } = below("workerd/package.json")
    return { entry: from.resolve("miniflare"), version: String(version) }
  }
  return undefined
}

/** `require` as a package of the project has it. */
function requireOf(from: NodeJS.Require, name: string): NodeJS.Require | undefined {
  try {
    return createRequire(from.resolve(`${name}/package.json`))
  } catch {
    return undefined // not installed
  }
}

async function ask(
  { Miniflare }: MiniflareModule,
  storage: Storage,
  probes: readonly Probe[],
): Promise<readonly Said[]> {
  const miniflare = new Miniflare({
    modules: true,
    script,
    compatibilityDate: "2026-04-01",
    d1Databases: { DB: "probe" },
    durableObjects: { OBJECT: { className: "Probed", useSQLite: true } },
    // OR ROLLBACK makes it write stacks
    handleRuntimeStdio: (out: NodeJS.ReadableStream, err: NodeJS.ReadableStream) => {
      out.resume()
      err.resume()
    },
  })
  try {
    const body = JSON.stringify({ storage, schema: probeSchema, probes })
    const response = await miniflare.dispatchFetch("http://probe/", { method: "POST", body })
    const text = await response.text()
    if (!response.ok) throw new Error(`workerd answers: ${text.slice(0, 500)}`)
    const said: readonly (string | null)[] = JSON.parse(text)
    return said.map((message) => message ?? undefined)
  } finally {
    await miniflare.dispose()
  }
}

/**
 * The Worker. Each probe runs in a batch or transaction that ends in an error of our own, so that nothing stays: an answer
 * with that error says that the statement was taken. What resets the storage (OR ROLLBACK) makes its schema anew.
 */
const script = `
const token = "taken!"
const end = "SELECT json_extract('{}', '" + token + "')"
const said = (error) => {
  const message = String(error && error.message)
  return message.includes("bad JSON path: '" + token + "'") ? null : message
}
const binds = (probe) => Array(probe.parameters).fill(1)

async function onD1(db, { schema, probes }) {
  const prepare = async () => {
    const made = await db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'users'").first()
    if (made === null) await db.batch(schema.map((sql) => db.prepare(sql)))
  }
  const answers = []
  for (const probe of probes) {
    await prepare()
    try {
      const statement = db.prepare(probe.sql)
      const own = probe.parameters === 0 ? statement : statement.bind(...binds(probe))
      await db.batch([...probe.setup.map((sql) => db.prepare(sql)), own, db.prepare(end)])
      answers.push("the batch did not end in an error")
    } catch (error) {
      answers.push(said(error))
    }
  }
  return answers
}

import { DurableObject } from "cloudflare:workers"

export class Probed extends DurableObject {
  async fetch(request) {
    const probe = await request.json()
    const { sql } = this.ctx.storage
    if (probe.schema !== undefined) for (const text of probe.schema) sql.exec(text)
    else {
      try {
        this.ctx.storage.transactionSync(() => {
          for (const text of probe.setup) sql.exec(text)
          sql.exec(probe.sql, ...binds(probe)).toArray()
          sql.exec(end).toArray()
        })
      } catch (error) {
        return Response.json(said(error))
      }
    }
    return Response.json(null)
  }
}

async function onObject(namespace, { schema, probes }) {
  const answers = []
  let round = 0
  let stub
  const post = async (value) => {
    const response = await stub.fetch("http://object/", { method: "POST", body: JSON.stringify(value) })
    return response.json()
  }
  const begin = async () => {
    stub = namespace.get(namespace.idFromName("object " + round++))
    await post({ schema })
  }
  await begin()
  for (const probe of probes) {
    try {
      answers.push(await post(probe))
    } catch (error) {
      answers.push(said(error))
    }
    const message = answers.at(-1)
    if (message !== null && message.includes("internal error")) await begin()
  }
  return answers
}

const handler = {
  async fetch(request, { DB, OBJECT }) {
    try {
      const asked = await request.json()
      return Response.json(await (asked.storage === "d1" ? onD1(DB, asked) : onObject(OBJECT, asked)))
    } catch (error) {
      return new Response(String(error && error.stack), { status: 500 })
    }
  },
}
export { handler as default }
`
