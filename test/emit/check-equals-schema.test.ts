import fc from "fast-check"
import { expect, test } from "vitest"
import type { ValueType } from "../../src/analyze/value-type.ts"
import { parameterValue, resultValue, type Value } from "../../src/emit/value.ts"
import { type Issue, ParameterError, RowShapeError } from "../../src/runtime/index.ts"
import { checkedQuery, schemaFile, type } from "./checked-query.ts"
import { lists, singles } from "./examples.ts"
import { type LoadedQuery, load } from "./load.ts"
import { hostile, hostileStored, stored, valid } from "./values.ts"

type Named = readonly (readonly [name: string, type: ValueType])[]

const named = fc.uniqueArray(fc.constantFrom(...singles, ...lists), {
  minLength: 1,
  maxLength: 5,
  selector: ([name]) => name,
})

type Told = { readonly binds: unknown } | { readonly issues: readonly Issue[] }

/**
 * The one difference that is meant: `undefined` (a missing key, text that is no JSON) does not reach a user's schema, so
 * the generated check reports it in its own words and zod in those of the schema. The place is the same.
 */
function alike(issues: readonly Pick<Issue, "path" | "message">[], fields: Named): readonly unknown[] {
  const ofSchemas = new Set(fields.filter(([, { json }]) => json?.kind === "ref").map(([name]) => name))
  return issues.map((issue) => {
    const isMissing = ofSchemas.has(String(issue.path[0])) && issue.message.endsWith(", received undefined")
    return isMissing ? { path: issue.path, message: "received undefined" } : issue
  })
}

function alikeTold(told: Told, fields: Named): unknown {
  return "issues" in told ? { issues: alike(told.issues, fields) } : told
}

function bindsOf({ query }: LoadedQuery, params: unknown): Told {
  try {
    return { binds: query.with(params).bind(1_000_000)[0] }
  } catch (error) {
    if (error instanceof ParameterError) return { issues: error.issues }
    throw error
  }
}

/** A value of the right type that JSON would not carry whole: no schema knows of that. */
function isUnsendable(told: Told): boolean {
  return "issues" in told && told.issues.every(({ message }) => message.startsWith("beyond 1e±60"))
}

function rowOf({ query }: LoadedQuery, row: readonly unknown[]): Told {
  try {
    return { binds: query.with({}).read([{ rows: [row], changes: 0 }]) }
  } catch (error) {
    if (error instanceof RowShapeError) return { issues: error.issues }
    throw error
  }
}

/** One value per field, most of them right, so that a whole object is often accepted and often wrong in one place. */
function objectOf(fields: Named): fc.Arbitrary<Record<string, unknown>> {
  const values = fields.map(([name, type]) => {
    const right = valid(parameterValue(type))
    return fc.tuple(fc.constant(name), fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: hostile }))
  })
  return fc.tuple(...values).map((entries) => Object.fromEntries(entries))
}

const frame = fc.oneof(
  { weight: 12, arbitrary: fc.constant("as it is" as const) },
  fc.constantFrom("a key less" as const, "a key more" as const, "inherited" as const),
)

function framed(params: Record<string, unknown>, how: "as it is" | "a key less" | "a key more" | "inherited"): unknown {
  const [first = "", ...rest] = Object.keys(params)
  if (how === "a key less") return Object.fromEntries(rest.map((name) => [name, params[name]]))
  if (how === "a key more") return { ...params, unknownKey: 1 }
  return how === "inherited" ? Object.assign(Object.create({ [`${first}Inherited`]: 1 }), params) : params
}

