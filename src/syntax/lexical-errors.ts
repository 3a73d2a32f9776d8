import type { DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { report } from "./report.ts"
import type { Token } from "./token.ts"

/** Errors of the text itself: an unresolved merge, what is opened and never closed, a NUL, where SQLite stops reading. */
export function lexicalErrors(file: SourceFile, tokens: readonly Token[]): readonly Diagnostic[] {
  const nul = file.text.indexOf("\0")
  return [
    ...mergeConflict(file, tokens),
    ...tokens.filter((token) => !token.closed).map((token) => unterminated(file, token)),
    ...(nul === -1 ? [] : [nulCharacter(file, nul)]),
  ]
}

/** The marks of git around two versions of the same lines; the first of them is reported, for the file is no SQL. */
function mergeConflict(file: SourceFile, tokens: readonly Token[]): readonly Diagnostic[] {
  const starts = [...file.text.matchAll(/^<{7}(?= )/gm)].map((match) => match.index)
  const start = starts.find((at) => tokens.some((token) => token.start === at && token.kind === "operator"))
  if (start === undefined) return []
  const end = /^>{7}(?= )/gm
  end.lastIndex = start
  const last = end.exec(file.text)
  const also = last === null ? undefined : { span: spanFrom(last.index, 7), text: "to here" }
  const message = "this file holds an unresolved merge conflict"
  const help = "decide between the two versions and delete the marks"
  return [report(file, "merge-conflict", spanFrom(start, 7), message, "from here", { also, help })]
}

function spanFrom(start: number, length: number): Span {
  return { start, end: start + length }
}

function unterminated(file: SourceFile, token: Token): Diagnostic {
  const { code, what, opener, closer } = openerOf(token)
  return report(file, code, spanFrom(token.start, opener), `${what} is never closed`, "opened here", {
    help:
      opener === 1 && closer === "'"
        ? "close it with `'`; a `'` inside of it is written twice, 'O''Brien'"
        : `close it with \`${closer}\``,
  })
}

function openerOf(token: Token): {
  readonly code: DiagnosticCode
  readonly what: string
  readonly opener: number
  readonly closer: string
} {
  switch (token.kind) {
    case "block-comment":
      return { code: "unterminated-comment", what: "a comment", opener: 2, closer: "*/" }
    case "blob":
      return { code: "unterminated-string", what: "a blob", opener: 2, closer: "'" }
    case "name": {
      const quote = token.text.charAt(0)
      return { code: "unterminated-name", what: "a quoted name", opener: 1, closer: quote === "[" ? "]" : quote }
    }
    default:
      return { code: "unterminated-string", what: "a string", opener: 1, closer: "'" }
  }
}

function nulCharacter(file: SourceFile, at: number): Diagnostic {
  return report(file, "nul-character", spanFrom(at, 1), "a NUL character ends the text for SQLite", "NUL", {
    help: "delete the character; a NUL in a value is written `char(0)`",
  })
}
