import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Case, Outcome, Outcomes, Subject } from "./conformance/outcome.ts"
import { cases, casesWithout, type Present, type Runner, runners, seed, stop } from "./conformance/subjects.ts"

/** How many cases were run on each. */
const ran = new Map<Subject, number>()

afterAll(async () => {
  const lines = subjects.map((subject) => `${subject}: ${wordFor(runners[subject], ran.get(subject))}`)
  process.stdout.write(`conformance ran, CONFORMANCE_SEED=${seed}, on\n  ${lines.join("\n  ")}\n`)
  await stop()
})

const subjects: readonly Subject[] = [
  "d1",
  "d1 session",
  "d1 sessions",
  "durable-object",
  "native: libsql",
  "native: better-sqlite3",
  "node-sqlite",
  "libsql-client",
]

for (const subject of subjects) {
  const runner = runners[subject]
  if ("run" in runner) describe(subject, () => check(subject, runner))
}

describe("the suite", () => {
  it("has at least 80 cases, half of them failures, each with a name of its own", () => {
    const failures = cases.filter((test) => test.error !== undefined)
    expect(new Set(cases.map((test) => test.name)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(80)
    expect(failures.length * 2).toBeGreaterThanOrEqual(cases.length)
  })

  it("names every subject once", () => {
    expect(subjects).toEqual(Object.keys(runners))
  })
})

function check(subject: Subject, { run, without }: Present): void {
  let outcomes: Outcomes = {}
  beforeAll(async () => {
    outcomes = await run()
    ran.set(subject, Object.keys(outcomes).length)
  }, 600_000)
  for (const test of casesWithout(without)) it(test.name, () => compare(test, outcomes[test.name]))
}

function wordFor(runner: Runner, count: number | undefined): string {
  if ("absent" in runner) return `not at all: ${runner.absent}`
  if (count === undefined) return "not at all: nobody asked for it"
  return `${count} cases${runner.without.map((need) => `; it has no ${need}`).join("")}`
}

function compare(test: Case, outcome: Outcome | undefined): void {
  if (test.error === undefined) expect(outcome).toEqual({ kind: "value", value: test.value })
  else expect(outcome).toMatchObject({ kind: "error", error: test.error })
}
