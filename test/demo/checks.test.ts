import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { bundleWorker } from "../../scripts/demo/bundle.ts"
import { exitCodeOf, runChecks, testify } from "../../scripts/demo/checks.ts"
import { addWitness, applyMigrations, type LocalWorker, startWorker } from "../../scripts/demo/local-d1.ts"
import { runSimulation } from "../../scripts/demo/simulate.ts"
import { loadProject } from "../../src/project/load-project.ts"

/** A way to break each sentence of assert.sql. Where the pack's own CHECKs forbid it, they are switched off. */
const corruptions: readonly (readonly [sentence: string, sql: string])[] = [
  ["every workflow is finished", "UPDATE workflows SET finished_at = NULL WHERE id = (SELECT min(id) FROM workflows)"],
  [
    "every effect is finished",
    "UPDATE effects SET status = 'running' WHERE status = 'succeeded' AND node = 'validate'",
  ],
  ["no effect ran before", "UPDATE effects SET finished_at = finished_at + 1000000 WHERE node = 'charge'"],
  ["a workflow that succeeded has run", "UPDATE effects SET status = 'cancelled' WHERE node = 'invoice'"],
  [
    "a node that fans out",
    "UPDATE workflows SET context = json_set(context, '$.items', json('[]')) WHERE definition = 'order'",
  ],
  ["the result of a workflow", `UPDATE workflows SET result = '{"effects":1}' WHERE status = 'succeeded'`],
  ["a claim raises the token", "UPDATE witness_workflows SET to_token = to_token + 1 WHERE to_status = 'running'"],
  [
    "no lease was taken over",
    "UPDATE witness_workflows SET lease_until = at + 1 WHERE from_status = 'running' AND to_status = 'running'",
  ],
  [
    "every finished workflow had exactly one",
    "DELETE FROM witness_workflows WHERE to_status = 'succeeded' AND workflow_id = (SELECT min(workflow_id) FROM witness_workflows)",
  ],
  [
    "no effect succeeded twice",
    "INSERT INTO witness_effects (workflow_id, node, branch, from_status, to_status) SELECT workflow_id, node, branch, from_status, to_status FROM witness_effects WHERE to_status = 'succeeded' LIMIT 1",
  ],
  ["every attempt was closed exactly once", "DELETE FROM witness_attempts WHERE seq = 1"],
  [
    "no attempt was closed as succeeded or failed without",
    "UPDATE witness_attempts SET workflow_token = workflow_token + 1 WHERE seq = (SELECT max(seq) FROM witness_attempts WHERE to_outcome = 'succeeded')",
  ],
  ["attempts count from 1", "UPDATE attempts SET attempt = attempt + 100 WHERE node = 'probe'"],
  ["an effect counts its attempts", "UPDATE effects SET claim_token = claim_token + 9 WHERE node = 'join'"],
  ["the last attempt of an effect", "UPDATE attempts SET outcome = 'lost' WHERE node = 'join'"],
  ["an attempt is lost only", "UPDATE attempts SET outcome = 'lost' WHERE node = 'join'"],
  ["every worker that lost a lease", "DELETE FROM witness_refusals"],
  [
    "no worker was refused a write",
    "INSERT INTO witness_refusals (workflow_id, claim_token, worker, write, at) VALUES ('order-0001', 999, 'w', 'complete', 1)",
  ],
  [
    "sequences of events",
    "UPDATE events SET recorded_at = recorded_at - 100000 WHERE seq = 3 AND workflow_id = 'order-0001'",
  ],
  ["the history tells", "UPDATE events SET type = 'attempt.x' WHERE type = 'workflow.enqueued'"],
  [
    "the state that comes of the events",
    `UPDATE events SET data = '{"status":"queued"}' WHERE type = 'workflow.succeeded'`,
  ],
  ["the search index", "UPDATE workflows SET version = version + 1 WHERE definition = 'media'"],
  ["there were workflows, effects", "UPDATE witness_expectations SET at_least = 10000 WHERE name = 'effects'"],
  [
    "most workflows succeeded",
    "UPDATE workflows SET status = 'failed', error_message = 'x', error_fingerprint = 'x', result = NULL WHERE status = 'succeeded'",
  ],
  ["every foreign key points", "UPDATE workflows SET max_attempts = 0"],
]

const root = fileURLToPath(new URL("../..", import.meta.url))
let worker: LocalWorker

beforeAll(async () => {
  const { value: project } = loadProject(root)
  if (project === undefined) throw new Error("the project cannot be read")
  worker = await startWorker(await bundleWorker(root))
  await applyMigrations(worker.d1, project.schema)
  await addWitness(worker.d1)
  const { refusals } = await runSimulation(worker, { seed: 1, workflows: 60, workers: 8 }, () => {})
  await testify(worker.d1, { refusals, expectations: [{ name: "effects", atLeast: 300 }] })
  const triggers = ["workflow", "effect", "attempt"].map((name) => `DROP TRIGGER witness_${name}_changes`)
  await run(...triggers, ...tables.map((table) => `CREATE TABLE saved_${table} AS SELECT * FROM ${table}`))
}, 60_000)

afterAll(async () => await worker.dispose())

test("every check holds at first, and there is a corruption for each", async () => {
  const checks = await runChecks(worker.d1)
  expect(checks.filter((check) => check.broken.length > 0)).toEqual([])
  expect(exitCodeOf(checks)).toBe(0)
  expect(
    checks.filter(({ sentence }) => corruptions.filter(([start]) => sentence.startsWith(start)).length !== 1),
  ).toEqual([])
})

test.each(corruptions)("%s ... can be broken", async (start, sql) => {
  await run("PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON", sql)
  await run("PRAGMA ignore_check_constraints = OFF")
  const checks = await runChecks(worker.d1)
  await run(
    "PRAGMA defer_foreign_keys = ON",
    ...tables.toReversed().map((table) => `DELETE FROM ${table}`),
    ...tables.map((table) => `INSERT INTO ${table} SELECT * FROM saved_${table}`),
  )
  const broken = checks.find(({ sentence }) => sentence.startsWith(start))?.broken ?? []
  expect(broken.length).toBeGreaterThan(0)
  expect(exitCodeOf(checks)).toBe(1)
  expect(exitCodeOf(await runChecks(worker.d1))).toBe(0)
})

const witnesses = ["workflows", "effects", "attempts", "refusals", "expectations"]
const tables = ["workflows", "effects", "attempts", "events", ...witnesses.map((name) => `witness_${name}`)]

/** All or nothing, in order. */
async function run(...statements: readonly string[]): Promise<void> {
  await worker.d1.batch(statements.map((sql) => worker.d1.prepare(sql)))
}
