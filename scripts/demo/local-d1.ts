import { readFileSync } from "node:fs"
import { Miniflare } from "miniflare"
import type { Bundle } from "./bundle.ts"
import { statementsOf } from "./statements.ts"

/** A Worker in workerd with an empty D1, in memory. */
export interface LocalWorker {
  readonly d1: LocalD1
  readonly fetch: (path: string, init?: { readonly method: string; readonly body?: string }) => Promise<LocalResponse>
  readonly dispose: () => Promise<void>
}

export type LocalD1 = Awaited<ReturnType<Miniflare["getD1Database"]>>
export type LocalResponse = Awaited<ReturnType<Miniflare["dispatchFetch"]>>

/** Starts workerd with the Worker and its binding DB. */
export async function startWorker(bundle: Bundle): Promise<LocalWorker> {
  const miniflare = new Miniflare({
    modules: true,
    script: bundle.code,
    compatibilityDate: bundle.compatibilityDate,
    d1Databases: { DB: "wonder-sql-demo" },
  })
  return {
    d1: await miniflare.getD1Database("DB"),
    fetch: (path, init) => miniflare.dispatchFetch(`http://worker${path}`, init),
    dispose: () => miniflare.dispose(),
  }
}

/** What the Worker answers, as JSON. Throws when it answers an error. */
export async function answerOf<T>(worker: LocalWorker, path: string): Promise<T> {
  const response = await worker.fetch(path)
  const text = await response.text()
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/** https://developers.cloudflare.com/d1/reference/migrations/ */
const migrationsTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** Applies migrations as wrangler does: each file is one batch, together with the row that records it. */
export async function applyMigrations(
  d1: LocalD1,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  await d1.prepare(migrationsTable).run()
  for (const { path, text } of files) {
    const name = path.slice(path.lastIndexOf("/") + 1)
    const record = d1.prepare("INSERT INTO d1_migrations (name) VALUES (?1)").bind(name)
    await d1.batch([...statementsOf(text).map(({ sql }) => d1.prepare(sql)), record])
  }
}

/** Adds the tables and triggers of witness.sql. */
export async function addWitness(d1: LocalD1): Promise<void> {
  const text = readFileSync(new URL("witness.sql", import.meta.url), "utf8")
  await d1.batch(statementsOf(text).map(({ sql }) => d1.prepare(sql)))
}
