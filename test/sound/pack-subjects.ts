import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import type { Random } from "./random.ts"

/** Rows whose columns are parameters that belong together, under the parameters' names. */
interface Source {
  /** the query must read or write it */
  readonly table: string
  readonly sql: string
  /** how often it is taken beside others that give as many; 1 by default */
  readonly weight?: number
}

const definitionOf = "definition, definition_version"
const workflowKeys = `id, id AS workflow_id, claim_token, version AS expected_version, ${definitionOf}, idempotency_key,
  unique_key, parent_id, claim_id, status`
const eventKeys = "workflow_id, seq, seq AS from_seq, seq AS before_seq, cause_seq, correlation_id, recorded_at AS at"
const ofAttempt = "workflow_id, node, branch, attempt, claim_token"

const sources: readonly Source[] = [
  { table: "workflows", sql: `SELECT ${workflowKeys} FROM workflows` },
  { table: "workflows", sql: `SELECT ${workflowKeys} FROM workflows WHERE status = 'running'`, weight: 6 },
  { table: "workflows", sql: `SELECT ${workflowKeys} FROM workflows WHERE status IN ('queued', 'paused', 'dead')` },
  { table: "workflows", sql: `SELECT ${workflowKeys} FROM workflows WHERE unique_key IS NOT NULL` },
  { table: "workflows", sql: "SELECT status, created_at AS after_created_at, id AS after_id FROM workflows" },
  { table: "workflows", sql: "SELECT finished_at AS after_finished_at, id AS after_id FROM workflows" },
  { table: "workflow_tags", sql: "SELECT workflow_id FROM workflow_tags" },
  { table: "effects", sql: `SELECT ${ofAttempt} FROM effects` },
  { table: "effects", sql: `SELECT ${ofAttempt} FROM effects WHERE status = 'running'`, weight: 4 },
  { table: "attempts", sql: `SELECT ${ofAttempt} FROM attempts` },
  { table: "attempts", sql: `SELECT ${ofAttempt} FROM attempts WHERE outcome = 'running'`, weight: 4 },
  {
    table: "definitions",
    sql: `SELECT name, version, name AS definition, version AS definition_version FROM definitions`,
  },
  { table: "nodes", sql: `SELECT ${definitionOf}, node FROM nodes` },
  { table: "edges", sql: `SELECT ${definitionOf}, from_node AS node FROM edges` },
  { table: "edges", sql: `SELECT ${definitionOf}, to_node AS node FROM edges` },
  {
    table: "edges",
    sql: "SELECT w.id AS workflow_id, d.to_node AS node FROM workflows AS w JOIN edges AS d USING (definition, definition_version)",
  },
  { table: "locks", sql: "SELECT name, token, holder FROM locks" },
  { table: "semaphore_slots", sql: "SELECT semaphore, slot, token, holder FROM semaphore_slots" },
  { table: "schedules", sql: `SELECT id, id AS schedule_id, next_slot_at AS slot_at, ${definitionOf} FROM schedules` },
  { table: "events", sql: `SELECT ${eventKeys} FROM events` },
  { table: "events", sql: `SELECT ${eventKeys} FROM events WHERE correlation_id IS NOT NULL` },
  { table: "schedule_slots", sql: "SELECT schedule_id, slot_at, workflow_id FROM schedule_slots" },
]

const alive = "workflows AS w ON w.id = e.workflow_id AND w.status = 'running' AND w.claim_token = e.claim_token"
const ofEffect = "e.workflow_id, e.node, e.branch, e.attempt, e.claim_token"
const ofRunning = "SELECT w.id, w.id AS workflow_id, w.claim_token FROM workflows AS w WHERE w.status = 'running'"

