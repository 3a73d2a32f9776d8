import type { Bulk, CheckedQuery, Parameter, ResultColumn } from "../../src/analyze/checked-query.ts"
import { toValueName, type ValueName } from "../../src/analyze/names.ts"
import type { Reason, StorageClass, ValueType } from "../../src/analyze/value-type.ts"
import { wireOf } from "../../src/analyze/wire.ts"
import type { EmitOptions } from "../../src/emit/file.ts"
import type { Effects } from "../../src/engine/engine.ts"
import type { SourceFile } from "../../src/source/source-file.ts"

/** The query file that hand-made queries say they come from. */
export const queryFile: SourceFile = { path: "sql/queries/things.sql", text: "-- name: x\nSELECT 1;\n" }
export const schemaFile: SourceFile = { path: "sql/migrations/0001_start.sql", text: "" }

const span = { start: 11, end: 19 }
const reason: Reason = { text: "a test says so", file: queryFile, span, because: [] }

export const options: EmitOptions = { validation: "generated", runtime: "wonder-sql/runtime", outDir: "gen" }

/** `type("text", "integer")` holds text or an integer; more facts by key. */
export function type(
  storage: readonly StorageClass[],
  more: Partial<Omit<ValueType, "storage" | "why">> = {},
): ValueType {
  const plain = { nullable: false, logical: "plain", literals: undefined, json: undefined, array: false } as const
  return { ...plain, storage: new Set(storage), ...more, why: { type: reason, nullable: reason } }
}

export interface QueryInput {
  readonly name: string
  readonly cardinality?: CheckedQuery["steps"][0]["cardinality"]["value"]
  readonly parameters?: readonly (readonly [name: string, type: ValueType, doc?: string])[]
  /** of a bulk insert: what each row holds */
  readonly rows?: readonly (readonly [name: string, type: ValueType])[]
  readonly columns?: readonly (readonly [name: string, type: ValueType, doc?: string])[]
  readonly sql?: string
  readonly doc?: string
  readonly effects?: Partial<Effects>
}

const noEffects: Effects = { reads: [], writes: [], functions: [], through: [], readonly: true, sideWrites: false }

/** A query as the analysis would make it; the SQL names are the TypeScript names. */
export function checkedQuery(input: QueryInput): CheckedQuery {
  const { name, cardinality = "many", parameters = [], columns = [], sql = "SELECT 1", doc = "" } = input
  const toParameter = ([key, type, text = ""]: readonly [string, ValueType, string?]): Parameter => {
    return { sqlName: key, name: key, type, doc: text, spans: [span], example: undefined }
  }
  const toColumn = ([key, type, text = ""]: readonly [string, ValueType, string?]): ResultColumn => {
    return { sqlName: key, name: key, type, doc: text, span }
  }
  const effects = { ...noEffects, ...input.effects }
  const bulk: Bulk | undefined = input.rows && {
    ...toParameter(["rows", type(["text"], { json: { kind: "unknown" } })]),
    fields: input.rows.map((field) => ({ ...toParameter(field), wire: wireOf(field[1]) })),
  }
  const bound = [...(bulk === undefined ? [] : [bulk]), ...parameters]
  return {
    name: valueName(name),
    form: "statement",
    retry: { value: effects.readonly ? "read-only" : "unsafe", why: reason },
    consistency: "any",
    parameters: [...(bulk === undefined ? [] : [bulk]), ...parameters.map(toParameter)],
    bulk,
    steps: [
      {
        name,
        variants: [{ present: [], sql, binds: bound.map((_, parameter) => ({ parameter })) }],
        columns: columns.map(toColumn),
        cardinality: { value: cardinality, why: reason },
        unguarded: { value: cardinality, why: reason },
        guard: undefined,
        isKey: false,
        effects,
        doc: "",
        span,
      },
    ],
    doc,
    source: { file: queryFile, span },
  }
}

function valueName(text: string): ValueName {
  const { name } = toValueName(text)
  if (name === undefined) throw new TypeError(`${text} is no name of a query`)
  return name
}
