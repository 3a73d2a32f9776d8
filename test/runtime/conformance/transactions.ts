import {
  allRows,
  keyCount,
  oneRow,
  type Refusal,
  type RowStep,
  type Step,
  type TransactionQuery,
  transactionQuery,
} from "../../../src/runtime/index.ts"

/** As generated code would have it, from a file with four steps. */
interface Renames {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly x: string
  readonly y: string
  readonly z: string
}

interface Parent {
  readonly id: number
  readonly code: string
}

interface Renamed {
  readonly ok: true
  readonly second: Parent
  readonly all: Parent[]
}

const rename = {
  sql: "UPDATE parents SET code = ?2 WHERE id = ?1",
  columns: [],
  readonly: false,
  tables: { reads: ["parents"], writes: ["parents"] },
  changes: "own",
} as const

function parentIn([id, code]: readonly unknown[]): Parent | undefined {
  return typeof id === "number" && typeof code === "string" ? { id, code } : undefined
}

const parentColumns = {
  columns: ["id", "code"],
  results: [
    ["id", "integer"],
    ["code", "string"],
  ],
  decode: parentIn,
} as const

const renameFirst: Step<Refusal<"no_a">> = {
  ...rename,
  name: "renameThree.step1",
  source: "sql/queries/renames.sql:2",
  binds: [0, 3],
  guard: { counts: "changes", test: "=", count: 1, refusal: { ok: false, reason: "no_a" } },
}

const renameSecond: RowStep<Parent, Refusal<"no_b">> = {
  ...rename,
  ...parentColumns,
  name: "renameThree.second",
  source: "sql/queries/renames.sql:5",
  sql: "UPDATE parents SET code = ?2 WHERE id = ?1 RETURNING id, code",
  single: true,
  binds: [1, 4],
  guard: { counts: "rows", test: "=", count: 1, refusal: { ok: false, reason: "no_b" } },
}

const renameThird: Step<Refusal<"no_c">> = {
  ...rename,
  name: "renameThree.step3",
  source: "sql/queries/renames.sql:8",
  binds: [2, 5],
  guard: { counts: "changes", test: ">=", count: 1, refusal: { ok: false, reason: "no_c" } },
}

const renamedAll: RowStep<Parent, Refusal<"too_few">> = {
  ...parentColumns,
  name: "renameThree.all",
  source: "sql/queries/renames.sql:11",
  sql: "SELECT id, code FROM parents WHERE id >= ?1 ORDER BY id -- every one",
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
  binds: [0],
  guard: { counts: "rows", test: ">=", count: 3, refusal: { ok: false, reason: "too_few" } },
}

/** Three writes, each guarded, and a guarded SELECT. */
export const renameThree: TransactionQuery<
  Renames,
  Renamed,
  Refusal<"no_a" | "no_b" | "no_c" | "too_few">
> = transactionQuery({
  name: "renameThree",
  source: "sql/queries/renames.sql:2",
  readonly: false,
  tables: rename.tables,
  retry: "unsafe",
  parameters: [
    ["a", "integer"],
    ["b", "integer"],
    ["c", "integer"],
    ["x", "string"],
    ["y", "string"],
    ["z", "string"],
  ],
  steps: [renameFirst, renameSecond, renameThird, renamedAll],
  bind(params) {
    const { a, b, c, x, y, z } = params
    const isRight = [a, b, c].every(Number.isSafeInteger) && [x, y, z].every((code) => typeof code === "string")
    return keyCount(params) === 6 && isRight ? [a, b, c, x, y, z] : undefined
  },
  read: (rows) => ({
    ok: true,
    second: oneRow(renameSecond, rows(renameSecond)),
    all: allRows(renamedAll, rows(renamedAll)),
  }),
})

const bump: Step<Refusal<"not_one">> = {
  name: "bumpOne.step1",
  source: "sql/queries/bump.sql:2",
  sql: "UPDATE audited SET n = n + 1 WHERE id >= ?1",
  columns: [],
  readonly: false,
  tables: { reads: ["audited"], writes: ["audit_log", "audited"] },
  changes: "query",
  binds: [0],
  guard: { counts: "changes", test: "=", count: 1, refusal: { ok: false, reason: "not_one" } },
}

/** A guard beside triggers, and an orphan for a deferred key. */
export const bumpOne: TransactionQuery<
  { readonly from: number },
  { readonly ok: true },
  Refusal<"not_one">
> = transactionQuery({
  name: "bumpOne",
  source: "sql/queries/bump.sql:2",
  readonly: false,
  tables: bump.tables,
  retry: "unsafe",
  parameters: [["from", "integer"]],
  steps: [bump],
  bind: ({ from }) => (Number.isSafeInteger(from) ? [from] : undefined),
  read: () => ({ ok: true }),
})

const lateChild: Step = {
  name: "addLate.step1",
  source: "sql/queries/late.sql:2",
  sql: "INSERT INTO late_children (parent_id) VALUES (?1)",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["late_children"] },
  changes: "own",
  binds: [0],
}

const lateParent: Step = {
  name: "addLate.step2",
  source: "sql/queries/late.sql:4",
  sql: "INSERT INTO parents (id, code) VALUES (?1, 'late')",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["parents"] },
  changes: "own",
  binds: [1],
}

/** The key is deferred: child first, then the parent. */
export const addLate: TransactionQuery<{ readonly child: number; readonly parent: number }, { readonly ok: true }> =
  transactionQuery({
    name: "addLate",
    source: "sql/queries/late.sql:2",
    readonly: false,
    tables: { reads: [], writes: ["late_children", "parents"] },
    retry: "unsafe",
    parameters: [
      ["child", "integer"],
      ["parent", "integer"],
    ],
    steps: [lateChild, lateParent],
    bind: ({ child, parent }) => (Number.isSafeInteger(child + parent) ? [child, parent] : undefined),
    read: () => ({ ok: true }),
  })

const onlyRead: RowStep<Parent> = {
  ...parentColumns,
  name: "readParents.found",
  source: "sql/queries/read.sql:3",
  sql: "SELECT id, code FROM parents ORDER BY id",
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
  binds: [],
}

/** One step that answers nothing when the table is empty. */
export const readParents: TransactionQuery<void, { readonly ok: true; readonly found: Parent[] }> = transactionQuery({
  name: "readParents",
  source: "sql/queries/read.sql:3",
  readonly: true,
  tables: onlyRead.tables,
  retry: "read-only",
  parameters: [],
  steps: [onlyRead],
  bind: () => [],
  read: (rows) => ({ ok: true, found: allRows(onlyRead, rows(onlyRead)) }),
})
