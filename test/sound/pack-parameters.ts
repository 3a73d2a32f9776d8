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
  { table: "schedule_slots", sql: "SELECT schedule_id, slot_at, workflow_id FROM schedule_slots" },
]

const allTimes = `SELECT available_at FROM workflows UNION SELECT deadline_at FROM workflows
  UNION SELECT expires_at FROM locks UNION SELECT expires_at FROM semaphore_slots UNION SELECT next_slot_at FROM schedules
  UNION SELECT finished_at FROM attempts UNION SELECT max(started_at) FROM workflows
  UNION SELECT max(updated_at) + 1000 FROM workflows`
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
  fireSlot: "SELECT id AS schedule_id FROM schedules WHERE enabled = 1",
}
const lateTime = "SELECT created_at + 3600000 FROM workflows ORDER BY created_at DESC LIMIT 4"
const mostSafe = 9_007_199_254_740_991n

/** Parameters of a query of the pack as a program would give them, most of them of rows that are there. */
export function choosePackParameters(
  query: CheckedQuery,
  engine: Engine,
  random: Random,
): ReadonlyMap<string, SqlValue> {
  if (random.chance(0.04)) return examplesOf(query)
  const chosen = new Map<string, SqlValue>()
  const definition = pickRow(
    engine,
    random,
    `SELECT ${definitionOf} FROM workflows UNION SELECT name, version FROM definitions`,
  )
  for (const [name, value] of definition) chosen.set(name, value)
  const row = jointRow(query, engine, random)
  for (const [name, value] of row) if (!random.chance(0.03)) chosen.set(name, value)
  if (!query.steps[0].effects.readonly) freshKeys(query, random, chosen)
  const time = (): SqlValue => timeNear(engine, random)
  for (const { sqlName } of query.parameters) {
    const value = byName(sqlName, { engine, random, time, chosen })
    if (value !== undefined) chosen.set(sqlName, value)
  }
  if (query.source.file.path.endsWith("search.sql"))
    chosen.set("query", random.pick(['"boom"', "error OR boom", '"a"*', '""']))
  if (query.source.file.path.endsWith("context.sql") && !query.steps[0].effects.readonly) freeKeys(random, chosen)
  return onlyLegal(query, chosen)
}

/** Keys that `WorkflowContext` leaves free: SQL cannot know what the schema wants of `user` and `note`. */
function freeKeys(random: Random, chosen: Map<string, SqlValue>): void {
  const key = (): string => random.pick(["items", "count", "more", "x.y", "new"])
  for (const name of ["key", "from_key", "to_key", "old_key", "new_key"]) chosen.set(name, key())
  chosen.set("path", `$.${random.pick(["items", "count", "more", "new"])}`)
  chosen.set("expected", random.pick(["1", "1", "null", "[1,2]"]))
  chosen.set("patch", random.pick(['{"count":1}', '{"items":[1,2],"more":null}', "{}"]))
}

/** What the query's types do not take is left to chance: a NULL key, an integer that no double holds. */
function onlyLegal(query: CheckedQuery, chosen: ReadonlyMap<string, SqlValue>): ReadonlyMap<string, SqlValue> {
  const legal = new Map<string, SqlValue>()
  for (const { sqlName, type } of query.parameters) {
    const value = chosen.get(sqlName)
    if (value === undefined || (value === null && !type.nullable)) continue
    if (typeof value !== "bigint") legal.set(sqlName, value)
    // as the drivers bind it
    else if (value <= mostSafe && value >= -mostSafe) legal.set(sqlName, Number(value))
  }
  return legal
}

function examplesOf(query: CheckedQuery): ReadonlyMap<string, SqlValue> {
  const examples = query.parameters.flatMap(({ sqlName, example }): [string, SqlValue][] => {
    if (example === undefined) return []
    if (example === "NULL") return [[sqlName, null]]
    return [[sqlName, example.startsWith("'") ? example.slice(1, -1).replaceAll("''", "'") : Number(example)]]
  })
  return new Map(examples)
}

function pickRow(engine: Engine, random: Random, sql: string): ReadonlyMap<string, SqlValue> {
  const answer = engine.query(sql, [])
  if (!answer.ok) throw new Error(`${answer.error.message}: ${sql}`)
  if (answer.rows.length === 0) return new Map()
  const row = random.pick(answer.rows)
  return new Map(answer.columns.map((name, index) => [name, row[index] ?? null]))
}