test("parameters: generated check, zod schema and validation by zod accept the same and report the same", () => {
  const seen = { accepted: 0, refused: 0 }
  const cases = named.chain((fields) =>
    fc.tuple(fc.constant(fields), fc.array(fc.tuple(objectOf(fields), frame), { minLength: 20, maxLength: 20 })),
  )
  fc.assert(
    fc.property(cases, ([fields, inputs]) => {
      const query = checkedQuery({ name: "things", parameters: fields, columns: [["n", singles[0]?.[1] ?? fail()]] })
      const generated = load(query, "generated")
      const byZod = load(query, "zod")
      for (const [input, how] of inputs) {
        const params = framed(input, how)
        const told = bindsOf(generated, params)
        const parsed = generated.params?.safeParse(params)
        if (parsed?.success === true) seen.accepted++
        else seen.refused++
        if (isUnsendable(told)) {
          expect(parsed?.success).toBe(true)
          continue
        }
        expect("binds" in told).toBe(parsed?.success)
        if ("issues" in told) expect(alike(told.issues, fields)).toEqual(alike(parsed?.error?.issues ?? [], fields))
        expect(alikeTold(bindsOf(byZod, params), fields)).toEqual(alikeTold(told, fields))
      }
    }),
    { numRuns: 160 },
  )
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(1000)
})

test("rows of a bulk insert: generated check, zod schema and validation by zod accept the same and report the same", () => {
  const seen = { accepted: 0, refused: 0 }
  const plain = named
    .map((fields) => fields.filter(([, { json }]) => json?.kind !== "ref"))
    .filter(({ length }) => length > 0)
  const cases = plain.chain((fields) => {
    const rows = fc.array(fc.tuple(objectOf(fields), frame), { maxLength: 3 })
    return fc.tuple(fc.constant(fields), fc.array(rows, { minLength: 20, maxLength: 20 }))
  })
  fc.assert(
    fc.property(cases, ([fields, inputs]) => {
      const query = checkedQuery({ name: "things", cardinality: "exec", rows: fields })
      const generated = load(query, "generated")
      const byZod = load(query, "zod")
      for (const input of inputs) {
        const params = { rows: input.map(([row, how]) => framed(row, how)) }
        const told = bindsOf(generated, params)
        const parsed = generated.params?.safeParse(params)
        if (parsed?.success === true) seen.accepted++
        else seen.refused++
        if (isUnsendable(told)) {
          expect(parsed?.success).toBe(true)
          continue
        }
        expect("binds" in told).toBe(parsed?.success)
        if ("issues" in told) expect(told.issues).toEqual(parsed?.error?.issues)
        expect(bindsOf(byZod, params)).toEqual(told)
      }
    }),
    { numRuns: 100 },
  )
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(200)
})

/** `JSON.parse` gives numbers: int64 inside a list never comes back. */
function isRead({ item, list }: Value): boolean {
  return !(list && item.kind === "bigint")
}

test("rows: generated check and validation by zod accept the same, give the same and report the same", () => {
  const seen = { accepted: 0, refused: 0 }
  const cases = named.chain((fields) => {
    const row = fields.map(([, type]) => {
      const value = resultValue(type)
      const right = isRead(value) ? valid(value).map((each) => stored(value, each)) : hostileStored
      return fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: hostileStored })
    })
    return fc.tuple(fc.constant(fields), fc.array(fc.tuple(...row), { minLength: 20, maxLength: 20 }))
  })
  fc.assert(
    fc.property(cases, ([fields, rows]) => {
      const query = checkedQuery({ name: "things", columns: fields })
      const generated = load(query, "generated")
      const byZod = load(query, "zod")
      for (const raw of rows) {
        // zod accepts a key `__proto__` in JSON of any shape, but drops it
        const row = raw.map((value) => (typeof value === "string" ? value.replaceAll("__proto__", "proto") : value))
        const told = rowOf(generated, row)
        if ("binds" in told) seen.accepted++
        else seen.refused++
        expect(alikeTold(rowOf(byZod, row), fields)).toEqual(alikeTold(told, fields))
      }
    }),
    { numRuns: 160 },
  )
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(1000)
})

test("text that is no JSON is refused even where the user's schema lets everything pass", () => {
  const json = { kind: "ref", ref: { module: "../schemas.ts", name: "Anything" }, from: schemaFile } as const
  const query = checkedQuery({ name: "things", columns: [["data", type(["text"], { json })]] })
  for (const loaded of [load(query, "generated"), load(query, "zod")]) {
    expect(rowOf(loaded, ["{}"])).toEqual({ binds: [{ data: {} }] })
    expect(rowOf(loaded, ["{"])).toHaveProperty("issues")
  }
})

function fail(): never {
  throw new Error("no example")
}
