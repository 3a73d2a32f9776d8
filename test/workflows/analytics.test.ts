import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type NativePack, onNative, type PackDatabase, type Row } from "./database.ts"
import { bareCalls, claim, runAll, t0, workflow } from "./seed.ts"

interface Attempt {
  readonly kind: string
  readonly outcome: "running" | "succeeded" | "failed" | "lost"
  readonly finishedAt: number
  readonly duration: number
  readonly error: string
}

const window = { since: t0, until: t0 + 1000 }
const inWindow = (a: Attempt): boolean => a.outcome !== "running" && a.finishedAt >= t0 && a.finishedAt < t0 + 1000

const attempts = fc.array(
  fc.record({
    kind: fc.constantFrom("mail", "http", "db"),
    outcome: fc.constantFrom("running", "succeeded", "succeeded", "failed", "lost"),
    finishedAt: fc.integer({ min: t0 - 200, max: t0 + 1200 }),
    duration: fc.integer({ min: 0, max: 40 }),
    error: fc.constantFrom("e1", "e2", "e3"),
  }),
  { maxLength: 120 },
)

/** One array of objects in one bind: `i`, kind, outcome, times, error. */
const insertAttempts = `INSERT INTO attempts (workflow_id, node, branch, attempt, kind, claim_token, worker, outcome,
    error_fingerprint, error_message, started_at, finished_at, duration_ms)
  SELECT 'w', 'n', key, 1, value ->> 'kind', 1, 'x', value ->> 'outcome',
    iif(value ->> 'outcome' = 'failed', value ->> 'error', NULL),
    iif(value ->> 'outcome' = 'failed', value ->> 'error' || ' of ' || key, NULL),
    (value ->> 'finishedAt') - (value ->> 'duration'),
    iif(value ->> 'outcome' = 'running', NULL, value ->> 'finishedAt'),
    iif(value ->> 'outcome' = 'running', NULL, value ->> 'duration')
  FROM json_each(?1)`

const insertEffectsOf = `INSERT INTO effects (workflow_id, node, branch, kind, available_at, max_attempts, created_at)
  SELECT 'w', 'n', key, value ->> 'kind', 1, 3, 1 FROM json_each(?1)`

const setUp: readonly string[] = [insertEffectsOf, insertAttempts]

function onAttempts<T>(list: readonly Attempt[], work: (db: NativePack) => T): T {
  return onNative((db) => {
    runAll(db.run, [...bareCalls, ["insertWorkflow", workflow("w")]])
    for (const text of setUp) db.sql(text, JSON.stringify(list))
    return work(db)
  })
}

const percentiles = (db: NativePack): Row[] => db.run("durationPercentiles", window)

/** The smallest value that at least `percent` % of the values do not exceed. */
function nearestRank(sorted: readonly number[], percent: number): number | undefined {
  return sorted.find((value) => sorted.filter((other) => other <= value).length * 100 >= percent * sorted.length)
}

function median(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2)
  return ((sorted[half] ?? 0) + (sorted[sorted.length - 1 - half] ?? 0)) / 2
}

function percentilesOf(list: readonly Attempt[]): Row[] {
  return [...new Set(list.map((a) => a.kind))].sort().flatMap((kind) => {
    const good = list.filter((a) => a.kind === kind && a.outcome === "succeeded" && inWindow(a))
    const sorted = good.map((a) => a.duration).sort((a, b) => a - b)
    if (sorted.length === 0) return []
    const [p50_ms, p95_ms, p99_ms] = [50, 95, 99].map((percent) => nearestRank(sorted, percent))
    return [{ kind, attempts: sorted.length, p50_ms, p95_ms, p99_ms, median_ms: median(sorted) }]
  })
}

function ratesOf(list: readonly Attempt[]): Row[] {
  return [...new Set(list.filter(inWindow).map((a) => a.kind))].sort().map((kind) => {
    const all = list.filter((a) => a.kind === kind && inWindow(a))
    const count = (outcome: string) => all.filter((a) => a.outcome === outcome).length
    const succeeded = count("succeeded")
    return {
      kind,
      attempts: all.length,
      succeeded,
      failed: count("failed"),
      lost: count("lost"),
      success_rate: succeeded / all.length,
    }
  })
}

