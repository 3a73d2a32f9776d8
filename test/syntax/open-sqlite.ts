import sqlite3InitModule from "@sqlite.org/sqlite-wasm"

/** SQLite itself, to compare with: in memory, with the statements of `schema` run. */
export interface Sqlite {
  /** Prepares the first statement of a text: where it ends in UTF-16 units, and whether there was one. */
  readonly prepare: (sql: string) => {
    readonly tail: number
    readonly empty: boolean
    readonly error: string | undefined
  }
}

const sqlite3 = await sqlite3InitModule()

export function openSqlite(schema: string): Sqlite {
  const { capi, wasm } = sqlite3
  const db = new sqlite3.oo1.DB(":memory:")
  db.exec(schema)
  const prepare: Sqlite["prepare"] = (sql) => {
    const scope = wasm.scopedAllocPush()
    try {
      const encoded = new TextEncoder().encode(sql)
      const [text, length] = wasm.scopedAllocCString(sql, true)
      const [statement, tail] = wasm.scopedAllocPtr(2)
      if (statement === undefined || tail === undefined) throw new Error("out of memory")
      const code = capi.sqlite3_prepare_v3(db, text, length + 1, 0, statement, tail)
      const pointer = wasm.peekPtr(statement)
      const end = Number(wasm.peekPtr(tail)) - Number(text)
      const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoded.subarray(0, end))
      if (pointer) capi.sqlite3_finalize(pointer as never)
      return { tail: read.length, empty: !pointer, error: code === 0 ? undefined : capi.sqlite3_errmsg(db) }
    } finally {
      wasm.scopedAllocPop(scope)
    }
  }
  return { prepare }
}
