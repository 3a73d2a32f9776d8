import type { CheckedStep, Variant } from "./checked-query.ts"

/**
 * The statement that holds a guard on D1, as the run time writes it: it fails with the token of its last bind where the
 * count is another. `changes()` is the count of the last INSERT, UPDATE or DELETE, so it directly follows its statement;
 * the rows of RETURNING are those that were changed. Undefined without a guard.
 * https://sqlite.org/lang_corefunc.html#changes
 */
export function guardSql({ guard: said, isKey, effects }: CheckedStep, { sql, binds }: Variant): string | undefined {
  const guard = isKey ? { counts: "changes", test: "=" } : said
  if (guard === undefined) return undefined
  const byChanges = guard.counts === "changes" || !effects.readonly
  const count = byChanges ? "changes()" : `(SELECT count(*) FROM (\n${sql}\n))`
  const own = byChanges ? 0 : binds.length
  const token = byChanges ? `?${own + 2} || changes()` : `?${own + 2}`
  return `SELECT json_extract('{}', CASE WHEN ${count} ${guard.test} ?${own + 1} THEN '$' ELSE ${token} END) AS guard`
}
