import { type D1Like, d1 } from "../../../src/runtime/drivers/d1.ts"
import { type D1WithSessions, d1Sessions } from "../../../src/runtime/drivers/d1-sessions.ts"
import { type DurableObjectStorageLike, durableObject } from "../../../src/runtime/drivers/durable-object.ts"
import { type StagedDriver, staged } from "../../../src/runtime/index.ts"
import { casesFrom } from "./cases.ts"
import { type Bench, benchOf, type Case, type Outcomes, outcomesOf } from "./outcome.ts"
import { reset, schema } from "./schema.ts"

interface Environment {
  readonly DB: D1Like
  readonly SESSION: { withSession(start: string): D1Like }
  readonly SESSIONS: D1Like & D1WithSessions
  readonly STORE: {
    idFromName(name: string): unknown
    get(id: unknown): { fetch(url: string): Promise<Response> }
  }
}

/**
 * Runs all cases of a subject in one request: inside the Worker a query takes a tenth of the time it takes from Node. The
 * path says which subject, `?seed=` where random values begin.
 */
const worker: { fetch(request: Request, environment: Environment): Promise<Response> } = {
  async fetch(request, { DB, SESSION, SESSIONS, STORE }) {
    const cases = casesOf(request)
    switch (new URL(request.url).pathname) {
      case "/d1":
        return Response.json(await onD1(DB, cases))
      case "/d1-session":
        return Response.json(await onD1(SESSION.withSession("first-primary"), cases))
      case "/d1-sessions":
        return Response.json(await onD1(SESSIONS, cases, staged(d1Sessions(SESSIONS))))
      default:
        return STORE.get(STORE.idFromName("conformance")).fetch(request.url)
    }
  },
}

function casesOf(request: Request): readonly Case[] {
  const { searchParams } = new URL(request.url)
  return casesFrom(Number(searchParams.get("seed")), Number(searchParams.get("programs")))
}

async function onD1(db: D1Like, cases: readonly Case[], driver: StagedDriver = staged(d1(db))): Promise<Outcomes> {
  const run = (texts: readonly string[]) => db.batch(texts.map((sql) => db.prepare(sql)))
  await run(schema)
  const bench = benchOf(driver, (sql) => db.prepare(sql).raw(), true)
  return outcomesOf(cases, bench, () => run(reset))
}

export class Store {
  readonly #storage: DurableObjectStorageLike

  constructor({ storage }: { readonly storage: DurableObjectStorageLike }) {
    this.#storage = storage
  }

  async fetch(request: Request): Promise<Response> {
    const { sql } = this.#storage
    const ask: Bench["ask"] = async (text) => Array.from(sql.exec(text).raw())
    for (const text of schema) await ask(text)
    const outcomes = await outcomesOf(casesOf(request), benchOf(durableObject(this.#storage), ask), async () => {
      for (const text of reset) await ask(text)
    })
    return Response.json(outcomes)
  }
}

// biome-ignore lint/style/noDefaultExport: what workerd runs is the default export
export default worker
