import * as z from "zod"
import {
  bigintsToJsonText,
  type ExecQuery,
  execQuery,
  fromBigInt,
  fromBoolean,
  type Infer,
  type InferInput,
  isInt64,
  isJson,
  isListOf,
  isNull,
  type JsonValue,
  keyCount,
  type ManyQuery,
  manyQuery,
  type OneQuery,
  type OptionalQuery,
  oneQuery,
  optionalQuery,
  parseJson,
  standardCheck,
  standardCheckOrNull,
  toBigInt,
  toBlob,
  toBoolean,
  toJsonText,
} from "../../../src/runtime/index.ts"

/** A user's schema of a JSON column. */
export const Context: z.ZodObject<{ user: z.ZodString; retries: z.ZodDefault<z.ZodNumber> }> = z.object({
  user: z.string(),
  retries: z.number().default(0),
})

export interface PutThingParams {
  readonly id: string
  readonly text: string | null
  readonly int: number | null
  readonly real: number | null
  readonly flag: boolean | null
  readonly bytes: Uint8Array | null
  readonly big: bigint | null
  readonly data: JsonValue | null
  readonly anything: string | number | Uint8Array | null
  readonly status: "ready" | "done" | null
}

export const putThing: ExecQuery<PutThingParams> = /* @__PURE__ */ execQuery({
  name: "putThing",
  source: "sql/queries/things.sql:1",
  sql: `INSERT INTO things (id, text, int, real, flag, bytes, big, data, anything, status)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, +CAST(?7 AS INTEGER), ?8, ?9, ?10)`,
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["things"] },
  changes: "own",
  parameters: [
    ["id", "string"],
    ["text", "string?"],
    ["int", "integer?"],
    ["real", "number?"],
    ["flag", "boolean?"],
    ["bytes", "blob?"],
    ["big", "bigint?"],
    ["data", "json?"],
    ["anything", "any?"],
    ["status", { literals: ["ready", "done"], form: "?" }],
  ],
  results: [],
  bind(params) {
    const { id, text, int, real, flag, bytes, big, data, anything, status } = params
    if (
      keyCount(params) === 10 &&
      typeof id === "string" &&
      (text === null || typeof text === "string") &&
      (int === null || Number.isSafeInteger(int)) &&
      (real === null || Number.isFinite(real)) &&
      (flag === null || typeof flag === "boolean") &&
      (bytes === null || bytes instanceof Uint8Array) &&
      (big === null || isInt64(big)) &&
      (data === null || isJson(data)) &&
      (anything === null ||
        typeof anything === "string" ||
        Number.isFinite(anything) ||
        anything instanceof Uint8Array) &&
      (status === null || status === "ready" || status === "done")
    ) {
      const dataText = data === null ? null : toJsonText(data)
      return [id, text, int, real, fromBoolean(flag), bytes, fromBigInt(big), dataText, anything, status]
    }
    return undefined
  },
})

export interface ThingRow {
  readonly id: string
  readonly text: string | null
  readonly int: number | null
  readonly real: number | null
  readonly flag: boolean | null
  readonly bytes: Uint8Array | null
  readonly big: bigint | null
  readonly data: JsonValue | null
  readonly anything: string | number | Uint8Array | null
  readonly status: "ready" | "done" | null
}

