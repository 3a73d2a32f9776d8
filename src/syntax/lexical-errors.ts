import type { DiagnosticCode } from "../diagnostics/codes.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { report } from "./report.ts"
import type { Token } from "./token.ts"

/** Errors of the text itself: what is opened and never closed, and a NUL, where SQLite stops reading. */
export function lexicalErrors(file: SourceFile, tokens: readonly Token[]): readonly Diagnostic[] {
  const nul = file.text.indexOf("\0")
  return [
    ...tokens.filter((token) => !token.closed).map((token) => unterminated(file, token)),
    ...(nul === -1 ? [] : [nulCharacter(file, nul)]),
  ]
}

function unterminated(file: SourceFile, token: Token): Diagnostic {
  const { code, what, opener, closer } = openerOf(token)
  const span = { start: token.start, end: token.start + opener }
  return report(file, code, span, `${what} is never closed`, "opened here", {
    help: `close it with \`${closer}\``,
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
  const span = { start: at, end: at + 1 }
  return report(file, "nul-character", span, "a NUL character ends the text for SQLite", "NUL", {
    help: "delete the character; a NUL in a value is written `char(0)`",
  })
}
