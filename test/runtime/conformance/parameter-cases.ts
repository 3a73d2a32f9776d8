import type { Bench, Case } from "./outcome.ts"
import { countThings, getThing, putContext, putThing, thingsIn } from "./things.ts"
import { emptyThing } from "./value-cases.ts"

type Failure = NonNullable<Case["error"]>

/** Calls as untyped code would, and shows that nothing was written. */
function refused(name: string, query: unknown, params: unknown, message: string, path: readonly unknown[]): Case {
  const error: Failure = { name: "ParameterError", code: "parameter", issues: [{ path, message }], hasCause: false }
  return { name: `parameter: ${name}`, run: (bench) => untyped(bench, query, params), error }
}

async function untyped({ db, ask }: Bench, query: unknown, params: unknown): Promise<unknown> {
  if (typeof query !== "function") throw new TypeError("not a query")
  try {
    return await Reflect.apply(query, undefined, [db, params])
  } catch (error) {
    const written = (await ask("SELECT count(*) FROM things"))[0]?.[0]
    if (written !== 0) throw new Error(`refused, and yet ${written} rows were written`)
    throw error
  }
}

function put(name: string, key: keyof typeof emptyThing, value: unknown, message: string): Case {
  return refused(name, putThing, { ...emptyThing, [key]: value }, message, [key])
}

const expected = (type: string, received: string) => `Invalid input: expected ${type}, received ${received}`

class Account {
  readonly id = 1
}

const wrongValues: readonly Case[] = [
  put("number for text", "text", 5, expected("string", "number")),
  put("undefined for text", "text", undefined, expected("string", "undefined")),
  put("undefined for a nullable integer is not NULL", "int", undefined, expected("number", "undefined")),
  put("NULL for text that is required", "id", null, expected("string", "null")),
  put("Date for text", "text", new Date(0), expected("string", "Date")),
  put("array for text", "text", ["a"], expected("string", "array")),
  put("plain object for text", "text", { a: 1 }, expected("string", "object")),
  put("String object for text", "text", Object("boxed"), expected("string", "String")),
  put("function for text", "text", () => "x", expected("string", "function")),
  put("symbol for text", "text", Symbol("x"), expected("string", "symbol")),
  put("text for integer", "int", "5", expected("number", "string")),
  put("boolean for integer", "int", true, expected("number", "boolean")),
  put("bigint for integer", "int", 5n, expected("number", "bigint")),
  put("Date for integer", "int", new Date(0), expected("number", "Date")),
  put("NaN for integer", "int", Number.NaN, expected("number", "NaN")),
  put("fraction for integer", "int", 1.5, expected("int", "number")),
  put("integer beyond 2^53", "int", 2 ** 53, "Too big: expected int to be <=9007199254740991"),
  put("integer below -2^53", "int", -(2 ** 53), "Too small: expected int to be >=-9007199254740991"),
  put("NaN for number", "real", Number.NaN, expected("number", "NaN")),
  put("Infinity for number", "real", Number.POSITIVE_INFINITY, expected("number", "Infinity")),
  put("-Infinity for number", "real", Number.NEGATIVE_INFINITY, expected("number", "-Infinity")),
  put("1 for boolean", "flag", 1, expected("boolean", "number")),
  put("text for boolean", "flag", "true", expected("boolean", "string")),
  put("array for bytes", "bytes", [1, 2], expected("Uint8Array", "array")),
  put("ArrayBuffer for bytes", "bytes", new ArrayBuffer(2), expected("Uint8Array", "ArrayBuffer")),
  put("DataView for bytes", "bytes", new DataView(new ArrayBuffer(2)), expected("Uint8Array", "DataView")),
  put("Uint16Array for bytes", "bytes", Uint16Array.of(1), expected("Uint8Array", "Uint16Array")),
  put("number for bigint", "big", 5, expected("bigint", "number")),
  put("bigint beyond int64", "big", 2n ** 63n, "Too big: expected bigint to be <=9223372036854775807"),
  put("bigint below int64", "big", -(2n ** 63n) - 1n, "Too small: expected bigint to be >=-9223372036854775808"),
  put("NaN in JSON", "data", { a: Number.NaN }, "Invalid input"),
  put("undefined in JSON", "data", { a: undefined }, "Invalid input"),
  put("Date in JSON", "data", [new Date(0)], "Invalid input"),
  put("class instance in JSON", "data", new Account(), "Invalid input"),
  put("boolean for any", "anything", true, "Invalid input"),
  put("value outside a list", "status", "gone", 'Invalid option: expected one of "ready"|"done"'),
]

