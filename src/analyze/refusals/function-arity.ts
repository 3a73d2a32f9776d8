import { fold } from "../../catalog/catalog.ts"
import type { FunctionCall } from "../../syntax/ast.ts"
import type { FunctionLine } from "../../targets/line.ts"
import { callsIn, counted, isLookedInto, type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A count of arguments that the function does not take on the target; a newer SQLite may. */
export const functionArity: RefusalRule = {
  code: "function-arity",
  explains: ({ message }) => message.startsWith("wrong number of arguments to function"),
  find: (input) =>
    callsIn(input.statement).flatMap((call) => {
      const line = input.target.functions?.get(fold(call.name.text))
      if (line === undefined || takes(line, call)) return []
      if (!isMetWhenItRuns(line) && !isLookedInto(input)) return []
      const words = wordsOf(input, line, call)
      const help = helpFor(input, line, call)
      const label = `has ${counted(call.args.length, "argument")}, takes ${countText(line)}`
      return [refusedAt(input, "function-arity", call.span, { words, label, help: help.text, fix: help.fix })]
    }),
}

function takes({ counts, kind }: FunctionLine, call: FunctionCall): boolean {
  const { least, most, parity } = counts
  const count = call.args.length
  if (kind === "internal" || kind === "table" || (call.star && least === 0)) return true
  if (count < least || (most !== undefined && count > most)) return false
  return parity === undefined || (count % 2 === 0) === (parity === "even")
}

/** SQLite itself takes any count, and the function complains. */
function isMetWhenItRuns({ counts, kind }: FunctionLine): boolean {
  return counts.parity !== undefined || kind === "full-text"
}

/** A wrong parity is SQLite's complaint when it runs. */
function wordsOf({ error }: RefusalInput, { name, counts }: FunctionLine, call: FunctionCall): string {
  if (error !== undefined || counts.parity === undefined) {
    return `wrong number of arguments to function ${call.name.text}()`
  }
  return counts.parity === "even"
    ? `${name}() requires an even number of arguments`
    : `${name}() needs an odd number of arguments`
}

function countText({ counts: { least, most, parity } }: FunctionLine): string {
  if (parity === "even") return "pairs of name and value"
  if (parity === "odd") return "a document and pairs of path and value"
  if (most === undefined) return `${least} or more`
  return least === most ? `${least}` : `${least} to ${most}`
}

function whatToDo({ counts: { least, most, parity } }: FunctionLine, call: FunctionCall): string {
  const count = call.args.length
  if (parity === "even") return "give each name a value"
  if (parity === "odd") return "give each path a value"
  if (count < least) return `give it ${counted(least - count, "more argument")}`
  return most === undefined ? "leave arguments out" : `leave out ${counted(count - most, "argument")}`
}

/** https://sqlite.org/lang.html */
function pageOf({ name, kind }: FunctionLine): string {
  if (name.startsWith("json")) return "https://sqlite.org/json1.html"
  if (kind === "window") return "https://sqlite.org/windowfunctions.html#builtins"
  return `https://sqlite.org/${kind === "aggregate" ? "lang_aggfunc" : kind === "full-text" ? "fts5" : "lang_corefunc"}.html`
}

function helpFor(
  { statement }: RefusalInput,
  line: FunctionLine,
  call: FunctionCall,
): { readonly text: string; readonly fix?: string } {
  if (fold(call.name.text) !== "iif" || call.args.length < 2) {
    return { text: `${whatToDo(line, call)}: see ${pageOf(line)}` }
  }
  const texts = call.args.map(({ span }) => statement.file.text.slice(span.start, span.end))
  const arms: string[] = []
  for (let index = 0; index + 1 < texts.length; index += 2) arms.push(`WHEN ${texts[index]} THEN ${texts[index + 1]}`)
  const otherwise = texts.length % 2 === 1 ? ` ELSE ${texts.at(-1)}` : ""
  const fix = `CASE ${arms.join(" ")}${otherwise} END`
  return { text: `\`iif\` takes exactly 3 arguments before SQLite 3.48: write ${fix}`, fix }
}
