import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type NativePack, onNative, type Params } from "./database.ts"
import { bareCalls, claim, runAll, t0, workflow } from "./seed.ts"

const statuses = ["queued", "running", "paused", "succeeded", "failed", "cancelled", "expired", "dead"] as const
const terminal = ["succeeded", "failed", "cancelled", "expired", "dead"]
const maybe = <T>(value: T) => fc.constantFrom(value, null)

/** A state that hangs together, before one or two of its columns are thrown over. */
const coherent = fc
  .record({
    status: fc.constantFrom(...statuses),
    attempt: fc.integer({ min: 0, max: 3 }),
    max_attempts: fc.integer({ min: 1, max: 3 }),
    more_tokens: fc.integer({ min: 0, max: 2 }),
    available_at: fc.constantFrom(t0 - 10, t0, t0 + 10),
    deadline_at: fc.constantFrom(null, t0 - 10, t0, t0 + 10),
  })
  .map(({ more_tokens, ...state }) => {
    const running = state.status === "running"
    const attempt = running ? Math.max(1, state.attempt) : state.attempt
    const claim_token = attempt + more_tokens
    return {
      ...state,
      attempt,
      claim_token,
      claim_id: running ? "earlier" : null,
      worker: running ? "w" : null,
      claimed_at: running ? t0 - 20 : null,
      started_at: claim_token > 0 ? t0 - 20 : null,
      finished_at: terminal.includes(state.status) ? t0 : null,
      error_message: ["failed", "dead"].includes(state.status) ? "e" : null,
      error_fingerprint: ["failed", "dead"].includes(state.status) ? "e" : null,
    }
  })

const thrownOver = fc.record(
  {
    status: fc.constantFrom(...statuses),
    attempt: fc.integer({ min: -1, max: 4 }),
    max_attempts: fc.integer({ min: -1, max: 3 }),
    claim_token: fc.integer({ min: -1, max: 4 }),
    claim_id: maybe("earlier"),
    worker: maybe("w"),
    claimed_at: maybe(t0 - 20),
    started_at: maybe(t0 - 20),
    finished_at: maybe(t0),
    error_message: maybe("e"),
    error_fingerprint: maybe("e"),
  },
  { requiredKeys: [] },
)

const state = fc.tuple(coherent, fc.oneof(fc.constant({}), thrownOver)).map(([base, over]) => ({ ...base, ...over }))

/** The queries that pick a workflow up, each with what it answers for the one in the table. */
function watchers(db: NativePack, now: number): string[] {
  const queries: readonly (readonly [string, Params])[] = [
    ["claimBatch", claim("now", { now })],
    ["reapExpired", { now, batch: 10 }],
    ["expireDeadlines", { now, batch: 10 }],
    ["finishedBefore", { before: Number.MAX_SAFE_INTEGER, after_finished_at: 0, after_id: "", page_size: 10 }],
  ]
  return queries.filter(([name, params]) => db.tried(() => db.run(name, params)).length > 0).map(([name]) => name)
}

const paused = (db: NativePack) => db.tried(() => db.run("resumeWorkflow", { id: "a", now: t0 })).length > 0

/** Inserts the row, or says that a CHECK refused it. */
function admitted(db: NativePack, row: Params): boolean {
  const names = Object.keys(row)
  try {
    db.sql(
      `UPDATE workflows SET ${names.map((name, i) => `${name} = ?${i + 1}`).join(", ")}`,
      ...names.map((name) => row[name]),
    )
    return true
  } catch (error) {
    expect(String(error)).toContain("CHECK constraint failed")
    return false
  }
}

function onOneWorkflow(work: (db: NativePack) => void): () => void {
  return () =>
    onNative((db) => {
      runAll(db.run, [...bareCalls, ["insertWorkflow", workflow("a")]])
      work(db)
    })
}

