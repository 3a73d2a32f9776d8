import type { Answered, Engine, EngineError, PreparedStatement, SqlValue } from "../engine/engine.ts"

/** An engine that holds a schema, and what has run on it: each text is prepared once. */
export interface Arena {
  readonly engine: Engine
  /** Runs one statement; what takes too many steps of SQLite's virtual machine is stopped and answers with an error. */
  readonly run: (sql: string, binds?: readonly SqlValue[]) => Answered
}

/** Some milliseconds: enough for any query over a few dozen rows, and the end of a recursion that has none. */
const mostOperations = 200_000

/** Statements that stay prepared; the one that waited longest makes room. */
const mostStatements = 2000

/** Keeps the statements of an engine prepared; they are closed with it. */
export function arenaOf(engine: Engine): Arena {
  const prepared = new Map<string, PreparedStatement>()
  return {
    engine,
    run: (sql, binds = []) => {
      const statement = prepared.get(sql) ?? prepareIn(engine, prepared, sql)
      return "message" in statement ? { ok: false, error: statement } : statement.run(binds, mostOperations)
    },
  }
}

function prepareIn(
  engine: Engine,
  prepared: Map<string, PreparedStatement>,
  sql: string,
): PreparedStatement | EngineError {
  const made = engine.prepare(sql)
  if (!made.ok) return made.error
  const [oldest] = prepared
  if (oldest !== undefined && prepared.size >= mostStatements) {
    oldest[1].close()
    prepared.delete(oldest[0])
  }
  prepared.set(sql, made.value)
  return made.value
}

/** `"users"`: any name, quoted for SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
