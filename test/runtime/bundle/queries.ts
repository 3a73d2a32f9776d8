import { type ExecQuery, execQuery, keyCount, type OneQuery, oneQuery } from "../../../src/runtime/index.ts"

/** Called by the Worker of the bundle test. */
export const kept: OneQuery<{ readonly id: number }, { readonly code: string }> = /* @__PURE__ */ oneQuery({
  name: "kept",
  source: "sql/queries/bundle.sql:1",
  sql: "SELECT code FROM parents WHERE id = ?1",
  columns: ["code"],
  readonly: true,
  tables: { reads: ["parents"], writes: [] },
  changes: "own",
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

/** Never called: no trace of it may be left. */
export const dropped: ExecQuery<{ readonly code: string }> = /* @__PURE__ */ execQuery({
  name: "dropped",
  source: "sql/queries/bundle.sql:4",
  sql: "INSERT INTO parents (code) VALUES (?1)",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["parents"] },
  changes: "own",
  parameters: [["code", "string"]],
  results: [],
  bind(params) {
    const { code } = params
    return keyCount(params) === 1 && typeof code === "string" ? [code] : undefined
  },
})
