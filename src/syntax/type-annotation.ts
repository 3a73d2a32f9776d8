import { didYouMean } from "../diagnostics/suggest.ts"
import type { Span } from "../source/source-file.ts"
import type { SchemaRef, TypeAnnotation } from "./annotation.ts"
import { type Rest, restAfter, spanOfRest, takeWord, wordOf } from "./comment.ts"

type Base = Exclude<TypeAnnotation["base"], "literals">

/** The base types an author may write. */
const baseTypes: readonly Base[] = ["integer", "real", "text", "blob", "boolean", "bigint", "timestamp_ms", "json"]

/** What other tools call these types. A word of `plainEnglish` is taken for one only when it stands alone. */
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: "integer",
    int8: "integer",
    int32: "integer",
    int64: "bigint",
    bool: "boolean",
    varchar: "text",
    char: "text",
    float: "real",
    double: "real",
    bytes: "blob",
    uint8array: "blob",
    jsonb: "json",
    string: "text",
    uuid: "text",
    number: "integer` or `real",
    numeric: "integer` or `real",
    date: "timestamp_ms` or `text",
    datetime: "timestamp_ms` or `text",
    timestamp: "timestamp_ms` or `text",
    object: "json",
    any: "json",
    unknown: "json",
  }),
)
const plainEnglish = new Set(
  "string number numeric date datetime timestamp object any unknown uuid bytes char".split(" "),
)

/** A type at the start of the text, none (the text is a description), or something meant as a type that is none. */
export type TypeReading =
  | { readonly kind: "type"; readonly type: TypeAnnotation; readonly rest: Rest }
  | { readonly kind: "none" }
  | {
      readonly kind: "wrong"
      readonly span: Span
      readonly message: string
      /** what was expected at the span */
      readonly expected: string
      readonly help: string | undefined
    }

const grammar =
  "types are `integer real text blob boolean bigint timestamp_ms json json<ref>` and `'a' | 'b'`, with `[]` or `?`"

