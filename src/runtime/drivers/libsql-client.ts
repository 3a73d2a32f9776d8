import { type AsyncDatabase, asyncDriver, type Query } from "../async-driver.ts"
import { type AsyncConnection, asyncTransaction, inSavepoint } from "../async-transaction.ts"
import type { Answer, BindValue, RawRow } from "../driver.ts"
import { type ErrorText, errorText } from "../map-error.ts"
import type { InteractiveDriver } from "../transaction.ts"

/** What is needed of a client of `@libsql/client`. https://docs.turso.tech/sdk/ts/reference */
export interface LibsqlClientLike {
  execute(statement: LibsqlStatement): Promise<LibsqlResultLike>
  batch(statements: LibsqlStatement[], mode: "write"): Promise<readonly LibsqlResultLike[]>
  transaction(mode: "write"): Promise<LibsqlTransactionLike>
}

/** What is needed of its transaction. https://docs.turso.tech/sdk/ts/reference#interactive-transactions */
export interface LibsqlTransactionLike {
  execute(statement: LibsqlStatement): Promise<LibsqlResultLike>
  commit(): Promise<void>
  rollback(): Promise<void>
  close(): void
}

export interface LibsqlStatement {
  sql: string
  args: BindValue[]
}

export interface LibsqlResultLike {
  readonly rows: readonly ArrayLike<unknown>[]
  readonly rowsAffected: number
}

export interface LibsqlClientOptions {
  /** of a text or BLOB, in bytes; what the server takes */
  readonly maxValueBytes?: number
}

const defaultMaxValueBytes = 1_000_000_000

/**
 * A driver over a client of `@libsql/client`: a file, an embedded replica or a server. Make the client with
 * `intMode: "bigint"`: otherwise it fails by itself, with a TargetError here, where a row holds an integer beyond 2^53.
 */
export function libsqlClient(client: LibsqlClientLike, options: LibsqlClientOptions = {}): InteractiveDriver<"async"> {
  const maxValueBytes = options.maxValueBytes ?? defaultMaxValueBytes
  const database: AsyncDatabase = {
    ...single({ execute: (statement) => client.execute(statement) }, maxValueBytes),
    batch: async (queries) => (await client.batch(queries.map(statementOf), "write")).map(answerOf),
  }
  return {
    ...asyncDriver(database),
    transaction: (work) => asyncTransaction(database, () => begun(client, maxValueBytes), work),
  }
}

function single(
  { execute }: { execute(statement: LibsqlStatement): Promise<LibsqlResultLike> },
  maxValueBytes: number,
): Omit<AsyncDatabase, "batch"> {
  return {
    maxValueBytes,
    rows: async (query) => answerOf(await execute(statementOf(query))).rows,
    changes: async (query) => (await execute(statementOf(query))).rowsAffected,
    // a local file answers 0 for a statement that has rows
    countsItself: ({ columns }) => columns.length === 0,
    errorText: clientErrorText,
  }
}

/** An open transaction; a batch in it is a savepoint. */
async function begun(client: LibsqlClientLike, maxValueBytes: number): Promise<AsyncConnection> {
  const tx = await client.transaction("write")
  const execute = (sql: string): Promise<unknown> => tx.execute({ sql, args: [] })
  const batch: AsyncDatabase["batch"] = (queries) =>
    inSavepoint(
      { execute },
      (ask) => ask(),
      async () => {
        const answers: Answer[] = []
        for (const query of queries) answers.push(answerOf(await tx.execute(statementOf(query))))
        return answers
      },
    )
  return {
    database: { ...single({ execute: (statement) => tx.execute(statement) }, maxValueBytes), batch },
    execute,
    commit: () => tx.commit(),
    close: async () => tx.close(),
  }
}

function statementOf({ sql, binds }: Query): LibsqlStatement {
  return { sql, args: [...binds] }
}

function answerOf({ rows, rowsAffected }: LibsqlResultLike): Answer {
  return { rows: rows.map(rawRow), changes: rowsAffected }
}

/** Integers as numbers, as on every other driver; a column of bigints comes as text. */
function rawRow(row: ArrayLike<unknown>): RawRow {
  return Array.from(row, (value) => (typeof value === "bigint" ? Number(value) : value))
}

/**
 * `LibsqlError`: the message begins with the code, in a batch twice; `extendedCode` and the place in a batch are fields.
 * What no LibsqlError tells is `fetch` that failed. https://github.com/tursodatabase/libsql-client-ts
 */
function clientErrorText(error: unknown): ErrorText {
  const { text, code } = errorText(error)
  const { statementIndex: at, extendedCode, cause }: Readonly<Record<string, unknown>> = Object(error)
  return {
    text: text.replace(/^(?:SQLITE_[A-Z_]+: )+/, ""),
    code: typeof extendedCode === "string" ? extendedCode : code,
    ...(typeof at === "number" ? { at } : {}),
    lost: (error instanceof TypeError && code === "") || /^HRANA_(?:WEBSOCKET|CLOSED)/.test(code) || isOverload(cause),
  }
}

/** https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Status */
function isOverload(cause: unknown): boolean {
  const status: unknown = Object(cause).status
  return status === 429 || (typeof status === "number" && status >= 500)
}
