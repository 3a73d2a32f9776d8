import { describe, expect, test } from "vitest"
import type { CheckedQuery, ResultColumn } from "../../src/analyze/checked-query.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import { scriptOf } from "../../src/verify/script.ts"
import type { Violation } from "../../src/verify/verify.ts"
import { projectOf, verify } from "./run.ts"

/* A machine that nothing fails proves nothing: types that are made to lie must be caught, and shown by as little as can be. */

const project = projectOf(
  `CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE things (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL REFERENCES owners (id),
  word TEXT,
  mood TEXT NOT NULL CHECK (mood IN ('good', 'bad')),
  amount REAL NOT NULL,
  size INTEGER NOT NULL,
  doc TEXT NOT NULL CHECK (json_valid(doc))
) STRICT;`,
  `-- name: things
SELECT t.id, t.word, t.mood, t.amount, t.size, t.doc, json_object('word', t.word) AS made
FROM things AS t JOIN owners AS o ON o.id = t.owner
WHERE t.size >= :least;`,
)
const options = { rounds: 40, seed: 1, hostile: false }

type Doctor = (query: CheckedQuery) => CheckedQuery

function withType(name: string, change: Partial<ValueType>): Doctor {
  const changed = (column: ResultColumn): ResultColumn =>
    column.sqlName === name ? { ...column, type: { ...column.type, ...change } } : column
  return ({ steps: [step, ...more], ...query }) => ({
    ...query,
    steps: [{ ...step, columns: step.columns.map(changed) }, ...more],
  })
}

function withCardinality(value: CheckedQuery["steps"][0]["cardinality"]["value"]): Doctor {
  return ({ steps: [step, ...more], ...query }) => ({
    ...query,
    steps: [{ ...step, unguarded: { ...step.unguarded, value } }, ...more],
  })
}

async function violations(doctor: Doctor): Promise<readonly Violation[]> {
  return (await verify(project, options, doctor)).verified.violations
}

const owner = `INSERT INTO "owners" ("id", "name") VALUES (1, 'a');`
const thing = (values: string): string =>
  `INSERT INTO "things" ("id", "owner", "mood", "amount", "size", "doc") VALUES (${values});`

describe("a lie is caught, and shown by the fewest and simplest rows", () => {
  test("the truth is not", async () => {
    expect((await violations((query) => query)).map(({ says }) => says)).toEqual([])
  })

  const lies: readonly (readonly [what: string, says: string, doctor: Doctor, rows: readonly string[]])[] = [
    [
      "never NULL",
      "`word` is NULL",
      withType("word", { nullable: false }),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'")],
    ],
    [
      "another storage class",
      "`amount` is real 1.0",
      withType("amount", { storage: new Set(["integer"]) }),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'")],
    ],
    [
      "text that is a number",
      "`id` is integer 1",
      withType("id", { storage: new Set(["text"]) }),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'")],
    ],
    [
      "a literal too few",
      "`mood` is 'bad', which is none of \"good\"",
      withType("mood", { literals: ["good"] }),
      [owner, thing("1, 1, 'bad', 1.0, 1, '{}'")],
    ],
    [
      "a boolean",
      "`size` is 2",
      withType("size", { logical: "boolean" }),
      [owner, thing("1, 1, 'good', 1.0, 2, '{}'")],
    ],
    [
      "text that is JSON",
      "`word` is text that is no JSON: 'a'",
      withType("word", { json: { kind: "unknown" } }),
      [
        owner,
        `INSERT INTO "things" ("id", "owner", "word", "mood", "amount", "size", "doc") VALUES (1, 1, 'a', 'good', 1.0, 1, '{}');`,
      ],
    ],
    [
      "a shape of JSON",
      "`doc` is JSON of another shape: '{}'",
      withType("doc", { json: { kind: "array", element: { kind: "unknown" } } }),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'")],
    ],
    [
      "no null inside JSON",
      "`made` is JSON of another shape: '{\"word\":null}'",
      withType("made", {
        json: {
          kind: "object",
          fields: [{ name: "word", type: { kind: "scalar", scalar: "string", nullable: false, literals: undefined } }],
        },
      }),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'")],
    ],
    [
      "at most one row",
      "it answers 2 rows, and should answer at most one",
      withCardinality("optional"),
      [owner, thing("1, 1, 'good', 1.0, 1, '{}'"), thing("2, 1, 'good', 1.0, 1, '{}'")],
    ],
    ["a row in any case", "it answers no row, and should answer exactly one", withCardinality("one"), []],
  ]
  test.each(lies)("%s", async (_what, says, doctor, rows) => {
    const found = await violations(doctor)
    const [lie] = found.filter((violation) => violation.says === says)
    expect(found.map((violation) => violation.says)).toContain(says)
    const script = lie === undefined ? [] : scriptOf(lie.example)
    expect(script.slice(1, -1).sort()).toEqual([...rows].sort())
    expect(lie?.broken).toEqual([])
  })

  test("the same seed finds the same", async () => {
    const doctor = withType("word", { nullable: false })
    const [first, second] = [await violations(doctor), await violations(doctor)]
    expect(second.map(({ round, example }) => ({ round, script: scriptOf(example) }))).toEqual(
      first.map(({ round, example }) => ({ round, script: scriptOf(example) })),
    )
  })
})
