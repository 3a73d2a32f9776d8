import type { Case } from "./outcome.ts"
import { putThing } from "./things.ts"
import { emptyThing } from "./value-cases.ts"
import {
  addChild,
  addCodelessParent,
  addLateChild,
  addPair,
  addParent,
  addParentReturning,
  badJson,
  badSql,
  bumpAudited,
  flagIntoThing,
  readGone,
  removeAudited,
  removeParents,
  statusIntoThing,
  textIntoInteger,
  textIntoRowid,
} from "./writes.ts"

type Failure = NonNullable<Case["error"]>

function constraint(name: string, kind: string, run: Case["run"], error: Failure): Case {
  return {
    name: `constraint: ${name}`,
    run,
    error: { name: "ConstraintError", code: "constraint", kind, hasCause: true, ...error },
  }
}

const none = "<undefined>"

export const constraintCases: readonly Case[] = [
  constraint(
    "UNIQUE",
    "unique",
    async ({ db, ask }) => {
      await ask("INSERT INTO parents VALUES (1, 'a')")
      await addChild(db, { id: 1, parentId: 1, a: 5, b: 6 })
      return addChild(db, { id: 2, parentId: 1, a: 5, b: 6 })
    },
    {
      query: "addChild",
      source: "sql/queries/writes.sql:20",
      table: "children",
      columns: ["a", "b"],
      constraint: none,
    },
  ),
  constraint(
    "UNIQUE of one column, through RETURNING",
    "unique",
    async ({ db, ask }) => {
      await ask("DROP INDEX parents_folded")
      try {
        await addParent(db, { id: 1, code: "a" })
        return await addParentReturning(db, { id: 2, code: "a" })
      } finally {
        await ask("DELETE FROM parents")
        await ask("CREATE UNIQUE INDEX parents_folded ON parents (lower(code))")
      }
    },
    { query: "addParentReturning", table: "parents", columns: ["code"] },
  ),
  constraint(
    "UNIQUE index over an expression",
    "unique",
    async ({ db }) => {
      await addParent(db, { id: 1, code: "a" })
      return addParent(db, { id: 2, code: "A" })
    },
    { table: "parents", columns: [], constraint: "parents_folded" },
  ),
  constraint(
    "PRIMARY KEY that is the rowid",
    "primary-key",
    async ({ db }) => {
      await addParent(db, { id: 1, code: "a" })
      return addParent(db, { id: 1, code: "b" })
    },
    { table: "parents", columns: ["id"] },
  ),
  constraint(
    "PRIMARY KEY of text",
    "primary-key",
    async ({ db }) => {
      await putThing(db, emptyThing)
      return putThing(db, emptyThing)
    },
    { table: "things", columns: ["id"] },
  ),
  constraint(
    "PRIMARY KEY of two columns WITHOUT ROWID",
    "primary-key",
    async ({ db }) => {
      await addPair(db, { value: "a" })
      return addPair(db, { value: "a" })
    },
    { table: "pairs", columns: ["x", "y"] },
  ),
  constraint("NOT NULL", "not-null", ({ db }) => addCodelessParent(db, { value: "none" }), {
    table: "parents",
    columns: ["code"],
    constraint: none,
  }),
  constraint("CHECK with a name", "check", ({ db }) => statusIntoThing(db, { value: "gone" }), {
    table: "things",
    columns: [],
    constraint: "known_status",
  }),
  constraint("CHECK without a name is named by its text", "check", ({ db }) => flagIntoThing(db, { value: "2" }), {
    table: "things",
    constraint: "flag IN (0, 1)",
  }),
  constraint(
    "CHECK in a statement with side writes",
    "check",
    async ({ db, ask }) => {
      await ask("INSERT INTO audited (id, n) VALUES (1, 0)")
      return bumpAudited(db, { from: 1, by: 1000 })
    },
    // its triggers write another table: which of them has the CHECK is not told
    { query: "bumpAudited", table: none, constraint: "n < 1000" },
  ),
  constraint(
    "FOREIGN KEY without a parent",
    "foreign-key",
    ({ db }) => addChild(db, { id: 1, parentId: 404, a: null, b: null }),
    { query: "addChild", table: none, columns: [] },
  ),
  constraint(
    "FOREIGN KEY of a parent that goes",
    "foreign-key",
    async ({ db }) => {
      await db.batch([addParent.with({ id: 1, code: "a" }), addChild.with({ id: 1, parentId: 1, a: null, b: null })])
      return removeParents(db, { from: 1 })
    },
    { query: "removeParents" },
  ),
  constraint("deferred FOREIGN KEY", "foreign-key", ({ db }) => addLateChild(db, { value: "404" }), {
    query: "addLateChild",
  }),
  constraint(
    "text in an INTEGER column of a STRICT table",
    "datatype",
    ({ db }) => textIntoInteger(db, { value: "abc" }),
    {
      table: "things",
      columns: ["int"],
      constraint: none,
    },
  ),
  constraint("text as rowid", "datatype", ({ db }) => textIntoRowid(db, { value: "abc" }), {
    table: "loose",
    columns: [],
  }),
  constraint(
    "RAISE in a trigger",
    "trigger",
    async ({ db, ask }) => {
      await ask("INSERT INTO audited (id, n) VALUES (1, 0)")
      return removeAudited(db)
    },
    { query: "removeAudited", constraint: "audited rows stay" },
  ),
  {
    name: "target: a table that was dropped",
    async run({ db, ask }) {
      await ask("CREATE TABLE gone (v TEXT)")
      await readGone(db, { value: "x" })
      await ask("DROP TABLE gone")
      return readGone(db, { value: "x" })
    },
    error: { name: "TargetError", code: "target", query: "readGone", hasCause: true },
  },
  {
    name: "target: text that is no SQL",
    run: ({ db }) => badSql(db, { value: "x" }),
    error: { name: "TargetError", query: "badSql", hasCause: true },
  },
  {
    name: "target: SQLite fails while it runs",
    async run({ db }) {
      await putThing(db, emptyThing)
      return badJson(db, { value: "{bad" })
    },
    error: { name: "TargetError", query: "badJson", hasCause: true },
  },
  {
    name: "target: after a failure the next call works",
    async run({ db }) {
      await addParent(db, { id: 1, code: "a" })
      const failed = await addParent(db, { id: 1, code: "b" }).catch((error: unknown) => error instanceof Error)
      return [failed, await addParent(db, { id: 2, code: "b" })]
    },
    value: [true, 1],
  },
  {
    name: "target: after a failure the same statement runs with its own values",
    async run({ db, ask }) {
      await addParentReturning(db, { id: 1, code: "a" })
      const failed = await addParentReturning(db, { id: 2, code: "A" }).catch(
        (error: unknown) => error instanceof Error,
      )
      const next = await addParentReturning(db, { id: 3, code: "c" })
      return [failed, next, await ask("SELECT id, code FROM parents ORDER BY id")]
    },
    value: [
      true,
      { id: 3, code: "c" },
      [
        [1, "a"],
        [3, "c"],
      ],
    ],
  },
  {
    name: "target: a constraint ends a sync call by throwing and an async one by rejecting",
    async run({ db, ending, end }) {
      await addParent(db, { id: 1, code: "a" })
      return (await end((real) => Reflect.apply(addParent, undefined, [real, { id: 1, code: "b" }]))) === ending
    },
    value: true,
  },
]
