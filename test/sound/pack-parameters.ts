import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import { jointRow, pickRow } from "./pack-subjects.ts"
import type { Random } from "./random.ts"

const allTimes = `SELECT available_at FROM workflows UNION SELECT deadline_at FROM workflows
  UNION SELECT expires_at FROM locks UNION SELECT expires_at FROM semaphore_slots UNION SELECT next_slot_at FROM schedules
  UNION SELECT finished_at FROM attempts UNION SELECT max(started_at) FROM workflows
  UNION SELECT max(updated_at) + 1000 FROM workflows`
const lateTime = "SELECT created_at + 3600000 FROM workflows ORDER BY created_at DESC LIMIT 4"
const anyDefinition = `SELECT definition, definition_version FROM workflows
  UNION SELECT name, version FROM definitions`
const mostSafe = 9_007_199_254_740_991n

/** Parameters of a query of the pack as a program would give them, most of them of rows that are there. */
export function choosePackParameters(
  query: CheckedQuery,
  engine: Engine,
  random: Random,
): ReadonlyMap<string, SqlValue> {
  if (random.chance(0.04)) return examplesOf(query)
  const isWrite = !query.steps[0].effects.readonly
  const chosen = new Map(pickRow(engine, random, anyDefinition))
  for (const [name, value] of jointRow(query, engine, random)) if (!random.chance(0.03)) chosen.set(name, value)
  if (isWrite) freshKeys(query, random, chosen)
  const choice: Choice = { engine, random, chosen, isWrite }
  for (const { sqlName } of query.parameters) {
    const value = choosers.get(sqlName)?.(choice)
    if (value !== undefined) chosen.set(sqlName, value)
  }
  return onlyLegal(query, chosen)
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

/** What is inserted, and a claim, are new more often than not. */
function freshKeys(query: CheckedQuery, random: Random, chosen: Map<string, SqlValue>): void {
  if (random.chance(0.3)) return
  const fresh = `new-${random.below(1_000_000)}`
  chosen.set("claim_id", fresh)
  if (query.steps[0].effects.writes.every(({ action }) => action !== "insert")) return
  for (const name of ["id", "idempotency_key", "unique_key"])
    if (chosen.has(name)) chosen.set(name, name === "id" || random.chance(0.5) ? fresh : null)
}

interface Choice {
  readonly engine: Engine
  readonly random: Random
  /** what has been chosen so far */
  readonly chosen: ReadonlyMap<string, SqlValue>
  readonly isWrite: boolean
}

/** Undefined leaves it to the row that was picked, or to chance. */
type Chooser = (choice: Choice) => SqlValue | undefined

/** Mostly an instant of some row, or one beside it; often after most of them, and rarely far away. */
function time({ engine, random }: Choice): SqlValue {
  if (random.chance(0.05)) return random.pick([0n, -1n, mostSafe, 9_007_199_254_740_000n])
  const [found] = pickRow(engine, random, random.chance(0.4) ? lateTime : allTimes).values()
  return typeof found === "bigint" ? found + random.pick([0n, 0n, 1n, -1n, 3_600_000n]) : 1_700_000_000_000n
}

function duration({ random }: Choice): SqlValue {
  return random.pick([0n, 1n, 1000n, 30_000n, 3_600_000n, -1n, random.chance(0.1) ? mostSafe : 60_000n])
}

/** Half of the time one of these. */
function perhaps<T extends SqlValue>(values: readonly T[]): Chooser {
  return ({ random }) => (random.chance(0.5) ? random.pick(values) : undefined)
}

function oneOf<T extends SqlValue>(values: readonly T[]): Chooser {
  return ({ random }) => random.pick(values)
}

/** Of what they write, only keys that `WorkflowContext` leaves free: SQL cannot know what it wants of `user` and `note`. */
const freeKeys = ["items", "items", "count", "more", "new", "x.y", 'a"b', "é😀", ""]
const freePaths = ["$.items", "$.items[0]", "$.items[#-1]", "$.items[#]", "$.count", "$.more", "$.new.deep", '$."x.y"']
const fixedPaths = ["$.user.id", "$.user", "$.note", "$"]
const contexts = ["{}", '{"user":{"id":"u1"}}', '{"note":"é😀","more":[1,null]}']

/** The last sequence of the events that were picked, so that the next may follow. */
function lastSequence({ engine, random, chosen }: Choice): SqlValue {
  const last = engine.query("SELECT coalesce(max(seq), 0) FROM events WHERE workflow_id = ?1", [
    chosen.get("workflow_id") ?? null,
  ])
  return last.ok && random.chance(0.8) ? (last.rows[0]?.[0] ?? 0n) : 1n
}

/** What is at the path, as `patchContextIfValue` compares it. */
function valueThere({ engine, random, chosen }: Choice): SqlValue {
  const there = engine.query("SELECT context -> ?2 FROM workflows WHERE id = ?1", [
    chosen.get("id") ?? null,
    chosen.get("path") ?? "$",
  ])
  const value = there.ok ? there.rows[0]?.[0] : undefined
  return typeof value === "string" && random.chance(0.7) ? value : random.pick(["1", "null", "[1,2]"])
}

/** By name: the pack calls the same thing by the same name. */
const choosers: ReadonlyMap<string, Chooser> = new Map<string, Chooser>([
  ...["now", "run_at", "next_slot_at", "before", "deadline_at", "created_since"].map(named(time)),
  ...["lease_ms", "base_ms", "cap_ms", "jitter_ms", "bucket_ms", "step_ms"].map(named(duration)),
  ["since", (choice) => (choice.random.chance(0.6) ? -mostSafe : time(choice))],
  ["until", (choice) => (choice.random.chance(0.6) ? mostSafe : time(choice))],
  ["at", (choice) => (choice.random.chance(0.5) ? time(choice) : undefined)],
  ...["after_created_at", "after_finished_at", "after_recorded_at", "after_seq"].map(
    named(({ random }) => (random.chance(0.7) ? -1n : undefined)),
  ),
  ...["after_id", "after_workflow_id"].map(named(({ random }) => (random.chance(0.5) ? "" : undefined))),
  ...["batch", "page_size", "keep"].map(named(oneOf([50n, 50n, 5n, 2n, 1n, 0n, -1n]))),
  ...["priority", "min_priority"].map(named(oneOf([0n, 0n, 1n, 2n, 3n]))),
  ...["extra_attempts", "max_attempts"].map(named(oneOf([1n, 1n, 3n, 0n]))),
  // a semaphore grows row by row: a capacity of billions would fill the memory
  ["capacity", oneOf([0n, 1n, 2n, 4n])],
  ["holder", perhaps(["worker-1", "new", "😀"])],
  ["query", oneOf(['"boom"', '"boom"', "error OR boom", '"a"*', '""'])],
  ["expected_seq", lastSequence],
  ["from_seq", perhaps([0n, 1n])],
  ["to_seq", oneOf([1n, 2n, 4n, 100n])],
  ["cause_seq", perhaps([null, 1n])],
  ["key", ({ random, isWrite }) => random.pick(isWrite ? freeKeys : [...freeKeys, "user", "note"])],
  ["new_key", oneOf(["renamed", "x.y", "é😀", 'a"b', "items"])],
  ["path", ({ random, isWrite }) => random.pick(isWrite ? freePaths : [...freePaths, ...fixedPaths])],
  ["expected", valueThere],
  ["patch", oneOf(['{"count":1}', '{"items":[1,2],"more":null}', "{}"])],
  ["context", oneOf(contexts)],
  ["workflows", (choice) => listOf(choice, () => newWorkflow(choice))],
  ["nodes", (choice) => listOf(choice, () => newNode(choice.random))],
  ["effects", (choice) => listOf(choice, () => newEffect(choice.random))],
  ["edges", edgeList],
  ["events", (choice) => listOf(choice, () => newEvent(choice.random))],
  ["ids", (choice) => listOf(choice, () => textIn(choice, "SELECT id FROM workflows"))],
  ["tags", (choice) => listOf(choice, () => textIn(choice, "SELECT tag FROM workflow_tags UNION SELECT 'new'"))],
])

function named(chooser: Chooser): (name: string) => readonly [string, Chooser] {
  return (name) => [name, chooser]
}

/** Between nodes of the definition that was picked, mostly. */
function edgeList(choice: Choice): SqlValue {
  const { engine, random, chosen } = choice
  const answer = engine.query("SELECT node FROM nodes WHERE definition = ?1 AND definition_version = ?2", [
    chosen.get("definition") ?? null,
    chosen.get("definition_version") ?? null,
  ])
  const nodes = answer.ok ? answer.rows.flat() : []
  return listOf(choice, () => ({ from: random.pick([...nodes, "charge"]), to: random.pick([...nodes, "ship"]) }))
}

function listOf({ random }: Choice, item: () => unknown): string {
  return JSON.stringify(Array.from({ length: random.pick([1, 1, 2, 3, 0]) }, item))
}

function textIn({ engine, random }: Choice, sql: string): SqlValue {
  const [value] = pickRow(engine, random, sql).values()
  return value ?? "wf-1"
}

function newWorkflow(choice: Choice): Readonly<Record<string, unknown>> {
  const { random, chosen } = choice
  const runAt = time(choice)
  return {
    id: random.pick([`new-${random.below(1_000_000)}`, "wf-1", String(random.below(99))]),
    definition: chosen.get("definition") ?? "order",
    definitionVersion: Number(chosen.get("definition_version") ?? 1),
    tenant: random.pick(["acme", "é", "7"]),
    priority: random.below(5),
    runAt: typeof runAt === "bigint" ? Math.max(-Number(mostSafe), Math.min(Number(runAt), Number(mostSafe))) : runAt,
    maxAttempts: random.pick([1, 5, 3]),
    context: JSON.parse(random.pick(contexts)),
  }
}

function newNode(random: Random): Readonly<Record<string, unknown>> {
  return {
    node: random.pick(["charge", "ship", "new", "é😀", "7"]),
    kind: random.pick(["image.resize", ""]),
    fanOut: random.chance(0.5),
    maxAttempts: random.pick([3, 1, 0, 2]),
  }
}

function newEffect(random: Random): Readonly<Record<string, unknown>> {
  const { node, kind, maxAttempts } = newNode(random)
  return { node, kind, maxAttempts, branch: random.below(3), input: { width: 1 } }
}

function newEvent(random: Random): Readonly<Record<string, unknown>> {
  const cause = random.chance(0.3) ? { causeSeq: 1, correlationId: random.pick(["c-1", "7", null]) } : {}
  return { type: random.pick(["order.placed", ""]), data: { count: random.below(3) }, ...cause }
}
