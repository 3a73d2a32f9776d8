import { ftsQuery } from "../../../src/runtime/index.ts"
import type { Bench, Case } from "./outcome.ts"
import {
  countThings,
  echo,
  getContext,
  getThing,
  manyByText,
  oneByText,
  optionalByText,
  type PutThingParams,
  putContext,
  putThing,
  thingsIn,
} from "./things.ts"
import {
  addNote,
  addParent,
  addParentReturning,
  bumpAudited,
  findNotes,
  parentCodes,
  removeParents,
  touchReturning,
} from "./writes.ts"

export const emptyThing: PutThingParams = {
  id: "a",
  text: null,
  int: null,
  real: null,
  flag: null,
  bytes: null,
  big: null,
  data: null,
  anything: null,
  status: null,
}

/** Writes one field, reads it back, and says in which storage class SQLite holds it. */
function roundTrip<K extends Exclude<keyof PutThingParams, "id">>(
  name: string,
  key: K,
  written: PutThingParams[K],
  value: readonly [typeOf: string, read: unknown],
): Case {
  return {
    name: `value: ${name}`,
    async run({ db, ask }) {
      await putThing(db, { ...emptyThing, [key]: written })
      const stored = await ask(`SELECT typeof(${key}) FROM things`)
      return [stored[0]?.[0], (await getThing(db, { id: "a" }))[key]]
    },
    value,
  }
}

const roundTrips: readonly Case[] = [
  roundTrip("text", "text", "hello", ["text", "hello"]),
  roundTrip("empty text is not NULL", "text", "", ["text", ""]),
  roundTrip("emoji and accents", "text", "é🧨👩‍👩‍👧 ﷽", ["text", "é🧨👩‍👩‍👧 ﷽"]),
  roundTrip("text that looks like a number stays text", "text", "007", ["text", "007"]),
  roundTrip("text with quotes and SQL in it", "text", "'); DROP TABLE things; --", [
    "text",
    "'); DROP TABLE things; --",
  ]),
  roundTrip("text with line breaks and tabs", "text", "a\r\n\tb", ["text", "a\r\n\tb"]),
  roundTrip("NULL text", "text", null, ["null", null]),
  roundTrip("integer", "int", 42, ["integer", 42]),
  roundTrip("negative zero is zero", "int", -0, ["integer", 0]),
  roundTrip("largest safe integer", "int", 2 ** 53 - 1, ["integer", 9007199254740991]),
  roundTrip("smallest safe integer", "int", -(2 ** 53 - 1), ["integer", -9007199254740991]),
  roundTrip("a time in milliseconds", "int", Date.UTC(2026, 0, 1), ["integer", 1767225600000]),
  roundTrip("NULL integer", "int", null, ["null", null]),
  roundTrip("fraction", "real", 0.1, ["real", 0.1]),
  roundTrip("whole number in a REAL column", "real", 5, ["real", 5]),
  roundTrip("very large number", "real", 1.7976931348623157e308, ["real", 1.7976931348623157e308]),
  roundTrip("very small number", "real", 5e-324, ["real", 5e-324]),
  roundTrip("true", "flag", true, ["integer", true]),
  roundTrip("false", "flag", false, ["integer", false]),
  roundTrip("NULL boolean", "flag", null, ["null", null]),
  roundTrip("bytes", "bytes", Uint8Array.of(0, 1, 254, 255), ["blob", "<Uint8Array 0 1 254 255>"]),
  roundTrip("empty bytes are not NULL", "bytes", new Uint8Array(0), ["blob", "<Uint8Array >"]),
  roundTrip("bytes of an empty buffer are not NULL", "bytes", new Uint8Array(new ArrayBuffer(0)), [
    "blob",
    "<Uint8Array >",
  ]),
  roundTrip("a view of bytes", "bytes", Uint8Array.of(1, 2, 3, 4).subarray(1, 3), ["blob", "<Uint8Array 2 3>"]),
  roundTrip("NULL bytes", "bytes", null, ["null", null]),
  roundTrip("int64 beyond 2^53", "big", 9007199254740993n, ["integer", "9007199254740993n"]),
  roundTrip("largest int64", "big", 2n ** 63n - 1n, ["integer", "9223372036854775807n"]),
  roundTrip("smallest int64", "big", -(2n ** 63n), ["integer", "-9223372036854775808n"]),
  roundTrip("small bigint", "big", 7n, ["integer", "7n"]),
  roundTrip("NULL bigint", "big", null, ["null", null]),
  roundTrip("JSON object", "data", { a: [1, "x", null, true], b: {} }, ["text", { a: [1, "x", null, true], b: {} }]),
  roundTrip("empty arrays in JSON", "data", [[], { a: [] }], ["text", [[], { a: [] }]]),
  roundTrip("JSON text", "data", "text", ["text", "text"]),
  roundTrip("JSON with NUL inside is escaped text", "data", { a: "\0" }, ["text", { a: "\0" }]),
  roundTrip("NULL JSON", "data", null, ["null", null]),
  roundTrip("any: text", "anything", "5", ["text", "5"]),
  roundTrip("any: a number binds as REAL", "anything", 5, ["real", 5]),
  roundTrip("any: bytes", "anything", Uint8Array.of(9), ["blob", "<Uint8Array 9>"]),
  roundTrip("any: NULL", "anything", null, ["null", null]),
  roundTrip("a value of a list", "status", "ready", ["text", "ready"]),
]

