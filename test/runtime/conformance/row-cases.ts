import {
  looseBigints,
  looseBlobs,
  looseBooleans,
  looseIntegers,
  looseJson,
  looseNumbers,
  looseOnce,
  looseStatuses,
  looseStrings,
} from "./loose.ts"
import type { Bench, Case } from "./outcome.ts"
import { getContext, getThing, oneByText, optionalByText, putThing } from "./things.ts"
import { emptyThing } from "./value-cases.ts"
import { brokenParent, getParent } from "./writes.ts"

type Reader = (db: Bench["db"]) => Promise<readonly { readonly v: unknown }[]>

/** Stores SQL expressions in a column without a type and reads them as if they were of one. */
function stored(name: string, read: Reader, expressions: readonly string[], value: readonly unknown[]): Case {
  return { name: `row: ${name}`, run: (bench) => storeAndRead(bench, read, expressions), value }
}

function broken(name: string, read: Reader, expressions: readonly string[], words: readonly [string, string]): Case {
  const [issue, came] = words
  const row = expressions.length - 1
  const error = {
    name: "RowShapeError",
    code: "row-shape",
    column: "v",
    row,
    issues: [{ path: ["v"], message: issue }],
  }
  return {
    name: `row: ${name}`,
    run: async (bench) => {
      try {
        return await storeAndRead(bench, read, expressions)
      } catch (error) {
        if (!(error instanceof Error) || error.message.includes(came)) throw error
        throw new Error(`expected "${came}" in: ${error.message}`)
      }
    },
    error,
  }
}

async function storeAndRead({ db, ask }: Bench, read: Reader, expressions: readonly string[]): Promise<unknown> {
  for (const expression of expressions) await ask(`INSERT INTO loose (v) VALUES (${expression})`)
  return (await read(db)).map((row) => row.v)
}

const expected = (type: string, received: string) => `Invalid input: expected ${type}, received ${received}`
const tooBig = "Too big: expected int to be <=9007199254740991"

const kept: readonly Case[] = [
  stored("0 and 1 are booleans", looseBooleans, ["0", "1", "1.0"], [false, true, true]),
  stored(
    "text of digits is a bigint",
    looseBigints,
    ["'12'", "'-9223372036854775808'", "5"],
    ["12n", "-9223372036854775808n", "5n"],
  ),
  stored(
    "JSON of every kind",
    looseJson,
    [`'{"a":[1]}'`, "'null'", `'"x"'`, "'1.5'", "7"],
    [{ a: [1] }, null, "x", 1.5, 7],
  ),
  stored("a whole REAL is an integer", looseIntegers, ["5.0"], [5]),
]

const wrongClass: readonly Case[] = [
  broken(
    "INTEGER for text",
    looseStrings,
    ["'a'", "5"],
    [expected("string", "number"), "the database answered number 5"],
  ),
  broken("NULL for text", looseStrings, ["NULL"], [expected("string", "null"), "the database answered NULL"]),
  broken("BLOB for text", looseStrings, ["x'616263'"], [expected("string", "Uint8Array"), "a BLOB of 3 bytes"]),
  broken("text for an integer", looseIntegers, ["1", "2", "'abc'"], [expected("number", "string"), 'text "abc"']),
  broken("fraction for an integer", looseIntegers, ["1.5"], [expected("int", "number"), "number 1.5"]),
  broken("integer beyond 2^53", looseIntegers, ["9007199254740993"], [tooBig, "type the column `bigint`"]),
  broken("largest int64 as an integer", looseIntegers, ["9223372036854775807"], [tooBig, "type the column `bigint`"]),
  broken("NULL for an integer", looseIntegers, ["NULL"], [expected("number", "null"), "NULL"]),
  broken("text for a number", looseNumbers, ["'1'"], [expected("number", "string"), 'text "1"']),
  broken("2 for a boolean", looseBooleans, ["1", "2"], [expected("boolean", "number"), "number 2"]),
  broken("text for a boolean", looseBooleans, ["'true'"], [expected("boolean", "string"), 'text "true"']),
  broken("text for bytes", looseBlobs, ["'ab'"], [expected("Uint8Array", "string"), 'text "ab"']),
  broken("text without digits for a bigint", looseBigints, ["'12x'"], [expected("bigint", "string"), 'text "12x"']),
  broken("fraction for a bigint", looseBigints, ["1.5"], [expected("bigint", "number"), "number 1.5"]),
  broken("text that is no JSON", looseJson, ["'{bad'"], ["Invalid input", 'text "{bad"']),
  broken("bytes for JSON", looseJson, ["x'7b7d'"], ["Invalid input", "a BLOB of 2 bytes"]),
  broken(
    "value outside a list",
    looseStatuses,
    ["'ready'", "'gone'"],
    ['Invalid option: expected one of "ready"|"done"', 'text "gone"'],
  ),
  broken(
    "other case of a value of a list",
    looseStatuses,
    ["'READY'"],
    ['Invalid option: expected one of "ready"|"done"', 'text "READY"'],
  ),
  broken(
    "long text is cut in the message",
    looseIntegers,
    ["printf('%.100c', 'x')"],
    [expected("number", "string"), `text "${"x".repeat(40)}…"`],
  ),
]

