import {
  type ExecQuery,
  execQuery,
  keyCount,
  type ManyQuery,
  manyQuery,
  type OneQuery,
  oneQuery,
} from "../../../src/runtime/index.ts"

interface Parent {
  readonly id: number
  readonly code: string
}

export const addParent: ExecQuery<Parent> = /* @__PURE__ */ execQuery({
  name: "addParent",
  source: "sql/queries/writes.sql:1",
  sql: "INSERT INTO parents (id, code) VALUES (?1, ?2)",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["parents"] },
  changes: "own",
  parameters: [
    ["id", "integer"],
    ["code", "string"],
  ],
  results: [],
  bind(params) {
    const { id, code } = params
    return keyCount(params) === 2 && Number.isSafeInteger(id) && typeof code === "string" ? [id, code] : undefined
  },
})

export const addParentReturning: OneQuery<Parent, Parent> = /* @__PURE__ */ oneQuery({
  name: "addParentReturning",
  source: "sql/queries/writes.sql:4",
  sql: "INSERT INTO parents (id, code) VALUES (?1, ?2) RETURNING id, code",
  columns: ["id", "code"],
  readonly: false,
  tables: { reads: ["parents"], writes: ["parents"] },
  changes: "own",
  single: true,
  parameters: [
    ["id", "integer"],
    ["code", "string"],
  ],
  results: [
    ["id", "integer"],
    ["code", "string"],
  ],
  bind(params) {
    const { id, code } = params
    return keyCount(params) === 2 && Number.isSafeInteger(id) && typeof code === "string" ? [id, code] : undefined
  },
  decode([id, code]) {
    return typeof id === "number" && Number.isSafeInteger(id) && typeof code === "string" ? { id, code } : undefined
  },
})

export const getParent: OneQuery<{ readonly id: number }, { readonly code: string }> = /* @__PURE__ */ oneQuery({
  name: "getParent",
  source: "sql/queries/writes.sql:8",
  sql: "SELECT code FROM parents WHERE id = ?1",
  columns: ["code"],
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
  single: true,
  parameters: [["id", "integer"]],
  results: [["code", "string"]],
  bind(params) {
    const { id } = params
    return keyCount(params) === 1 && Number.isSafeInteger(id) ? [id] : undefined
  },
  decode([code]) {
    return typeof code === "string" ? { code } : undefined
  },
})

export const parentCodes: ManyQuery<void, { readonly code: string }> = /* @__PURE__ */ manyQuery({
  name: "parentCodes",
  source: "sql/queries/writes.sql:11",
  sql: "SELECT code FROM parents ORDER BY id",
  columns: ["code"],
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
  parameters: [],
  results: [["code", "string"]],
  bind: () => [],
  decode([code]) {
    return typeof code === "string" ? { code } : undefined
  },
})

/** Declares `code` an integer, which no row keeps. */
export const brokenParent: OneQuery<{ readonly id: number }, { readonly code: number }> = /* @__PURE__ */ oneQuery({
  name: "brokenParent",
  source: "sql/queries/writes.sql:14",
  sql: "SELECT code FROM parents WHERE id = ?1",
  columns: ["code"],
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
  parameters: [["id", "integer"]],
  results: [["code", "integer"]],
  bind(params) {
    const { id } = params
    return keyCount(params) === 1 && Number.isSafeInteger(id) ? [id] : undefined
  },
  decode([code]) {
    return typeof code === "number" && Number.isSafeInteger(code) ? { code } : undefined
  },
})

export const removeParents: ExecQuery<{ readonly from: number }> = /* @__PURE__ */ execQuery({
  name: "removeParents",
  source: "sql/queries/writes.sql:17",
  sql: "DELETE FROM parents WHERE id >= ?1",
  columns: [],
  readonly: false,
  tables: { reads: ["parents"], writes: ["parents"] },
  changes: "own",
  parameters: [["from", "integer"]],
  results: [],
  bind(params) {
    const { from } = params
    return keyCount(params) === 1 && Number.isSafeInteger(from) ? [from] : undefined
  },
})

interface Child {
  readonly id: number
  readonly parentId: number
  readonly a: number | null
  readonly b: number | null
}

export const addChild: ExecQuery<Child> = /* @__PURE__ */ execQuery({
  name: "addChild",
  source: "sql/queries/writes.sql:20",
  sql: "INSERT INTO children (id, parent_id, a, b) VALUES (?1, ?2, ?3, ?4)",
  columns: [],
  readonly: false,
  tables: { reads: ["parents"], writes: ["children"] },
  changes: "own",
  parameters: [
    ["id", "integer"],
    ["parentId", "integer"],
    ["a", "integer?"],
    ["b", "integer?"],
  ],
  results: [],
  bind(params) {
    const { id, parentId, a, b } = params
    if (
      keyCount(params) === 4 &&
      Number.isSafeInteger(id) &&
      Number.isSafeInteger(parentId) &&
      (a === null || Number.isSafeInteger(a)) &&
      (b === null || Number.isSafeInteger(b))
    ) {
      return [id, parentId, a, b]
    }
    return undefined
  },
})

