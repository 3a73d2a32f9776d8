import { describe, expect, it } from "vitest"
import { databasesOf, type PackDatabase, type Row } from "./database.ts"
import { orderCalls, t0, workflow } from "./seed.ts"
import { housekeeping, type World, work } from "./worker.ts"

/** mulberry32: the same numbers for the same seed everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

interface Run {
  readonly seed: number
  readonly workflows: number
  readonly workers: number
  readonly atomic: boolean
  /** chance that a worker dies at one of its steps */
  readonly deaths: number
}

/** Workers take turns in random order and die at random; time moves on when there is nothing to do. */
async function runToTheEnd(db: PackDatabase, run: Run): Promise<void> {
  const random = randomFrom(run.seed)
  let now = t0
  const wait = (ms: number): void => {
    now += ms
  }
  const world: World = { db, now: () => now, wait, random, atomic: run.atomic }
  let started = 0
  const hire = () => {
    started += 1
    return work(world, `worker-${started % run.workers}`, `claim-${started}`)
  }
  const active = Array.from({ length: run.workers }, hire)
  for (let turns = 0; turns < 200_000; turns += 1) {
    const at = Math.floor(random() * active.length)
    const step = await active[at]?.next()
    if (step?.done === true || random() < run.deaths) active[at] = hire()
    if (step?.done !== true || step.value.length > 0) continue
    await db.batch(housekeeping(now))
    const [wakeup] = await db.run("nextWakeup", {})
    const next = wakeup?.["next_available_at"]
    if (next === null) return
    now = Math.max(now, Number(next))
  }
  throw new Error("the workflows never end")
}

async function filled(db: PackDatabase, run: Run): Promise<void> {
  const some = Array.from({ length: run.workflows }, (_, i) => workflow(`w${i}`, { priority: i % 4, max_attempts: 4 }))
  await db.batch([...orderCalls, ...some.map((params) => ["insertWorkflow", params] as const)])
}

const left: Readonly<Record<string, string>> = {
  "workflows that are not finished": "SELECT id FROM workflows WHERE finished_at IS NULL",
  "effects still open": "SELECT workflow_id FROM effects WHERE status IN ('pending', 'running')",
  "attempts still open": "SELECT workflow_id FROM attempts WHERE outcome = 'running'",
  "succeeded workflows without their four effects": `SELECT id FROM workflows WHERE status = 'succeeded' AND
     (SELECT count(*) FROM effects WHERE workflow_id = id AND effects.status = 'succeeded') <> 4`,
  "effects that began before what they wait for had ended": `SELECT d.node FROM edges
     JOIN effects AS d ON d.node = to_node
     JOIN effects AS u ON u.node = from_node AND u.workflow_id = d.workflow_id
     WHERE d.started_at < u.finished_at OR u.status <> 'succeeded'`,
}

const leftOfWholeBatches: Readonly<Record<string, string>> = {
  "gaps between attempts": `SELECT workflow_id, node FROM attempts GROUP BY workflow_id, node
     HAVING count(*) <> max(attempt) OR count(*) <> (SELECT attempt FROM effects
       WHERE effects.workflow_id = attempts.workflow_id AND effects.node = attempts.node)`,
  "effects that succeeded twice, or ended otherwise than their last attempt": `SELECT e.node FROM effects AS e
     JOIN attempts AS a USING (workflow_id, node, branch)
     WHERE (a.outcome = 'succeeded') <> (e.status = 'succeeded' AND a.attempt = e.attempt)`,
  "attempts under a token that their workflow never had, or out of order": `SELECT a.node FROM attempts AS a
     JOIN workflows AS w ON w.id = a.workflow_id
     LEFT JOIN attempts AS b ON b.workflow_id = a.workflow_id AND b.node = a.node AND b.attempt = a.attempt - 1
     WHERE a.claim_token > w.claim_token OR a.claim_token < b.claim_token`,
}

async function expectNothingLeft(db: PackDatabase, questions: Readonly<Record<string, string>>): Promise<void> {
  for (const [what, text] of Object.entries(questions)) expect(await db.sql(text), what).toEqual([])
}

const counts = async (db: PackDatabase, column: string, table: string): Promise<Row> =>
  Object.fromEntries(
    (await db.sql(`SELECT ${column} AS word, count(*) AS n FROM ${table} GROUP BY 1`)).map((r) => [r["word"], r["n"]]),
  )

describe("workers that fail, lose leases and die", () => {
  it.each([1, 2, 3, 4, 5, 6])("bring every workflow to an end (seed %i)", async (seed) => {
    const source = await databasesOf("native", 1)
    const db = source.next()
    const run = { seed, workflows: 60, workers: 8, atomic: true, deaths: 0.02 }
    await filled(db, run)
    await runToTheEnd(db, run)
    await expectNothingLeft(db, left)
    await expectNothingLeft(db, leftOfWholeBatches)
    expect((await counts(db, "outcome", "attempts"))["lost"]).toBeGreaterThan(5)
    expect((await counts(db, "status", "workflows"))["succeeded"]).toBeGreaterThan(20)
    await source.close()
  })

  it.each([1, 2, 3, 4, 5, 6])("even when they die between any two statements (seed %i)", async (seed) => {
    const source = await databasesOf("native", 1)
    const db = source.next()
    const run = { seed, workflows: 40, workers: 6, atomic: false, deaths: 0.03 }
    await filled(db, run)
    await runToTheEnd(db, run)
    await expectNothingLeft(db, left)
    expect((await counts(db, "outcome", "attempts"))["lost"]).toBeGreaterThan(5)
    await source.close()
  })

  it("bring them to the same end on D1", async () => {
    const run = { seed: 7, workflows: 12, workers: 3, atomic: true, deaths: 0.05 }
    const ends: unknown[] = []
    for (const engine of ["native", "d1"] as const) {
      const source = await databasesOf(engine, 1)
      const db = source.next()
      await filled(db, run)
      await runToTheEnd(db, run)
      await expectNothingLeft(db, { ...left, ...leftOfWholeBatches })
      ends.push(await db.sql("SELECT * FROM attempts ORDER BY workflow_id, node, branch, attempt"))
      ends.push(await db.sql("SELECT * FROM workflows ORDER BY id"))
      await source.close()
    }
    expect(ends.slice(2)).toEqual(ends.slice(0, 2))
  }, 60_000)
})
