import { Miniflare } from "miniflare"

/** Statements over a schema; each has so many parameters. */
export interface Attempt {
  readonly schema: readonly string[]
  readonly statements: readonly { readonly sql: string; readonly parameters: number }[]
}

/** Undefined where the local D1 ran the statement, with some value for its parameters; else its message. */
export type Refusal = string | undefined

/**
 * Each statement runs in a batch that ends in an error of our own, so that nothing stays. Parameters are bound to one value
 * after the other until the statement runs: a refusal that depends on the value is none.
 */
const worker = `
const token = "ran!"
const end = "SELECT json_extract('{}', '" + token + "')"
const values = [1, "1", null, "{}", "$", "[]", "a"]
async function once(db, sql, binds) {
  try {
    const statement = db.prepare(sql)
    await db.batch([binds.length === 0 ? statement : statement.bind(...binds), db.prepare(end)])
    return "the batch did not end in an error"
  } catch (error) {
    const message = String(error.message)
    return message.includes("bad JSON path: '" + token + "'") ? null : message
  }
}
async function attempt(db, { sql, parameters }) {
  let first
  for (const value of parameters === 0 ? [null] : values) {
    const said = await once(db, sql, Array(parameters).fill(value))
    if (said === null) return null
    first ??= said
  }
  return first
}
export default {
  async fetch(request, env) {
    const all = []
    for (const [index, { schema, statements }] of (await request.json()).entries()) {
      const db = env["DB" + index]
      for (const sql of schema) {
        try {
          await db.prepare(sql).run()
        } catch (error) {
          return new Response("the schema: " + sql + ": " + error.message, { status: 500 })
        }
      }
      const said = []
      for (const statement of statements) said.push(await attempt(db, statement))
      all.push(said)
    }
    return Response.json(all)
  },
}`

/** Tries all statements in one request; each schema has a database of its own. */
export async function tryOnD1(attempts: readonly Attempt[]): Promise<readonly (readonly Refusal[])[]> {
  const miniflare = new Miniflare({
    modules: true,
    script: worker,
    d1Databases: Object.fromEntries(attempts.map((_, index) => [`DB${index}`, `attempt-${index}`])),
    // OR ROLLBACK makes it write stacks
    handleRuntimeStdio: (out: NodeJS.ReadableStream, err: NodeJS.ReadableStream) => {
      out.resume()
      err.resume()
    },
  })
  try {
    const response = await miniflare.dispatchFetch("http://d1/", { method: "POST", body: JSON.stringify(attempts) })
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    const said: readonly (readonly (string | null)[])[] = JSON.parse(text)
    return said.map((list) => list.map((message) => message ?? undefined))
  } finally {
    await miniflare.dispose()
  }
}
