import type { Engine, EngineError } from "./engine.ts"

/** A second SQLite that holds the same schema and is only asked whether it refuses. */
export interface Judge {
  execute(sql: string): EngineError | undefined
  refuses(sql: string, strings: "refused" | "taken"): EngineError | undefined
  trial(sql: string): EngineError | undefined
  transaction(work: () => void): EngineError | undefined
  close(): void
}

/**
 * An engine whose answers count only where a judge agrees: a target may run one SQLite today and another tomorrow, and what
 * either refuses is refused. Answers and rows are those of `engine`.
 */
export function withJudge(engine: Engine, judge: Judge): Engine {
  const version = engine.target.judge
  const judged = (error: EngineError | undefined): EngineError | undefined => error && { ...error, version }
  return {
    ...engine,
    execute: (sql) => {
      const error = engine.execute(sql)
      return error === undefined || isInternal(error) ? (judged(judge.execute(sql)) ?? error) : error
    },
    describe: (sql, strings = "refused") => {
      const described = engine.describe(sql, strings)
      const asked = described.ok || isInternal(described.error)
      const error = asked ? judged(judge.refuses(sql, strings)) : undefined
      return error === undefined ? described : { ok: false, error }
    },
    trial: (sql) => engine.trial(sql) ?? judged(judge.trial(sql)),
    transaction: (work) => {
      let refused: EngineError | undefined
      const error = engine.transaction(() => {
        refused = judged(judge.transaction(work))
      })
      return error ?? refused
    },
    close: () => {
      engine.close()
      judge.close()
    },
  }
}

/** ALTER TABLE of constraints calls functions that nobody wrote: the older SQLite says what is not in its grammar. */
function isInternal({ message }: EngineError): boolean {
  return /function: sqlite_(?:fail|\w*constraint)$/.test(message)
}
