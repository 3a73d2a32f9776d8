import { Miniflare } from "miniflare"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"
import type { Answer, Fact } from "./fact.ts"

/** Asks the engine that checks for D1, a fresh one for each fact. */
export async function askEngine(fact: Fact): Promise<Answer> {
  const engine = await createEngine(targets.d1)
  try {
    for (const sql of fact.setup ?? []) {
      const error = engine.execute(sql)
      if (error !== undefined) return { refusal: `setup: ${error.message}` }
    }
    const answered = engine.query(fact.sql, fact.binds ?? [])
    if (!answered.ok) return { refusal: answered.error.message }
    return { rows: answered.rows.map((values) => values.map(plain)) }
  } finally {
    engine.close()
  }
}

function plain(value: null | number | bigint | string | Uint8Array): string | number | null {
  if (typeof value === "bigint") return Number(value)
  return value instanceof Uint8Array ? `blob of ${value.length}` : value
}

const worker = `
async function clear(db) {
  const { results } = await db.prepare(
    "SELECT type, name, sql LIKE 'CREATE VIRTUAL%' AS virtual FROM sqlite_schema WHERE type <> 'index'" +
      " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!' ORDER BY rowid DESC",
  ).all()
  const rank = ({ type, virtual }) => (type === "trigger" ? 0 : type === "view" ? 1 : virtual ? 2 : 3)
  const drops = results
    .sort((a, b) => rank(a) - rank(b))
    .map(({ type, name }) => db.prepare("DROP " + type + ' IF EXISTS "' + name + '"'))
  if (drops.length > 0) await db.batch([db.prepare("PRAGMA defer_foreign_keys = on"), ...drops])
}
async function ask(db, { setup = [], sql, binds = [], oneBatch }) {
  try {
    if (oneBatch) {
      const replies = await db.batch([...setup, sql].map((text) => db.prepare(text)))
      return { rows: replies.at(-1).results.map((row) => Object.values(row)) }
    }
    if (setup.length > 0) await db.batch(setup.map((text) => db.prepare(text)))
    return { rows: await db.prepare(sql).bind(...binds).raw() }
  } catch (error) {
    return { refusal: String(error.message) }
  } finally {
    await clear(db)
  }
}
export default {
  async fetch(request, { DB }) {
    const answers = []
    for (const fact of await request.json()) answers.push(await ask(DB, fact))
    return Response.json(answers)
  },
}`

/** Asks a local D1 about all facts in one request, because a hop from Node costs ten times the query. */
export async function askD1(facts: readonly Fact[]): Promise<readonly Answer[]> {
  const miniflare = new Miniflare({
    modules: true,
    script: worker,
    d1Databases: { DB: "truth" },
    // OR ROLLBACK makes it write stacks
    handleRuntimeStdio: (out: NodeJS.ReadableStream, err: NodeJS.ReadableStream) => {
      out.resume()
      err.resume()
    },
  })
  try {
    const response = await miniflare.dispatchFetch("http://truth/", { method: "POST", body: JSON.stringify(facts) })
    return answersIn(await response.json())
  } finally {
    await miniflare.dispose()
  }
}

function answersIn(body: unknown): readonly Answer[] {
  if (!Array.isArray(body)) throw new Error("expected a list of answers from the Worker")
  return body
}
