import { describe, expect, it } from "vitest"
import type { StatementFacts } from "../../src/runtime/index.ts"
import { mapError } from "../../src/runtime/map-error.ts"
import { errorFields } from "./conformance/outcome.ts"

function statement(name: string, writes: readonly string[]): StatementFacts {
  return {
    name,
    source: `sql/queries/${name}.sql:1`,
    sql: `-- ${name}`,
    columns: [],
    readonly: false,
    tables: { reads: [], writes },
    changes: "own",
    parameters: [],
    results: [],
  }
}

const users = statement("users", ["users"])
const jobs = statement("jobs", ["jobs"])

/** Messages as D1 was seen to write them. https://developers.cloudflare.com/d1/observability/debug-d1/ */
const messages: readonly (readonly [message: string, fields: Readonly<Record<string, unknown>>, advice?: string])[] = [
  [
    "D1_ERROR: UNIQUE constraint failed: users.a, users.b: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)",
    { name: "ConstraintError", kind: "unique", table: "users", columns: ["a", "b"] },
  ],
  [
    "D1_ERROR: UNIQUE constraint failed: users.id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)",
    { name: "ConstraintError", kind: "primary-key", columns: ["id"] },
  ],
  // the extended part is not always there
  [
    "D1_ERROR: UNIQUE constraint failed: users.id: SQLITE_CONSTRAINT",
    { name: "ConstraintError", kind: "unique", table: "users", columns: ["id"] },
  ],
  ["UNIQUE constraint failed: users.id", { name: "ConstraintError", kind: "unique", columns: ["id"] }],
  [
    "D1_ERROR: UNIQUE constraint failed: index 'users_folded': SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)",
    { name: "ConstraintError", kind: "unique", table: "users", constraint: "users_folded", columns: [] },
  ],
  [
    "D1_ERROR: NOT NULL constraint failed: users.name at offset 12: SQLITE_CONSTRAINT",
    { name: "ConstraintError", kind: "not-null", table: "users", columns: ["name"] },
  ],
  [
    "D1_ERROR: CHECK constraint failed: name <> 'UNIQUE constraint failed: a.b': SQLITE_CONSTRAINT",
    { name: "ConstraintError", kind: "check", constraint: "name <> 'UNIQUE constraint failed: a.b'" },
  ],
  [
    "Durable Object was reset and rolled back to its last known good state because the application left the database in a state where constraints were violated: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT",
    { name: "ConstraintError", kind: "foreign-key", columns: [] },
  ],
  [
    "D1_ERROR: cannot store TEXT value in INTEGER column users.age: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_DATATYPE)",
    { name: "ConstraintError", kind: "datatype", table: "users", columns: ["age"] },
  ],
  [
    "D1_ERROR: datatype mismatch: SQLITE_MISMATCH",
    { name: "ConstraintError", kind: "datatype", table: "users", columns: [] },
  ],
  [
    "D1_ERROR: users stay: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
    { name: "ConstraintError", kind: "trigger", constraint: "users stay" },
  ],
  ["D1_ERROR: Network connection lost.", { name: "TransientError", retryable: true }],
  ["D1_ERROR: Internal error in D1 DB storage caused object to be reset.", { name: "TransientError", retryable: true }],
  ["D1_ERROR: D1 DB reset because its code was updated.", { name: "TransientError", retryable: true }],
  [
    "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
    { name: "TransientError", retryable: true },
  ],
  [
    "D1_ERROR: Can't read from request stream because client disconnected.",
    { name: "TransientError", retryable: true },
  ],
  [
    "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
    { name: "TransientError", retryable: false },
  ],
  ["D1_ERROR: D1 DB exceeded its memory limit and was reset.", { name: "TransientError", retryable: false }],
  ["D1_ERROR: D1 DB exceeded its CPU time limit and was reset.", { name: "TransientError", retryable: false }],
  ["D1_ERROR: D1 DB is overloaded. Too many requests queued.", { name: "BusyError", code: "busy" }],
  ["D1_ERROR: D1 DB is overloaded. Requests queued for too long.", { name: "BusyError" }],
  ["database is locked", { name: "BusyError" }],
  ["D1_ERROR: no such table: gone at offset 14: SQLITE_ERROR", { name: "TargetError", code: "target" }],
  // all that the caller of a Durable Object sees of OR ROLLBACK
  ["internal error; reference = abc", { name: "TargetError" }, " (OR ROLLBACK and RAISE(ROLLBACK) end so: use ABORT)"],
  // without its extended code a trigger's message is what is left when nothing else fits
  ["D1_ERROR: users stay: SQLITE_CONSTRAINT", { name: "ConstraintError", kind: "trigger", constraint: "users stay" }],
  [
    "D1_ERROR: UNIQUE constraint failed: a.b: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
    { name: "ConstraintError", kind: "trigger", constraint: "UNIQUE constraint failed: a.b" },
  ],
]

describe("a database's message is a typed error", () => {
  for (const [message, fields, advice = ""] of messages) {
    it(message.slice(0, 90), () => {
      const cause = new Error(message)
      const error = mapError([users], cause)
      expect(errorFields(error)).toMatchObject({ query: "users", source: "sql/queries/users.sql:1", ...fields })
      expect(error.cause).toBe(cause)
      expect(error.message).toBe(`users (sql/queries/users.sql:1): ${message}${advice}`)
      expect(error.sql).toBe("-- users")
    })
  }

  it("a native driver's code tells what its message does not", () => {
    const primary = Object.assign(new Error("UNIQUE constraint failed: users.id"), {
      code: "SQLITE_CONSTRAINT_PRIMARYKEY",
    })
    expect(errorFields(mapError([users], primary))).toMatchObject({ kind: "primary-key" })
    const busy = Object.assign(new Error("cannot start"), { code: "SQLITE_BUSY_SNAPSHOT" })
    expect(errorFields(mapError([users], busy))).toMatchObject({ name: "BusyError" })
  })

  it("what is no Error at all is a TargetError", () => {
    expect(errorFields(mapError([users], "text"))).toMatchObject({ name: "TargetError", hasCause: true })
  })

  it("an error of ours passes unchanged", () => {
    const error = mapError([users], new Error("x"))
    expect(mapError([jobs], error)).toBe(error)
  })
})

describe("a mismatch in a query that writes nothing", () => {
  it("is no constraint: LIMIT took a fraction", () => {
    const error = mapError([{ ...users, readonly: true }], new Error("D1_ERROR: datatype mismatch: SQLITE_MISMATCH"))
    expect(error.name).toBe("TargetError")
  })
})

describe("a batch whose culprit is not told", () => {
  it("names the only statement that writes the table", () => {
    const error = mapError([users, jobs], new Error("UNIQUE constraint failed: jobs.id"))
    expect(error.query).toBe("jobs")
  })

  it("names all of them otherwise", () => {
    const error = mapError([users, jobs, jobs], new Error("FOREIGN KEY constraint failed"))
    expect(error).toMatchObject({ query: "users, jobs", source: "sql/queries/users.sql:1, sql/queries/jobs.sql:1" })
  })
})
