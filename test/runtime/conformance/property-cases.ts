import * as fc from "fast-check"
import { ParameterError } from "../../../src/runtime/index.ts"
import type { Bench, Case } from "./outcome.ts"
import { getThing, type PutThingParams, putThing } from "./things.ts"
import { emptyThing } from "./value-cases.ts"

/** How often each property is tried. */
const numRuns = 100

/** Any text that SQLite keeps: no NUL, no halves of surrogate pairs. */
export const text: fc.Arbitrary<string> = fc
  .string({ unit: "binary", maxLength: 40 })
  .filter((value) => !value.includes("\0"))
export const number: fc.Arbitrary<number> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => value + 0)
export const bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 40 })
export const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null })

/** Values of every column that are stored as they are. */
const things: fc.Arbitrary<PutThingParams> = fc.record({
  id: text,
  text: orNull(text),
  int: orNull(fc.maxSafeInteger()),
  real: orNull(number),
  flag: orNull(fc.boolean()),
  bytes: orNull(bytes),
  big: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  data: orNull(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)))),
  anything: orNull(fc.oneof(text, number, bytes)),
  status: orNull(fc.constantFrom("ready", "done")),
})

const columns: readonly (keyof PutThingParams)[] = [
  "id",
  "text",
  "int",
  "real",
  "flag",
  "bytes",
  "big",
  "data",
  "anything",
  "status",
]

/** The storage class of a value in its column. https://sqlite.org/datatype3.html */
function storageClass(column: keyof PutThingParams, value: unknown): string {
  if (value === null) return "null"
  if (column === "data") return "text"
  if (typeof value === "boolean" || typeof value === "bigint" || column === "int") return "integer"
  return typeof value === "number" ? "real" : typeof value === "string" ? "text" : "blob"
}

async function stored({ db, ask }: Bench, thing: PutThingParams): Promise<readonly unknown[]> {
  await ask("DELETE FROM things")
  await putThing(db, thing)
  const [classes] = await ask(`SELECT ${columns.map((column) => `typeof(${column})`).join(", ")} FROM things`)
  return [await getThing(db, { id: thing.id }), classes]
}

/** Anything at all in one place: it is refused before SQL runs, or comes back as it was. */
const hostile = fc.record({
  column: fc.constantFrom(...columns),
  value: fc.oneof(
    fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
    fc.constantFrom(() => 1, Symbol("x"), new DataView(new ArrayBuffer(3)), Number.NaN, Number.POSITIVE_INFINITY, -0),
  ),
})

async function outcome({ db, ask }: Bench, thing: PutThingParams): Promise<unknown> {
  await ask("DELETE FROM things")
  try {
    await Reflect.apply(putThing, undefined, [db, thing])
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    return (await ask("SELECT count(*) FROM things"))[0]?.[0] === 0
      ? "refused"
      : "refused, and yet something was written"
  }
  return getThing(db, { id: thing.id })
}

/** Two values are one when they are written alike, whatever made them. */
export function shown(value: unknown): string {
  return fc
    .stringify(value)
    .replaceAll(/(?<![\w.])-0\b(?!\.)/g, "0")
    .replaceAll(/__proto__:null,?/g, "")
}

export function propertyCases(seed: number): readonly Case[] {
  return [
    {
      name: "property: what goes in comes out, in one storage class everywhere",
      async run(bench) {
        const property = fc.asyncProperty(things, async (thing) => {
          const classes = columns.map((column) => storageClass(column, thing[column]))
          const [row, found] = [...(await stored(bench, thing))]
          if (shown([row, found]) !== shown([thing, classes])) throw new Error(`got ${shown([row, found])}`)
        })
        await fc.assert(property, { seed, numRuns, includeErrorInReport: true })
        return numRuns
      },
      value: numRuns,
    },
    {
      name: "property: what cannot be stored is refused before SQL runs",
      async run(bench) {
        const property = fc.asyncProperty(hostile, async ({ column, value }) => {
          const thing = { ...emptyThing, [column]: value }
          const found = await outcome(bench, thing)
          if (found !== "refused" && shown(found) !== shown(thing)) throw new Error(`got ${shown(found)}`)
        })
        await fc.assert(property, { seed, numRuns: numRuns * 3, includeErrorInReport: true })
        return numRuns * 3
      },
      value: numRuns * 3,
    },
  ]
}
