import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { type Comment, commentOf, readComment } from "./comment.ts"
import { report } from "./report.ts"
import type { StatementRange } from "./split.ts"
import { isTrivia, type Token } from "./token.ts"

/**
 * Ends each statement at a `-- name:` line inside it: there the next query starts, and a `;` was forgotten. So one
 * forgotten `;` is one error, and both queries are checked.
 */
export function endAtNames(
  file: SourceFile,
  tokens: readonly Token[],
  ranges: readonly StatementRange[],
): Outcome<readonly StatementRange[]> {
  const value: StatementRange[] = []
  const diagnostics: Diagnostic[] = []
  for (const range of ranges) {
    let rest = range
    for (let i = range.first; i <= range.last; i++) {
      const line = nameLineAt(file, tokens[i])
      const last = solidBefore(tokens, i)
      if (line === undefined || last < rest.first) continue
      const ended = { first: rest.first, last, next: last + 1 }
      rest = { first: solidAfter(tokens, i), last: range.last, next: range.next }
      value.push(ended)
      // what starts with no letter is no statement: a forgotten `;` is not what is wrong with it
      if (/^[A-Za-z]/.test(tokens[ended.first]?.text ?? ""))
        diagnostics.push(missingSemicolon(file, tokens[last], line))
    }
    value.push(rest)
  }
  return { value: value.filter((range) => range.first <= range.last), diagnostics }
}

function nameLineAt(file: SourceFile, token: Token | undefined): Comment | undefined {
  if (token?.kind !== "line-comment") return undefined
  const comment = commentOf(file, token)
  return comment.ownLine && readComment(comment).kind === "name" ? comment : undefined
}

function missingSemicolon(file: SourceFile, last: Token | undefined, line: Comment): Diagnostic {
  const end = last?.end ?? line.span.start
  const span = { start: last?.start ?? end, end }
  const also = { span: line.span, text: "the next query starts here" }
  if (last?.kind === ";") {
    const help = "write `END;` behind the last statement of the trigger"
    return report(file, "missing-semicolon", span, "a trigger has no `END;`", "ends here", { also, help })
  }
  return report(file, "missing-semicolon", span, "a statement has no `;` at its end", "ends here", {
    also,
    help: "write `;` behind the statement",
    fix: { span: { start: end, end }, text: ";" },
  })
}

function solidBefore(tokens: readonly Token[], index: number): number {
  let at = index - 1
  for (let token = tokens[at]; token !== undefined && isTrivia(token); token = tokens[at]) at--
  return at
}

function solidAfter(tokens: readonly Token[], index: number): number {
  let at = index + 1
  for (let token = tokens[at]; token !== undefined && isTrivia(token); token = tokens[at]) at++
  return at
}
