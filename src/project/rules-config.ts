import { codes, type DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { suggestion } from "../diagnostics/suggest.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { JsonMember, JsonNode } from "./json-text.ts"
import { report } from "./report.ts"

/** What the project wants of a warning. Errors stay errors. */
export type Rules = ReadonlyMap<DiagnosticCode, "off" | "warning" | "error">

/** `"rules": { "unread-file": "off" }`. Reports codes that do not exist, codes of errors, and other levels. */
export function readRules(file: SourceFile, node: JsonNode | undefined, diagnostics: Diagnostic[]): Rules {
  const rules = new Map<DiagnosticCode, "off" | "warning" | "error">()
  if (node === undefined) return rules
  if (node.kind !== "object") {
    const label = 'expected an object such as `{ "unread-file": "off" }`'
    diagnostics.push(report("config-value", file, node.span, { message: "`rules` is not an object", label }))
    return rules
  }
  for (const member of node.members) {
    const rule = readRule(file, member)
    if ("diagnostic" in rule) diagnostics.push(rule.diagnostic)
    else rules.set(rule.code, rule.level)
  }
  return rules
}

type Rule =
  | { readonly code: DiagnosticCode; readonly level: "off" | "warning" | "error" }
  | { readonly diagnostic: Diagnostic }

function readRule(file: SourceFile, member: JsonMember): Rule {
  const { key: code, value, keySpan } = member
  if (!isCode(code)) return { diagnostic: unknownCode(file, keySpan, code) }
  if (codes[code].severity === "error") {
    const message = `\`${code}\` is an error and stays one`
    return { diagnostic: report("config-value", file, keySpan, { message, label: "only warnings have a level" }) }
  }
  const level = value.kind === "string" ? value.value : undefined
  if (level === "off" || level === "warning" || level === "error") return { code, level }
  const label = "expected `off`, `warning` or `error`"
  return { diagnostic: report("config-value", file, value.span, { message: `\`${code}\` has no such level`, label }) }
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
