import type { BindValue, RawRow, SqlFacts } from "../driver.ts"
import { interactiveDriver } from "../sync-driver.ts"
import type { InteractiveDriver } from "../transaction.ts"
import { deferredKeys } from "./deferred-keys.ts"

/** What is needed of `ctx.storage`. https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/ */
export interface DurableObjectStorageLike {
  readonly sql: { exec(query: string, ...bindings: BindValue[]): DurableObjectCursorLike }
  transactionSync<T>(closure: () => T): T
}

export interface DurableObjectCursorLike {
  raw(): Iterable<RawRow>
}

export interface DurableObjectOptions {
  /**
   * When foreign keys DEFERRABLE INITIALLY DEFERRED are checked. `call` (the default): at the end of a call or batch that
   * writes their tables, as on every other database; it reads the whole child table. `event`: when the event's writes
   * are committed, where a violation resets the object; for calls within a `transactionSync` of your own.
   */
  readonly deferredForeignKeys?: "call" | "event"
}

/** Bytes of a string, BLOB or row. https://developers.cloudflare.com/durable-objects/platform/limits/ */
const maxValueBytes = 2_000_000

/**
 * A sync driver over the SQLite storage of a Durable Object, `ctx.storage`. Make it after migrations: it looks once for
 * deferred foreign keys. A batch inside a `transactionSync` of your own is nested in it.
 */
export function durableObject(
  storage: DurableObjectStorageLike,
  options: DurableObjectOptions = {},
): InteractiveDriver<"sync"> {
  const keys = options.deferredForeignKeys === "event" ? undefined : deferredKeys(rows)
  let depth = 0

  /** Every row at once: a statement with RETURNING that is not read to its end makes the commit fail. */
  function rows(sql: string, binds: readonly BindValue[] = []): readonly RawRow[] {
    return Array.from(storage.sql.exec(sql, ...binds).raw())
  }

  /** One statement, in a transaction that ends with a check where it can break a deferred key. */
  function alone(statement: SqlFacts, binds: readonly BindValue[]): readonly RawRow[] {
    const run = (): readonly RawRow[] => rows(statement.sql, binds)
    const plain = statement.readonly || depth > 0 || keys === undefined || keys.touchedBy([statement]).length === 0
    return plain ? run() : atomically([statement], run)
  }

  function atomically<T>(statements: readonly SqlFacts[], work: () => T): T {
    return storage.transactionSync(() => {
      depth += 1
      try {
        const result = work()
        if (depth === 1) keys?.check(keys.touchedBy(statements))
        return result
      } finally {
        depth -= 1
      }
    })
  }

  return interactiveDriver({
    maxValueBytes,
    rows: alone,
    changes(statement, binds) {
      alone(statement, binds)
      return statement.readonly ? 0 : Number(rows("SELECT changes()")[0]?.[0])
    },
    atomically,
  })
}
