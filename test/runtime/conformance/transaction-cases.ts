import { bumpOnce } from "./cells.gen.ts"
import { type Bench, type Case, errorFields } from "./outcome.ts"
import { addLate, bumpOne, readParents, renameThree } from "./transactions.ts"
import { addParent, parentCodes } from "./writes.ts"

const seed = "INSERT INTO parents (id, code) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (9, 'taken')"
const names = { a: 1, b: 2, c: 3, x: "x", y: "y", z: "z" }
const untouched = [
  [1, "a"],
  [2, "b"],
  [3, "c"],
  [9, "taken"],
]

/** The answer, or the error, and what the table holds then. */
async function after(bench: Bench, run: () => Promise<unknown>): Promise<unknown> {
  await bench.ask(seed)
  const rows = (): Promise<unknown> => bench.ask("SELECT id, code FROM parents ORDER BY id")
  try {
    return [await run(), await rows()]
  } catch (error) {
    const left = await rows()
    if (JSON.stringify(left) !== JSON.stringify(untouched)) throw new Error(`left behind: ${JSON.stringify(left)}`)
    throw error
  }
}

const outcomes: readonly Case[] = [
  {
    name: "transaction: every guard holds",
    run: (bench) => after(bench, () => renameThree(bench.db, names)),
    value: [
      {
        ok: true,
        second: { id: 2, code: "y" },
        all: [
          { id: 1, code: "x" },
          { id: 2, code: "y" },
          { id: 3, code: "z" },
          { id: 9, code: "taken" },
        ],
      },
      [
        [1, "x"],
        [2, "y"],
        [3, "z"],
        [9, "taken"],
      ],
    ],
  },
  ...(["a", "b", "c"] as const).map(
    (key): Case => ({
      name: `transaction: the guard of ${key} does not hold, and nothing is left of the others`,
      run: (bench) => after(bench, () => renameThree(bench.db, { ...names, [key]: 404 })),
      value: [{ ok: false, reason: `no_${key}` }, untouched],
    }),
  ),
  {
    name: "transaction: the guard of a SELECT does not hold",
    run: (bench) => after(bench, () => renameThree(bench.db, { ...names, a: 3, c: 1 })),
    value: [{ ok: false, reason: "too_few" }, untouched],
  },
  {
    name: "transaction: the first guard that does not hold is the reason",
    run: (bench) => after(bench, () => renameThree(bench.db, { ...names, a: 404, y: "taken", c: 404 })),
    value: [{ ok: false, reason: "no_a" }, untouched],
  },
  {
    name: "transaction: a guard counts the statement's own rows beside triggers",
    async run({ db, ask }) {
      await ask("INSERT INTO audited (id, n) VALUES (1, 0), (2, 0)")
      const outcomes = [await bumpOne(db, { from: 1 }), await bumpOne(db, { from: 2 }), await bumpOne(db, { from: 3 })]
      return [outcomes, await ask("SELECT n FROM audited ORDER BY id")]
    },
    value: [
      [{ ok: false, reason: "not_one" }, { ok: true }, { ok: false, reason: "not_one" }],
      [[0], [1]],
    ],
  },
  {
    name: "transaction: steps that find nothing answer nothing",
    run: ({ db }) => readParents(db),
    value: { ok: true, found: [] },
  },
  {
    name: "transaction: a deferred key may be broken on the way",
    async run({ db, ask }) {
      return [await addLate(db, { child: 7, parent: 7 }), await ask("SELECT parent_id FROM late_children")]
    },
    value: [{ ok: true }, [[7]]],
  },
  {
    name: "transaction: in a batch it answers beside others",
    run: (bench) =>
      after(bench, () =>
        bench.db.batch([addParent.with({ id: 4, code: "d" }), readParents.with(), parentCodes.with()]),
      ),
    value: [
      [
        1,
        {
          ok: true,
          found: [
            { id: 1, code: "a" },
            { id: 2, code: "b" },
            { id: 3, code: "c" },
            { id: 4, code: "d" },
            { id: 9, code: "taken" },
          ],
        },
        [{ code: "a" }, { code: "b" }, { code: "c" }, { code: "d" }, { code: "taken" }],
      ],
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
        [4, "d"],
        [9, "taken"],
      ],
    ],
  },
]

