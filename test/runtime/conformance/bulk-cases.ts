import { emptyCrate } from "./list-cases.ts"
import {
  addAudited,
  addChildren,
  addCrates,
  addNamed,
  addNew,
  addPairs,
  addParents,
  cratesIn,
  putCounted,
  putCrate,
} from "./lists.gen.ts"
import type { Bench, Case } from "./outcome.ts"
import { parentCodes } from "./writes.ts"

const count = async ({ ask }: Bench, table: string): Promise<unknown> =>
  (await ask(`SELECT count(*) FROM ${table}`))[0]?.[0]

const many = <T>(length: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, at) => make(at))

/** Two bytes for each character: half of what the length says is not enough. */
const long = (length: number): string => "é".repeat(length)

const stored: readonly Case[] = [
  {
    name: "rows: each column as it would be stored alone",
    async run({ db, ask }) {
      const full = {
        id: 2,
        name: 'é"😀\\',
        size: 5,
        weight: 5,
        done: true,
        hash: Uint8Array.of(0, 255),
        big: -(2n ** 63n),
        data: { a: [1, "x", null], b: 'é"' },
        anything: Uint8Array.of(1),
      }
      const added = await addCrates(db, { rows: [emptyCrate, full, { ...emptyCrate, id: 3, data: "text" }] })
      const types = ["name", "size", "weight", "done", "hash", "big", "data", "anything"].map(
        (name) => `typeof(${name})`,
      )
      const texts = "name, size, weight, done, hex(hash), CAST(big AS TEXT), data, hex(anything), note"
      return [added, await ask(`SELECT ${types} FROM crates`), (await ask(`SELECT ${texts} FROM crates`)).slice(1)]
    },
    value: [
      { changes: 3, chunks: 1 },
      [
        ["null", "null", "null", "null", "null", "null", "null", "null"],
        ["text", "integer", "real", "integer", "blob", "integer", "text", "blob"],
        ["null", "null", "null", "null", "null", "null", "text", "null"],
      ],
      [
        ['é"😀\\', 5, 5, 1, "00FF", "-9223372036854775808", '{"a":[1,"x",null],"b":"é\\""}', "01", "none"],
        [null, null, null, null, "", null, '"text"', "", "none"],
      ],
    ],
  },
  {
    name: "rows: none of them ask nothing",
    run: async ({ db }) => [
      await addCrates(db, { rows: [] }),
      await addNamed(db, { rows: [] }),
      await db.batch([addCrates.with({ rows: [] })]),
    ],
    value: [{ changes: 0, chunks: 0 }, [], [{ changes: 0, chunks: 0 }]],
  },
  {
    name: "rows: 5,000 in one statement",
    async run(bench) {
      const rows = many(5000, (id) => ({ ...emptyCrate, id, name: `crate ${id}`, size: id, weight: id / 3 }))
      return [await addCrates(bench.db, { rows }), await count(bench, "crates WHERE weight = size / 3.0")]
    },
    value: [{ changes: 5000, chunks: 1 }, 5000],
  },
  {
    name: "rows: beside other calls of a batch",
    run: ({ db }) =>
      db.batch([
        addParents.with({ rows: [{ id: 1, code: "a" }] }),
        addChildren.with({ rows: many(3, (id) => ({ id, parentId: 1 })) }),
        addChildren.with({ rows: [] }),
        parentCodes.with(),
      ]),
    value: [{ changes: 1, chunks: 1 }, { changes: 3, chunks: 1 }, { changes: 0, chunks: 0 }, [{ code: "a" }]],
  },
  {
    name: "rows: those that are there already are not counted",
    async run(bench) {
      await addNew(bench.db, { rows: [{ id: 1, name: "a" }] })
      const again = await addNew(bench.db, {
        rows: [
          { id: 1, name: "b" },
          { id: 2, name: null },
          { id: 2, name: "c" },
        ],
      })
      return [again, await bench.ask("SELECT id, name FROM crates")]
    },
    value: [
      { changes: 1, chunks: 1 },
      [
        [1, "a"],
        [2, "nameless"],
      ],
    ],
  },
  {
    name: "rows: an upsert sees the rows before it, and what is the same for all",
    run: ({ db }) =>
      putCounted(db, {
        rows: [
          { id: 7, size: 1 },
          { id: 3, size: 2 },
          { id: 7, size: 10 },
        ],
        extra: 100,
      }),
    value: [
      { id: 7, size: 1 },
      { id: 3, size: 2 },
      { id: 7, size: 111 },
    ],
  },
  {
    name: "rows: what triggers write is not counted",
    async run(bench) {
      await addAudited(bench.db, { rows: many(3, (id) => ({ id, n: 0 })) })
      const changed = await addAudited(bench.db, { rows: many(4, (id) => ({ id, n: 1 })) })
      return [changed, await count(bench, "audit_log")]
    },
    value: [{ changes: 4, chunks: 1 }, 6],
  },
]

