import type { Driver } from "wonder-sql/runtime"

/** What a driver was asked: how many statements at once. */
export interface Asked {
  readonly statements: number
}

/** A driver that does something around each call to the database. */
export function around(
  db: Driver<"async">,
  wrap: <T>(ask: () => Promise<T>, asked: Asked) => Promise<T>,
): Driver<"async"> {
  const single = { statements: 1 }
  return {
    mode: "async",
    one: (statement, params) => wrap(() => db.one(statement, params), single),
    optional: (statement, params) => wrap(() => db.optional(statement, params), single),
    many: (statement, params) => wrap(() => db.many(statement, params), single),
    exec: (statement, params) => wrap(() => db.exec(statement, params), single),
    batch: (calls) => wrap(() => db.batch(calls), { statements: calls.flatMap(({ steps }) => steps).length }),
    attempt: (call) => wrap(() => db.attempt(call), { statements: call.steps.length }),
  }
}
