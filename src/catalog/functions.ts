/** What an argument place expects of a parameter that stands there. */
export type ArgumentWord = "any" | "text" | "integer" | "number" | "json" | "time" | "sibling"

/**
 * When the result is NULL.
 * `any`: when any argument is. `first`: when the first is. `never`. `maybe`: no argument tells.
 * `all`: only when all are. `domain`: when any argument is NULL or not a number, or outside the function's domain.
 */
export type NullRule = "any" | "first" | "never" | "maybe" | "all"

/**
 * `same`: the type of the first argument. `join`: of any argument. `numeric`: integer or real as the first argument is. `row`: of
 * the first argument in another row, or of the default. `least`, `greatest`: of an argument, as classes are ordered. `part`: a blob of
 * a blob, text of anything else. `epoch`: whole seconds, or fractions with `subsec`. `extract`: what lies at a path of a document.
 */
export type ResultWord =
  | "integer"
  | "real"
  | "text"
  | "blob"
  | "any"
  | "json"
  | "same"
  | "join"
  | "numeric"
  | "sum"
  | "absolute"
  | "least"
  | "greatest"
  | "row"
  | "part"
  | "epoch"
  | "extract"
  | "extract-binary"
  | "json-type-name"
  | "storage-name"

/** One row of the function table. The last argument word repeats. https://sqlite.org/lang_corefunc.html */
export interface FunctionEntry {
  readonly kind: "scalar" | "aggregate" | "window"
  readonly arguments: readonly ArgumentWord[]
  readonly result: ResultWord
  readonly nulls: NullRule
  /** arguments where NULL is a value of its own */
  readonly takesNull: boolean
}

function scalar(args: string, result: ResultWord, nulls: NullRule, takesNull = false): FunctionEntry {
  return { kind: "scalar", arguments: words(args), result, nulls, takesNull }
}
function aggregate(args: string, result: ResultWord, nulls: NullRule, takesNull = false): FunctionEntry {
  return { kind: "aggregate", arguments: words(args), result, nulls, takesNull }
}
function window(args: string, result: ResultWord, nulls: NullRule): FunctionEntry {
  return { kind: "window", arguments: words(args), result, nulls, takesNull: false }
}

const argumentWords: readonly ArgumentWord[] = ["any", "text", "integer", "number", "json", "time", "sibling"]
function words(text: string): readonly ArgumentWord[] {
  return text.split(" ").flatMap((word) => argumentWords.filter((known) => known === word))
}

/** Math functions answer NULL for what is no number or outside their domain. https://sqlite.org/lang_mathfunc.html */
const domainMath = ["acos", "acosh", "asin", "atanh", "ln", "log", "log10", "log2", "sqrt", "pow", "power", "mod"]
const totalMath = ["asinh", "atan", "atan2", "cos", "cosh", "degrees", "exp", "radians", "sin", "sinh", "tan", "tanh"]