const wrongLists: readonly Case[] = [
  refused("text for a list", thingsIn, { ids: "a", ints: [], bigs: [], flags: [] }, expected("array", "string"), [
    "ids",
  ]),
  refused(
    "a wrong element of a list",
    thingsIn,
    { ids: ["a", 1], ints: [], bigs: [], flags: [] },
    expected("string", "number"),
    ["ids", 1],
  ),
  refused(
    "NULL in a list that takes none",
    thingsIn,
    { ids: [], ints: [null], bigs: [null], flags: [] },
    expected("bigint", "null"),
    ["bigs", 0],
  ),
  refused(
    "a hole in a list",
    thingsIn,
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    { ids: [], ints: [1, , 2], bigs: [], flags: [] },
    expected("number", "undefined"),
    ["ints", 1],
  ),
]

const wrongFrames: readonly Case[] = [
  refused("missing key", getThing, {}, expected("string", "undefined"), ["id"]),
  refused("extra key", getThing, { id: "a", extra: 1 }, 'Unrecognized key: "extra"', []),
  refused("two extra keys", getThing, { id: "a", x: 1, y: undefined }, 'Unrecognized keys: "x", "y"', []),
  refused("no params object", getThing, undefined, expected("object", "undefined"), []),
  refused("null for the params object", getThing, null, expected("object", "null"), []),
  refused("text for the params object", getThing, "a", expected("object", "string"), []),
  refused("array for the params object", getThing, ["a"], expected("object", "array"), []),
  refused("params for a query without any", countThings, { id: "a" }, 'Unrecognized key: "id"', []),
  refused("null for a query without any", countThings, null, expected("object", "null"), []),
]

const unstorable: readonly Case[] = [
  put("NUL in text", "text", "a\0b", "text with a NUL character (U+0000) cannot be stored"),
  put("NUL in text of any", "anything", "\0", "text with a NUL character (U+0000) cannot be stored"),
  put("first half of a surrogate pair", "text", "a\ud83d", "text with half a surrogate pair cannot be stored"),
  put("second half of a surrogate pair", "id", "\udca3b", "text with half a surrogate pair cannot be stored"),
  put(
    "text over the limit",
    "text",
    "é".repeat(1_000_001),
    "2000002 bytes are more than the 2000000 that fit in a value",
  ),
  put(
    "bytes over the limit",
    "bytes",
    new Uint8Array(2_000_001),
    "2000001 bytes are more than the 2000000 that fit in a value",
  ),
  put(
    "JSON over the limit",
    "data",
    "x".repeat(2_000_000),
    "2000002 bytes are more than the 2000000 that fit in a value",
  ),
  {
    name: "parameter: text just below the limit is stored",
    async run({ db, ask }) {
      await putThing(db, { ...emptyThing, text: "é".repeat(999_000) })
      return (await ask("SELECT length(text) FROM things"))[0]
    },
    value: [999_000],
  },
]

const schemas: readonly Case[] = [
  refused("a user's schema refuses", putContext, { id: "a", context: { user: 5 } }, expected("string", "number"), [
    "context",
    "user",
  ]),
  {
    name: "parameter: several wrong values are all reported",
    run: (bench) => untyped(bench, putThing, { ...emptyThing, id: 1, text: 2, more: 3 }),
    error: {
      name: "ParameterError",
      query: "putThing",
      source: "sql/queries/things.sql:1",
      message:
        "putThing (sql/queries/things.sql:1): parameter `id`: Invalid input: expected string, received number; " +
        'parameter `text`: Invalid input: expected string, received number; Unrecognized key: "more"',
      issues: [
        { code: "invalid_type", expected: "string", path: ["id"] },
        { code: "invalid_type", expected: "string", path: ["text"] },
        { code: "unrecognized_keys", keys: ["more"], path: [] },
      ],
    },
  },
  {
    name: "parameter: an async driver rejects, a sync one throws",
    async run({ ending, end }) {
      const ended = await end((db) => {
        const params: object = { id: 5 }
        return Reflect.apply(getThing, undefined, [db, params])
      })
      return ended === ending
    },
    value: true,
  },
]

export const parameterCases: readonly Case[] = [
  ...wrongValues,
  ...wrongLists,
  ...wrongFrames,
  ...unstorable,
  ...schemas,
]
