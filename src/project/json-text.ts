import type { Span } from "../source/source-file.ts"

/** A JSON value with its span, so that a wrong value can be pointed at. */
export type JsonNode =
  | { readonly kind: "object"; readonly span: Span; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly span: Span; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly span: Span; readonly value: string }
  | { readonly kind: "number"; readonly span: Span; readonly value: number }
  | { readonly kind: "boolean"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "null"; readonly span: Span }

export interface JsonMember {
  readonly key: string
  readonly keySpan: Span
  readonly value: JsonNode
}

/** Where a text stops being JSON: `expected` names what could stand there ("a value", "`,` or `}`"). */
export interface JsonError {
  readonly expected: string
  readonly span: Span
}

export type JsonParsed =
  | { readonly ok: true; readonly value: JsonNode }
  | { readonly ok: false; readonly error: JsonError }

/** Parses JSON (https://www.rfc-editor.org/rfc/rfc8259). With `comments`, also the comments and trailing commas of JSONC. */
export function parseJson(text: string, options: { readonly comments: boolean }): JsonParsed {
  const start = skip(text, 0, options.comments)
  const parsed = value(text, start, options.comments, 0)
  if (!parsed.ok) return parsed
  const end = skip(text, parsed.end, options.comments)
  if (end < text.length) return expected("the end of the file", text, end)
  return { ok: true, value: parsed.value }
}

/** How deep values may lie in each other; no configuration comes near. */
const deepest = 500

/** The value of a member, the last one winning as in `JSON.parse`. */
export function memberOf(node: JsonNode, key: string): JsonMember | undefined {
  return node.kind === "object" ? node.members.findLast((member) => member.key === key) : undefined
}

/** What was expected, and for the usual mistakes how they are mended. */
export function jsonWords(
  text: string,
  { expected, span }: JsonError,
): { readonly label: string; readonly help: string } {
  if (text.trim() === "") return { label: "it is empty", help: "write `{}` into it, or remove the file" }
  const label = `expected ${expected}`
  if (/^\/[/*]/.test(text.slice(span.start))) return { label, help: "JSON has no comments: remove it" }
  if (expected.endsWith("after `,`")) return { label, help: "JSON has no `,` after the last item: remove it" }
  if (text.startsWith("'", span.start)) return { label, help: "JSON has strings in double quotes only" }
  if (expected.startsWith("no more than")) return { label, help: "write the configuration anew, as `sqlgen init` does" }
  return { label, help: `write ${expected} there` }
}

type Step<T> = { readonly ok: true; readonly value: T; readonly end: number } | Failure
interface Failure {
  readonly ok: false
  readonly error: JsonError
}

const blank = /[ \t\r\n\ufeff]*/y
const blankOrComment = /(?:[ \t\r\n\ufeff]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const word = /true|false|null/y

function skip(text: string, at: number, comments: boolean): number {
  return matchAt(comments ? blankOrComment : blank, text, at)?.end ?? at
}

function value(text: string, at: number, comments: boolean, depth: number): Step<JsonNode> {
  const next = text.charAt(at)
  if (depth > deepest) return expected(`no more than ${deepest} values in each other`, text, at)
  if (next === "{") return object(text, at, comments, depth + 1)
  if (next === "[") return array(text, at, comments, depth + 1)
  if (next === '"') {
    const parsed = quoted(text, at)
    if (!parsed.ok) return parsed
    return {
      ok: true,
      value: { kind: "string", span: { start: at, end: parsed.end }, value: parsed.value },
      end: parsed.end,
    }
  }
  const digits = matchAt(number, text, at)
  if (digits !== undefined) {
    const span = { start: at, end: digits.end }
    return { ok: true, value: { kind: "number", span, value: Number(digits.text) }, end: digits.end }
  }
  const name = matchAt(word, text, at)
  if (name === undefined) return expected("a value", text, at)
  const span = { start: at, end: name.end }
  if (name.text === "null") return { ok: true, value: { kind: "null", span }, end: name.end }
  return { ok: true, value: { kind: "boolean", span, value: name.text === "true" }, end: name.end }
}

function quoted(text: string, at: number): Step<string> {
  const match = matchAt(string, text, at)
  if (match === undefined) return expected('a string in `"..."` on one line', text, at)
  const decoded: unknown = JSON.parse(match.text)
  return { ok: true, value: typeof decoded === "string" ? decoded : match.text, end: match.end }
}

function object(text: string, start: number, comments: boolean, depth: number): Step<JsonNode> {
  const members: JsonMember[] = []
  let at = skip(text, start + 1, comments)
  while (text.charAt(at) !== "}") {
    if (text.charAt(at) !== '"') return expected(members.length === 0 ? '`"key"` or `}`' : '`"key"`', text, at)
    const key = quoted(text, at)
    if (!key.ok) return key
    const keySpan = { start: at, end: key.end }
    at = skip(text, key.end, comments)
    if (text.charAt(at) !== ":") return expected("`:`", text, at)
    const parsed = value(text, skip(text, at + 1, comments), comments, depth)
    if (!parsed.ok) return parsed
    members.push({ key: key.value, keySpan, value: parsed.value })
    at = skip(text, parsed.end, comments)
    const more = separator(text, at, "}", comments)
    if (!more.ok) return more
    at = more.end
  }
  return { ok: true, value: { kind: "object", span: { start, end: at + 1 }, members }, end: at + 1 }
}

function array(text: string, start: number, comments: boolean, depth: number): Step<JsonNode> {
  const items: JsonNode[] = []
  let at = skip(text, start + 1, comments)
  while (text.charAt(at) !== "]") {
    const parsed = value(text, at, comments, depth)
    if (!parsed.ok) return parsed
    items.push(parsed.value)
    const more = separator(text, skip(text, parsed.end, comments), "]", comments)
    if (!more.ok) return more
    at = more.end
  }
  return { ok: true, value: { kind: "array", span: { start, end: at + 1 }, items }, end: at + 1 }
}

/** After an item: the closing bracket stays, a comma is passed over. */
function separator(text: string, at: number, close: "}" | "]", comments: boolean): Step<undefined> {
  if (text.charAt(at) === close) return { ok: true, value: undefined, end: at }
  if (text.charAt(at) !== ",") return expected(`\`,\` or \`${close}\``, text, at)
  const next = skip(text, at + 1, comments)
  if (text.charAt(next) === close && !comments) return expected("another item after `,`", text, next)
  return { ok: true, value: undefined, end: next }
}

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly text: string; readonly end: number } | undefined {
  const sticky = new RegExp(pattern)
  sticky.lastIndex = at
  const found = sticky.exec(text)?.[0]
  return found === undefined ? undefined : { text: found, end: at + found.length }
}

function expected(what: string, text: string, at: number): Failure {
  return { ok: false, error: { expected: what, span: { start: at, end: Math.min(at + 1, text.length) } } }
}