/** A row on which the query acts, or any of the source that gives the most of its parameters. */
function jointRow(query: CheckedQuery, engine: Engine, random: Random): ReadonlyMap<string, SqlValue> {
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

/** What is inserted, and a claim, are new more often than not. */
function freshKeys(query: CheckedQuery, random: Random, chosen: Map<string, SqlValue>): void {
  if (random.chance(0.3)) return
  const fresh = `new-${random.below(1_000_000)}`
  chosen.set("claim_id", fresh)
  if (query.steps[0].effects.writes.every(({ action }) => action !== "insert")) return
  for (const name of ["id", "idempotency_key", "unique_key"])
    if (chosen.has(name)) chosen.set(name, name === "id" || random.chance(0.5) ? fresh : null)
}

/** Mostly an instant of some row, or one beside it; often after most of them, and rarely far away. */
function timeNear(engine: Engine, random: Random): SqlValue {
  if (random.chance(0.05)) return random.pick([0n, -1n, mostSafe, 9_007_199_254_740_000n])
  const [time] = pickRow(engine, random, random.chance(0.4) ? lateTime : allTimes).values()
  return typeof time === "bigint" ? time + random.pick([0n, 0n, 1n, -1n, 3_600_000n]) : 1_700_000_000_000n
}

interface Choice {
  readonly engine: Engine
  readonly random: Random
  readonly time: () => SqlValue
  readonly chosen: ReadonlyMap<string, SqlValue>
}

function byName(name: string, { engine, random, time, chosen }: Choice): SqlValue | undefined {
  switch (name) {
    case "now":
    case "run_at":
    case "next_slot_at":
    case "before":
    case "deadline_at":
      return time()
    case "since":
      return random.chance(0.6) ? -mostSafe : time()
    case "until":
      return random.chance(0.6) ? mostSafe : time()
    case "after_created_at":
    case "after_finished_at":
      return random.chance(0.7) ? -1n : undefined
    case "batch":
    case "page_size":
      return random.pick([50n, 50n, 5n, 2n, 1n, 0n, -1n])
    case "lease_ms":
    case "base_ms":
    case "cap_ms":
    case "jitter_ms":
    case "bucket_ms":
      return random.pick([0n, 1n, 1000n, 30_000n, 3_600_000n, -1n, random.chance(0.1) ? mostSafe : 60_000n])
    case "priority":
    case "min_priority":
      return BigInt(random.below(4))
    case "expected_seq": {
      const last = engine.query("SELECT coalesce(max(seq), 0) FROM events WHERE workflow_id = ?1", [
        chosen.get("workflow_id") ?? null,
      ])
      return last.ok && random.chance(0.8) ? (last.rows[0]?.[0] ?? 0n) : 1n
    }
    case "capacity": // a semaphore grows row by row: a capacity of billions would fill the memory
      return BigInt(random.below(5))
    case "extra_attempts":
    case "max_attempts":
      return random.pick([1n, 1n, 3n, 0n])
    case "holder":
      return random.chance(0.5) ? random.pick(["worker-1", "new", "😀"]) : undefined
    case "key":
      return random.pick(["note", "user", "items", ""])
    case "context":
      return contextText(random)
    default:
      return lists[name]?.({ engine, random, time, chosen })
  }
}

function contextText(random: Random): string {
  return random.pick(["{}", '{"user":{"id":"u1"}}', '{"note":"é😀","more":[1,null]}'])
}

/** Parameters that are JSON: a program's objects, with the keys that the query reads. */
const lists: Readonly<Record<string, (choice: Choice) => SqlValue>> = {
  workflows: (choice) => listOf(choice, () => newWorkflow(choice)),
  nodes: (choice) => listOf(choice, () => newNode(choice.random)),
  effects: (choice) =>
    listOf(choice, () => ({ ...newNode(choice.random), branch: choice.random.below(3), input: { width: 1 } })),
  edges: (choice) => {
    const { engine, random, chosen } = choice
    const answer = engine.query("SELECT node FROM nodes WHERE definition = ?1 AND definition_version = ?2", [
      chosen.get("definition") ?? null,
      chosen.get("definition_version") ?? null,
    ])
    const nodes = answer.ok ? answer.rows.flat() : []
    return listOf(choice, () => ({ from: random.pick([...nodes, "charge"]), to: random.pick([...nodes, "ship"]) }))
  },
  ids: (choice) => listOf(choice, () => textIn(choice, "SELECT id FROM workflows")),
  events: (choice) => listOf(choice, () => ({ type: "order.placed", data: { count: choice.random.below(3) } })),
  tags: (choice) => listOf(choice, () => textIn(choice, "SELECT tag FROM workflow_tags UNION SELECT 'new'")),
}

function listOf({ random }: Choice, item: () => unknown): string {
  return JSON.stringify(Array.from({ length: random.pick([1, 1, 2, 3, 0]) }, item))
}

function textIn({ engine, random }: Choice, sql: string): SqlValue {
  const [value] = pickRow(engine, random, sql).values()
  return value ?? "wf-1"
}

function newWorkflow({ random, time, chosen }: Choice): Readonly<Record<string, unknown>> {
  const runAt = time()
  return {
    id: random.pick([`new-${random.below(1_000_000)}`, "wf-1", random.below(99)]),
    definition: chosen.get("definition") ?? "order",
    definitionVersion: Number(chosen.get("definition_version") ?? 1),
    tenant: random.pick(["acme", "é", 7]),
    priority: random.below(5),
    runAt: typeof runAt === "bigint" ? Number(runAt) : runAt,
    maxAttempts: random.pick([1, 5, "3"]),
    context: JSON.parse(contextText(random)),
  }
}

function newNode(random: Random): Readonly<Record<string, unknown>> {
  return {
    node: random.pick(["charge", "ship", "new", "é😀", 7]),
    kind: random.pick(["image.resize", "", true]),
    fanOut: random.pick([0, 1, false, true, "1", 2]),
    maxAttempts: random.pick([3, 1, 0, "2"]),
  }
}
