import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type PackDatabase, type Params } from "./database.ts"
import { awkwardKeys, isObject, type Json, type JsonObject, json, jsonObject, key, mergePatch } from "./random-json.ts"
import { bareCalls, t0, workflow } from "./seed.ts"

type Path = readonly (string | number)[]

/** Keys of paths: a quote in a path needs `\u0022` before SQLite 3.46. */
const pathKey = fc.constantFrom(...awkwardKeys.filter((name) => !name.includes('"')))
const path: fc.Arbitrary<Path> = fc
  .tuple(fc.array(pathKey, { minLength: 1, maxLength: 3 }), fc.option(fc.nat(2)))
  .map(([keys, index]) => (index === null ? keys : [...keys, index]))

const textOf = (steps: Path): string =>
  `$${steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${JSON.stringify(step)}`)).join("")}`

/** A call, and what it makes of a context; `undefined`: no row. */
interface Operation {
  readonly name: string
  readonly params: Params
  readonly oracle: (context: JsonObject) => Json | undefined
}

function at(node: Json | undefined, steps: Path): Json | undefined {
  const [step, ...rest] = steps
  if (step === undefined) return node
  if (typeof step === "number") return Array.isArray(node) ? at(node[step], rest) : undefined
  return isObject(node) && Object.hasOwn(node, step) ? at(node[step], rest) : undefined
}

/** `node` with `value` at the path, made on the way; `undefined` when something else is in the way. */
function put(node: Json | undefined, steps: Path, value: Json): Json | undefined {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (typeof step === "number") {
    const list = node === undefined ? [] : node
    if (!Array.isArray(list) || step > list.length) return undefined
    const child = put(list[step], rest, value)
    return child === undefined ? undefined : [...list.slice(0, step), child, ...list.slice(step + 1)]
  }
  const owner = node === undefined ? {} : node
  if (!isObject(owner)) return undefined
  const child = put(Object.hasOwn(owner, step) ? owner[step] : undefined, rest, value)
  return child === undefined ? undefined : { ...owner, [step]: child }
}

function without(node: Json, steps: Path): Json {
  const [step, ...rest] = steps
  if (Array.isArray(node)) {
    const list: readonly Json[] = node
    return list.flatMap((child, i) => (i !== step ? [child] : rest.length === 0 ? [] : [without(child, rest)]))
  }
  if (!isObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, child]) =>
      name !== step ? [[name, child]] : rest.length === 0 ? [] : [[name, without(child, rest)]],
    ),
  )
}

function appended(context: JsonObject, steps: Path, value: Json, keep: number): Json | undefined {
  const list = at(context, steps)
  if (list !== undefined && !Array.isArray(list)) return undefined
  const grown: Json[] = [...(list ?? []), value]
  return put(context, steps, grown.slice(Math.max(0, grown.length - keep)))
}

function renamed(context: JsonObject, from: string, to: string): Json | undefined {
  const value = context[from]
  if (!Object.hasOwn(context, from) || Object.hasOwn(context, to) || value === undefined) return undefined
  return { ...mergePatchOf(context, from), [to]: value }
}

const mergePatchOf = (context: JsonObject, removed: string): JsonObject => {
  const { [removed]: _, ...rest } = context
  return rest
}

function incremented(context: JsonObject, steps: Path, by: number): Json | undefined {
  const value = at(context, steps) ?? (at(context, steps) === null ? null : 0)
  if (typeof value !== "number") return undefined
  const whole = Number.isInteger(value) && Number.isInteger(by)
  return put(context, steps, whole ? value + by : Number((value + by).toPrecision(15)))
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  jsonObject.map((patch) => ({
    name: "patchContext",
    params: { patch: JSON.stringify(patch) },
    oracle: (context: JsonObject) => mergePatch(context, patch),
  })),
  fc.tuple(path, jsonObject).map(([steps, patch]) => ({
    name: "patchContextIfAbsent",
    params: { path: textOf(steps), patch: JSON.stringify(patch) },
    oracle: (context: JsonObject) => (at(context, steps) === undefined ? mergePatch(context, patch) : undefined),
  })),
  fc.tuple(key, json).map(([name, value]) => ({
    name: "setContextKey",
    params: { key: name, value: JSON.stringify(value) },
    oracle: (context: JsonObject) => ({ ...context, [name]: value }),
  })),
  key.map((name) => ({
    name: "removeContextKey",
    params: { key: name },
    oracle: (context: JsonObject) => (Object.hasOwn(context, name) ? mergePatchOf(context, name) : undefined),
  })),
  fc.tuple(key, key).map(([from, to]) => ({
    name: "renameContextKey",
    params: { key: from, new_key: to },
    oracle: (context: JsonObject) => renamed(context, from, to),
  })),
  fc.tuple(path, json).map(([steps, value]) => ({
    name: "setContextPath",
    params: { path: textOf(steps), value: JSON.stringify(value) },
    oracle: (context: JsonObject) => put(context, steps, value),
  })),
  path.map((steps) => ({
    name: "removeContextPath",
    params: { path: textOf(steps) },
    oracle: (context: JsonObject) => (at(context, steps) === undefined ? undefined : without(context, steps)),
  })),
  fc.tuple(path, json).map(([steps, value]) => ({
    name: "appendToContext",
    params: { path: textOf(steps), value: JSON.stringify(value) },
    oracle: (context: JsonObject) => appended(context, steps, value, Number.MAX_SAFE_INTEGER),
  })),
  fc.tuple(path, json, fc.nat(3)).map(([steps, value, keep]) => ({
    name: "appendToContextBounded",
    params: { path: textOf(steps), value: JSON.stringify(value), keep },
    oracle: (context: JsonObject) => appended(context, steps, value, keep),
  })),
  fc.tuple(path, fc.constantFrom(1, -3, 0.25, 5_000_000_000)).map(([steps, by]) => ({
    name: "incrementContext",
    params: { path: textOf(steps), by },
    oracle: (context: JsonObject) => incremented(context, steps, by),
  })),
)

describe.each([
  ["native", 200],
  ["d1", 15],
] as const)("context on %s", (engine, numRuns) => {
  let source: DatabaseSource
  let db: PackDatabase
  let made = 0
  beforeAll(async () => {
    source = await databasesOf(engine, 1)
    db = source.next()
    await db.batch(bareCalls)
  }, 30_000)
  afterAll(() => source.close())

  async function fresh(context: Json): Promise<string> {
    made += 1
    await db.run("insertWorkflow", workflow(`w${made}`, { context: JSON.stringify(context) }))
    return `w${made}`
  }

  async function stored(id: string): Promise<string> {
    const [row] = await db.sql("SELECT context FROM workflows WHERE id = ?1", id)
    return String(row?.["context"])
  }

  it("is what the same operations make of it in JavaScript", async () => {
    await fc.assert(
      fc.asyncProperty(jsonObject, fc.array(operation, { maxLength: 12 }), async (start, list) => {
        const id = await fresh(start)
        let context = start
        for (const { name, params, oracle } of list) {
          const wanted = oracle(context)
          const rows = await db.run(name, { id, ...params, now: t0 })
          expect(rows, name).toHaveLength(wanted === undefined ? 0 : 1)
          if (isObject(wanted)) context = wanted
          expect(JSON.parse(await stored(id)), name).toEqual(context)
        }
        const [size] = await db.run("contextSize", { id })
        expect(size).toEqual({ bytes: Buffer.byteLength(await stored(id)), keys: Object.keys(context).length })
      }),
      { numRuns },
    )
  }, 60_000)

  it("patches only where the value or the version is the expected one", async () => {
    await fc.assert(
      fc.asyncProperty(jsonObject, path, json, async (start, steps, other) => {
        const id = await fresh(start)
        const found = at(start, steps)
        const read = { id, path: textOf(steps) }
        const [row] = await db.run("contextValue", read)
        expect(row?.["value"]).toBe(found === undefined ? null : JSON.stringify(found))
        expect(row?.["type"] === null).toBe(found === undefined)
        const patch = '{"seen":true}'
        const patchIf = (expected: string) => db.run("patchContextIfValue", { ...read, expected, patch, now: t0 })
        const equal = JSON.stringify(other) === JSON.stringify(found)
        expect(await patchIf(JSON.stringify(other))).toHaveLength(equal ? 1 : 0)
        expect(await patchIf(JSON.stringify(found === undefined ? 1 : found))).toHaveLength(found === undefined ? 0 : 1)
      }),
      { numRuns },
    )
    const id = await fresh({})
    const patchIf = (expected_version: number, n: number) =>
      db.run("patchContextIfVersion", { id, expected_version, patch: `{"n":${n}}`, now: t0 })
    const answers = await Promise.all([patchIf(1, 1), patchIf(1, 2)])
    expect(answers.map((rows) => rows.length)).toEqual([1, 0])
    expect(await stored(id)).toBe('{"n":1}')
  }, 60_000)

  it("keeps integers integers, whatever the binding makes of a number", async () => {
    const id = await fresh({ n: 1, list: [1] })
    await db.run("incrementContext", { id, path: "$.n", by: 2, now: t0 })
    await db.run("incrementContext", { id, path: "$.m", by: 2, now: t0 })
    await db.run("patchContext", { id, patch: '{"p":3}', now: t0 })
    await db.run("setContextPath", { id, path: "$.s", value: "3", now: t0 })
    await db.run("appendToContextBounded", { id, path: "$.list", value: "2", keep: 5, now: t0 })
    expect(await stored(id)).toBe('{"n":3,"list":[1,2],"m":2,"p":3,"s":3}')
    expect(await db.run("incrementContext", { id, path: "$.n", by: null, now: t0 })).toEqual([])
  })

  it("loses no change of writers that come at once", async () => {
    const id = await fresh({})
    const calls = Array.from({ length: 20 }, (_, i) => [
      db.run("incrementContext", { id, path: "$.n", by: 1, now: t0 }),
      db.run("appendToContext", { id, path: "$.list", value: `${i}`, now: t0 }),
      db.run("patchContext", { id, patch: `{"k${i}":${i}}`, now: t0 }),
    ])
    await Promise.all(calls.flat())
    const context: unknown = JSON.parse(await stored(id))
    expect(context).toMatchObject({ n: 20, k0: 0, k19: 19 })
    const [items] = await db.run("contextValue", { id, path: "$.list" })
    const list: unknown[] = JSON.parse(String(items?.["value"]))
    expect(new Set(list).size).toBe(20)
  })

  it("of a finished workflow stays as it is", async () => {
    const id = await fresh({ a: 1 })
    await db.run("transition", { id, expected_version: 1, status: "cancelled", now: t0 })
    expect(await db.run("patchContext", { id, patch: '{"a":2}', now: t0 })).toEqual([])
    expect(await db.run("setContextKey", { id, key: "a", value: "2", now: t0 })).toEqual([])
    expect(await db.run("appendToContext", { id, path: "$.b", value: "2", now: t0 })).toEqual([])
    expect(await stored(id)).toBe('{"a":1}')
    const [largest] = await db.run("largestContexts", { status: "cancelled", page_size: 10 })
    expect(largest).toEqual({ id, definition: "order", bytes: 7 })
  })

  it("refuses a patch that is no object and a path that is none", async () => {
    const id = await fresh({ a: 1 })
    await expect(db.run("patchContext", { id, patch: "5", now: t0 })).rejects.toThrow(/workflows_context_object/)
    await expect(db.run("setContextPath", { id, path: "$", value: "5", now: t0 })).rejects.toThrow(/context_object/)
    await expect(db.run("removeContextPath", { id, path: "$", now: t0 })).rejects.toThrow(/NOT NULL/)
    await expect(db.run("removeContextPath", { id, path: "a.b", now: t0 })).rejects.toThrow(/path/)
    expect(await stored(id)).toBe('{"a":1}')
  })
})