/** JavaScript has no infinity in JSON, so D1 answers NULL for it and other drivers the number: refused on all. */
const infinity: Case = {
  name: "row: infinity for a number",
  run: (bench) => storeAndRead(bench, looseNumbers, ["9e999"]),
  error: { name: "RowShapeError", column: "v", row: 0 },
}

async function twoOfText({ db }: Bench): Promise<void> {
  await db.batch([
    putThing.with({ ...emptyThing, id: "a", text: "t" }),
    putThing.with({ ...emptyThing, id: "b", text: "t" }),
  ])
}

const cardinality: readonly Case[] = [
  {
    name: "rows: one without a row",
    run: ({ db }) => oneByText(db, { text: "t" }),
    error: {
      name: "NoRowError",
      code: "no-row",
      query: "oneByText",
      message: "oneByText (sql/queries/things.sql:40): expected exactly one row, got none",
    },
  },
  {
    name: "rows: one with a proved key and without a row",
    run: ({ db }) => getThing(db, { id: "nobody" }),
    error: { name: "NoRowError", query: "getThing" },
  },
  {
    name: "rows: one with two rows",
    async run(bench) {
      await twoOfText(bench)
      return oneByText(bench.db, { text: "t" })
    },
    error: { name: "TooManyRowsError", code: "too-many-rows", query: "oneByText", rows: 2 },
  },
  {
    name: "rows: optional with two rows",
    async run(bench) {
      await twoOfText(bench)
      return optionalByText(bench.db, { text: "t" })
    },
    error: { name: "TooManyRowsError", query: "optionalByText", rows: 2 },
  },
  {
    name: "rows: a second row that the schema it was compiled for rules out",
    async run({ db, ask }) {
      await ask("INSERT INTO loose (v) VALUES ('a'), ('b'), ('a')")
      return [await looseOnce(db, { v: "b" }), await looseOnce(db, { v: "a" })]
    },
    error: { name: "TooManyRowsError", query: "looseOnce", rows: 2 },
  },
  {
    name: "rows: the message names query, place, row, column and what came",
    async run({ db, ask }) {
      await ask("INSERT INTO parents (id, code) VALUES (1, 'x')")
      return brokenParent(db, { id: 1 })
    },
    error: {
      name: "RowShapeError",
      query: "brokenParent",
      source: "sql/queries/writes.sql:14",
      message:
        "brokenParent (sql/queries/writes.sql:14): row 0, column `code` is not what was compiled: " +
        'Invalid input: expected number, received string; the database answered text "x"',
      column: "code",
      row: 0,
      hasCause: false,
    },
  },
  {
    name: "rows: a row that is not there is told before its shape",
    run: ({ db }) => getParent(db, { id: 404 }),
    error: { name: "NoRowError", query: "getParent" },
  },
  {
    name: "rows: a user's schema refuses what is stored",
    async run({ db, ask }) {
      await ask(`INSERT INTO things (id, data) VALUES ('a', '{"user":5}')`)
      return getContext(db, { id: "a" })
    },
    error: {
      name: "RowShapeError",
      column: "context",
      issues: [{ code: "invalid_type", path: ["context", "user"], message: expected("string", "number") }],
    },
  },
  {
    name: "rows: JSON text that is none does not reach a user's schema",
    async run({ db, ask }) {
      await ask("INSERT INTO things (id, data) VALUES ('a', '{bad')")
      return getContext(db, { id: "a" })
    },
    error: { name: "RowShapeError", column: "context", issues: [{ code: "custom", path: ["context"] }] },
  },
  {
    name: "rows: NULL for a user's schema that takes none",
    async run({ db, ask }) {
      await ask("INSERT INTO things (id) VALUES ('a')")
      return getContext(db, { id: "a" })
    },
    error: { name: "RowShapeError", column: "context" },
  },
]

export const rowCases: readonly Case[] = [...kept, ...wrongClass, infinity, ...cardinality]
