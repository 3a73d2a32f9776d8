import {
  isInt64,
  isJson,
  type JsonValue,
  keyCount,
  type ManyQuery,
  manyQuery,
  type OneQuery,
  oneQuery,
  parseJson,
  toBigInt,
  toBlob,
  toBoolean,
} from "../../../src/runtime/index.ts"

/** `loose.v` holds anything, so each of these declares a type that the data may break. */
const loose = {
  sql: "SELECT v FROM loose ORDER BY n",
  columns: ["v"],
  readonly: true,
  tables: { reads: ["loose"], writes: [] },
  changes: "own",
  parameters: [],
  bind: () => [],
} as const

export const looseStrings: ManyQuery<void, { readonly v: string }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseStrings",
  source: "sql/queries/loose.sql:1",
  results: [["v", "string"]],
  decode([v]) {
    return typeof v === "string" ? { v } : undefined
  },
})

export const looseIntegers: ManyQuery<void, { readonly v: number }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseIntegers",
  source: "sql/queries/loose.sql:3",
  results: [["v", "integer"]],
  decode([v]) {
    return typeof v === "number" && Number.isSafeInteger(v) ? { v } : undefined
  },
})

export const looseNumbers: ManyQuery<void, { readonly v: number }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseNumbers",
  source: "sql/queries/loose.sql:5",
  results: [["v", "number"]],
  decode([v]) {
    return typeof v === "number" && Number.isFinite(v) ? { v } : undefined
  },
})

export const looseBooleans: ManyQuery<void, { readonly v: boolean }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseBooleans",
  source: "sql/queries/loose.sql:7",
  results: [["v", "boolean"]],
  decode([v$]) {
    const v = toBoolean(v$)
    return typeof v === "boolean" ? { v } : undefined
  },
})

export const looseBlobs: ManyQuery<void, { readonly v: Uint8Array }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseBlobs",
  source: "sql/queries/loose.sql:9",
  results: [["v", "blob"]],
  decode([v$]) {
    const v = toBlob(v$)
    return v instanceof Uint8Array ? { v } : undefined
  },
})

export const looseBigints: ManyQuery<void, { readonly v: bigint }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseBigints",
  source: "sql/queries/loose.sql:11",
  results: [["v", "bigint"]],
  decode([v$]) {
    const v = toBigInt(v$)
    return isInt64(v) ? { v } : undefined
  },
})

export const looseJson: ManyQuery<void, { readonly v: JsonValue }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseJson",
  source: "sql/queries/loose.sql:13",
  results: [["v", "json"]],
  decode([v$]) {
    const v = parseJson(v$)
    return isJson(v) ? { v } : undefined
  },
})

export const looseStatuses: ManyQuery<void, { readonly v: "ready" | "done" }> = /* @__PURE__ */ manyQuery({
  ...loose,
  name: "looseStatuses",
  source: "sql/queries/loose.sql:15",
  results: [["v", { literals: ["ready", "done"] }]],
  decode([v]) {
    return v === "ready" || v === "done" ? { v } : undefined
  },
})

/** Compiled against a schema where `v` was UNIQUE, which it is not here. */
export const looseOnce: OneQuery<{ readonly v: string }, { readonly n: number }> = /* @__PURE__ */ oneQuery({
  name: "looseOnce",
  source: "sql/queries/loose.sql:17",
  sql: "SELECT n FROM loose WHERE v = ?1",
  columns: ["n"],
  readonly: true,
  tables: { reads: ["loose"], writes: [] },
  changes: "own",
  single: true,
  parameters: [["v", "string"]],
  results: [["n", "integer"]],
  bind(params) {
    const { v } = params
    return keyCount(params) === 1 && typeof v === "string" ? [v] : undefined
  },
  decode([n]) {
    return typeof n === "number" && Number.isSafeInteger(n) ? { n } : undefined
  },
})