function topErrorsOf(list: readonly Attempt[]): Row[] {
  const failed = list.map((a, i) => ({ ...a, i })).filter((a) => a.outcome === "failed" && inWindow(a))
  const groups = [...new Set(failed.map((a) => a.error))].map((error) => {
    const group = failed.filter((a) => a.error === error).sort((a, b) => b.finishedAt - a.finishedAt || a.i - b.i)
    return { error, group, last: group[0] }
  })
  groups.sort((a, b) => b.group.length - a.group.length || (a.error < b.error ? -1 : 1))
  return groups.map(({ error, group, last }) => ({
    error_fingerprint: error,
    occurrences: group.length,
    last_kind: last?.kind,
    last_workflow_id: "w",
    last_message: `${error} of ${last?.i}`,
    last_seen_at: last?.finishedAt,
  }))
}

function throughputOf(list: readonly Attempt[], bucket: number): Row[] {
  const bucketOf = (a: Attempt): number => a.finishedAt - (a.finishedAt % bucket)
  const ended = list.filter(inWindow)
  return [...new Set(ended.map(bucketOf))]
    .sort((a, b) => a - b)
    .map((bucket_at) => {
      const all = ended.filter((a) => bucketOf(a) === bucket_at)
      return { bucket_at, attempts: all.length, succeeded: all.filter((a) => a.outcome === "succeeded").length }
    })
}

describe("analytics equal a plain reckoning in JavaScript", () => {
  it("for percentiles", () => {
    fc.assert(
      fc.property(attempts, (list) => {
        expect(onAttempts(list, percentiles)).toEqual(percentilesOf(list))
      }),
      { numRuns: 150 },
    )
  })

  it("for rates, errors and throughput", () => {
    const compare = (db: NativePack, list: readonly Attempt[], bucket_ms: number): void => {
      expect(db.run("attemptSuccessRates", window)).toEqual(ratesOf(list))
      expect(db.run("topErrors", { ...window, page_size: 10 })).toEqual(topErrorsOf(list))
      expect(db.run("throughput", { ...window, bucket_ms })).toEqual(throughputOf(list, bucket_ms))
      const inFlight = db.run("inFlight", {}).reduce((sum, row) => sum + Number(row["running"]), 0)
      expect(inFlight).toBe(list.filter((a) => a.outcome === "running").length)
    }
    fc.assert(
      fc.property(attempts, fc.integer({ min: 1, max: 400 }), (list, bucket_ms) =>
        onAttempts(list, (db) => compare(db, list, bucket_ms)),
      ),
      { numRuns: 150 },
    )
  })

  it("for every count of values, where ranks fall between two and where they fall on one", () => {
    for (let n = 1; n <= 210; n += 1) {
      const value = { kind: "mail", outcome: "succeeded" as const, finishedAt: t0, error: "" }
      const list = Array.from({ length: n }, (_, i) => ({ ...value, duration: ((i * 101) % n) * 3 }))
      expect(onAttempts(list, percentiles), `${n} values`).toEqual(percentilesOf(list))
    }
  })

  it("for the values 1 to 10, where recipes disagree: nearest rank is 5, 10, 10, the median 5.5", () => {
    const list = Array.from({ length: 10 }, (_, i) => ({
      kind: "mail",
      outcome: "succeeded" as const,
      finishedAt: t0,
      duration: i + 1,
      error: "",
    }))
    expect(onAttempts(list, percentiles)).toEqual([
      { kind: "mail", attempts: 10, p50_ms: 5, p95_ms: 10, p99_ms: 10, median_ms: 5.5 },
    ])
  })

  it("for the wait until a workflow starts, with a clock behind counted as none", () => {
    const latency = (db: NativePack, list: readonly number[]): Row[] => {
      runAll(db.run, bareCalls)
      for (const [i, wait] of list.entries()) {
        db.run("insertWorkflow", workflow(`w${i}`))
        db.sql("UPDATE workflows SET started_at = ?2, claim_token = 1 WHERE id = ?1", `w${i}`, t0 + wait)
      }
      return db.run("queueLatency", { since: t0 - 100, until: t0 + 100 })
    }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 30 }), (list) => {
        const sorted = list.map((wait) => Math.max(0, wait)).sort((a, b) => a - b)
        const [p50_ms, p95_ms, p99_ms] = [50, 95, 99].map((percent) => nearestRank(sorted, percent))
        expect(onNative((db) => latency(db, list))).toEqual([
          { definition: "order", workflows: list.length, p50_ms, p95_ms, p99_ms },
        ])
      }),
      { numRuns: 60 },
    )
  })
})

