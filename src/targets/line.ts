/** Where a fact about a target comes from. */
export interface Evidence {
  readonly source: string
  readonly date: string
}

/** One line of a profile: a fact, and where it comes from. */
export interface Line {
  readonly from: Evidence
}

/** How many arguments a function takes; `most` is undefined where only the target's limit ends it. */
export interface Counts {
  readonly least: number
  readonly most: number | undefined
  /** `json_object` takes pairs, `json_set` a document and pairs: others fail when they run */
  readonly parity: "even" | "odd" | undefined
}

/**
 * What a function is; `internal` ones are called by ALTER TABLE, `keyword` ones are written without parentheses,
 * `operator` is `->`.
 */
export type FunctionKind =
  | "scalar"
  | "aggregate"
  | "window"
  | "table"
  | "full-text"
  | "internal"
  | "keyword"
  | "operator"

/** A function that the target has. */
export interface FunctionLine extends Line {
  readonly name: string
  readonly kind: FunctionKind
  readonly counts: Counts
  /** a newer SQLite takes other counts too */
  readonly newer: boolean
}

/** A function that SQLite or another database has and the target refuses, and the way out. */
export interface DeniedFunctionLine extends Line {
  readonly name: string
  /** the target's own words, before `: name` */
  readonly words: "not authorized to use function" | "no such function" | "another function has this name"
  /** a function that takes the same arguments and means the same */
  readonly rename: string | undefined
  readonly instead: string
}

/**
 * What a pragma takes: `read` no argument, `name` a name, `optional-name` a name or nothing, `name-or-number` either or
 * nothing, `number` an integer or nothing, `any-name` whatever or nothing, `boolean` a switch or nothing to read it.
 */
export type PragmaMode = "read" | "name" | "optional-name" | "any-name" | "name-or-number" | "number" | "boolean"

/** A pragma that the target takes. */
export interface PragmaLine extends Line {
  readonly name: string
  readonly mode: PragmaMode
  readonly note: string | undefined
}

/** A module for CREATE VIRTUAL TABLE. */
export interface ModuleLine extends Line {
  readonly name: string
  /** arguments that make a table of it */
  readonly example: string
}

/** What the target's engine refuses above `most`; what its documentation promises, where that is less. */
export interface LimitLine extends Line {
  readonly most: number
  readonly promised: number | undefined
  /** what it says above: see `Refusal` */
  readonly words: Refusal
}

/**
 * A part of a refusal's message. ` / ` stands between those of several versions; `taken` among them says that a newer
 * version takes it.
 */
export type Refusal = string

export type LimitName =
  | "sqlBytes"
  | "columns"
  | "expressionDepth"
  | "compoundTerms"
  | "functionArguments"
  | "likePatternBytes"
  | "variables"
  | "attached"
  | "triggerDepth"
  | "valueBytes"
  | "vdbeOps"

/** Grammar that the target lacks, as a pattern over the text. */
export interface SyntaxLine extends Line {
  readonly pattern: RegExp
  readonly why: string
}

/** A kind of statement, by an example over the tables of the probe, and its refusal; undefined: taken. */
export interface StatementLine extends Line {
  readonly kind: string
  readonly sql: string
  readonly refusal: Refusal | undefined
}

/** `name 1-2; other 0- even; iif 3 older` as lines, all of one kind and source. */
export function functionLines(from: Evidence, kind: FunctionKind, text: string): readonly FunctionLine[] {
  return entries(text).map((entry) => {
    const [name = "", range = "0", word] = entry.split(" ")
    const [least = "0", most] = range.split("-")
    return {
      name,
      kind,
      from,
      counts: {
        least: Number(least),
        most: range.endsWith("-") ? undefined : Number(most ?? least),
        parity: word === "even" || word === "odd" ? word : undefined,
      },
      newer: word === "older",
    }
  })
}

/** `name: words of the way out; power -> pow: words` as lines; an arrow says that only the name changes. */
export function deniedFunctionLines(
  from: Evidence,
  words: DeniedFunctionLine["words"],
  text: string,
): readonly DeniedFunctionLine[] {
  return entries(text).map((entry) => {
    const colon = entry.indexOf(":")
    const [name = "", rename] = entry.slice(0, colon).split(" -> ")
    return { name, words, rename, instead: entry.slice(colon + 1).trim(), from }
  })
}

/** `name mode: note; name mode` as lines. */
export function pragmaLines(from: Evidence, text: string): readonly PragmaLine[] {
  return entries(text).map((entry) => {
    const [, name = "", mode = "", note] = /^(\S+) ([\w-]+)(?:: (.*))?$/.exec(entry) ?? []
    return { name, mode: modeOf(mode), note, from }
  })
}

const modes: readonly PragmaMode[] = [
  "read",
  "name",
  "optional-name",
  "any-name",
  "name-or-number",
  "number",
  "boolean",
]

function modeOf(text: string): PragmaMode {
  const mode = modes.find((one) => one === text)
  if (mode === undefined) throw new Error(`no mode of a pragma: ${text}`)
  return mode
}

/** `name: arguments; name: arguments` as lines. */
export function moduleLines(from: Evidence, text: string): readonly ModuleLine[] {
  return entries(text).map((entry) => {
    const [name = "", example = ""] = entry.split(": ")
    return { name, example, from }
  })
}

/** Statements with what the target says to each; a line is `kind | SQL | refusal`. */
export function statementLines(from: Evidence, text: string): readonly StatementLine[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [kind = "", sql = "", refusal] = line.split(" | ").map((part) => part.trim())
      return { kind, sql, refusal, from }
    })
}

function entries(text: string): readonly string[] {
  return text
    .split(";")
    .map((entry) => entry.replace(/\s+/g, " ").trim())
    .filter((entry) => entry !== "")
}

/** Lines by the name that each has. */
export function byName<T extends { readonly name: string }>(lines: readonly T[]): ReadonlyMap<string, T> {
  return new Map(lines.map((line) => [line.name, line]))
}