async function threeThings({ db }: Bench): Promise<void> {
  await db.batch([
    putThing.with({ ...emptyThing, id: "a", text: "t", int: 1, flag: true }),
    putThing.with({ ...emptyThing, id: "b", text: "t", int: 2, big: 9007199254740993n }),
    putThing.with({ ...emptyThing, id: "c", text: "u", int: 3, flag: false }),
  ])
}

const noList = { ids: [], ints: [], bigs: [], flags: [] }

const calls: readonly Case[] = [
  {
    name: "call: +CAST makes a bound number an integer wherever its storage class shows",
    run: ({ db }) => echo(db, { n: 5 }),
    value: { bare: "real", cast: "integer", joined: "n5", json: "[5]" },
  },
  {
    name: "call: a query without parameters",
    run: ({ db }) => countThings(db),
    value: { count: 0 },
  },
  {
    name: "call: one row",
    async run(bench) {
      await threeThings(bench)
      return oneByText(bench.db, { text: "u" })
    },
    value: { id: "c" },
  },
  {
    name: "call: optional row that is there",
    async run(bench) {
      await threeThings(bench)
      return optionalByText(bench.db, { text: "u" })
    },
    value: { id: "c" },
  },
  {
    name: "call: optional row that is not there is null",
    run: ({ db }) => optionalByText(db, { text: "u" }),
    value: null,
  },
  {
    name: "call: many rows in order",
    async run(bench) {
      await threeThings(bench)
      return manyByText(bench.db, { text: "t" })
    },
    value: [{ id: "a" }, { id: "b" }],
  },
  {
    name: "call: many without rows is an empty array",
    run: ({ db }) => manyByText(db, { text: "t" }),
    value: [],
  },
  {
    name: "call: exec answers how many rows it changed",
    async run({ db }) {
      const added = await addParent(db, { id: 1, code: "a" })
      await addParent(db, { id: 2, code: "b" })
      return [added, await removeParents(db, { from: 1 }), await removeParents(db, { from: 1 })]
    },
    value: [1, 2, 0],
  },
  {
    name: "call: exec does not count what triggers write",
    async run({ db, ask }) {
      await ask("INSERT INTO audited (id, n) VALUES (1, 0), (2, 0)")
      const changed = [await bumpAudited(db, { from: 2, by: 1 }), await bumpAudited(db, { from: 9, by: 1 })]
      return [...changed, (await ask("SELECT count(*) FROM audit_log"))[0]]
    },
    value: [1, 0, [2]],
  },
  {
    name: "call: exec does not count the rows of a full-text index",
    needs: "fts5",
    run: ({ db }) => addNote(db, { body: "hello world" }),
    value: 1,
  },
  {
    name: "call: exec of a statement with RETURNING leaves nothing open",
    async run({ db }) {
      await db.batch([addParent.with({ id: 1, code: "a" }), addParent.with({ id: 2, code: "b" })])
      const changed = await touchReturning(db, { from: 2 })
      return [changed, await db.batch([parentCodes.with()])]
    },
    value: [1, [[{ code: "a" }, { code: "b!" }]]],
  },
  {
    name: "call: a written row comes back through RETURNING",
    run: ({ db }) => addParentReturning(db, { id: 7, code: "x" }),
    value: { id: 7, code: "x" },
  },
  {
    name: "call: lists of text, integers, bigints and booleans",
    async run(bench) {
      await threeThings(bench)
      return [
        await thingsIn(bench.db, { ...noList, ids: ["a", "zz"] }),
        await thingsIn(bench.db, { ...noList, ints: [3, null] }),
        await thingsIn(bench.db, { ...noList, bigs: [9007199254740993n, 2n ** 63n - 1n] }),
        await thingsIn(bench.db, { ...noList, flags: [false] }),
        await thingsIn(bench.db, noList),
      ]
    },
    value: [[{ id: "a" }], [{ id: "c" }], [{ id: "b" }], [{ id: "c" }], []],
  },
  {
    name: "call: a neighbour of a bigint beyond 2^53 is another number",
    async run(bench) {
      await threeThings(bench)
      return thingsIn(bench.db, { ...noList, bigs: [9007199254740992n] })
    },
    value: [],
  },
  {
    name: "call: a list of 5,000",
    async run(bench) {
      await threeThings(bench)
      const ids = Array.from({ length: 5000 }, (_, index) => `id-${index}`)
      return thingsIn(bench.db, { ...noList, ids: [...ids, "b"] })
    },
    value: [{ id: "b" }],
  },
  {
    name: "call: a user's schema fills in its defaults",
    async run({ db }) {
      await putContext(db, { id: "a", context: { user: "u" } })
      return getContext(db, { id: "a" })
    },
    value: { context: { user: "u", retries: 0 } },
  },
  {
    name: "call: what a user typed is data in MATCH",
    needs: "fts5",
    async run({ db }) {
      await addNote(db, { body: 'say "hello" AND wave' })
      await addNote(db, { body: "nothing here" })
      const find = async (text: string, prefix: boolean) =>
        (await findNotes(db, { query: ftsQuery(text, { prefix }) })).length
      return [
        await find('"hello', false),
        await find("wav", true),
        await find("x OR nothing", false),
        await find("", false),
      ]
    },
    value: [1, 1, 0, 0],
  },
]

export const valueCases: readonly Case[] = [...roundTrips, ...calls]
