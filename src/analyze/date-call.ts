import { fold } from "../catalog/catalog.ts"
import type { Expression, FunctionCall } from "../syntax/ast.ts"
import { literalOf } from "./literal.ts"

/*
 * What is known of a call of date(), time(), datetime(), julianday(), unixepoch(), strftime() from its literals alone.
 * https://sqlite.org/lang_datefunc.html
 */

const dateFunctions = new Set(["date", "time", "datetime", "julianday", "unixepoch", "strftime"])

/** The time value and the modifiers: strftime has its format in front. */
function timeArguments(node: FunctionCall): readonly Expression[] {
  return fold(node.name.text) === "strftime" ? node.args.slice(1) : node.args
}

function textLiteral(node: Expression): string | undefined {
  return node.kind === "literal" && node.value.type === "text" ? node.value.value : undefined
}

/** True when the call cannot be NULL: a time, modifiers and a format that are always valid. */
export function isKnownTime(node: FunctionCall): boolean {
  const name = fold(node.name.text)
  if (!dateFunctions.has(name)) return false
  if (name === "strftime" && !isKnownFormat(node.args[0])) return false
  const [time, ...modifiers] = timeArguments(node)
  if (time === undefined) return true
  const year = knownYear(time, modifiers)
  if (year === undefined) return false
  const numeric = typeof literalOf(time) === "number"
  const moved = modifiers.map((modifier, index) => yearsMoved(modifier, index, numeric))
  const most = moved.reduce((sum: number, years) => sum + (years ?? Number.NaN), 0)
  return year - most > 0 && year + most < 9999
}

/** What makes the number `?` of `datetime(?, 'unixepoch')` a number: seconds, or days where the modifier decides. */
export function numericTime(node: FunctionCall, index: number): "integer" | "number" | undefined {
  const [time, ...modifiers] = timeArguments(node)
  if (!dateFunctions.has(fold(node.name.text)) || time === undefined || node.args[index] !== time) return undefined
  const words = modifiers.map((modifier) => fold(textLiteral(modifier) ?? ""))
  if (words[0] === "unixepoch") return words.some((word) => word.startsWith("subsec")) ? "number" : "integer"
  return words[0] === "auto" || words[0] === "julianday" ? "number" : undefined
}

/** The year of a time value that is always valid. The clock shows a year of this millennium. */
function knownYear(time: Expression, modifiers: readonly Expression[]): number | undefined {
  if (time.kind === "literal" && time.value.type === "current") return 2500
  const seconds = literalOf(time)
  if (typeof seconds === "number") {
    const isEpoch = modifiers[0] !== undefined && fold(textLiteral(modifiers[0]) ?? "") === "unixepoch"
    return isEpoch && Math.abs(seconds) < 1e10 ? 1970 : undefined
  }
  const text = textLiteral(time)
  if (text === undefined) return undefined
  if (/^(now|subsec|subsecond)$/i.test(text)) return 2500
  if (/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/.test(text)) return 2000
  const date =
    /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?)?$/.exec(text)
  return date?.[1] === undefined ? undefined : Number(date[1])
}

/** How many years a modifier moves the time at most; undefined when it is not known to be valid. */
function yearsMoved(modifier: Expression, index: number, numeric: boolean): number | undefined {
  const text = textLiteral(modifier)
  if (text === undefined) return undefined
  if (index === 0 && (numeric ? /^unixepoch$/i : /^auto$/i).test(text)) return 0
  if (/^(start of (month|year|day)|weekday [0-6]|localtime|utc|subsec|subsecond|ceiling|floor)$/i.test(text)) return 1
  const shift = /^[+-]?(\d{1,4})(\.\d+)? (second|minute|hour|day|month|year)s?$/i.exec(text)
  if (shift === null) return undefined
  return fold(shift[3] ?? "") === "year" ? Number(shift[1]) + 1 : 1000
}

/** `%` and a letter that strftime does not know make the whole NULL. */
function isKnownFormat(format: Expression | undefined): boolean {
  const text = format === undefined ? undefined : textLiteral(format)
  return text !== undefined && !text.replace(/%[defFgGHIjJklmMpPRsSTuUVwWY%]/g, "").includes("%")
}
