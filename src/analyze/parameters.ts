import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { contains, type Span } from "../source/source-file.ts"
import type { Annotation } from "../syntax/annotation.ts"
import { type Placeholder, partsOf, type Statement } from "../syntax/statement.ts"
import { fromAnnotation } from "./column-type.ts"
import { inLists } from "./in-list.ts"
import type { ElementUse, Expectation, Inference, ParameterUse } from "./inference.ts"
import { anyStorage, authorsWord, plain, reason, storageOf } from "./lattice.ts"
import { rowsType } from "./row-fields.ts"
import { isOnly } from "./storage.ts"
import type { JsonShape, StorageClass, ValueType } from "./value-type.ts"

/** A parameter with its type and every place where it stands. */
export interface TypedParameter {
  readonly index: number
  readonly name: string
  readonly type: ValueType
  readonly uses: readonly { readonly span: Span; readonly visible: boolean }[]
  /** nothing in the statement tells its type */
  readonly wide: boolean
  /** an annotation calls it a list, and nothing reads its elements */
  readonly unread: boolean
}

export interface TypedParameters {
  readonly parameters: readonly TypedParameter[]
  readonly diagnostics: readonly Diagnostic[]
}

/** One type per parameter from all its uses. An annotation decides; conflicting uses are an error with both places. */
export function typeParameters(statement: Statement, on: Inference): TypedParameters {
  const diagnostics: Diagnostic[] = []
  const indexes = [...new Set(statement.placeholders.map((placeholder) => placeholder.index))].sort((a, b) => a - b)
  const parameters = indexes.map((index) => {
    const placeholders = statement.placeholders.filter((placeholder) => placeholder.index === index)
    const uses = lastPerPlace(on.uses.filter((use) => use.index === index))
    const found = typeOf(statement, on, index, placeholders, uses, diagnostics)
    return {
      index,
      name: placeholders[0]?.name ?? String(index),
      type: found.type,
      wide: found.wide,
      unread: found.unread === true,
      uses: placeholders.map(({ span }) => ({
        span,
        visible: uses.find((use) => use.span.start === span.start)?.expectation?.visible ?? true,
      })),
    }
  })
  return { parameters, diagnostics }
}

/** A place may be visited more than once (recursive tables): the last visit knows most. */
function lastPerPlace<T extends { readonly span: Span }>(uses: readonly T[]): readonly T[] {
  return [...new Map(uses.map((use) => [use.span.start, use])).values()]
}

interface Found {
  readonly type: ValueType
  readonly wide: boolean
  readonly unread?: boolean
}

function typeOf(
  statement: Statement,
  on: Inference,
  index: number,
  placeholders: readonly Placeholder[],
  uses: readonly ParameterUse[],
  diagnostics: Diagnostic[],
): Found {
  const word = annotationOf(statement.annotation, placeholders[0]?.name)
  if (word !== undefined) {
    const why = authorsWord("an annotation says so", statement.file, word.span)
    return { type: fromAnnotation(word.type, word.type.nullable, why), wide: false }
  }
  const told = saysList(statement.annotation, placeholders[0]?.name)
  const list =
    told || isList(statement, on, placeholders)
      ? listType(on, index, told && isInList(statement, placeholders))
      : undefined
  if (list !== undefined) return { type: list, wide: false }
  const rows = isList(statement, on, placeholders)
    ? rowsType(on, index, { file: statement.file, span: placeholders[0]?.span ?? statement.span })
    : undefined
  if (rows !== undefined) return { type: rows, wide: false }
  const informed = uses.filter((use) => use.expectation?.type !== undefined)
  const place = placeholders[0]?.span ?? statement.span
  const { nullable, decided } = nullability(uses)
  const nullWhy = whyNullable(statement, nullable, decided)
  if (told || informed.length === 0) {
    const type = plain(anyStorage, nullable, reason("nothing tells its type", statement.file, place), nullWhy)
    const unread = told && !on.elementUses.some((use) => use.index === index)
    return { type: { ...type, array: told }, wide: !unread, unread }
  }
  const type = unify(statement, informed, placeholders[0]?.text ?? "?", diagnostics)
  return { type: { ...type, range: undefined, nullable, why: { type: type.why.type, nullable: nullWhy } }, wide: false }
}

