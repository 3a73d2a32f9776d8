/** Prepared statements of one database, by text. */
export interface PreparedStatements<S> {
  /** Prepares each text once. Errors are the database's own. */
  using<T>(sql: string, use: (statement: S) => T): T
}

/** A statement that is running (its SQL calls a function of the user's that comes back here) is left alone. */
export function preparedStatements<S>(prepare: (sql: string) => S): PreparedStatements<S> {
  const cached = new Map<string, { readonly statement: S; busy: boolean }>()
  return {
    using(sql, use) {
      const known = cached.get(sql)
      const entry = known === undefined || known.busy ? { statement: prepare(sql), busy: false } : known
      if (known === undefined) cached.set(sql, entry)
      entry.busy = true
      try {
        return use(entry.statement)
      } catch (error) {
        // libsql's get() does not reset a statement that failed: it would run again with the values of before
        if (cached.get(sql) === entry) cached.delete(sql)
        throw error
      } finally {
        entry.busy = false
      }
    },
  }
}