/** One text into a statement of choice: for what no compiled statement would send. */
function anyText(name: string, sql: string, writes: readonly string[]): ExecQuery<{ readonly value: string }> {
  return execQuery({
    name,
    source: "sql/queries/writes.sql:30",
    sql,
    columns: [],
    readonly: false,
    tables: { reads: [], writes },
    changes: "own",
    parameters: [["value", "string"]],
    results: [],
    bind(params) {
      const { value } = params
      return keyCount(params) === 1 && typeof value === "string" ? [value] : undefined
    },
  })
}

export const addLateChild: ExecQuery<{ readonly value: string }> = anyText(
  "addLateChild",
  "INSERT INTO late_children (parent_id) VALUES (CAST(?1 AS INTEGER))",
  ["late_children"],
)
export const addPair: ExecQuery<{ readonly value: string }> = anyText(
  "addPair",
  "INSERT INTO pairs (x, y) VALUES (?1, 1)",
  ["pairs"],
)
export const addCodelessParent: ExecQuery<{ readonly value: string }> = anyText(
  "addCodelessParent",
  "INSERT INTO parents (code) VALUES (nullif(?1, 'none'))",
  ["parents"],
)
export const textIntoInteger: ExecQuery<{ readonly value: string }> = anyText(
  "textIntoInteger",
  "INSERT INTO things (id, int) VALUES ('x', ?1)",
  ["things"],
)
export const textIntoRowid: ExecQuery<{ readonly value: string }> = anyText(
  "textIntoRowid",
  "INSERT INTO loose (n) VALUES (?1)",
  ["loose"],
)
export const statusIntoThing: ExecQuery<{ readonly value: string }> = anyText(
  "statusIntoThing",
  "INSERT INTO things (id, status) VALUES ('x', ?1)",
  ["things"],
)
export const flagIntoThing: ExecQuery<{ readonly value: string }> = anyText(
  "flagIntoThing",
  "INSERT INTO things (id, flag) VALUES ('x', CAST(?1 AS INTEGER))",
  ["things"],
)
export const readGone: ExecQuery<{ readonly value: string }> = anyText("readGone", "UPDATE gone SET v = ?1", ["gone"])
export const badSql: ExecQuery<{ readonly value: string }> = anyText("badSql", "UPDTE things SET id = ?1", ["things"])
export const badJson: ExecQuery<{ readonly value: string }> = anyText("badJson", "UPDATE things SET data = json(?1)", [
  "things",
])

export const bumpAudited: ExecQuery<{ readonly from: number; readonly by: number }> = /* @__PURE__ */ execQuery({
  name: "bumpAudited",
  source: "sql/queries/writes.sql:50",
  sql: "UPDATE audited SET n = n + ?2 WHERE id >= ?1",
  columns: [],
  readonly: false,
  tables: { reads: ["audited"], writes: ["audit_log", "audited"] },
  changes: "query",
  parameters: [
    ["from", "integer"],
    ["by", "integer"],
  ],
  results: [],
  bind(params) {
    const { from, by } = params
    return keyCount(params) === 2 && Number.isSafeInteger(from) && Number.isSafeInteger(by) ? [from, by] : undefined
  },
})

export const removeAudited: ExecQuery<void> = /* @__PURE__ */ execQuery({
  name: "removeAudited",
  source: "sql/queries/writes.sql:54",
  sql: "DELETE FROM audited",
  columns: [],
  readonly: false,
  tables: { reads: ["audited"], writes: ["audited"] },
  changes: "query",
  parameters: [],
  results: [],
  bind: () => [],
})

export const addNote: ExecQuery<{ readonly body: string }> = /* @__PURE__ */ execQuery({
  name: "addNote",
  source: "sql/queries/writes.sql:57",
  sql: "INSERT INTO notes (body) VALUES (?1)",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["notes"] },
  changes: "query",
  parameters: [["body", "string"]],
  results: [],
  bind(params) {
    const { body } = params
    return keyCount(params) === 1 && typeof body === "string" ? [body] : undefined
  },
})

export const findNotes: ManyQuery<{ readonly query: string }, { readonly body: string }> = /* @__PURE__ */ manyQuery({
  name: "findNotes",
  source: "sql/queries/writes.sql:60",
  sql: "SELECT body FROM notes WHERE notes MATCH ?1 ORDER BY rowid",
  columns: ["body"],
  readonly: true,
  tables: { reads: ["notes"], writes: [] },
  changes: "own",
  parameters: [["query", "string"]],
  results: [["body", "string"]],
  bind(params) {
    const { query } = params
    return keyCount(params) === 1 && typeof query === "string" ? [query] : undefined
  },
  decode([body]) {
    return typeof body === "string" ? { body } : undefined
  },
})

/** Rows answered, and nobody reads them. */
export const touchReturning: ExecQuery<{ readonly from: number }> = /* @__PURE__ */ execQuery({
  name: "touchReturning",
  source: "sql/queries/writes.sql:64",
  sql: "UPDATE parents SET code = code || '!' WHERE id >= ?1 RETURNING id",
  columns: ["id"],
  readonly: false,
  tables: { reads: ["parents"], writes: ["parents"] },
  changes: "own",
  parameters: [["from", "integer"]],
  results: [["id", "integer"]],
  bind(params) {
    const { from } = params
    return keyCount(params) === 1 && Number.isSafeInteger(from) ? [from] : undefined
  },
})