function annotationOf(annotation: Annotation | undefined, name: string | undefined) {
  const found = annotation?.params.find((param) => param.name.text === name)
  return found?.type === undefined ? undefined : { type: found.type, span: found.type.span }
}

/** `-- @param ids []` */
function saysList(annotation: Annotation | undefined, name: string | undefined): boolean {
  return annotation?.params.some((param) => param.name.text === name && param.list !== undefined) ?? false
}

/**
 * NULL is meant where a use gives it a meaning of its own (IS, COALESCE), or where all that happens to the value is being
 * stored in nullable columns. An assignment that refuses NULL decides.
 */
function nullability(uses: readonly ParameterUse[]): {
  readonly nullable: boolean
  readonly decided: ParameterUse | undefined
} {
  const meant = uses.filter((use) => use.expectation?.nullMeant === true)
  const refused = uses.find((use) => use.expectation?.strength === "assign" && !use.expectation.nullMeant)
  if (refused !== undefined || meant.length === 0) return { nullable: false, decided: refused ?? uses[0] }
  const own = meant.find((use) => use.expectation?.strength !== "assign")
  if (own !== undefined || meant.length === uses.length) return { nullable: true, decided: own ?? meant[0] }
  return { nullable: false, decided: uses.find((use) => !meant.includes(use)) }
}

/**
 * `json_each(:ids)` with nothing read but `value`, `key`, `id` is a list of what `value` is compared with or assigned to.
 * Elements are never NULL. `bytes`: it may also hold BLOBs, because `IN (:ids)` reads them back.
 */
function listType(on: Inference, index: number, bytes: boolean): ValueType | undefined {
  const reads = lastPerPlace(on.elementUses.filter((use) => use.index === index))
  if (reads.length === 0 || reads.some((read) => !read.simple)) return undefined
  const informed = reads.flatMap((read) => (read.expectation?.type === undefined ? [] : [read.expectation.type]))
  const [first] = informed
  if (first === undefined || informed.some((type) => (!bytes && type.storage.has("blob")) || type.json !== undefined))
    return undefined
  const storage = informed.map((type) => type.storage).reduce(intersect)
  if (storage.size === 0) return undefined
  return {
    ...first,
    storage,
    nullable: false,
    array: true,
    why: { type: elementReason(reads, first), nullable: first.why.nullable },
  }
}

/** The whole argument of one json_each, in each statement where it stands, and nothing else. */
function isList(statement: Statement, on: Inference, placeholders: readonly Placeholder[]): boolean {
  const once = partsOf(statement).every(
    ({ span }) => placeholders.filter((each) => contains(span, each.span)).length <= 1,
  )
  return once && placeholders.length > 0 && placeholders.every((placeholder) => on.lists.has(placeholder.span.start))
}

/** `IN (:ids)` in every place. */
function isInList(statement: Statement, placeholders: readonly Placeholder[]): boolean {
  const places = new Set(partsOf(statement).flatMap((part) => [...inLists(part)]))
  return placeholders.every(({ span }) => places.has(span.start))
}

function elementReason(reads: readonly ElementUse[], type: ValueType): ValueType["why"]["type"] {
  const read = reads.find((candidate) => candidate.expectation?.type !== undefined)
  return read === undefined
    ? type.why.type
    : reason(
        `the elements of the list are ${read.expectation?.reason ?? "used"} here`,
        read.file,
        read.span,
        type.why.type,
      )
}

const strengths: readonly Expectation["strength"][] = ["assign", "compare", "argument"]

