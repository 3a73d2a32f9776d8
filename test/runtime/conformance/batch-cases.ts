import type { Bench, Case } from "./outcome.ts"
import { countThings, getThing, optionalByText, putThing } from "./things.ts"
import { emptyThing } from "./value-cases.ts"
import {
  addChild,
  addLateChild,
  addNote,
  addParent,
  addParentReturning,
  brokenParent,
  bumpAudited,
  getParent,
  parentCodes,
  readGone,
  removeParents,
  touchReturning,
} from "./writes.ts"

/** Runs what must fail, then looks whether anything was written. */
async function failing(bench: Bench, run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    const left = (await bench.ask("SELECT count(*) FROM parents"))[0]?.[0]
    if (left !== 0) throw new Error(`${left} parents were left behind`)
    throw error
  }
}

const orphan = { id: 1, parentId: 404, a: null, b: null }
const foreignKey = { name: "ConstraintError", kind: "foreign-key", hasCause: true }

const answers: readonly Case[] = [
  { name: "batch: empty", run: ({ db }) => db.batch([]), value: [] },
  {
    name: "batch: each call answers as it would alone",
    run: ({ db }) =>
      db.batch([
        putThing.with({ ...emptyThing, text: "t", bytes: Uint8Array.of(1, 2), big: 9007199254740993n, flag: true }),
        getThing.with({ id: "a" }),
        optionalByText.with({ text: "t" }),
        optionalByText.with({ text: "u" }),
        countThings.with(),
      ]),
    value: [
      1,
      {
        id: "a",
        text: "t",
        int: null,
        real: null,
        flag: true,
        bytes: "<Uint8Array 1 2>",
        big: "9007199254740993n",
        data: null,
        anything: null,
        status: null,
      },
      { id: "a" },
      null,
      { count: 1 },
    ],
  },
  {
    name: "batch: later calls see what earlier ones wrote",
    run: ({ db }) =>
      db.batch([
        parentCodes.with(),
        addParentReturning.with({ id: 1, code: "a" }),
        parentCodes.with(),
        touchReturning.with({ from: 1 }),
        parentCodes.with(),
        removeParents.with({ from: 1 }),
        parentCodes.with(),
      ]),
    value: [[], { id: 1, code: "a" }, [{ code: "a" }], 1, [{ code: "a!" }], 1, []],
  },
  {
    name: "batch: the same call twice",
    async run({ db }) {
      const add = bumpAudited.with({ from: 1, by: 1 })
      return db.batch([add, add])
    },
    value: [0, 0],
  },
  {
    name: "batch: counts are each statement's own beside triggers and full-text indexes",
    needs: "fts5",
    async run({ db, ask }) {
      await ask("INSERT INTO audited (id, n) VALUES (1, 0), (2, 0)")
      return db.batch([
        addNote.with({ body: "hello" }),
        removeParents.with({ from: 404 }),
        bumpAudited.with({ from: 1, by: 1 }),
        removeParents.with({ from: 404 }),
        addParent.with({ id: 1, code: "a" }),
      ])
    },
    value: [1, 0, 2, 0, 1],
  },
  {
    name: "batch: a list made at run time",
    run: ({ db }) => db.batch([1, 2, 3].map((id) => addParent.with({ id, code: `code ${id}` }))),
    value: [1, 1, 1],
  },
  {
    name: "batch: a prepared call can be kept and used again",
    async run({ db }) {
      const count = countThings.with()
      const before = await db.batch([count])
      await putThing(db, emptyThing)
      return [before, await db.batch([count])]
    },
    value: [[{ count: 0 }], [{ count: 1 }]],
  },
  {
    name: "batch: wrong parameters fail the batch, not the making of the call",
    async run({ ending, end }) {
      const made: unknown = Reflect.apply(getParent.with, getParent, [{ id: "x" }])
      const ended = await end((db) => Reflect.apply(db.batch, db, [[made]]))
      return [typeof made, ended === ending]
    },
    value: ["object", true],
  },
]