/** Effects by kind, status and how many attempts each of them took. */
const ended: readonly (readonly [kind: string, status: string, attempts: readonly number[]])[] = [
  ["mail", "succeeded", [1, 2]],
  ["mail", "failed", [1]],
  ["mail", "cancelled", [1, 2, 1, 1]],
  ["http", "cancelled", [1]],
]

function insertEnded(db: NativePack): void {
  runAll(db.run, [...bareCalls, ["insertWorkflow", workflow("w")]])
  const rows = ended.flatMap(([kind, status, counts]) => counts.map((attempt) => ({ kind, status, attempt })))
  db.sql(
    `INSERT INTO effects (workflow_id, node, branch, kind, status, available_at, claim_token, attempt, max_attempts,
       created_at, started_at, finished_at, error_message, error_fingerprint)
     SELECT 'w', 'n', key, value ->> 'kind', value ->> 'status', 1, 9, value ->> 'attempt', 3, 1, 1, ?2, 'e', 'e'
     FROM json_each(?1)`,
    JSON.stringify(rows),
    t0,
  )
}

describe("success rates of effects", () => {
  it("leave the cancelled out, and are NULL where nothing else has ended", () => {
    onNative((db) => {
      insertEnded(db)
      expect(db.run("effectSuccessRates", window)).toEqual([
        { kind: "http", succeeded: 0, failed: 0, cancelled: 1, success_rate: null },
        { kind: "mail", succeeded: 2, failed: 1, cancelled: 4, success_rate: 2 / 3 },
      ])
      expect(db.run("retryDistribution", window)).toEqual([
        { kind: "mail", attempts: 1, effects: 2 },
        { kind: "mail", attempts: 2, effects: 1 },
      ])
    })
  })
})

describe.each(["native", "d1"] as const)("the operator's screen on %s", (engine) => {
  let source: DatabaseSource
  let db: PackDatabase
  const list: Attempt[] = Array.from({ length: 60 }, (_, i) => ({
    kind: i % 3 === 0 ? "mail" : "http",
    outcome: i % 7 === 0 ? "failed" : i % 11 === 0 ? "running" : "succeeded",
    finishedAt: t0 + i * 10,
    duration: (i * 37) % 101,
    error: `e${i % 2}`,
  }))
  beforeAll(async () => {
    source = await databasesOf(engine, 1)
    db = source.next()
    await db.batch([...bareCalls, ["insertWorkflow", workflow("w")], ["insertWorkflow", workflow("v")]])
    for (const text of setUp) await db.sql(text, JSON.stringify(list))
    await db.run("claimBatch", claim("c", { batch: 1, now: t0 + 7 }))
  }, 30_000)
  afterAll(() => source.close())

  it("shows the same figures", async () => {
    expect(await db.run("durationPercentiles", window)).toEqual(percentilesOf(list))
    expect(await db.run("attemptSuccessRates", window)).toEqual(ratesOf(list))
    expect(await db.run("topErrors", { ...window, page_size: 10 })).toEqual(topErrorsOf(list))
    expect(await db.run("throughput", { ...window, bucket_ms: 60 })).toEqual(throughputOf(list, 60))
    expect(await db.run("workflowCounts", {})).toEqual([
      { definition: "order", status: "queued", workflows: 1 },
      { definition: "order", status: "running", workflows: 1 },
    ])
    expect(await db.run("workerLoad", { now: t0 + 7 })).toEqual([
      { worker: "worker of c", leases: 1, next_expiry_at: t0 + 1007 },
    ])
    const slowest = await db.run("slowestAttempts", { ...window, page_size: 3 })
    const longest = list.filter(inWindow).map((a) => a.duration)
    expect(slowest.map((row) => row["duration_ms"])).toEqual(longest.sort((a, b) => b - a).slice(0, 3))
  })
})