const once = { id: 7, target: 1, by: 2 }

const replays: readonly Case[] = [
  {
    name: "transaction: a second run with its key does nothing, and reads anew what SELECT answers",
    async run({ db, ask }) {
      await ask("INSERT INTO cells (id, n) VALUES (1, 5)")
      const first = await bumpOnce(db, once)
      await ask("INSERT INTO cells (id, n) VALUES (8, 0)")
      return [first, await bumpOnce(db, once), await ask("SELECT id, n FROM cells ORDER BY id")]
    },
    value: [
      { ok: true, replayed: false, made: { id: 7 }, bumped: { n: 7 }, total: { count: 2 } },
      { ok: true, replayed: true, total: { count: 3 } },
      [
        [1, 7],
        [7, 0],
        [8, 0],
      ],
    ],
  },
  {
    name: "transaction: what was refused has left no key, and may be run again",
    async run({ db, ask }) {
      const refused = await bumpOnce(db, once)
      await ask("INSERT INTO cells (id, n) VALUES (1, 5)")
      return [refused, await bumpOnce(db, once)]
    },
    value: [
      { ok: false, reason: "no_target" },
      { ok: true, replayed: false, made: { id: 7 }, bumped: { n: 7 }, total: { count: 2 } },
    ],
  },
  {
    name: "transaction: what failed has left no key",
    async run({ db, ask }) {
      await ask("INSERT INTO cells (id, n) VALUES (1, 5)")
      const failed = await bumpOnce(db, { ...once, by: 9 }).catch((error: unknown) => errorFields(error)["kind"])
      return [failed, await ask("SELECT id, n FROM cells")]
    },
    value: ["check", [[1, 5]]],
  },
]

const failures: readonly Case[] = [
  {
    name: "transaction: in a batch a key that is there undoes the batch",
    async run({ db, ask }) {
      await ask("INSERT INTO cells (id, n) VALUES (1, 5), (7, 0)")
      return db.batch([bumpOnce.with(once)])
    },
    error: { name: "ConflictError", reason: "replayed", query: "bumpOnce.made" },
  },
  ...(["x", "y", "z"] as const).map(
    (key): Case => ({
      name: `transaction: a constraint refuses ${key}, and nothing is left of the others`,
      run: (bench) => after(bench, () => renameThree(bench.db, { ...names, [key]: "taken" })),
      error: { name: "ConstraintError", kind: "unique", constraint: "parents_folded", hasCause: true },
    }),
  ),
  {
    name: "transaction: a deferred key that stays broken fails the commit",
    run: (bench) => after(bench, () => addLate(bench.db, { child: 404, parent: 7 })),
    error: { name: "ConstraintError", kind: "foreign-key" },
  },
  {
    name: "transaction: wrong parameters run nothing",
    run: (bench) => after(bench, () => renameThree(bench.db, { ...names, c: Number.NaN })),
    error: { name: "ParameterError", query: "renameThree", issues: [{ path: ["c"] }] },
  },
  {
    name: "transaction: a parameter too many runs nothing",
    run: (bench) => after(bench, () => renameThree(bench.db, Object.assign({ more: 1 }, names))),
    error: { name: "ParameterError", query: "renameThree" },
  },
  {
    name: "transaction: in a batch a guard that does not hold undoes the batch",
    run: (bench) =>
      after(bench, () =>
        bench.db.batch([
          addParent.with({ id: 4, code: "d" }),
          renameThree.with(names),
          renameThree.with({ ...names, x: "xx", c: 404 }),
        ]),
      ),
    error: { name: "ConflictError", reason: "no_c", query: "renameThree.step3", source: "sql/queries/renames.sql:8" },
  },
]

export const transactionCases: readonly Case[] = [...outcomes, ...replays, ...failures]