export const getThing: OneQuery<{ readonly id: string }, ThingRow> = /* @__PURE__ */ oneQuery({
  name: "getThing",
  source: "sql/queries/things.sql:9",
  sql: `SELECT id, text, int, real, flag, bytes, CAST(big AS TEXT) AS big, data, anything, status
FROM things WHERE id = ?1`,
  columns: ["id", "text", "int", "real", "flag", "bytes", "big", "data", "anything", "status"],
  readonly: true,
  tables: { reads: ["things"], writes: [] },
  changes: "own",
  single: true,
  parameters: [["id", "string"]],
  results: [
    ["id", "string"],
    ["text", "string?"],
    ["int", "integer?"],
    ["real", "number?"],
    ["flag", "boolean?"],
    ["bytes", "blob?"],
    ["big", "bigint?"],
    ["data", "json?"],
    ["anything", "any?"],
    ["status", { literals: ["ready", "done"], form: "?" }],
  ],
  bind(params) {
    const { id } = params
    return keyCount(params) === 1 && typeof id === "string" ? [id] : undefined
  },
  decode(row) {
    const [id, text, int, real, flag$, bytes$, big$, data$, anything$, status] = row
    const flag = toBoolean(flag$)
    const bytes = toBlob(bytes$)
    const big = toBigInt(big$)
    const data = parseJson(data$)
    const anything = toBlob(anything$)
    if (
      typeof id === "string" &&
      (isNull(text) || typeof text === "string") &&
      (isNull(int) || (typeof int === "number" && Number.isSafeInteger(int))) &&
      (isNull(real) || (typeof real === "number" && Number.isFinite(real))) &&
      (isNull(flag) || typeof flag === "boolean") &&
      (isNull(bytes) || bytes instanceof Uint8Array) &&
      (isNull(big) || isInt64(big)) &&
      isJson(data) &&
      (isNull(anything) ||
        typeof anything === "string" ||
        (typeof anything === "number" && Number.isFinite(anything)) ||
        anything instanceof Uint8Array) &&
      (isNull(status) || status === "ready" || status === "done")
    ) {
      return { id, text, int, real, flag, bytes, big, data, anything, status }
    }
    return undefined
  },
})

export const putContext: ExecQuery<{
  readonly id: string
  readonly context: InferInput<typeof Context> | null
}> = /* @__PURE__ */ execQuery({
  name: "putContext",
  source: "sql/queries/things.sql:20",
  sql: "INSERT INTO things (id, data) VALUES (?1, ?2)",
  columns: [],
  readonly: false,
  tables: { reads: [], writes: ["things"] },
  changes: "own",
  parameters: [
    ["id", "string"],
    ["context", { schema: Context, form: "?" }],
  ],
  results: [],
  bind(params) {
    const { id, context } = params
    if (keyCount(params) === 2 && typeof id === "string" && standardCheckOrNull(Context, context).ok) {
      return [id, context === null ? null : toJsonText(context)]
    }
    return undefined
  },
})

export interface ContextRow {
  readonly context: Infer<typeof Context>
}

export const getContext: OptionalQuery<{ readonly id: string }, ContextRow> = /* @__PURE__ */ optionalQuery({
  name: "getContext",
  source: "sql/queries/things.sql:24",
  sql: "SELECT data AS context FROM things WHERE id = ?1",
  columns: ["context"],
  readonly: true,
  tables: { reads: ["things"], writes: [] },
  changes: "own",
  parameters: [["id", "string"]],
  results: [["context", { schema: Context }]],
  bind(params) {
    const { id } = params
    return keyCount(params) === 1 && typeof id === "string" ? [id] : undefined
  },
  decode(row) {
    const context = standardCheck(Context, parseJson(row[0]))
    return context.ok ? { context: context.value } : undefined
  },
})

export interface ThingsInParams {
  readonly ids: readonly string[]
  readonly ints: readonly (number | null)[]
  readonly bigs: readonly bigint[]
  readonly flags: readonly boolean[]
}

/** Things that are in any of the lists. */
export const thingsIn: ManyQuery<ThingsInParams, { readonly id: string }> = /* @__PURE__ */ manyQuery({
  name: "thingsIn",
  source: "sql/queries/things.sql:30",
  sql: `SELECT id FROM things
WHERE id IN (SELECT value FROM json_each(?1))
   OR int IN (SELECT value FROM json_each(?2))
   OR big IN (SELECT value FROM json_each(?3))
   OR flag IN (SELECT value FROM json_each(?4))
ORDER BY id`,
  columns: ["id"],
  readonly: true,
  tables: { reads: ["things"], writes: [] },
  changes: "own",
  parameters: [
    ["ids", "string[]"],
    ["ints", "integer?[]"],
    ["bigs", "bigint[]"],
    ["flags", "boolean[]"],
  ],
  results: [["id", "string"]],
  bind(params) {
    const { ids, ints, bigs, flags } = params
    if (
      keyCount(params) === 4 &&
      isListOf(ids, (value) => typeof value === "string") &&
      isListOf(ints, (value) => value === null || Number.isSafeInteger(value)) &&
      isListOf(bigs, isInt64) &&
      isListOf(flags, (value) => typeof value === "boolean")
    ) {
      return [toJsonText(ids), toJsonText(ints), bigintsToJsonText(bigs), toJsonText(flags)]
    }
    return undefined
  },
  decode([id]) {
    return typeof id === "string" ? { id } : undefined
  },
})

