import { describe, expect, it } from "vitest"
import * as z from "zod"
import type { Check } from "../../src/runtime/index.ts"
import { issuesOf, objectIssues } from "../../src/runtime/issues.ts"

/** Each check and the zod schema that generated code pairs with it. */
const pairs: readonly (readonly [name: string, check: Check, schema: z.ZodType])[] = [
  ["string", "string", z.string()],
  ["integer", "integer", z.int()],
  ["timestamp_ms", "timestamp_ms", z.int()],
  ["number", "number", z.number()],
  ["boolean", "boolean", z.boolean()],
  ["blob", "blob", z.instanceof(Uint8Array)],
  ["bigint", "bigint", z.int64()],
  ["json", "json", z.json()],
  ["any", "any", z.union([z.string(), z.number(), z.instanceof(Uint8Array)])],
  ["scalar", "scalar", z.union([z.string(), z.number()])],
  ["null", "null", z.null()],
  ["string?", "string?", z.string().nullable()],
  ["integer?", "integer?", z.int().nullable()],
  ["any?", "any?", z.union([z.string(), z.number(), z.instanceof(Uint8Array)]).nullable()],
  ["string[]", "string[]", z.array(z.string())],
  ["integer?[]", "integer?[]", z.array(z.int().nullable())],
  ["bigint[]?", "bigint[]?", z.array(z.int64()).nullable()],
  ["scalar?[]?", "scalar?[]?", z.array(z.union([z.string(), z.number()]).nullable()).nullable()],
  ["json[]", "json[]", z.array(z.json())],
  ["one literal", { literals: ["a"] }, z.literal("a")],
  ["text literals", { literals: ["a", 'b"c'] }, z.enum(["a", 'b"c'])],
  ["mixed literals", { literals: ["a", 1, -2], form: "?" }, z.literal(["a", 1, -2]).nullable()],
  ["list of literals", { literals: ["a", "b"], form: "[]" }, z.array(z.enum(["a", "b"]))],
  ["array of arrays", { array: { array: "integer" } }, z.array(z.array(z.int()))],
  ["tuple", { tuple: ["string", "integer?"] }, z.tuple([z.string(), z.int().nullable()])],
  [
    "object",
    { object: [["a", "string"], ["b", { array: { literals: [1, 2] } }]], form: "?" }, // biome-ignore format: one line
    z.strictObject({ a: z.string(), b: z.array(z.literal([1, 2])) }).nullable(),
  ],
  [
    "the user's own",
    { schema: z.object({ a: z.object({ b: z.string().min(3) }) }) },
    z.object({ a: z.object({ b: z.string().min(3) }) }),
  ],
]

class Account {
  readonly a = "x"
}

const hostile: readonly unknown[] = [
  null,
  0,
  -0,
  1,
  -2,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e300,
  "",
  "a",
  'b"c',
  "\0",
  true,
  false,
  5n,
  2n ** 63n,
  -(2n ** 63n) - 1n,
  Symbol("s"),
  () => 1,
  new Date(0),
  new Date(Number.NaN),
  new Map(),
  new Account(),
  Object.create(null),
  Object.assign(Object.create(null), { a: "x" }),
  Object.assign(Object.create({ b: [1] }), { a: "x" }),
  Object("boxed"),
  Object(1),
  new Uint8Array(2),
  Buffer.from("ab"),
  new Uint16Array(1),
  new ArrayBuffer(1),
  [],
  ["a"],
  ["a", 1],
  ["a", null, 2],
  [1, null],
  [[1], [2.5], ["x"]],
  new Array(2),
  [undefined],
  [{}],
  {},
  { a: undefined },
  { a: "x" },
  { a: "x", b: [1, 2] },
  { a: "x", b: [1, 3], c: 1, d: 2 },
  { a: { b: "xy" } },
  { a: { b: [Number.NaN, { c: undefined }] } },
  { a: new Date(0) },
  { [Symbol("key")]: 1 },
  JSON.parse('{"__proto__": 1, "a": "x"}'),
]

describe("issues are zod's", () => {
  for (const [name, check, schema] of pairs) {
    it(name, () => {
      for (const value of hostile) {
        const result = schema.safeParse(value)
        expect(issuesOf(check, value), shown(value)).toEqual(result.success ? [] : result.error.issues)
      }
    })
  }

  it("an object without further keys", () => {
    const schema = z.strictObject({ a: z.string(), b: z.array(z.int()) })
    const fields: Parameters<typeof objectIssues>[0] = [
      ["a", "string"],
      ["b", "integer[]"],
    ]
    for (const value of [undefined, ...hostile]) {
      const result = schema.safeParse(value)
      expect(objectIssues(fields, value), shown(value)).toEqual(result.success ? [] : result.error.issues)
    }
  })

  it("`undefined` is refused by every check", () => {
    for (const [name, check] of pairs) expect(issuesOf(check, undefined), name).not.toEqual([])
  })
})

describe("what zod does not see", () => {
  it("refuses JSON that runs in a circle", () => {
    const circle: unknown[] = []
    circle.push({ circle })
    expect(issuesOf("json", circle)).toEqual([{ code: "custom", path: [], message: "JSON nested too deeply" }])
  })

  it("refuses JSON deeper than SQLite reads", () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 1001; depth++) deep = [deep]
    expect(issuesOf("json", deep)).toHaveLength(1)
    expect(issuesOf("json", Array.isArray(deep) ? deep[0] : undefined)).toEqual([])
  })

  it("refuses a schema that answers with a promise", () => {
    const schema = z.string().refine(async () => true)
    expect(issuesOf({ schema }, "x")).toEqual([
      { code: "custom", path: [], message: "the schema validates asynchronously, which a query cannot wait for" },
    ])
  })
})

function shown(value: unknown): string {
  try {
    return typeof value === "bigint" ? `${value}n` : `${typeof value} ${JSON.stringify(value) ?? String(value)}`
  } catch {
    return "a circle"
  }
}
