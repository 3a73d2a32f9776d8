import type { Answer, Driver, Prepared, SqlFacts } from "./driver.ts"

const token = "sqlguard!end"

/** Always fails, with a message that nothing else has. */
const end: SqlFacts = {
  name: "(the end of a trial)",
  source: "",
  sql: `SELECT json_extract('{}', '${token}')`,
  columns: ["end"],
  readonly: true,
  tables: { reads: [], writes: [] },
  changes: "own",
}

const endCall: Prepared<readonly Answer[]> = {
  facts: end,
  steps: [{ statement: end, wants: "nothing" }],
  bind: () => [[]],
  read: (answers) => answers,
}

/**
 * The first of some calls that a batch of them fails at, where the database does not tell: beginnings of the batch are sent
 * that end in a statement which always fails, so that nothing of them is committed. Undefined where they all pass: the
 * commit failed, or others have changed what made it fail.
 */
export async function culpritAmong(
  db: Driver<"async">,
  calls: readonly Prepared<readonly Answer[]>[],
): Promise<number | undefined> {
  const passes = async (count: number): Promise<boolean> => {
    try {
      await db.batch([...calls.slice(0, count), endCall])
      return false // it cannot be
    } catch (error) {
      return error instanceof Error && error.message.includes(token)
    }
  }
  if (await passes(calls.length)) return undefined
  // the first `good` calls pass, the first `bad` do not
  let good = 0
  let bad = calls.length
  while (bad - good > 1) {
    const middle = good + Math.floor((bad - good) / 2)
    if (await passes(middle)) good = middle
    else bad = middle
  }
  return bad - 1
}
