import { codes, type DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { contains } from "../source/source-file.ts"
import type { Ignore } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { report } from "./report.ts"
import { isCode, type Rules } from "./rules-config.ts"

/** Warnings that only `sqlgen verify` finds, and not every time: whether one is silenced, nobody can tell here. */
const whenRun: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>(["broken-word", "broken-contract"])

interface Placed {
  readonly statement: Statement
  readonly ignore: Ignore
}

/**
 * The author's word on warnings: `sqlgen-ignore` takes one away where it stands, `rules` everywhere. Errors stay. An
 * ignore that silences nothing, or names a code that it cannot, is an error itself.
 */
export function silence(
  diagnostics: readonly Diagnostic[],
  statements: readonly Statement[],
  rules: Rules,
): readonly Diagnostic[] {
  const ignores = statements.flatMap((statement) => ignoresOf(statement).map((ignore) => ({ statement, ignore })))
  const heard = withoutEchoes(diagnostics, statements).filter(
    (diagnostic) => !ignores.some((placed) => silences(placed, diagnostic)),
  )
  return [...heard.flatMap((diagnostic) => levelled(diagnostic, rules)), ...ignores.flatMap(judge(diagnostics))]
}

/**
 * What is never closed swallows the rest of its file: whatever else is said of that statement is an echo. In a file with
 * an unresolved merge everything else is.
 */
function withoutEchoes(diagnostics: readonly Diagnostic[], statements: readonly Statement[]): readonly Diagnostic[] {
  const merges = diagnostics.filter(({ code }) => code === "merge-conflict")
  const broken = diagnostics.filter(({ code }) => code.startsWith("unterminated-") || code === "nul-character")
  if (broken.length === 0 && merges.length === 0) return diagnostics
  return diagnostics.filter((diagnostic) => {
    const { file, span } = diagnostic.primary
    if (merges.some((each) => each.primary.file.path === file.path)) return merges.includes(diagnostic)
    const cause = broken.find((each) => each.primary.file.path === file.path)
    if (cause === undefined || broken.includes(diagnostic)) return true
    const starts = statements.filter((statement) => statement.file.path === file.path).map(({ span }) => span.start)
    const at = cause.primary.span.start
    return span.start < (starts.findLast((start) => start <= at) ?? at)
  })
}

function ignoresOf(statement: Statement): readonly Ignore[] {
  const all = [...statement.ignores, ...(statement.annotation?.ignores ?? [])]
  return [...new Map(all.map((ignore) => [ignore.span.start, ignore])).values()]
}

function silences({ statement, ignore }: Placed, diagnostic: Diagnostic): boolean {
  return (
    diagnostic.severity === "warning" &&
    diagnostic.code === ignore.code.text &&
    diagnostic.primary.file.path === statement.file.path &&
    contains(ignore.covers, { start: diagnostic.primary.span.start, end: diagnostic.primary.span.start })
  )
}

/**
 * What is found of a statement when it runs (`sqlgen verify`), as its ignores and the rules want it; undefined when they
 * silence it. An ignore above the statement speaks of all that is found of it.
 */
export function heardOf(
  diagnostic: Diagnostic,
  statement: Statement | undefined,
  rules: Rules,
): Diagnostic | undefined {
  if (diagnostic.severity === "error") return diagnostic
  const ignores = statement === undefined ? [] : ignoresOf(statement)
  const isSilent = ignores.some(
    ({ code, covers }) =>
      code.text === diagnostic.code &&
      (statement === undefined || contains(covers, statement.span) || contains(covers, diagnostic.primary.span)),
  )
  return isSilent ? undefined : levelled(diagnostic, rules)[0]
}

function levelled(diagnostic: Diagnostic, rules: Rules): readonly Diagnostic[] {
  const level = rules.get(diagnostic.code)
  if (diagnostic.severity === "error" || level === undefined) return [diagnostic]
  return level === "off" ? [] : [{ ...diagnostic, severity: level }]
}

/** A statement with an error may not have been looked at to its end: its ignores are not judged as unused. */
function judge(diagnostics: readonly Diagnostic[]): (placed: Placed) => readonly Diagnostic[] {
  return (placed) => {
    const { statement, ignore } = placed
    const code = ignore.code.text
    if (!isCode(code)) return [] // reading the comment has refused it already
    if (whenRun.has(code)) return []
    if (codes[code].severity === "error") {
      const message = `\`${code}\` is an error and cannot be silenced`
      const words = { message, label: "only warnings can be", help: "remove the line, and repair what the error says" }
      return [report("unused-ignore", statement.file, ignore.code.span, words)]
    }
    if (diagnostics.some((diagnostic) => silences(placed, diagnostic) || failed(statement, diagnostic))) return []
    const words = {
      message: `there is no warning \`${code}\` here`,
      label: "silences nothing",
      help: "remove the line",
    }
    return [report("unused-ignore", statement.file, ignore.span, words)]
  }
}

function failed(statement: Statement, diagnostic: Diagnostic): boolean {
  return (
    diagnostic.severity === "error" &&
    diagnostic.primary.file.path === statement.file.path &&
    contains(statement.span, diagnostic.primary.span)
  )
}
