import { fold } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Token } from "../syntax/token.ts"
import { tokenize } from "../syntax/tokenize.ts"

/** What SQL itself compares with: values that chance would hardly hit. */
export interface Hints {
  /** by folded name of a column: literals that stand behind the name */
  readonly byColumn: ReadonlyMap<string, readonly SqlValue[]>
  /** all literals */
  readonly values: readonly SqlValue[]
  /** `$.user.id` as keys */
  readonly paths: readonly (readonly string[])[]
}

/** Words between a column and what it is compared with. */
const betweenWords = new Set(["in", "not", "like", "glob", "is", "between", "and", "null", "length"])

/** Literals of some texts of SQL, and the columns beside which they stand. */
export function hintsOf(texts: readonly string[], columns: ReadonlySet<string>): Hints {
  const values = new Set<SqlValue>()
  const byColumn = new Map<string, Set<SqlValue>>()
  for (const text of texts) collect(tokenize(text), columns, values, byColumn)
  return {
    byColumn: new Map([...byColumn].map(([name, found]) => [name, [...found]])),
    values: [...values],
    paths: [...values].flatMap((value) =>
      typeof value === "string" && /^\$(\.\w+)+$/.test(value) ? [value.slice(2).split(".")] : [],
    ),
  }
}

/** With more values that stand beside columns: those that an annotation lists. */
export function withHints(
  hints: Hints,
  more: readonly (readonly [column: string, values: readonly SqlValue[]])[],
): Hints {
  const byColumn = new Map(hints.byColumn)
  for (const [column, values] of more) byColumn.set(column, [...new Set([...(byColumn.get(column) ?? []), ...values])])
  return { ...hints, byColumn }
}

function collect(
  tokens: readonly Token[],
  columns: ReadonlySet<string>,
  values: Set<SqlValue>,
  byColumn: Map<string, Set<SqlValue>>,
): void {
  let column: string | undefined
  let isPattern = false
  for (const token of tokens) {
    if (token.kind === "word" || token.kind === "name") {
      const name = nameOf(token)
      if (columns.has(name)) column = name
      else if (!betweenWords.has(name) && token.kind === "word") column = undefined
      isPattern = name === "like" || name === "glob"
    }
    for (const value of literalsOf(token, isPattern, columns)) {
      values.add(value)
      if (column !== undefined) byColumn.set(column, (byColumn.get(column) ?? new Set()).add(value))
    }
  }
}

function nameOf({ kind, text }: Pick<Token, "kind" | "text">): string {
  if (kind === "word") return fold(text)
  const inner = text.slice(1, -1)
  return fold(text.startsWith("[") ? inner : inner.replaceAll(text.charAt(0).repeat(2), text.charAt(0)))
}

/** The value of a literal, and beside a pattern a text that it matches. */
function literalsOf(
  { kind, text }: Pick<Token, "kind" | "text">,
  isPattern: boolean,
  columns: ReadonlySet<string>,
): readonly SqlValue[] {
  if (kind === "string") {
    const value = text.slice(1, -1).replaceAll("''", "'")
    return isPattern ? [value, matchOf(value)] : [value]
  }
  // a text in double quotes, unless it is a name
  if (kind === "name" && text.startsWith('"') && !columns.has(nameOf({ kind, text }))) return [text.slice(1, -1)]
  if (kind !== "number") return []
  const digits = text.replaceAll("_", "")
  if (/^\d{1,18}$/.test(digits)) return [BigInt(digits)]
  return /^[\d.]/.test(digits) && Number.isFinite(Number(digits)) ? [Number(digits)] : []
}

/** `%_@_%` -> `a@a`, `[0-9]*` -> `0` */
function matchOf(pattern: string): string {
  return pattern
    .replace(/\[\^?(.)[^\]]*\]/g, "$1")
    .replace(/[_?]/g, "a")
    .replace(/[%*]/g, "")
}