/** Rows on which a query does something, where it is choosy. */
const ripe: Readonly<Record<string, string>> = {
  resumeWorkflow: "SELECT id FROM workflows WHERE status = 'paused'",
  scheduleAt: "SELECT id FROM workflows WHERE status = 'queued'",
  reschedule: "SELECT id FROM workflows WHERE status = 'queued'",
  requeueDead: "SELECT id FROM workflows WHERE status = 'dead'",
  failWithBackoff: `${ofRunning} AND w.attempt < w.max_attempts`,
  complete: `${ofRunning} AND NOT EXISTS (SELECT 1 FROM effects AS e WHERE e.workflow_id = w.id AND e.status <> 'succeeded')`,
  claimEffects: `${ofRunning} AND EXISTS (SELECT 1 FROM effects AS e WHERE e.workflow_id = w.id AND e.status = 'pending')`,
  closeAttempt: `SELECT ${ofEffect} FROM attempts AS e JOIN ${alive} WHERE e.outcome = 'running'`,
  completeEffect: `SELECT ${ofEffect} FROM effects AS e JOIN ${alive} WHERE e.status = 'running'`,
  failEffect: `SELECT ${ofEffect} FROM effects AS e JOIN ${alive} WHERE e.status = 'running'`,
  retryEffect: `SELECT ${ofEffect} FROM effects AS e JOIN ${alive} WHERE e.status = 'running' AND e.attempt < e.max_attempts`,
  reopenEffects: `SELECT w.id AS workflow_id FROM workflows AS w JOIN effects AS e ON e.workflow_id = w.id
    WHERE w.status = 'queued' AND e.status IN ('failed', 'cancelled')`,
  advance: `${ofRunning} AND EXISTS (SELECT 1 FROM nodes AS n WHERE n.definition = w.definition
    AND n.definition_version = w.definition_version AND n.fan_out = 0)`,
  workflowById: "SELECT id FROM workflows WHERE result IS NOT NULL OR deadline_at IS NOT NULL",
  byContextUser: "SELECT context ->> '$.user.id' AS user_id FROM workflows WHERE user_id IS NOT NULL",
  readStream: "SELECT workflow_id FROM events WHERE cause_seq IS NOT NULL",
  takeSnapshot: "SELECT workflow_id, max(seq) AS seq FROM events GROUP BY workflow_id HAVING count(*) = max(seq)",
  pruneSnapshots: "SELECT workflow_id, max(seq) AS before_seq FROM snapshots GROUP BY workflow_id HAVING count(*) > 1",
  causesOf: "SELECT workflow_id, seq FROM events WHERE cause_seq IS NOT NULL",
  consequencesOf: "SELECT workflow_id, cause_seq AS seq FROM events WHERE cause_seq IS NOT NULL",
  correlationTrace: "SELECT correlation_id FROM events WHERE correlation_id IS NOT NULL AND cause_seq IS NOT NULL",
  durationHistogram: "SELECT kind FROM attempts WHERE outcome = 'succeeded'",
  renameContextKey:
    "SELECT id FROM workflows WHERE status IN ('queued', 'paused') AND json_type(context, '$.items') IS NOT NULL",
  patchContextIfValue:
    "SELECT id FROM workflows WHERE status IN ('queued', 'paused') AND json_type(context, '$.count') IS NOT NULL",
  removeContextKey:
    "SELECT id FROM workflows WHERE status IN ('queued', 'paused') AND json_type(context, '$.items') IS NOT NULL",
  fireSlot: "SELECT id AS schedule_id FROM schedules WHERE enabled = 1",
}
/** A random row of these, by column; empty when there is none. */
export function pickRow(engine: Engine, random: Random, sql: string): ReadonlyMap<string, SqlValue> {
  const answer = engine.query(sql, [])
  if (!answer.ok) throw new Error(`${answer.error.message}: ${sql}`)
  if (answer.rows.length === 0) return new Map()
  const row = random.pick(answer.rows)
  return new Map(answer.columns.map((name, index) => [name, row[index] ?? null]))
}

/** A row on which the query acts, or any of the source that gives the most of its parameters. */
export function jointRow(query: CheckedQuery, engine: Engine, random: Random): ReadonlyMap<string, SqlValue> {
  const sql = ripe[query.name]
  const acting = sql !== undefined && random.chance(0.7) ? pickRow(engine, random, sql) : new Map<string, SqlValue>()
  if (acting.size > 0) return acting
  const { reads, writes } = query.steps[0].effects
  const tables = new Set([...reads, ...writes].map(({ table }) => table))
  const known = sources
    .filter(({ table }) => tables.has(table))
    .map((source) => ({ source, gives: given(source, query) }))
  const most = Math.max(0, ...known.map(({ gives }) => gives))
  const best = known.filter(({ gives }) => gives === most && gives > 0)
  const texts = best.flatMap(({ source }) => Array.from({ length: source.weight ?? 1 }, () => source.sql))
  const rows = random.shuffled(texts).map((sql) => pickRow(engine, random, sql))
  return rows.find((row) => row.size > 0) ?? new Map()
}

function given({ sql }: Source, query: CheckedQuery): number {
  const list = sql.slice("SELECT ".length, sql.indexOf(" FROM "))
  const names = list.split(/,\s*/).map((item) => /\w+$/.exec(item)?.[0])
  return query.parameters.filter(({ sqlName }) => names.includes(sqlName)).length
}
