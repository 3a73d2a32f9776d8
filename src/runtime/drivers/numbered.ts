import type { BindValue } from "../driver.ts"

/** By position, or keyed by the number of `?NNN`, which drivers take as named parameters. */
export type NumberedBinds = readonly BindValue[] | Readonly<Record<number, BindValue>>

/** A text to prepare, and how its values are handed over. */
export interface Numbered {
  readonly sql: string
  readonly shape: (binds: readonly BindValue[]) => NumberedBinds
}

/** Values by position where the numbers allow it: it takes half the time. */
export function numbered(sql: string): Numbered {
  const positional = withoutNumbers(sql)
  return positional === undefined ? { sql, shape: keyed } : { sql: positional, shape: (binds) => binds }
}

/** Whole strings, quoted names and comments, so that a `?1` in them is none. https://sqlite.org/lang_expr.html#varparam */
const lexemes = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\?(\d+)/g

/**
 * The text with `?` for `?NNN` where these are 1, 2, 3, ... in order: the same statement. Undefined where a number comes
 * twice or out of order.
 */
export function withoutNumbers(sql: string): string | undefined {
  let last = 0
  let inOrder = true
  const text = sql.replace(lexemes, (lexeme: string, number: string | undefined) => {
    if (number === undefined) return lexeme
    last += 1
    inOrder &&= Number(number) === last
    return "?"
  })
  return inOrder ? text : undefined
}

/** Values as named parameters, `?2` under the key 2. */
export function keyed(binds: readonly BindValue[]): Record<number, BindValue> {
  const out: Record<number, BindValue> = {}
  for (let index = 0; index < binds.length; index++) out[index + 1] = binds[index] ?? null
  return out
}