describe("the CHECKs of workflows", () => {
  it(
    "admit no state that is not seen by exactly one query once every clock has run out",
    onOneWorkflow((db) => {
      const seen = { admitted: 0, refused: 0 }
      fc.assert(
        fc.property(state, (row) => {
          db.tried(() => {
            if (!admitted(db, row)) {
              seen.refused += 1
              return
            }
            seen.admitted += 1
            const later = t0 + 1000
            const found = watchers(db, later)
            if (paused(db) && !found.includes("expireDeadlines")) found.push("resumeWorkflow")
            expect(found).toHaveLength(1)
          })
        }),
        { numRuns: 3000 },
      )
      expect(seen.admitted).toBeGreaterThan(300)
      expect(seen.refused).toBeGreaterThan(300)
    }),
  )

  it(
    "at any time leave a workflow to one query, or asleep until nextWakeup says",
    onOneWorkflow((db) => {
      fc.assert(
        fc.property(state, fc.integer({ min: -12, max: 12 }), (row, shift) => {
          db.tried(() => {
            if (!admitted(db, row)) return
            const now = t0 + shift
            const found = watchers(db, now)
            expect(found.length).toBeLessThanOrEqual(1)
            if (found.length === 1 || paused(db)) return
            const [wakeup] = db.run("nextWakeup", {})
            expect(Number(wakeup?.["next_available_at"])).toBeGreaterThan(now)
          })
        }),
        { numRuns: 2000 },
      )
    }),
  )

  it(
    "refuse a running workflow without claim, worker, start, token or attempt, and any of them elsewhere",
    onOneWorkflow((db) => {
      const running = {
        status: "running",
        claim_id: "c",
        worker: "w",
        claimed_at: t0,
        claim_token: 1,
        attempt: 1,
        started_at: t0,
      }
      expect(db.tried(() => admitted(db, running))).toBe(true)
      for (const column of ["claim_id", "worker", "claimed_at", "started_at"]) {
        expect(
          db.tried(() => admitted(db, { ...running, [column]: null })),
          column,
        ).toBe(false)
      }
      expect(db.tried(() => admitted(db, { ...running, claim_token: 0, started_at: null }))).toBe(false)
      expect(db.tried(() => admitted(db, { ...running, attempt: 0 }))).toBe(false)
      expect(db.tried(() => admitted(db, { status: "queued", claim_id: "c" }))).toBe(false)
      expect(db.tried(() => admitted(db, { status: "queued", worker: "w" }))).toBe(false)
    }),
  )

  it(
    "refuse a terminal workflow without an end, and an end anywhere else",
    onOneWorkflow((db) => {
      const error = { error_message: "e", error_fingerprint: "e" }
      for (const status of terminal) {
        expect(
          db.tried(() => admitted(db, { status, finished_at: t0, ...error })),
          status,
        ).toBe(true)
        expect(
          db.tried(() => admitted(db, { status, ...error })),
          status,
        ).toBe(false)
      }
      expect(db.tried(() => admitted(db, { status: "paused", finished_at: t0 }))).toBe(false)
    }),
  )

  it(
    "refuse a context that is no JSON object, and a priority that no claim looks at",
    onOneWorkflow((db) => {
      for (const context of ["", "{", "[]", "1", "null", '"x"']) {
        expect(() => db.sql("UPDATE workflows SET context = ?1", context), context).toThrow()
      }
      expect(() => db.sql("UPDATE workflows SET priority = 9")).toThrow("FOREIGN KEY")
    }),
  )
})

const effectStatuses = ["pending", "running", "succeeded", "failed", "cancelled"] as const

describe("the CHECKs of effects", () => {
  it(
    "leave every open effect to the lease, to recoverEffects or to sweepEffects, and to one of them only",
    onOneWorkflow((db) => {
      db.run("claimBatch", claim("c1"))
      db.sql(
        "INSERT INTO effects (workflow_id, node, kind, available_at, max_attempts, created_at) VALUES ('a', 'n', 'k', ?1, 3, ?1)",
        t0,
      )
      const effect = fc.record({
        status: fc.constantFrom(...effectStatuses),
        attempt: fc.integer({ min: 0, max: 3 }),
        claim_token: fc.integer({ min: 0, max: 2 }),
        started_at: maybe(t0),
        finished_at: maybe(t0),
        error_message: maybe("e"),
        error_fingerprint: maybe("e"),
      })
      const lease = fc.constantFrom("runs", "queued", "taken over", "cancelled")
      let admittedOnes = 0
      fc.assert(
        fc.property(effect, lease, (row, how) => {
          db.tried(() => {
            const names = Object.keys(row) as (keyof typeof row)[]
            try {
              db.sql(
                `UPDATE effects SET ${names.map((name, i) => `${name} = ?${i + 1}`).join(", ")}`,
                ...names.map((name) => row[name]),
              )
            } catch (error) {
              expect(String(error)).toContain("CHECK constraint failed")
              return
            }
            admittedOnes += 1
            expect(row.finished_at === null).toBe(row.status === "pending" || row.status === "running")
            expect(row.attempt > 0).toBe(row.claim_token > 0 && row.started_at !== null)
            if (how === "queued") db.run("release", { id: "a", claim_token: 1, now: t0 })
            if (how === "taken over") db.run("claimBatch", claim("c2", { now: t0 + 5000 }))
            if (how === "cancelled") db.run("cancel", { id: "a", now: t0 })
            const finished = how === "cancelled"
            const leased = how === "runs" ? 1 : how === "taken over" ? 2 : undefined
            const open = row.status === "pending" || row.status === "running"
            const recovered = db.tried(() => db.run("recoverEffects", { workflow_id: "a", now: t0 })).length
            const swept = db.tried(() => db.run("sweepEffects", { now: t0, batch: 10 })).length
            const runs = row.status === "running" && row.claim_token === leased
            expect(swept).toBe(open && finished ? 1 : 0)
            expect(recovered).toBe(row.status === "running" && !runs && !finished ? 1 : 0)
          })
        }),
        { numRuns: 3000 },
      )
      expect(admittedOnes).toBeGreaterThan(100)
    }),
  )
})
