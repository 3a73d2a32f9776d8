/** What transactions are made of. */
export interface Transactional {
  inTransaction(): boolean
  exec(sql: string): unknown
}

const outside = { begin: "BEGIN IMMEDIATE", commit: "COMMIT", undo: "ROLLBACK" }
const inside = {
  begin: "SAVEPOINT wonder_sql_batch",
  commit: "RELEASE wonder_sql_batch",
  undo: "ROLLBACK TO wonder_sql_batch; RELEASE wonder_sql_batch",
}

/** In a transaction of its own, or in a savepoint of the one that is open. https://sqlite.org/lang_savepoint.html */
export function framed<T>(db: Transactional, work: () => T): T {
  const frame = db.inTransaction() ? inside : outside
  try {
    db.exec(frame.begin)
    const result = work()
    db.exec(frame.commit)
    return result
  } catch (error) {
    undo(db, frame.undo, error)
    throw error
  }
}

/** OR ROLLBACK and some failures have ended the transaction already. https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction */
function undo(db: Transactional, sql: string, error: unknown): void {
  try {
    if (db.inTransaction()) db.exec(sql)
  } catch (failure) {
    if (error instanceof Error) error.message += `; undoing it failed too: ${String(failure)}`
  }
}