/** Uses from the strongest to the weakest: each may narrow; a strong one that admits no common value is a conflict. */
function unify(
  statement: Statement,
  uses: readonly ParameterUse[],
  text: string,
  diagnostics: Diagnostic[],
): ValueType {
  const ordered = strengths.flatMap((strength) => uses.filter((use) => use.expectation?.strength === strength))
  let type: ValueType | undefined
  let decided: ParameterUse | undefined
  for (const use of ordered) {
    const next = use.expectation?.type
    if (next === undefined) continue
    if (type === undefined || decided === undefined) {
      type = { ...next, array: false, why: because(use, next) }
      decided = use
      continue
    }
    const common = intersect(type.storage, next.storage)
    if (common.size > 0) type = { ...merge(type, next, use), storage: common }
    else if (use.expectation?.strength !== "argument") {
      diagnostics.push(conflict(text, decided, type, use, next))
      return plain(new Set([...type.storage, ...next.storage]), type.nullable, type.why.type)
    }
  }
  return type ?? plain(anyStorage, false, reason("nothing tells its type", statement.file, statement.span))
}

function because(use: ParameterUse, type: ValueType): ValueType["why"] {
  const why = reason(use.expectation?.reason ?? "used", use.file, use.span, type.why.type)
  return { type: why, nullable: why }
}

function whyNullable(
  statement: Statement,
  nullable: boolean,
  use: ParameterUse | undefined,
): ValueType["why"]["nullable"] {
  const how = use?.expectation?.reason ?? "used here"
  const text = nullable ? `${how}: NULL has a meaning` : `${how}: NULL has no meaning`
  return reason(text, use?.file ?? statement.file, use?.span ?? statement.span)
}

function merge(type: ValueType, next: ValueType, use: ParameterUse): ValueType {
  if (use.expectation?.strength === "argument") return type
  return {
    ...type,
    logical: mergeLogical(type.logical, next.logical),
    literals: mergeLiterals(type.literals, next.literals),
    json: mergeJson(type.json, next.json),
  }
}

function mergeLogical(a: ValueType["logical"], b: ValueType["logical"]): ValueType["logical"] {
  if (a === b) return a
  if (a === "bigint" || b === "bigint") return "bigint"
  return a === "timestamp_ms" || b === "timestamp_ms" ? "timestamp_ms" : "plain"
}

function mergeLiterals(a: ValueType["literals"], b: ValueType["literals"]): ValueType["literals"] {
  if (a === undefined || b === undefined) return a ?? b
  const both = a.filter((value) => b.includes(value))
  return both.length === 0 ? undefined : both
}

function mergeJson(a: JsonShape | undefined, b: JsonShape | undefined): JsonShape | undefined {
  if (a === undefined || b === undefined) return undefined
  return a.kind === "unknown" ? b : a
}

/** Numbers meet: what must be an integer in one place is one everywhere. */
function intersect(a: ReadonlySet<StorageClass>, b: ReadonlySet<StorageClass>): ReadonlySet<StorageClass> {
  const common = new Set([...a].filter((storage) => b.has(storage)))
  if (common.size > 0) return common
  const numbers = [...a, ...b].every((storage) => storage === "integer" || storage === "real")
  return numbers ? storageOf("integer") : common
}

function conflict(text: string, first: ParameterUse, a: ValueType, second: ParameterUse, b: ValueType): Diagnostic {
  return {
    code: "parameter-conflict",
    severity: "error",
    message: `\`${text}\` is used as ${typeWords(a)} and as ${typeWords(b)}`,
    primary: { file: second.file, span: second.span, text: `${second.expectation?.reason ?? "used"}: ${typeWords(b)}` },
    secondary: [
      { file: first.file, span: first.span, text: `${first.expectation?.reason ?? "used"}: ${typeWords(a)}` },
    ],
    help: `use two parameters, or say which it is with \`-- @param ${text.replace(/^[:@$?]/, "")} <type>\``,
    fix: undefined,
  }
}

/** `integer`, `text or blob`. */
function typeWords(type: ValueType): string {
  if (isOnly(type, "integer", "real") && type.storage.size === 2) return "a number"
  return [...type.storage].join(" or ")
}
