import { afterAll, describe, expect, it } from "vitest"
import { type NativePack, openD1, openNative } from "./database.ts"
import { bareCalls, claim, runAll, t0, workflow } from "./seed.ts"
import { type PackStatement, statementNamed, statements } from "./statements.ts"

const binds = ({ parameters, examples }: PackStatement): unknown[] => parameters.map((name) => examples[name])

function planOf(db: NativePack, name: string): string[] {
  const statement = statementNamed(name)
  return db.sql(`EXPLAIN QUERY PLAN ${statement.sql}`, ...binds(statement)).map((row) => String(row["detail"]))
}

/** The index that each query was given, and no sort where the index has the order. */
const intended: readonly (readonly [query: string, step: string])[] = [
  ["claimBatch", "SEARCH w USING INDEX workflows_claimable (priority=? AND available_at<?)"],
  ["nextWakeup", "SEARCH w USING INDEX workflows_by_wakeup"],
  ["nextWakeup", "SEARCH w USING INDEX workflows_by_deadline (deadline_at>?)"],
  ["reapExpired", "SEARCH w USING INDEX workflows_last_leases (available_at<?)"],
  ["expireDeadlines", "SEARCH w USING INDEX workflows_by_deadline (deadline_at<?)"],
  ["dueWorkflows", "SEARCH workflows USING INDEX workflows_by_wakeup (available_at<?)"],
  ["deadLetters", "SEARCH workflows USING INDEX workflows_dead ((finished_at,id)>(?,?))"],
  ["byStatus", "SEARCH workflows USING INDEX workflows_by_status (status=? AND (created_at,id)>(?,?))"],
  ["byContextUser", "SEARCH workflows USING INDEX workflows_by_context_user (<expr>=? AND (created_at,id)>(?,?))"],
  ["dueSchedules", "SEARCH schedules USING INDEX schedules_due (next_slot_at<?)"],
  ["cancelByKey", "SEARCH workflows USING INDEX workflows_unique_live (definition=? AND unique_key=?)"],
]

describe("query plans", () => {
  const empty = openNative()
  afterAll(() => empty.raw.close())

  it.each(intended)("%s: %s", (query, step) => {
    const plan = planOf(empty, query)
    expect(plan).toContain(step)
    expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([])
    expect(plan.filter((line) => line.startsWith("SCAN") && line !== "SCAN CONSTANT ROW")).toEqual([])
  })

  it("scan no large table, but for the one screen that counts everything", () => {
    const scans = statements.flatMap(({ name }) =>
      planOf(empty, name)
        .filter((line) => /^SCAN (\w+ )?(workflows|effects|attempts|events|w|e|a)\b/.test(line))
        .map((line) => `${name}: ${line}`),
    )
    expect(scans).toEqual([
      "workflowCounts: SCAN workflows USING COVERING INDEX workflows_by_definition",
      "inFlight: SCAN attempts USING COVERING INDEX attempts_open",
      "sweepAttempts: SCAN a USING COVERING INDEX attempts_open",
      "sweepEffects: SCAN e USING INDEX effects_open",
    ])
  })

  it("use the same indexes on D1", async () => {
    const { databases, close } = await openD1(1)
    for (const [query, step] of intended) {
      const statement = statementNamed(query)
      const plan = await databases[0]?.sql(`EXPLAIN QUERY PLAN ${statement.sql}`, ...binds(statement))
      const lines = plan?.map((row) => String(row["detail"])) ?? []
      expect(lines, query).toContain(step)
      expect(
        lines.filter((line) => line.includes("TEMP B-TREE")),
        query,
      ).toEqual([])
    }
    await close()
  }, 30_000)

  it("stay as intended when the planner knows how the rows are spread", () => {
    const db = openNative()
    runAll(db.run, bareCalls)
    for (let i = 0; i < 400; i += 1) db.run("insertWorkflow", workflow(`w${i}`, { priority: i % 4, run_at: t0 + i }))
    db.run("claimBatch", claim("c1", { batch: 50, now: t0 + 400 }))
    db.sql("ANALYZE")
    for (const [query, step] of intended) expect(planOf(db, query), query).toContain(step)
    db.raw.close()
  })
})

describe("rows read on D1", () => {
  it("by a claim and by the alarm clock do not grow with the work that waits", async () => {
    const { databases, close } = await openD1(1)
    const db = databases[0]
    if (db === undefined) throw new TypeError("no database")
    const row = (i: number) => ({
      id: `w${i}`,
      definition: "order",
      definitionVersion: 1,
      tenant: "acme",
      priority: i % 4,
      runAt: i < 20 ? t0 : t0 + 1_000_000,
      maxAttempts: 3,
      context: {},
    })
    const some = JSON.stringify(Array.from({ length: 2000 }, (_, i) => row(i)))
    await db.batch([...bareCalls, ["insertWorkflows", { workflows: some, now: t0 }]])
    const claimed = await db.rowsRead("claimBatch", claim("c1", { batch: 5 }))
    expect(claimed).toBeLessThan(60)
    expect(await db.rowsRead("nextWakeup", {})).toBeLessThan(5)
    await close()
  }, 30_000)
})
