import type { AsyncDatabase, Query } from "./async-driver.ts"
import type { Answer, BindValue, Prepared, PreparedStep, SqlFacts } from "./driver.ts"
import { TargetError } from "./errors.ts"

/** One query of a batch: a statement, its guard, or the question how many rows it changed. */
export interface Sent {
  readonly step: PreparedStep
  readonly kind: "statement" | "guard" | "count"
  readonly query: Query
}

/** https://sqlite.org/lang_corefunc.html#changes */
export const changesQuery: Query = { sql: "SELECT changes()", columns: ["changes()"], binds: [] }

/** Every statement of some calls. */
export function statementsOf(calls: readonly Prepared<unknown>[]): readonly SqlFacts[] {
  return calls.flatMap(({ steps }) => steps.map(({ statement }) => statement))
}

/** The same call, whose answers are read later. */
export function withAnswers(call: Prepared<unknown>): Prepared<readonly Answer[]> {
  return { ...call, read: (answers) => answers }
}

/** What is sent for each of some calls, in order. Throws ParameterError. */
export function sentFor(
  db: Pick<AsyncDatabase, "countsItself" | "maxValueBytes">,
  calls: readonly Prepared<unknown>[],
): readonly (readonly Sent[])[] {
  const facts = statementsOf(calls)
  let at = 0
  return calls.map((call) =>
    boundSteps(call, db.maxValueBytes).flatMap(({ step, binds }) => {
      const queries = queriesOf(db, step, binds, at, facts)
      at += queries.length
      return queries
    }),
  )
}

/** Each time that a statement of a call is sent: the one of a bulk insert as often as its rows need. Throws ParameterError. */
export function boundSteps(
  { steps, bind }: Prepared<unknown>,
  maxValueBytes: number,
): readonly { readonly step: PreparedStep; readonly binds: readonly BindValue[] }[] {
  const [only, second] = steps
  return bind(maxValueBytes).flatMap((binds, index) => {
    const step = second === undefined ? only : steps[index]
    return step === undefined ? [] : [{ step, binds }]
  })
}

/** The guard and the count ask for `changes()`, so nothing that writes comes between. */
function queriesOf(
  db: Pick<AsyncDatabase, "countsItself">,
  step: PreparedStep,
  binds: readonly BindValue[],
  at: number,
  among: readonly SqlFacts[],
): readonly Sent[] {
  const { statement, wants, guard } = step
  const { sql, columns } = statement
  const sent: Sent[] = [{ step, kind: "statement", query: { sql, columns, binds } }]
  if (guard !== undefined)
    sent.push({ step, kind: "guard", query: { columns: ["guard"], ...guard.query(binds, at + sent.length) } })
  if (wants === "changes" && !db.countsItself(statement, among)) sent.push({ step, kind: "count", query: changesQuery })
  return sent
}

/**
 * The answer of each step of one call, from what was answered to all that was sent for it. A guard that passed and rows
 * that contradict it are never passed over.
 */
export function answersOf(sent: readonly Sent[], answers: readonly (Answer | undefined)[]): readonly Answer[] {
  const out: { answer: Answer; readonly step: PreparedStep }[] = []
  sent.forEach(({ step, kind }, index) => {
    const answer = answers[index]
    if (answer === undefined) throw new TargetError(step.statement, "the batch answered too few results")
    const last = out.at(-1)
    if (kind === "statement") out.push({ answer, step })
    else if (kind === "guard" && answer.rows.length !== 1)
      throw new TargetError(step.statement, "the guard was not answered, and the batch was committed")
    else if (kind === "count" && last !== undefined)
      last.answer = { rows: last.answer.rows, changes: changesIn(answer) }
  })
  for (const { step, answer } of out) {
    const refused = step.wants === "rows" ? step.guard?.refuses(answer.rows.length) : undefined
    if (refused !== undefined) throw new TargetError(step.statement, `committed although ${refused.message}`)
  }
  return out.map(({ answer }) => answer)
}

/** The count in the answer to `changesQuery`. */
export function changesIn(answer: Answer | undefined): number {
  const changes = answer?.rows[0]?.[0]
  return typeof changes === "number" ? changes : 0
}
