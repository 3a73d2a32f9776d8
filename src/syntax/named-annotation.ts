import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { Annotation, Word } from "./annotation.ts"
import { failed, syntaxError } from "./annotation-errors.ts"
import { annotations } from "./annotation-table.ts"
import { type Comment, type Rest, restAfter, spanOfRest, takeWord, wordOf } from "./comment.ts"
import type { Read } from "./ignore.ts"
import { report } from "./report.ts"
import { tokenize } from "./tokenize.ts"
import { readType } from "./type-annotation.ts"

type Named = Annotation["params"][number]
type Example = Annotation["examples"][number]

/** `@param name [type] [text]`, `@column name [type] [text]` */
export function readNamed(file: SourceFile, comment: Comment, rest: Rest, kind: "param" | "column"): Read<Named> {
  const taken = takeWord(rest)
  if (taken === undefined) return failed(missingName(file, comment, kind))
  const sigil = kind === "param" && /^[:@$?]./.test(taken.word.text)
  if (sigil) return failed(withSigil(file, taken.word))
  const list = kind === "param" ? /^\[\](?=\s|$)/.exec(taken.rest.text)?.[0] : undefined
  if (list !== undefined) {
    const { text } = restAfter(taken.rest, list.length)
    const found = { name: taken.word, type: undefined, list: wordOf(taken.rest, list.length).span, text }
    return { value: { ...found, span: comment.span }, diagnostics: [] }
  }
  const type = readType(taken.rest)
  const usage = `write \`${annotations[kind].usage}\``
  if (type.kind === "wrong")
    return failed(syntaxError(file, type.span, type.message, type.expected, type.help ?? usage))
  const text = type.kind === "type" ? type.rest.text : taken.rest.text
  const found = type.kind === "type" ? type.type : undefined
  return { value: { name: taken.word, type: found, text, span: comment.span }, diagnostics: [] }
}

function missingName(file: SourceFile, comment: Comment, kind: "param" | "column" | "example"): Diagnostic {
  const what = kind === "column" ? "result column" : "parameter"
  const { usage } = annotations[kind]
  return syntaxError(file, comment.span, `\`@${kind}\` names a ${what}`, "the name is missing", `write \`${usage}\``)
}

function withSigil(file: SourceFile, word: Word): Diagnostic {
  const span = { start: word.span.start, end: word.span.start + 1 }
  const sigil = word.text.slice(0, 1)
  return report(file, "annotation-syntax", word.span, `a parameter is named without its \`${sigil}\``, "with a sigil", {
    help: `write \`${word.text.slice(1)}\``,
    fix: { span, text: "" },
  })
}

/** `@example name = value`: a number, 'text', NULL, TRUE, FALSE or x'00' */
export function readExample(file: SourceFile, comment: Comment, rest: Rest): Read<Example> {
  const match = /^([^\s=]+)\s*=\s*/.exec(rest.text)
  if (match === null) {
    const help = `write \`${annotations.example.usage}\``
    return failed(syntaxError(file, comment.span, "an example binds a value", "expected `name = value`", help))
  }
  const name = wordOf(rest, (match[1] ?? "").length)
  if (/^[:@$?]/.test(name.text)) return failed(withSigil(file, name))
  const value = restAfter(rest, match[0].length)
  if (!isValue(value.text)) {
    const span = value.text === "" ? comment.span : spanOfRest(value)
    const label = "expected a number, 'text', NULL, TRUE, FALSE or x'00'"
    return failed(syntaxError(file, span, "an example is one SQL literal", label, quotedHelp(value.text)))
  }
  return { value: { name, value: wordOf(value, value.text.length), span: comment.span }, diagnostics: [] }
}

/** How the text would be written as a literal. */
function quotedHelp(text: string): string {
  if (text === "") return `write \`${annotations.example.usage}\``
  if (/^[[{]/.test(text)) return "write JSON as text in single quotes"
  const inner = /^"(.*)"$/.exec(text)?.[1] ?? text
  return `write text in single quotes: '${inner.replaceAll("'", "''")}'`
}

function isValue(text: string): boolean {
  const tokens = tokenize(text)
  const [sign, number] = tokens
  if (tokens.length === 2) return (sign?.text === "-" || sign?.text === "+") && number?.kind === "number"
  if (sign === undefined || tokens.length !== 1 || !sign.closed) return false
  return /^(?:number|string|blob)$/.test(sign.kind) || /^(?:null|true|false)$/i.test(text)
}
