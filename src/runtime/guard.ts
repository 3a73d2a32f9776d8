import type { BindValue, PreparedGuard, Refusal, SqlFacts, StepGuard } from "./driver.ts"
import { ConflictError } from "./errors.ts"

/** What drivers are given of a guard: all that knows how guards work comes with the transactions that have some. */
export function preparedGuard(statement: SqlFacts, guard: StepGuard): PreparedGuard {
  const { test, count, counts } = guard
  const conflict = (got: number | undefined, options?: ErrorOptions): ConflictError => {
    const found = got === undefined ? "" : `, got ${got}`
    return new ConflictError(statement, guard.refusal.reason, `expected ${counts} ${test} ${count}${found}`, options)
  }
  return {
    refuses: (found) => ((test === "=" ? found === count : found >= count) ? undefined : conflict(found)),
    query: (binds, at) => guardQuery(statement, guard, binds, at),
    brokenIn(text, at, options) {
      const found = new RegExp(`sqlguard!${at}!got=(\\d*)`).exec(text)
      return found === null ? undefined : conflict(found[1] === "" ? undefined : Number(found[1]), options)
    },
  }
}

/**
 * The statement that holds a guard where only a failing statement undoes a batch: it fails with a token that tells its
 * place among all that is sent. The rows of RETURNING are those that were changed, so they are counted so; those of a
 * SELECT are counted by a subquery. The compiler prepares this text too. https://sqlite.org/lang_corefunc.html#changes
 */
function guardQuery(
  { sql, readonly }: SqlFacts,
  { counts, test, count }: StepGuard,
  binds: readonly BindValue[],
  at: number,
): { readonly sql: string; readonly binds: readonly BindValue[] } {
  const own = countsChanges(readonly, counts) ? [] : binds
  return {
    sql: guardSql({ sql, readonly }, { counts, test }, own.length),
    binds: [...own, count, `sqlguard!${at}!got=`],
  }
}

function countsChanges(readonly: boolean, counts: StepGuard["counts"]): boolean {
  return counts === "changes" || !readonly
}

/** The text of that statement, where the one that it guards has `binds` binds. */
export function guardSql(
  { sql, readonly }: Pick<SqlFacts, "sql" | "readonly">,
  { counts, test }: Pick<StepGuard, "counts" | "test">,
  binds: number,
): string {
  const byChanges = countsChanges(readonly, counts)
  const found = byChanges ? "changes()" : `(SELECT count(*) FROM (\n${sql}\n))`
  const own = byChanges ? 0 : binds
  const token = byChanges ? `?${own + 2} || changes()` : `?${own + 2}`
  return `SELECT json_extract('{}', CASE WHEN ${found} ${test} ?${own + 1} THEN '$' ELSE ${token} END) AS guard`
}

/** The answer of a transaction whose guard did not hold; undefined for another error. */
export function refusalIn<F extends Refusal>(
  guards: readonly (StepGuard<F> | undefined)[],
  error: unknown,
): F | undefined {
  if (!(error instanceof ConflictError)) return undefined
  return guards.find((guard) => guard?.refusal.reason === error.reason)?.refusal
}