/** `text` is not unique: the schema proves nothing. */
const byText = {
  columns: ["id"],
  readonly: true,
  tables: { reads: ["things"], writes: [] },
  changes: "own",
  parameters: [["text", "string"]],
  results: [["id", "string"]],
} as const

interface ByText {
  readonly text: string
}

function bindText(params: ByText): readonly string[] | undefined {
  const { text } = params
  return keyCount(params) === 1 && typeof text === "string" ? [text] : undefined
}

function decodeId([id]: readonly unknown[]): { readonly id: string } | undefined {
  return typeof id === "string" ? { id } : undefined
}

export const oneByText: OneQuery<ByText, { readonly id: string }> = /* @__PURE__ */ oneQuery({
  ...byText,
  name: "oneByText",
  source: "sql/queries/things.sql:40",
  sql: "SELECT id FROM things WHERE text = ?1 ORDER BY id",
  bind: bindText,
  decode: decodeId,
})

export const optionalByText: OptionalQuery<ByText, { readonly id: string }> = /* @__PURE__ */ optionalQuery({
  ...byText,
  name: "optionalByText",
  source: "sql/queries/things.sql:44",
  sql: "SELECT id FROM things WHERE text = ?1 ORDER BY id",
  bind: bindText,
  decode: decodeId,
})

export const manyByText: ManyQuery<ByText, { readonly id: string }> = /* @__PURE__ */ manyQuery({
  ...byText,
  name: "manyByText",
  source: "sql/queries/things.sql:48",
  sql: "SELECT id FROM things WHERE text = ?1 ORDER BY id",
  bind: bindText,
  decode: decodeId,
})

export interface CountRow {
  readonly count: number
}

export const countThings: OneQuery<void, CountRow> = /* @__PURE__ */ oneQuery({
  name: "countThings",
  source: "sql/queries/things.sql:52",
  sql: "SELECT count(*) AS count FROM things",
  columns: ["count"],
  readonly: true,
  tables: { reads: ["things"], writes: [] },
  changes: "own",
  single: true,
  parameters: [],
  results: [["count", "integer"]],
  bind: () => [],
  decode([count]) {
    return typeof count === "number" && Number.isSafeInteger(count) ? { count } : undefined
  },
})

export interface EchoRow {
  readonly bare: string
  readonly cast: string
  readonly joined: string
  readonly json: string
}

/** How an integer parameter looks where its storage class can be seen. */
export const echo: OneQuery<{ readonly n: number }, EchoRow> = /* @__PURE__ */ oneQuery({
  name: "echo",
  source: "sql/queries/things.sql:56",
  sql: `SELECT typeof(?1) AS bare, typeof(+CAST(?1 AS INTEGER)) AS cast,
  'n' || +CAST(?1 AS INTEGER) AS joined, json_array(+CAST(?1 AS INTEGER)) AS json`,
  columns: ["bare", "cast", "joined", "json"],
  readonly: true,
  tables: { reads: [], writes: [] },
  changes: "own",
  single: true,
  parameters: [["n", "integer"]],
  results: [
    ["bare", "string"],
    ["cast", "string"],
    ["joined", "string"],
    ["json", "string"],
  ],
  bind(params) {
    const { n } = params
    return keyCount(params) === 1 && Number.isSafeInteger(n) ? [n] : undefined
  },
  decode([bare, cast, joined, json]) {
    if (
      typeof bare === "string" &&
      typeof cast === "string" &&
      typeof joined === "string" &&
      typeof json === "string"
    ) {
      return { bare, cast, joined, json }
    }
    return undefined
  },
})