const failures: readonly Case[] = [
  {
    name: "batch: a constraint in the first call undoes everything",
    run: (bench) => failing(bench, () => bench.db.batch([addChild.with(orphan), addParent.with({ id: 1, code: "a" })])),
    error: foreignKey,
  },
  {
    name: "batch: a constraint in the middle undoes everything",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([
          addParent.with({ id: 1, code: "a" }),
          addChild.with(orphan),
          addParent.with({ id: 2, code: "b" }),
        ]),
      ),
    error: foreignKey,
  },
  {
    name: "batch: a constraint in the last call undoes everything",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([addParent.with({ id: 1, code: "a" }), parentCodes.with(), addChild.with(orphan)]),
      ),
    error: foreignKey,
  },
  {
    name: "batch: a constraint of the same table twice",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([addParent.with({ id: 1, code: "a" }), addParent.with({ id: 2, code: "A" })]),
      ),
    error: { name: "ConstraintError", kind: "unique", query: "addParent", constraint: "parents_folded" },
  },
  {
    name: "batch: the statement that writes the table of the constraint is named",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([
          addParent.with({ id: 1, code: "a" }),
          putThing.with(emptyThing),
          putThing.with(emptyThing),
          removeParents.with({ from: 2 }),
        ]),
      ),
    error: { name: "ConstraintError", kind: "primary-key", query: "putThing", source: "sql/queries/things.sql:1" },
  },
  {
    name: "batch: a deferred foreign key fails the commit and undoes everything",
    run: (bench) =>
      failing(bench, () => bench.db.batch([addParent.with({ id: 1, code: "a" }), addLateChild.with({ value: "404" })])),
    error: { name: "ConstraintError", kind: "foreign-key" },
  },
  {
    name: "batch: a missing table undoes everything",
    run: (bench) =>
      failing(bench, () => bench.db.batch([addParent.with({ id: 1, code: "a" }), readGone.with({ value: "x" })])),
    error: { name: "TargetError", hasCause: true },
  },
  {
    name: "batch: wrong parameters run nothing",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([addParent.with({ id: 1, code: "a" }), addParent.with({ id: Number.NaN, code: "b" })]),
      ),
    error: { name: "ParameterError", query: "addParent", issues: [{ path: ["id"] }] },
  },
  {
    name: "batch: text that cannot be stored runs nothing",
    run: (bench) =>
      failing(bench, () =>
        bench.db.batch([addParent.with({ id: 1, code: "a" }), addParent.with({ id: 2, code: "\0" })]),
      ),
    error: { name: "ParameterError", issues: [{ path: ["code"] }] },
  },
  {
    name: "batch: after a failure the next batch works",
    async run(bench) {
      await bench.db.batch([addParent.with({ id: 1, code: "a" }), addChild.with(orphan)]).catch(() => undefined)
      return bench.db.batch([addParent.with({ id: 1, code: "a" })])
    },
    value: [1],
  },
]

/** Rows are read after the commit: these failures leave the writes. */
async function committed({ ask }: Bench, run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    const left = (await ask("SELECT count(*) FROM parents"))[0]?.[0]
    if (left !== 1) throw new Error(`${left} parents instead of 1`)
    throw error
  }
}

const afterCommit: readonly Case[] = [
  {
    name: "batch: a missing row is an error after the commit",
    run: (bench) =>
      committed(bench, () => bench.db.batch([addParent.with({ id: 1, code: "a" }), getParent.with({ id: 404 })])),
    error: { name: "NoRowError", query: "getParent" },
  },
  {
    name: "batch: a row of another shape is an error after the commit",
    run: (bench) =>
      committed(bench, () => bench.db.batch([addParent.with({ id: 1, code: "a" }), brokenParent.with({ id: 1 })])),
    error: { name: "RowShapeError", query: "brokenParent", column: "code" },
  },
  {
    name: "batch: too many rows are an error after the commit",
    run: (bench) =>
      committed(bench, () =>
        bench.db.batch([
          putThing.with({ ...emptyThing, id: "a", text: "t" }),
          putThing.with({ ...emptyThing, id: "b", text: "t" }),
          addParent.with({ id: 1, code: "a" }),
          optionalByText.with({ text: "t" }),
        ]),
      ),
    error: { name: "TooManyRowsError", query: "optionalByText", rows: 2 },
  },
]

export const batchCases: readonly Case[] = [...answers, ...failures, ...afterCommit]
