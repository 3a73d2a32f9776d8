import type { Driver, SentFacts } from "../driver.ts"
import { type D1Like, d1 } from "./d1.ts"

/** What is needed of `env.DB`. https://developers.cloudflare.com/d1/best-practices/read-replication/ */
export interface D1WithSessions {
  withSession(start: string): D1SessionLike
}

export interface D1SessionLike extends D1Like {
  getBookmark(): string | null
}

export interface D1SessionsOptions {
  /**
   * What the first read may see: `first-unconstrained` (the default) whatever the nearest replica has, `first-primary` all
   * that is written, or the bookmark of an earlier unit of work, for all that it saw.
   */
  readonly start?: string
}

/** A driver that knows how far it has read. */
export interface D1Sessions extends Driver<"async"> {
  /** What the next unit of work starts from to see all that this one saw and wrote: put it in a cookie or header. */
  bookmark(): string | undefined
}

interface Session {
  readonly session: D1SessionLike
  readonly driver: Driver<"async">
}

/**
 * A driver over `env.DB` that reads from the nearest replica: make one for each unit of work (a request). Queries that
 * write, `@consistency primary` and batches with one of these go to the primary, each in a session of its own that begins
 * there, because only that tells the bookmark of a write. What is read after a write sees it.
 * https://developers.cloudflare.com/d1/worker-api/d1-database/#withsession
 */
export function d1Sessions(db: D1WithSessions, options: D1SessionsOptions = {}): D1Sessions {
  let bookmark: string | undefined
  let reads = open(options.start ?? "first-unconstrained")

  function open(start: string): Session {
    const session = db.withSession(start)
    return { session, driver: d1(session) }
  }
  /** What a session has seen. Bookmarks are ordered as text. */
  function note({ session }: Session): string | undefined {
    const seen = session.getBookmark() ?? undefined
    if (seen !== undefined && (bookmark === undefined || seen > bookmark)) bookmark = seen
    return seen
  }
  async function send<T>(statements: readonly SentFacts[], call: (driver: Driver<"async">) => Promise<T>): Promise<T> {
    const replica = statements.every(({ readonly, consistency }) => readonly && consistency !== "primary")
    const used = replica ? reads : open("first-primary")
    try {
      return await call(used.driver)
    } finally {
      const seen = note(used)
      // a call that failed may have been written all the same: where no bookmark tells, the primary knows
      if (!replica) reads = open(seen === undefined ? "first-primary" : (bookmark ?? seen))
    }
  }
  return {
    mode: "async",
    one: (statement, params) => send([statement], (driver) => driver.one(statement, params)),
    optional: (statement, params) => send([statement], (driver) => driver.optional(statement, params)),
    many: (statement, params) => send([statement], (driver) => driver.many(statement, params)),
    exec: (statement, params) => send([statement], (driver) => driver.exec(statement, params)),
    batch: (calls) =>
      send(
        calls.map(({ facts }) => facts),
        (driver) => driver.batch(calls),
      ),
    attempt: (call) => send([call.facts], (driver) => driver.attempt(call)),
    bookmark: () => bookmark,
  }
}
