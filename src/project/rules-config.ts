import { codes, type DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { listOf, suggestion, suggestionOr } from "../diagnostics/suggest.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { JsonMember, JsonNode } from "./json-text.ts"
import { report } from "./report.ts"

const levels = ["off", "warning", "error"] as const
type Level = (typeof levels)[number]

/** What the project wants of a warning. Errors stay errors. */
export type Rules = ReadonlyMap<DiagnosticCode, Level>

/** `"rules": { "unread-file": "off" }`. Reports codes that do not exist, codes of errors, and other levels. */
export function readRules(file: SourceFile, node: JsonNode | undefined, diagnostics: Diagnostic[]): Rules {
  const rules = new Map<DiagnosticCode, Level>()
  if (node === undefined) return rules
  if (node.kind !== "object") {
    const words = {
      message: "`rules` is not an object",
      label: "expected an object of codes and levels",
      help: 'write `"rules": { "unread-file": "off" }`',
    }
    diagnostics.push(report("config-value", file, node.span, words))
    return rules
  }
  for (const member of node.members) {
    const rule = readRule(file, member)
    if ("diagnostic" in rule) diagnostics.push(rule.diagnostic)
    else rules.set(rule.code, rule.level)
  }
  return rules
}

type Rule = { readonly code: DiagnosticCode; readonly level: Level } | { readonly diagnostic: Diagnostic }

function readRule(file: SourceFile, member: JsonMember): Rule {
  const { key: code, value, keySpan } = member
  if (!isCode(code)) return { diagnostic: unknownCode(file, keySpan, code) }
  if (codes[code].severity === "error") {
    const message = `\`${code}\` is an error and stays one`
    const help = "remove it, and repair what the error says"
    return { diagnostic: report("config-value", file, keySpan, { message, label: "only warnings have a level", help }) }
  }
  const level = value.kind === "string" ? value.value : undefined
  const known = levels.find((one) => one === level)
  if (known !== undefined) return { code, level: known }
  return {
    diagnostic: report("config-value", file, value.span, {
      message: `\`${code}\` has no such level`,
      label: `expected ${listOf(levels)}`,
      help: suggestionOr(level ?? "", levels, `write \`"${code}": "off"\` to silence it`),
    }),
  }
}

/** True for a code that we print. */
export function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(codes, text)
}

/** A code that no diagnostic has. */
function unknownCode(file: SourceFile, span: { start: number; end: number }, code: string): Diagnostic {
  const warnings = Object.entries(codes).flatMap(([name, entry]) => (entry.severity === "warning" ? [name] : []))
  const help = suggestion(code, warnings) ?? "`sqlgen explain <code>` says what a code means"
  return report("unknown-code", file, span, {
    message: `no diagnostic has the code \`${code}\``,
    label: "no such code",
    help,
  })
}
