import type { DeniedFunctionLine, FunctionLine, LimitName, PragmaLine, Refusal } from "./line.ts"
import type { TargetProfile } from "./target.ts"

/** One statement that shows whether a line of a profile holds. It runs over `probeSchema`, and is undone. */
export interface Probe {
  /** the line, for people: "function iif takes 3" */
  readonly line: string
  readonly setup: readonly string[]
  readonly sql: string
  /** how many parameters it has; each is bound to 1 */
  readonly parameters: number
  /** undefined where it is taken */
  readonly refusal: Refusal | undefined
}

/** All that a profile says, as statements. */
export function probesOf(target: TargetProfile): readonly Probe[] {
  return [
    ...[...(target.functions?.values() ?? [])].flatMap(ofFunction),
    ...[...target.deniedFunctions.values()].flatMap(ofDeniedFunction),
    ...[...(target.pragmas?.values() ?? [])].flatMap(ofPragma),
    ...[...(target.modules?.values() ?? [])].map(({ name, example }) =>
      taken(`module ${name}`, `CREATE VIRTUAL TABLE made USING ${name}(${example})`),
    ),
    ...target.statements.map(({ kind, sql, refusal }) => ({ ...taken(`statement: ${kind}`, sql), refusal })),
    ...Object.entries(edges).flatMap(([name, edge]) => {
      const limit = new Map(Object.entries(target.limits)).get(name)
      return limit === undefined ? [] : edge(limit.most, limit.words)
    }),
  ]
}

function taken(line: string, sql: string): Probe {
  return { line, setup: [], sql, parameters: 0, refusal: undefined }
}

function list(count: number, item: (index: number) => string, separator = ", "): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(separator)
}

/** Arguments beyond which no more counts are tried. */
const someMore = 3

function ofFunction(line: FunctionLine): readonly Probe[] {
  const { name, kind, counts } = line
  if (kind === "internal") return []
  if (kind === "keyword") return [taken(`keyword ${name}`, `SELECT ${name}`)]
  if (kind === "operator") return [taken(`operator ${name}`, `SELECT '{}' ${name} '$'`)]
  const { least, most, parity } = counts
  const step = parity === undefined ? 1 : 2
  const probes: Probe[] = []
  for (let count = least; count <= (most ?? least + someMore * step); count += step) {
    probes.push(taken(`function ${name} takes ${count}`, callOf(line, count)))
  }
  if (least > 0 && parity === undefined) probes.push(wrongCount(line, least - 1))
  if (most !== undefined) probes.push(wrongCount(line, most + 1))
  if (parity !== undefined) probes.push(wrongCount(line, least + 1))
  return probes
}

function wrongCount(line: FunctionLine, count: number): Probe {
  const { name, kind, counts } = line
  const words = {
    table: "too many arguments on",
    "full-text": count === 0 ? "unable to use function" : "wrong number of arguments to function",
  }
  const parity = counts.parity === "even" ? "requires an even number" : "needs an odd number"
  const usual = counts.parity === undefined ? "wrong number of arguments to function" : parity
  const refusal = kind === "table" || kind === "full-text" ? words[kind] : line.newer ? `${usual} / taken` : usual
  return { ...taken(`function ${name} does not take ${count}`, callOf(line, count)), refusal }
}

/** A call over no rows, so that only the count of arguments counts; a count of the wrong parity is met when it runs. */
function callOf({ name, kind, counts }: FunctionLine, count: number): string {
  switch (kind) {
    case "table":
      return `SELECT * FROM ${name}(${list(count, () => "NULL")})`
    case "full-text":
      return `SELECT ${name}(${["docs", "0", "'['", "']'", "'...'", "5", "1"].slice(0, count).join(", ")}) FROM docs WHERE docs MATCH 'ada'`
    case "window":
      return `SELECT ${name}(${list(count, () => "label")}) OVER () FROM tags WHERE id < 0`
    default: {
      if (counts.parity !== undefined)
        return `SELECT ${name}(${list(count, (index) => (index === 0 ? "'{}'" : "'$.a'"))})`
      const second = name === "likelihood" ? "0.5" : "label"
      return `SELECT ${name}(${list(count, (index) => (index === 1 ? second : "label"))}) FROM tags WHERE id < 0`
    }
  }
}

/** How many arguments SQLite's own function takes: with another count it is refused for that. */
const argumentsOf: ReadonlyMap<string, number> = new Map([
  ["power", 2],
  ["sqlite_version", 0],
  ["sqlite_source_id", 0],
  ["sqlite_log", 2],
  ["fts5_locale", 2],
  ["fts5_source_id", 0],
])