/** Reads `integer`, `'a' | 'b'`, `json<./schemas.ts#Context>?`, `text[]` from the start of what is left. */
export function readType(rest: Rest): TypeReading {
  if (/^\(?\s*(?:'|-?[0-9])/.test(rest.text)) return readLiterals(rest)
  const length = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest.text)?.[0].length
  if (length === undefined) return { kind: "none" }
  const word = rest.text.slice(0, length)
  const base = baseTypes.find((name) => name === word)
  if (base === undefined || /^[-'.,:;)/]/.test(rest.text.slice(length))) return notABase(rest, word)
  if (base === "json" && rest.text[length] === "<") return readJson(rest)
  return withSuffix(rest, length, { base, literals: [], ref: undefined })
}

/** `./schemas.ts#Name` at the start of what is left, as after `@json` and inside `json<...>`. */
export function readRef(rest: Rest): TypeReading {
  const taken = takeWord(rest)
  const ref = taken === undefined ? undefined : refOf(taken.word.text)
  if (taken === undefined || ref === undefined) return wrongRef(taken?.word.span ?? spanOfRest(rest))
  const type: TypeAnnotation = { span: taken.word.span, base: "json", literals: [], ref, array: false, nullable: false }
  return { kind: "type", type, rest: taken.rest }
}

function notABase(rest: Rest, word: string): TypeReading {
  const alone = rest.text === word
  const lower = word.toLowerCase()
  const suffixed = /^(?:\[\]|<|\|)/.test(rest.text.slice(word.length))
  const known = otherNames.get(lower) ?? baseTypes.find((name) => name === lower && name !== word)
  const meant =
    suffixed ||
    misspelled(word) !== undefined ||
    (known !== undefined && (alone || (otherNames.has(lower) && !plainEnglish.has(lower))))
  if (!meant) return { kind: "none" }
  const span = { start: rest.start, end: rest.start + word.length }
  const near = misspelled(word)
  const help = known !== undefined ? `write \`${known}\`` : near !== undefined ? `did you mean \`${near}\`?` : grammar
  return { kind: "wrong", span, message: `\`${word}\` is not a type`, expected: "expected a type", help }
}

/** `interger` is meant as a type. Short words are not judged: `test` and `next` are near `text`, and plain English. */
function misspelled(word: string): Base | undefined {
  if (word.length < 6) return undefined
  const near = didYouMean(
    word.slice(0, 9),
    baseTypes.filter((name) => name.length >= 6),
  )
  return baseTypes.find((name) => name === near && name.slice(0, 2) === word.slice(0, 2))
}

/** Where a type has to stand: what stands there and is none, with the type that was meant. */
export function notAType(rest: Rest): Extract<TypeReading, { readonly kind: "wrong" }> | undefined {
  const taken = takeWord(rest)
  if (taken === undefined) return undefined
  const message = `\`${taken.word.text}\` is not a type`
  const near = didYouMean(taken.word.text, [...baseTypes, ...otherNames.keys()])
  const help = near === undefined ? grammar : `did you mean \`${otherNames.get(near) ?? near}\`?`
  return { kind: "wrong", span: taken.word.span, message, expected: "expected a type", help }
}

function readJson(rest: Rest): TypeReading {
  const end = rest.text.indexOf(">")
  const inner = { start: rest.start + 5, end: rest.start + (end === -1 ? rest.text.length : end) }
  const ref = end === -1 ? undefined : refOf(rest.text.slice(5, end).trim())
  if (end === -1) return { ...wrongRef(inner), expected: "expected `>` behind it" }
  return ref === undefined ? wrongRef(inner) : withSuffix(rest, end + 1, { base: "json", literals: [], ref })
}

function refOf(text: string): SchemaRef | undefined {
  const match = /^([^\s#<>]+)#([A-Za-z_$][A-Za-z0-9_$]*)$/.exec(text)
  return match === null ? undefined : { module: match[1] ?? "", name: match[2] ?? "" }
}

function wrongRef(span: Span): Extract<TypeReading, { readonly kind: "wrong" }> {
  const message = "a schema is written as `module#Name`"
  const help = "write the module relative to this file, as in `./schemas.ts#Context`"
  return { kind: "wrong", span, message, expected: "expected `module#Name`", help }
}

/** `'a' | 'b'`, `(1 | 2)[]`. A lone number in front of words is a description. */
function readLiterals(rest: Rest): TypeReading {
  const literals: (string | number)[] = []
  const open = /^\(\s*/.exec(rest.text)?.[0].length ?? 0
  let at = open
  for (;;) {
    const text = /^(?:'(?:[^']|'')*'|-?[0-9]+(?:\.[0-9]+)?)/.exec(rest.text.slice(at))?.[0]
    if (text === undefined) return wrongLiteral(rest, at)
    literals.push(text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : Number(text))
    at += text.length
    const bar = /^\s*\|\s*/.exec(rest.text.slice(at))?.[0].length
    if (bar === undefined) break
    at += bar
  }
  const close = open === 0 ? 0 : (/^\s*\)/.exec(rest.text.slice(at))?.[0].length ?? -1)
  if (close === -1) return wrongLiteral(rest, at)
  const single = open === 0 && literals.length === 1 && typeof literals[0] === "number"
  if (single && /^[^[?]/.test(rest.text.slice(at))) return { kind: "none" }
  return withSuffix(rest, at + close, { base: "literals", literals, ref: undefined })
}

/** At the end of the line the whole list is shown, since nothing stands at the place of the error. */
function wrongLiteral(rest: Rest, at: number): TypeReading {
  const left = rest.text.slice(at).length
  const span = left === 0 ? spanOfRest(rest) : { start: rest.start + at, end: rest.start + at + left }
  const message = "a list of literals is written as `'a' | 'b'`"
  return { kind: "wrong", span, message, expected: "expected a literal or the end of the list", help: grammar }
}

/** `[]` and `?` behind the type, and nothing but a blank after them. */
function withSuffix(rest: Rest, length: number, parts: Pick<TypeAnnotation, "base" | "literals" | "ref">): TypeReading {
  const suffix = /^(\[\])?(\?)?/.exec(rest.text.slice(length))
  const array = suffix?.[1] !== undefined
  const nullable = suffix?.[2] !== undefined
  const end = length + (suffix?.[0].length ?? 0)
  const next = rest.text.slice(end)
  if (/^\S/.test(next) || /^\s*[|[?<]/.test(next)) return wrongSuffix(restAfter(rest, end))
  const span = wordOf(rest, end).span
  return { kind: "type", type: { span, ...parts, array, nullable }, rest: restAfter(rest, end) }
}

function wrongSuffix(rest: Rest): TypeReading {
  const span = takeWord(rest)?.word.span ?? spanOfRest(rest)
  const message = `\`${rest.text.slice(0, span.end - span.start)}\` is not part of a type`
  const help = /^\|?\s*null\b/i.test(rest.text) ? "write `?` behind the type for a value that may be NULL" : grammar
  return { kind: "wrong", span, message, expected: "expected the end of the type", help }
}
