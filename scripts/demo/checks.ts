import { readFileSync } from "node:fs"
import type { Refusal } from "../../src/worker/worker.ts"
import type { LocalD1 } from "./local-d1.ts"
import { statementsOf } from "./statements.ts"

/** A sentence of assert.sql, and the rows that break it. */
export interface Check {
  readonly sentence: string
  readonly broken: readonly Readonly<Record<string, unknown>>[]
}

/** What only the demo knows, stored beside what the database has seen. */
export interface Testimony {
  readonly refusals: readonly Refusal[]
  /** least numbers of `workflows`, `effects`, `lost leases` */
  readonly expectations: readonly { readonly name: string; readonly atLeast: number }[]
}

/** Stores what the workers said, for the checks to compare. */
export async function testify(d1: LocalD1, { refusals, expectations }: Testimony): Promise<void> {
  const insertRefusals = `INSERT INTO witness_refusals (workflow_id, claim_token, worker, write, at)
SELECT value ->> '$.workflowId', value ->> '$.claimToken', value ->> '$.worker', value ->> '$.write', value ->> '$.at'
FROM json_each(?1)`
  const insertExpectations = `INSERT INTO witness_expectations (name, at_least)
SELECT value ->> '$.name', value ->> '$.atLeast' FROM json_each(?1)`
  await d1.batch([
    d1.prepare(insertRefusals).bind(JSON.stringify(refusals)),
    d1.prepare(insertExpectations).bind(JSON.stringify(expectations)),
  ])
}

/** Runs every statement of assert.sql as it stands. */
export async function runChecks(d1: LocalD1): Promise<readonly Check[]> {
  const text = readFileSync(new URL("assert.sql", import.meta.url), "utf8")
  const asserted = statementsOf(text).map(({ sql, above }) => ({ sql, sentence: sentenceIn(above) }))
  const answers = await d1.batch<Record<string, unknown>>(asserted.map(({ sql }) => d1.prepare(sql)))
  return asserted.map(({ sentence }, index) => ({ sentence, broken: answers[index]?.results ?? [] }))
}

/** 1 when a check is broken. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 {
  return checks.some((check) => check.broken.length > 0) ? 1 : 0
}

/** Breaks one thing: an attempt that is over is open again. */
export async function sabotage(d1: LocalD1): Promise<void> {
  await d1
    .prepare(
      `UPDATE attempts
SET outcome = 'running', finished_at = NULL, duration_ms = NULL
WHERE (workflow_id, node, branch, attempt) = (
  SELECT workflow_id, node, branch, attempt
  FROM attempts
  WHERE outcome = 'succeeded'
  ORDER BY workflow_id, node, branch, attempt
  LIMIT 1
)`,
    )
    .run()
}

function sentenceIn(above: string): string {
  const sentence = /^-- assert: (.+)$/m.exec(above)?.[1]
  if (sentence === undefined) throw new Error(`assert.sql has a statement without a sentence, after: ${above}`)
  return sentence
}