const ordered: readonly Case[] = [
  {
    name: "rows: RETURNING answers in the order given, of a table with a rowid",
    async run({ db }) {
      const rows = many(3000, (at) => ({ name: `${(at * 7919) % 3000}` }))
      const answered = await addNamed(db, { rows })
      return answered.every(({ name, note }, at) => name === rows[at]?.name && note === "none") && answered.length
    },
    value: 3000,
  },
  {
    name: "rows: RETURNING answers in the order given, of a table WITHOUT ROWID",
    async run({ db }) {
      const rows = many(3000, (at) => ({ x: `${(at * 7919) % 3000}`, y: -at }))
      const answered = await addPairs(db, { rows })
      return answered.every(({ x, y }, at) => x === rows[at]?.x && y === -at) && answered.length
    },
    value: 3000,
  },
  {
    name: "rows: RETURNING answers in the order given, whether inserted or updated",
    async run({ db }) {
      await addCrates(db, { rows: many(50, (at) => ({ ...emptyCrate, id: at * 2, size: 1 })) })
      const rows = many(99, (at) => ({ id: (at * 17) % 99, size: 1 }))
      const answered = await putCounted(db, { rows, extra: 0 })
      return (
        answered.every(({ id, size }, at) => id === rows[at]?.id && size === (id % 2 === 0 ? 2 : 1)) && answered.length
      )
    },
    value: 99,
  },
]

const chunked: readonly Case[] = [
  {
    name: "rows: more than a value holds go in several statements",
    async run(bench) {
      const rows = many(50, (id) => ({ ...emptyCrate, id, name: long(50_000) }))
      return [await addCrates(bench.db, { rows }), await count(bench, "crates WHERE length(name) = 50000")]
    },
    value: [{ changes: 50, chunks: 3 }, 50],
  },
  {
    name: "rows: RETURNING answers in the order given, over several statements",
    async run({ db }) {
      const rows = many(9, (at) => ({ name: `${at}${long(300_000)}` }))
      const answered = await addNamed(db, { rows })
      return answered.map(({ name }, at) => name === rows[at]?.name)
    },
    value: many(9, () => true),
  },
  {
    name: "rows: a row that fails in the last of several statements undoes all of them",
    async run(bench) {
      const rows = [...many(9, (id) => ({ id, code: `${id}${long(300_000)}` })), { id: 0, code: "twice" }]
      try {
        return await addParents(bench.db, { rows })
      } catch (error) {
        if ((await count(bench, "parents")) !== 0) throw new Error("rows were left behind")
        throw error
      }
    },
    error: { name: "ConstraintError", kind: "primary-key", table: "parents", columns: ["id"], query: "addParents" },
  },
  {
    name: "rows: several statements beside other calls of a batch",
    async run({ db }) {
      const rows = many(4, (id) => ({ ...emptyCrate, id, name: long(400_000) }))
      return db.batch([
        putCrate.with({ ...emptyCrate, id: 10 }),
        addCrates.with({ rows }),
        cratesIn.with({ names: [], sizes: [], weights: [], flags: [], hashes: [], bigs: [], anys: [] }),
      ])
    },
    value: [1, { changes: 4, chunks: 2 }, []],
  },
  {
    name: "rows: a foreign key that fails undoes all of them",
    async run(bench) {
      const rows = [{ id: 1, parentId: 404 }]
      return bench.db.batch([addParents.with({ rows: [{ id: 1, code: "a" }] }), addChildren.with({ rows })])
    },
    error: { name: "ConstraintError", kind: "foreign-key" },
  },
]

function refused(name: string, rows: unknown, issue: object): Case {
  return {
    name: `rows: ${name}`,
    async run(bench) {
      try {
        return await Reflect.apply(addCrates, undefined, [bench.db, { rows }])
      } catch (error) {
        if ((await count(bench, "crates")) !== 0) throw new Error("refused, and yet rows were written")
        throw error
      }
    },
    error: { name: "ParameterError", query: "addCrates", issues: [issue] },
  }
}

const good = { ...emptyCrate, name: "\\u0000" }

const refusals: readonly Case[] = [
  refused("no list", good, { path: ["rows"], message: "Invalid input: expected array, received object" }),
  refused("NULL for a row", [good, null], {
    path: ["rows", 1],
    message: "Invalid input: expected object, received null",
  }),
  refused("a wrong field", [good, { ...emptyCrate, size: 1.5 }], {
    path: ["rows", 1, "size"],
    message: "Invalid input: expected int, received number",
  }),
  refused("an unknown key", [{ ...good, sise: 1 }], {
    path: ["rows", 0],
    message: 'Unrecognized key: "sise"',
  }),
  refused("a NUL character", [good, { ...emptyCrate, name: "a\0" }], {
    path: ["rows", 1, "name"],
    message: "text with a NUL character (U+0000) cannot be stored",
  }),
  refused("half a surrogate pair", [{ ...emptyCrate, anything: "\udca3" }], {
    path: ["rows", 0, "anything"],
    message: "text with half a surrogate pair cannot be stored",
  }),
  refused("a number that JSON does not carry", [good, { ...emptyCrate, weight: -1e300 }], {
    path: ["rows", 1, "weight"],
    message: "beyond 1e±60 a number in a list may lose its last bit: not every SQLite reads it from JSON",
  }),
  refused(
    "a row that is larger than a value",
    [
      ...many(30, (id) => ({ ...emptyCrate, id, name: long(50_000) })),
      { ...emptyCrate, id: 99, name: long(1_000_000) },
    ],
    {
      path: ["rows", 30],
      message: "this row makes 2000110 bytes of JSON, more than the 2000000 that fit in a value; insert it alone",
    },
  ),
]

const inJson: readonly Case[] = [
  {
    name: "rows: NUL and halves of surrogate pairs inside JSON stay escaped",
    async run({ db, ask }) {
      await addCrates(db, { rows: [{ ...emptyCrate, data: ["\0", "\ud83d"] }] })
      return (await ask("SELECT data FROM crates"))[0]
    },
    value: ['["\\u0000","\\ud83d"]'],
  },
]

export const bulkCases: readonly Case[] = [...stored, ...ordered, ...chunked, ...refusals, ...inJson]