function ofDeniedFunction({ name, words }: DeniedFunctionLine): Probe {
  const call = `${name}(${list(argumentsOf.get(name) ?? 1, () => "label")})`
  const line = `function ${name} is refused`
  if (name === "generate_series")
    return { ...taken(line, "SELECT * FROM generate_series(1, 2)"), refusal: "no such table" }
  if (name === "load_extension") return { ...taken(line, "SELECT load_extension('x')"), refusal: "not authorized" }
  const refusal = words === "no such function" ? `${words} / not authorized to use function / wrong number` : words
  return { ...taken(line, `SELECT ${call} FROM tags WHERE id < 0`), refusal }
}

function ofPragma({ name, mode }: PragmaLine): readonly Probe[] {
  const plain = `PRAGMA ${name}`
  const named = `PRAGMA ${name}(users)`
  const forms: readonly (readonly [sql: string, takes: boolean])[] = {
    read: [[plain, true] as const, [`${plain} = 1`, false] as const],
    name: [[plain, false] as const, [named, true] as const],
    "optional-name": [[plain, true] as const, [named, true] as const],
    "any-name": [[plain, true] as const, [named, true] as const],
    "name-or-number": [[plain, true] as const, [named, true] as const, [`${plain} = 3`, true] as const],
    number: [[plain, true] as const, [`${plain} = 3`, true] as const, [`${plain} = on`, false] as const],
    boolean: [[plain, true] as const, [`${plain} = off`, true] as const, [`${plain} = 2`, false] as const],
  }[mode]
  return [
    ...forms.map(([sql, takes]) => ({
      ...taken(`pragma ${name}: ${sql}`, sql),
      refusal: takes ? undefined : "not authorized",
    })),
    { ...taken(`pragma ${name} in upper case`, `PRAGMA ${name.toUpperCase()}`), refusal: "not authorized / taken" },
  ]
}

type Edge = (most: number, words: string) => readonly Probe[]

function edge(
  name: LimitName,
  sqlOf: (count: number) => string,
  parametersOf: (count: number) => number = () => 0,
): Edge {
  return (most, refusal) => {
    const at = (count: number): Probe => ({
      ...taken(`limit ${name}: ${count}`, sqlOf(count)),
      parameters: parametersOf(count),
    })
    return [at(most), { ...at(most + 1), refusal }]
  }
}

/** A limit at its edge: so much is taken, and one more is refused. */
const edges: { readonly [Name in LimitName]: Edge } = {
  sqlBytes: edge("sqlBytes", (count) => `SELECT /*${"x".repeat(count - 13)}*/ 1`),
  columns: edge("columns", (count) => `SELECT ${list(count, String)}`),
  variables: edge(
    "variables",
    (count) => `SELECT ?${count}`,
    (count) => count,
  ),
  likePatternBytes: edge(
    "likePatternBytes",
    (count) => `SELECT id FROM tags WHERE label LIKE '${"ä".repeat(count / 2)}${"x".repeat(count % 2)}'`,
  ),
  valueBytes: edge("valueBytes", (count) => `SELECT length(zeroblob(${count}))`),
  functionArguments: edge("functionArguments", (count) => `SELECT max(${list(count, String)})`),
  expressionDepth: edge("expressionDepth", (count) => `SELECT ${list(count, () => "id", " + ")} FROM tags`),
  compoundTerms: edge("compoundTerms", (count) => list(count, (index) => `SELECT ${index}`, " UNION ALL ")),
  triggerDepth: (most, refusal) => [nested(most), { ...nested(most + 1), refusal }],
  attached: () => [],
  vdbeOps: (_, refusal) => [
    taken("limit vdbeOps: 10,000 rows of VALUES", `INSERT INTO tags (label) VALUES ${list(10_000, () => "(1)")}`),
    {
      ...taken("limit vdbeOps: 11,000 rows of VALUES", `INSERT INTO tags (label) VALUES ${list(11_000, () => "(1)")}`),
      refusal,
    },
  ],
}

/** Tables whose triggers fill the next. */
function nested(depth: number): Probe {
  const setup = Array.from({ length: depth + 1 }, (_, index) => `CREATE TABLE chain_${index} (a)`)
  for (let index = 0; index < depth; index++) {
    const body = `INSERT INTO chain_${index + 1} VALUES (new.a);`
    setup.push(`CREATE TRIGGER chain_trigger_${index} AFTER INSERT ON chain_${index} BEGIN ${body} END`)
  }
  return { ...taken(`limit triggerDepth: ${depth}`, "INSERT INTO chain_0 VALUES (1)"), setup }
}

/**
 * Whether an answer fits a probe. `strictly` as the oldest version of the target; else a newer one may take more and use
 * other words.
 */
export function fits({ refusal }: Probe, said: string | undefined, how: "strictly" | "as any version"): boolean {
  const words = refusal?.split(" / ") ?? []
  if (said === undefined) return refusal === undefined || (how === "as any version" && words.includes("taken"))
  return words.some((word) => said.includes(word))
}
