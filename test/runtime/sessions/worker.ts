import type { D1Like, D1StatementLike } from "../../../src/runtime/drivers/d1.ts"
import {
  type D1SessionLike,
  type D1Sessions,
  type D1WithSessions,
  d1Sessions,
} from "../../../src/runtime/drivers/d1-sessions.ts"
import { execQuery, manyQuery } from "../../../src/runtime/index.ts"
import { schema } from "../conformance/schema.ts"
import { addParent, parentCodes, removeParents } from "../conformance/writes.ts"

/** One sentence of the record: `first-primary: INSERT`. Real D1 answers; what is recorded is which session was asked. */
type Record = string[]

interface Environment {
  readonly DB: D1Like & D1WithSessions
}

/** A query of which no replica may answer. */
const freshCodes = manyQuery<void, { readonly code: string }>({ ...parentCodes.statement, consistency: "primary" })
const orRollback = execQuery<{ readonly id: number; readonly code: string }>({
  ...addParent.statement,
  sql: "INSERT OR ROLLBACK INTO parents (id, code) VALUES (?1, ?2)",
})

function recorded(db: D1WithSessions, record: Record): D1WithSessions {
  let bookmarks = 0
  return {
    withSession(start) {
      const session = db.withSession(start)
      const known = /^first-/.test(start) ? start : `bookmark ${++bookmarks}`
      const note = (what: string): void => void record.push(`${known}: ${what}`)
      return watched(session, note)
    },
  }
}

function watched(session: D1SessionLike, note: (what: string) => void): D1SessionLike {
  return {
    prepare(sql) {
      const word = sql.split(" ", 1)[0] ?? ""
      return statement(session.prepare(sql), () => note(word))
    },
    async batch(statements) {
      note(`batch of ${statements.length}`)
      return session.batch(statements.map((one) => (isWrapped(one) ? one.real : one)))
    },
    getBookmark: () => session.getBookmark(),
  }
}

interface Wrapped extends D1StatementLike {
  readonly real: D1StatementLike
}

function isWrapped(statement: D1StatementLike): statement is Wrapped {
  return "real" in statement
}

function statement(real: D1StatementLike, note: () => void): Wrapped {
  return {
    real,
    bind: (...values) => statement(real.bind(...values), note),
    raw() {
      note()
      return real.raw()
    },
    run() {
      note()
      return real.run()
    },
  }
}

type Scenario = (db: D1Sessions, open: (start: string) => D1Sessions) => Promise<unknown>

const scenarios: Readonly<{ [name: string]: Scenario }> = {
  async "reads stay in the session that they begin with"(db) {
    return [await parentCodes(db), await db.batch([parentCodes.with(), parentCodes.with()])]
  },
  async "a write goes to the primary, and what is read then sees it"(db) {
    await parentCodes(db)
    await addParent(db, { id: 1, code: "a" })
    return parentCodes(db)
  },
  async "each write is a session of its own"(db) {
    await addParent(db, { id: 1, code: "a" })
    await db.batch([addParent.with({ id: 2, code: "b" }), parentCodes.with()])
    return removeParents(db, { from: 2 })
  },
  async "a read that no replica may answer goes to the primary"(db) {
    return [await freshCodes(db), await db.batch([parentCodes.with(), freshCodes.with()])]
  },
  async "after a write that failed the primary is read"(db) {
    await addParent(db, { id: 1, code: "a" })
    const failed = await addParent(db, { id: 1, code: "b" }).catch((error: unknown) => Object(error).kind)
    return [failed, await parentCodes(db)]
  },
  async "the bookmark goes out and comes in"(db, open) {
    const before = db.bookmark()
    await addParent(db, { id: 1, code: "a" })
    const bookmark = db.bookmark() ?? ""
    const next = open(bookmark)
    const rows = await parentCodes(next)
    return { before: before ?? null, isText: bookmark.length > 0, rows, later: (next.bookmark() ?? "") >= bookmark }
  },
  async "wrong parameters ask nobody"(db) {
    const wrong: unknown = await Reflect.apply(parentCodes, undefined, [db, { id: 1 }]).then(
      () => "none",
      (error: unknown) => Object(error).name,
    )
    return [wrong, db.bookmark() ?? null]
  },
  async "OR ROLLBACK takes the whole batch, and D1 does not say why"(db) {
    await addParent(db, { id: 1, code: "a" })
    const calls = [addParent.with({ id: 2, code: "b" }), orRollback.with({ id: 1, code: "c" })]
    const { name, message } = Object(await db.batch(calls).catch((error: unknown) => error))
    return [name, /internal error.*OR ROLLBACK/.test(message), await parentCodes(db)]
  },
}

const worker: { fetch(request: Request, environment: Environment): Promise<Response> } = {
  async fetch(_request, { DB }) {
    await DB.batch(schema.map((sql) => DB.prepare(sql)))
    const outcomes: { [name: string]: { readonly value: unknown; readonly record: Record } } = {}
    for (const [name, run] of Object.entries(scenarios)) {
      await DB.prepare("DELETE FROM parents").run()
      const record: Record = []
      const open = (start?: string): D1Sessions =>
        d1Sessions(recorded(DB, record), start === undefined ? {} : { start })
      outcomes[name] = { value: await run(open(), open), record }
    }
    return Response.json(outcomes)
  },
}

// biome-ignore lint/style/noDefaultExport: what workerd runs is the default export
export default worker