export const functions: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
  ["abs", scalar("number", "absolute", "any")],
  ["changes", scalar("", "integer", "never")],
  ["char", scalar("integer", "text", "never")],
  ["coalesce", scalar("sibling", "join", "all", true)],
  ["concat", scalar("any", "text", "never", true)],
  ["concat_ws", scalar("text any", "text", "first", true)],
  ["format", scalar("text any", "text", "first")],
  ["printf", scalar("text any", "text", "first")],
  ["glob", scalar("text text", "integer", "any")],
  ["hex", scalar("any", "text", "never", true)],
  ["ifnull", scalar("sibling", "join", "all", true)],
  ["instr", scalar("text text", "integer", "any")],
  ["last_insert_rowid", scalar("", "integer", "never")],
  ["length", scalar("text", "integer", "any")],
  ["like", scalar("text", "integer", "any")],
  ["likelihood", scalar("any", "same", "first")],
  ["likely", scalar("any", "same", "first")],
  ["unlikely", scalar("any", "same", "first")],
  ["lower", scalar("text", "text", "any")],
  ["upper", scalar("text", "text", "any")],
  ["ltrim", scalar("text", "text", "any")],
  ["rtrim", scalar("text", "text", "any")],
  ["trim", scalar("text", "text", "any")],
  ["nullif", scalar("sibling", "same", "maybe")],
  ["octet_length", scalar("text", "integer", "any")],
  ["quote", scalar("any", "text", "never", true)],
  ["random", scalar("", "integer", "never")],
  ["randomblob", scalar("integer", "blob", "never")],
  ["replace", scalar("text", "text", "any")],
  ["round", scalar("number integer", "real", "any")],
  ["sign", scalar("number", "integer", "any")],
  ["sqlite_version", scalar("", "text", "never")],
  ["sqlite_source_id", scalar("", "text", "never")],
  ["sqlite_compileoption_get", scalar("integer", "text", "maybe")],
  ["sqlite_compileoption_used", scalar("text", "integer", "any")],
  ["sqlite_offset", scalar("any", "integer", "maybe")],
  ["subtype", scalar("any", "integer", "never", true)],
  ["substr", scalar("text integer", "part", "any")],
  ["substring", scalar("text integer", "part", "any")],
  ["total_changes", scalar("", "integer", "never")],
  ["typeof", scalar("any", "storage-name", "never", true)],
  ["unhex", scalar("text", "blob", "maybe")],
  ["unicode", scalar("text", "integer", "maybe")],
  ["unistr", scalar("text", "text", "any")],
  ["unistr_quote", scalar("any", "text", "never", true)],
  ["zeroblob", scalar("integer", "blob", "never")],
  ["ceil", scalar("number", "numeric", "any")],
  ["ceiling", scalar("number", "numeric", "any")],
  ["floor", scalar("number", "numeric", "any")],
  ["trunc", scalar("number", "numeric", "any")],
  ["pi", scalar("", "real", "never")],
  ...domainMath.map((name): [string, FunctionEntry] => [name, scalar("number", "real", "maybe")]),
  ...totalMath.map((name): [string, FunctionEntry] => [name, scalar("number", "real", "any")]),
  ["date", scalar("time text", "text", "maybe")],
  ["time", scalar("time text", "text", "maybe")],
  ["datetime", scalar("time text", "text", "maybe")],
  ["strftime", scalar("text time text", "text", "maybe")],
  ["julianday", scalar("time text", "real", "maybe")],
  ["unixepoch", scalar("time text", "epoch", "maybe")],
  ["timediff", scalar("time time", "text", "maybe")],
  ["json", scalar("json", "json", "any")],
  ["json_array", scalar("any", "json", "never", true)],
  ["json_array_length", scalar("json text", "integer", "maybe")],
  ["json_error_position", scalar("text", "integer", "any")],
  ["json_extract", scalar("json text", "extract", "maybe")],
  ["json_insert", scalar("json text any", "json", "first", true)],
  ["json_replace", scalar("json text any", "json", "first", true)],
  ["json_set", scalar("json text any", "json", "first", true)],
  ["json_object", scalar("any", "json", "never", true)],
  ["json_patch", scalar("json json", "json", "any")],
  ["json_pretty", scalar("json text", "text", "first")],
  ["json_quote", scalar("any", "json", "never", true)],
  ["json_remove", scalar("json text", "json", "maybe")],
  ["json_type", scalar("json text", "json-type-name", "maybe")],
  ["json_valid", scalar("text integer", "integer", "any")],
  ["json_array_insert", scalar("json text any", "json", "first", true)],
  ["jsonb", scalar("json", "blob", "any")],
  ["jsonb_extract", scalar("json text", "extract-binary", "maybe")],
  ["jsonb_remove", scalar("json text", "blob", "maybe")],
  ...["jsonb_array_insert", "jsonb_insert", "jsonb_replace", "jsonb_set"].map((name): [string, FunctionEntry] => [
    name,
    scalar("json text any", "blob", "first", true),
  ]),
  ["jsonb_array", scalar("any", "blob", "never", true)],
  ["jsonb_object", scalar("any", "blob", "never", true)],
  ["jsonb_patch", scalar("json json", "blob", "any")],
  ["bm25", scalar("any number", "real", "never")],
  ["highlight", scalar("any integer text text", "text", "maybe")],
  ["snippet", scalar("any integer text text text integer", "text", "maybe")],
  ["fts5_source_id", scalar("", "text", "never")],
  ["fts5_get_locale", scalar("any integer", "text", "maybe")],
  ["fts5_insttoken", scalar("text", "text", "any")],
  ["fts5_locale", scalar("text text", "any", "maybe")],
  ["avg", aggregate("number", "real", "any")],
  ["count", aggregate("any", "integer", "never")],
  ["group_concat", aggregate("text text", "text", "first")],
  ["string_agg", aggregate("text text", "text", "first")],
  ["sum", aggregate("number", "sum", "any")],
  ["total", aggregate("number", "real", "never")],
  ["median", aggregate("number", "real", "any")],
  ["percentile", aggregate("number number", "real", "first")],
  ["percentile_cont", aggregate("number number", "real", "first")],
  ["percentile_disc", aggregate("number number", "real", "first")],
  ["json_group_array", aggregate("any", "json", "never", true)],
  ["json_group_object", aggregate("any", "json", "never", true)],
  ["jsonb_group_array", aggregate("any", "blob", "never", true)],
  ["jsonb_group_object", aggregate("any", "blob", "never", true)],
  ["row_number", window("", "integer", "never")],
  ["rank", window("", "integer", "never")],
  ["dense_rank", window("", "integer", "never")],
  ["ntile", window("integer", "integer", "never")],
  ["percent_rank", window("", "real", "never")],
  ["cume_dist", window("", "real", "never")],
  ["lag", window("any integer sibling", "row", "maybe")],
  ["lead", window("any integer sibling", "row", "maybe")],
  ["first_value", window("any", "same", "any")],
  ["last_value", window("any", "same", "any")],
  ["nth_value", window("any integer", "same", "maybe")],
])

/** One-argument `min` and `max` are aggregates, with more arguments scalar functions; `iif` and `if` are CASE. */
export function functionNamed(name: string, argumentCount: number): FunctionEntry | undefined {
  if (name === "min" || name === "max") {
    if (argumentCount === 1) return aggregate("any", "same", "any")
    return scalar("sibling", name === "min" ? "least" : "greatest", "any")
  }
  return functions.get(name)
}

/** True when a call without OVER makes its SELECT an aggregate query. */
export function isAggregate(name: string, argumentCount: number): boolean {
  return functionNamed(name, argumentCount)?.kind === "aggregate"
}
